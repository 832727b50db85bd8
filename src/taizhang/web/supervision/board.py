"""The tasks of a bureau laid out for its pages: a board of all, one page for its head, a ranking of its units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from taizhang.catalogue.model import Title
from taizhang.supervision import model
from taizhang.supervision.light_rules import light_rules
from taizhang.supervision.model import TaskFacts
from taizhang.supervision.ranking import Ranked, rank
from taizhang.supervision.standing import Light, Standing
from taizhang.web.accounts.models import Person
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.supervision import lights, queries
from taizhang.web.supervision.facts import lists
from taizhang.web.supervision.filtering import TaskFilter
from taizhang.web.supervision.history import ASKED, applied_on, events_for
from taizhang.web.supervision.models import ENDED, Measurement, ProgressEntry, Task, TaskState
from taizhang.web.supervision.owners import apart
from taizhang.web.supervision.queries import ENDS

SHOWN = 6  # of each list on the head's page, which is to be read in two minutes
ASKED_AMONG = 100


def worst_first(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The reddest first, of those alike the one that is due first."""
    return rows.order_by("-light__badness", ENDS.asc(nulls_last=True), "pk")


def counts(rows: QuerySet[Task]) -> dict[str, int]:
    """How many tasks have each light, the worst first; every light is named."""
    found = dict(rows.order_by().values_list("light__light").annotate(Count("pk")))
    return {light.value: found.get(light.value, 0) for light in sorted(Light, key=lambda one: -one.badness)}


@dataclass(frozen=True, slots=True)
class Board:
    """What was asked for: `rows` of one light or of all, how many they are, and `counts` by light of all."""

    rows: QuerySet[Task]
    count: int
    counts: dict[str, int]


def board(by: Person, asked: TaskFilter) -> Board:
    """What `by` may see of what was asked for, each with its light of today."""
    rows = asked.rows(lights.lit(queries.tasks(by)))
    found, light = counts(rows), asked.light_asked
    if light:
        rows = rows.filter(light__light=light)
    return Board(worst_first(rows), found[light] if light else sum(found.values()), found)


def latest_reports(tasks: Iterable[Task]) -> dict[int, ProgressEntry]:
    """The last report on each of a page's tasks, by the task's key. One query."""
    entries = ProgressEntry.objects.filter(task__in=[task.pk for task in tasks]).order_by("on", "pk")
    return {entry.task_id: entry for entry in entries}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task on the head's page: how it stands, and what its owner said last."""

    task: Task
    facts: TaskFacts
    standing: Standing
    latest: ProgressEntry | None


@dataclass(frozen=True, slots=True)
class HeadPage:
    """What a head has to know: how much is lit how, what is late, off target and slipping, and whom to ask what.

    Of `bound` tasks that have a figure to reach, `untold` are those of which nobody knows how far it is.
    """

    counts: dict[str, int]
    closed: int
    late_count: int
    bound: int
    untold: int
    late: list[TaskLine]
    off_target: list[TaskLine]
    slips: list[TaskLine]
    questions: list[TaskLine]

    @property
    def open(self) -> int:
        return sum(self.counts.values())


def head_page(by: Person) -> HeadPage:
    """The head's one page, of all tasks that `by` may see and that are not finished."""
    rows = lights.lit(queries.tasks(by))
    open_ = rows.exclude(state__in=ENDED).annotate(ends_on=ENDS)
    late = queries.overdue(open_).order_by("ends_on", "pk")
    behind = open_.filter(light__badness__gte=Light.ORANGE.badness)
    bound = open_.exclude(target_value=None)
    off_target = worst_first(bound.filter(light__badness__gte=Light.ORANGE.badness, light__done__lt=1))
    slips = open_.filter(light__slip_days__gt=0, ends_on__gte=timezone.localdate()).order_by("-light__slip_days", "pk")
    lists = [list(found[:SHOWN]) for found in (late, off_target, slips)] + [_one_an_owner(worst_first(behind))]
    lines = _lines({task.pk: task for found in lists for task in found})
    return HeadPage(
        counts(open_), rows.filter(state=TaskState.CLOSED).count(), late.count(), bound.count(), _untold(bound).count(),
        *([lines[task.pk] for task in found] for found in lists),
    )  # fmt: skip


def _untold(bound: QuerySet[Task]) -> QuerySet[Task]:
    said = ProgressEntry.objects.filter(task=OuterRef("pk")).exclude(value=None)
    measured = Measurement.objects.filter(task=OuterRef("pk"))
    return bound.filter(Q(light__done=None) | (~Exists(said) & ~Exists(measured)))


def _one_an_owner(rows: QuerySet[Task]) -> list[Task]:
    """The first task of each owner, so that a head asks several and not one of them about everything."""
    first: dict[int, Task] = {}
    for task in rows[:ASKED_AMONG]:
        first.setdefault(task.owner_id, task)
    return list(first.values())[:SHOWN]


def _lines(tasks: dict[int, Task]) -> dict[int, TaskLine]:
    latest = latest_reports(tasks.values())
    found = lights.standings_of(Task.objects.filter(pk__in=tasks))
    return {
        (key := int(facts.id)): TaskLine(tasks[key], facts, standing, latest.get(key)) for facts, standing in found
    }


def ranking(rows: QuerySet[Task], unit: OrgUnit) -> list[Ranked]:
    """The owners of the tasks, best first, by the rules of `unit`; from the lights of today."""
    today = timezone.localdate()
    told = ProgressEntry.objects.filter(task__state__in=ASKED)
    found = lights.lit(rows).prefetch_related(lists("events", events_for(today)), lists("entries", told))
    return rank(apart(_stood(task, today) for task in found), light_rules(lights.overlay_of(unit)))


def _stood(task: Task, today: date) -> tuple[TaskFacts, Standing]:
    """What a ranking asks of a task: who owns it, how it is lit, whether it was in time."""
    facts = TaskFacts(
        title=task.title, owner=task.owner.name, owner_code=task.owner.code, assigned_on=task.assigned_on, due=task.due,
        extended_to=task.extended_to, state=model.State(task.state), closed_on=task.closed_on,
        applied_on=applied_on(task, task.listed_events, task.state),
    )  # fmt: skip
    lit = task.light
    left = (task.ends - today).days if task.ends else None
    return facts, Standing(light=Light(lit.light), rule="", why=Title(lit.zh, lit.en), on=lit.on, days_left=left)
