"""Building projects as their register stands today: stages, slip, money, and the tasks that follow them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taizhang.supervision.project_totals import Overview, overview
from taizhang.supervision.projects import Project, Stage, StageSlip, project, slip, stage_at
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.catalogue import catalogue
from taizhang.web.registers.columns import from_json
from taizhang.web.registers.models import LiveRecord
from taizhang.web.supervision.models import Task
from taizhang.web.supervision.queries import tasks

REGISTER = "projects.project"


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project, the stage it is in, the slip that matters, and the tasks that follow it."""

    project: Project
    unit: str
    stage: Stage
    slip: StageSlip | None
    tasks: list[Task]

    @property
    def lateness(self) -> int:
        return self.slip.days if self.slip else 0


@dataclass(frozen=True, slots=True)
class Projects:
    """All projects that somebody may see, the latest first, and what they come to; places count from `since` on."""

    lines: list[ProjectLine]
    overview: Overview
    since: date


def projects(by: Person, day: date, *, code: str = "") -> Projects:
    """The projects of the register as it stands, all or the one with a code."""
    held = _held(by, code)
    followed = _followed(by, [one.code for one, _unit in held])
    lines = [ProjectLine(one, unit, stage_at(one, day), slip(one, day), followed[one.code]) for one, unit in held]
    since = day.replace(month=1, day=1)
    return Projects(
        sorted(lines, key=lambda line: -line.lateness), overview((one for one, _unit in held), day, since=since), since
    )


def _held(by: Person, code: str) -> list[tuple[Project, str]]:
    register = catalogue().registers.get(REGISTER)
    if register is None:
        return []
    rows = LiveRecord.objects.filter(
        reach(by, "task.read", domain="register"), register=REGISTER, ended_on=None, parent=None
    ).select_related("unit")
    typed = (
        ({name: from_json(row.fields.get(name), field) for name, field in register.fields.items()}, row.unit.name)
        for row in rows.order_by("pk")
    )
    return [(project(record), unit) for record, unit in typed if code in ("", record["code"])]


def _followed(by: Person, codes: Iterable[str]) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = defaultdict(list)
    for task in tasks(by).filter(project__in=codes):
        found[task.project].append(task)
    return found
