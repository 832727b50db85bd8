"""Units held against each other by how their tasks stand, and how a notice names each (通报表扬、通报、通报批评)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.supervision.light_rules import LightRules, Mention, light_rules
from taizhang.supervision.model import State, TaskFacts
from taizhang.supervision.standing import Light, Standing

Stood = tuple[TaskFacts, Standing]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its tasks as they stand. Those that stand alike share a `rank`, counted from 1."""

    owner: str
    tasks: tuple[Stood, ...]
    rank: int = 0
    mention: Mention | None = None

    @property
    def code(self) -> str:
        """The owner's code, "" where nobody knows it."""
        return self.tasks[0][0].owner_code

    def lit(self, light: Light) -> int:
        """How many of its open tasks have a light."""
        return sum(how.light == light for task, how in self.tasks if task.state != State.CLOSED)

    @property
    def closed(self) -> int:
        return sum(task.state == State.CLOSED for task, _ in self.tasks)

    @property
    def closed_late(self) -> int:
        return sum(task.state == State.CLOSED and _late(task) for task, _ in self.tasks)

    @property
    def overdue(self) -> int:
        return sum(task.state != State.CLOSED and (how.days_left or 0) < 0 and not task.done_in_time
                   for task, how in self.tasks)

    @property
    def worth(self) -> tuple[Fraction, ...]:
        """By which units are put in order: fewer red, then fewer orange, more closed, fewer closed late."""
        total = len(self.tasks)
        return (-Fraction(self.lit(Light.RED), total), -Fraction(self.lit(Light.ORANGE), total),
                Fraction(self.closed, total), -Fraction(self.closed_late, total))


COUNTS: Mapping[str, Callable[[Ranked], int | Fraction | None]] = {
    "total": lambda one: len(one.tasks),
    "open": lambda one: len(one.tasks) - one.closed,
    "closed": lambda one: one.closed,
    "closed_late": lambda one: one.closed_late,
    **{light.value: lambda one, light=light: one.lit(light) for light in Light if light != Light.OFF},  # type: ignore[misc]
    "overdue": lambda one: one.overdue,
    "closed_share": lambda one: _share(one.closed, len(one.tasks)),
    "red_share": lambda one: _share(one.lit(Light.RED), len(one.tasks)),
    "on_time_share": lambda one: _share(one.closed - one.closed_late, one.closed + one.overdue),
}


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part * 100, whole) if whole else None


def _late(task: TaskFacts) -> bool:
    return task.closed_on is not None and task.ends is not None and not task.done_in_time


def rank(tasks: Iterable[Stood], rules: LightRules | None = None) -> list[Ranked]:
    """The owners of the tasks, best first; co-owners are not ranked, since one answers for a task.

    Tasks that are kept up for good or suspended, or that have no owner, are left out.
    """
    of_owner: dict[str, list[Stood]] = defaultdict(list)
    for task, how in tasks:
        if task.owner and task.state not in (State.LONG_STANDING, State.SUSPENDED):
            of_owner[task.owner_code or task.owner].append((task, how))
    units = [Ranked(stood[0][0].owner, tuple(stood)) for stood in of_owner.values()]
    worths = [one.worth for one in units]
    found = [Ranked(one.owner, one.tasks, sum(other > worth for other in worths) + 1,
                    _mention(one, rules or light_rules())) for one, worth in zip(units, worths, strict=True)]
    return sorted(found, key=lambda one: (one.rank, one.owner, one.code))


def _mention(one: Ranked, rules: LightRules) -> Mention | None:
    known: dict[str, Any] = {**rules.limits, **{name: count(one) for name, count in COUNTS.items()}}
    context = Context(record=known)
    return next((mention for mention in rules.mentions if evaluate(mention.when.root, context) is True), None)
