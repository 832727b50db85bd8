"""What stands behind the figures that come from no indicator: the tasks and the records that they were counted from.

The writer titles such a figure by where it stands (`writing/task_figures.py`, `writing/records.py`); the tasks are
worked out again as they stood on the day of the report by what was known when it was drafted, the records are those
that were sealed with its release.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from taizhang.analysis.results import GIVEN, Result
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.registers.events import REGISTER
from taizhang.web.registers.models import LiveRecord
from taizhang.web.reports.events import events_of
from taizhang.web.reports.models import Report
from taizhang.writing.numbering import plain_date
from taizhang.writing.tasks import Tracked

_TASK = re.compile(r"督办台账：(\d+)，")
_COUNTS: Mapping[str, Callable[[Tracked], bool]] = {
    "督办台账：督办事项": lambda task: True,
    "督办台账：其中已办结": lambda task: task.closed,
    "督办台账：其中滞后": lambda task: task.late,
    "督办台账：其余滞后事项": lambda task: task.late,
}
_ALL_EVENTS = "工作纪实台账：本期活动记录"
_EVENT = "工作纪实台账：{name}（{day}），"
_DOMAIN = REGISTER.partition(".")[0]


@dataclass(frozen=True, slots=True)
class BehindLine:
    """A task or a record by its name, with whose it is and how it stands, and its page."""

    name: str
    about: str
    link: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The tasks or records behind a figure, as far as somebody may read them; `closed` counts those they may not.

    `now` is how many they would be by what is known today, where that differs from what the report counted.
    """

    lines: list[BehindLine]
    closed: int = 0
    now: int | None = None

    @property
    def count(self) -> int:
        return len(self.lines) + self.closed


def behind(report: Report, result: Result, by: Person) -> Behind | None:
    """What a figure of a report was counted from; None for one that is not of tasks or of the work record."""
    if result.operation != GIVEN:
        return None
    if one := _TASK.match(result.title):
        return _tasks(report, lambda task: task.facts.id == one[1], by)
    if counted := _COUNTS.get(result.title):
        return _tasks(report, counted, by)
    if result.title.startswith(_ALL_EVENTS.partition("：")[0]):
        return _records(_events(report, result.title), by)
    return None


def _drafted_at(report: Report) -> datetime:
    """When its figures were counted: `written_at` moves on with each edit, what the writer counted does not."""
    events = AuditEvent.objects.filter(action="report.write", object_type="report", object_id=str(report.pk))
    return events.values_list("at", flat=True).first() or report.written_at


def _tracked(report: Report, drafted: datetime, known: datetime | None = None) -> Iterable[Tracked]:
    """The tasks of the report as they stood on its day, by what was `known` then or by all that is known now."""
    from taizhang.web.supervision.queries import standings  # supervision reads reports itself

    period = Period.parse(report.period)
    day = min(timezone.localdate(drafted), period.end)
    return (Tracked(facts, standing) for facts, standing in standings(report.unit, period, on=day, known=known))


def _tasks(report: Report, counted: Callable[[Tracked], bool], by: Person) -> Behind:
    from taizhang.web.supervision.queries import tasks

    drafted = _drafted_at(report)
    found = list(filter(counted, _tracked(report, drafted, known=drafted)))
    now = sum(map(counted, _tracked(report, drafted)))
    seen = set(tasks(by).filter(pk__in=[int(one.facts.id) for one in found]).values_list("pk", flat=True))
    lines = [_of_task(one) for one in found if int(one.facts.id) in seen]
    return Behind(lines, len(found) - len(lines), now if now != len(found) else None)


def _of_task(task: Tracked) -> BehindLine:
    said = f"{task.facts.owner} · {say(task.standing.light.label)} · {say(task.standing.why)}"
    return BehindLine(task.facts.title, said, reverse("supervision:task", args=[task.facts.id]))


def _events(report: Report, title: str) -> list[dict[str, str]]:
    """The events of the unit and those below it: the one that the title names, or all."""
    return [row for row in events_of(report.release) if title == _ALL_EVENTS or title.startswith(_named(row))]


def _named(row: Mapping[str, str]) -> str:
    return _EVENT.format(name=row["name"], day=plain_date(date.fromisoformat(row["held_on"])))


def _records(found: list[dict[str, str]], by: Person) -> Behind:
    readable = LiveRecord.objects.filter(reach(by, "record.read", only=_DOMAIN))
    units = dict(readable.filter(pk__in=[int(row["id"]) for row in found]).values_list("pk", "unit__name"))
    lines = [_of_record(row, units[int(row["id"])]) for row in found if int(row["id"]) in units]
    return Behind(lines, len(found) - len(lines))


def _of_record(row: Mapping[str, str], unit: str) -> BehindLine:
    day = plain_date(date.fromisoformat(row["held_on"]))
    return BehindLine(row["name"], f"{unit} · {day}", reverse("registers:record", args=[row["id"]]))
