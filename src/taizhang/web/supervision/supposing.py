"""Which lights would be others if an observation had another value: of tasks bound to a figure that rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from taizhang.analysis.results import Result
from taizhang.periods import Period
from taizhang.supervision.light_rules import light_rules
from taizhang.supervision.lights import standing
from taizhang.supervision.model import Measured, TaskFacts
from taizhang.supervision.standing import Standing
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.reports.what_if import WhatIf
from taizhang.web.supervision.facts import facts_of
from taizhang.web.supervision.lights import overlay_of
from taizhang.web.supervision.measuring import value_in
from taizhang.web.supervision.models import ENDED, Task
from taizhang.web.supervision.queries import tasks


@dataclass(frozen=True, slots=True)
class Relit:
    """A task whose figure would be another, with how it stands by the ledger of now and how it would stand.

    The values are counted as its target is; None is missing.
    """

    task: Task
    was: Decimal | None
    value: Decimal | None
    before: Standing
    after: Standing

    @property
    def turns(self) -> bool:
        return self.before.light != self.after.light


def relit(what_if: WhatIf, *, by: Person) -> list[Relit]:
    """The unfinished tasks that `by` may see and whose figure the value would change, those that turn first."""
    observation = what_if.observation
    rests = catalogue().resting_on({observation.indicator})
    rows = tasks(by).exclude(state__in=ENDED).filter(target_at__isnull=False, target_indicator__in=rests)
    of_period: dict[str, list[Task]] = defaultdict(list)
    for task in rows.select_related("plan__unit", "target_at").order_by("pk"):
        if observation.unit.path.startswith(task.target_at.path):
            of_period[task.plan.period].append(task)
    found = [one for code, some in of_period.items() for one in _relit(Period.parse(code), some, what_if)]
    return sorted(found, key=lambda one: not one.turns)


def _relit(period: Period, some: list[Task], what_if: WhatIf) -> Iterator[Relit]:
    world, on = what_if.now(period), min(timezone.localdate(), period.end)
    facts = {one.id: one for one in facts_of(Task.objects.filter(pk__in=[task.pk for task in some]))}
    for task in some:
        result = world.before.value(task.target_indicator, task.target_at.code)
        then = world.after.again(result)
        if result.value != then.value:
            stands = (_standing(task, facts[str(task.pk)], one, on) for one in (result, then))
            yield Relit(task, _value(task, result), _value(task, then), *stands)


def _value(task: Task, result: Result) -> Decimal | None:
    return None if result.value is None else value_in(task, result)


def _standing(task: Task, facts: TaskFacts, result: Result, on: date) -> Standing:
    """As if that had been measured today, in place of what was."""
    earlier, value = tuple(one for one in facts.measured if one.on < on), _value(task, result)
    measured = earlier if value is None else (*earlier, Measured(on, value, *result.rests_on))
    return standing(replace(facts, measured=measured), timezone.localdate(), light_rules(overlay_of(task.plan.unit)))
