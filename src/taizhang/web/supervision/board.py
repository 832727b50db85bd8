"""The tasks of a bureau laid out for its pages: a board of all, one page for its head, a ranking of its units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from taizhang.supervision.model import Light, Standing, TaskFacts
from taizhang.web.accounts.models import Person
from taizhang.web.supervision import lights, queries
from taizhang.web.supervision.filtering import Filter
from taizhang.web.supervision.models import ENDED, ProgressEntry, State, Task
from taizhang.web.supervision.queries import ENDS

SHOWN = 6  # of each list on the head's page, which is to be read in two minutes


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


def board(by: Person, asked: Filter) -> Board:
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
class Line:
    """A task on the head's page: how it stands, and what its owner said last."""

    task: Task
    facts: TaskFacts
    standing: Standing
    latest: ProgressEntry | None


@dataclass(frozen=True, slots=True)
class HeadPage:
    """What a head has to know: how much is lit how, what is late, off target and slipping, and whom to ask what."""

    counts: dict[str, int]
    closed: int
    late_count: int
    late: list[Line]
    off_target: list[Line]
    slips: list[Line]
    questions: list[Line]

    @property
    def open(self) -> int:
        return sum(self.counts.values())


def head_page(by: Person) -> HeadPage:
    """The head's one page, of all tasks that `by` may see and that are not finished."""
    rows = lights.lit(queries.tasks(by))
    open_ = rows.exclude(state__in=ENDED).annotate(ends_on=ENDS)
    late = open_.filter(ends_on__lt=timezone.localdate()).order_by("ends_on", "pk")
    behind = open_.filter(light__badness__gte=Light.ORANGE.badness)
    off_target = worst_first(behind.exclude(target_value=None).filter(light__done__lt=1))
    slips = open_.filter(light__slip_days__gt=0).order_by("-light__slip_days", "pk")
    lists = [list(found[:SHOWN]) for found in (late, off_target, slips, worst_first(behind))]
    lines = _lines({task.pk: task for found in lists for task in found})
    return HeadPage(
        counts(open_), rows.filter(state=State.CLOSED).count(), late.count(),
        *([lines[task.pk] for task in found] for found in lists),
    )  # fmt: skip


def _lines(tasks: dict[int, Task]) -> dict[int, Line]:
    latest = latest_reports(tasks.values())
    found = lights.standings_of(Task.objects.filter(pk__in=tasks))
    return {
        (key := int(facts.id)): Line(tasks[key], facts, standing, latest.get(key)) for facts, standing in found
    }


@dataclass(frozen=True, slots=True)
class Ranked:
    """How a unit stands with all its tasks; `place` counts from 1, and who stands alike has the same."""

    place: int
    unit: str
    total: int
    closed: int
    in_time: int
    late: int
    lights: dict[str, int]


def ranking(rows: QuerySet[Task]) -> list[Ranked]:
    """The owners of tasks, the best first: by the share that is late or red, then orange, yellow, not closed."""
    lit = {light.value: Count("pk", filter=Q(light__light=light.value) & ~Q(state__in=ENDED)) for light in Light}
    found = lights.lit(rows).annotate(ends_on=ENDS).order_by().values("owner__name").annotate(
        total=Count("pk"),
        closed=Count("pk", filter=Q(state=State.CLOSED)),
        in_time=Count("pk", filter=Q(state=State.CLOSED, closed_on__lte=F("ends_on"))),
        late=Count("pk", filter=~Q(state__in=ENDED) & Q(ends_on__lt=timezone.localdate())),
        **lit,
    )  # fmt: skip
    keyed = sorted((_merit(row), row["owner__name"], row) for row in found)
    places = {merit: at for at, (merit, _name, _row) in reversed(list(enumerate(keyed, 1)))}
    return [_ranked(places[merit], row) for merit, _name, row in keyed]


def _merit(row: dict[str, int]) -> tuple[float, ...]:
    total = row["total"]
    bad = (max(row["late"], row["red"]), row["orange"], row["yellow"], total - row["closed"])
    return tuple(one / total for one in bad)


def _ranked(place: int, row: dict[str, object]) -> Ranked:
    told = (row["owner__name"], row["total"], row["closed"], row["in_time"], row["late"])
    return Ranked(place, *told, {light.value: row[light.value] for light in Light})
