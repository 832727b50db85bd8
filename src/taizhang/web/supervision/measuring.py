"""Bound figures measured from the ledger: what is approved by now, rolled up as a report would, with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from taizhang.analysis.evidence import Evidence
from taizhang.analysis.results import Result
from taizhang.checking.amounts import PLACES
from taizhang.periods import Period
from taizhang.quantities import Unit, round_half_up
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, units_for
from taizhang.web.collection.templatetags.spoken import period as period_name
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import ChainHead, OrgUnit
from taizhang.web.reports.analyses import as_it_stands
from taizhang.web.reports.evidence import Node, laid_out
from taizhang.web.stages import Stage
from taizhang.web.supervision.models import ENDED, Measurement, Task

SHOWN = 20  # observations kept with each measurement
AGAIN = timedelta(days=7)  # a figure that stays the same is noted once a week, so that standing still is seen
_EVIDENCE = TypeAdapter(Evidence)


def measure(unit: OrgUnit, *, by: Person) -> list[Measurement]:
    """Measure every bound figure of the unfinished tasks in the plans of `unit` and below it.

    Kept is what is known and has changed, in value or in how many units it rests on, or was last noted a week ago. What
    nobody has reported yet is missing, not zero, and is not noted.
    """
    *_steps, last = measuring(unit, by=by)
    return last.made


def measuring(unit: OrgUnit, *, by: Person) -> Iterator[Stage]:
    """As `measure`, telling each step before it is done. Raises NotAllowed before the first."""
    check_may(by, "task.assign", unit=unit)
    made = []
    for period, tasks in _bound(unit).items():
        yield Stage(_("计算%(period)s的指标") % {"period": period_name(period)})
        made += _measured(Period.parse(period), tasks)
    _keep(made, by)
    yield Stage(_("已从台账更新 %(count)s 项指标。") % {"count": len(made)}, made)


def measuring_all(*, by: Person) -> Iterator[Stage]:
    """As `measuring`, one after the other for the units for which `by` assigns tasks and that are below no other."""
    units = units_for(by, "task.assign")
    tops = [unit for unit in units if not any(unit.path.startswith(one.path) for one in units if one != unit)]
    return chain.from_iterable(measuring(unit, by=by) for unit in tops)


def _bound(unit: OrgUnit) -> dict[str, list[Task]]:
    """The unfinished tasks with a bound figure, by the period of their plan."""
    rows = Task.objects.filter(plan__unit__path__startswith=unit.path, target_at__isnull=False)
    of_period: dict[str, list[Task]] = defaultdict(list)
    for task in rows.exclude(state__in=ENDED).select_related("plan", "target_at"):
        of_period[task.plan.period].append(task)
    return of_period


@transaction.atomic
def _keep(made: list[Measurement], by: Person) -> None:
    Measurement.objects.bulk_create(made, batch_size=200)
    Task.objects.filter(pk__in=[one.task_id for one in made]).update(version=F("version") + 1)
    noted = [(one.task, {"value": str(one.value), "ledger": one.ledger}) for one in made]
    audit.record_all("task.measure", noted, by=by)


def _measured(period: Period, tasks: list[Task]) -> Iterator[Measurement]:
    """The measurements worth keeping, of the ledger as it stands now."""
    analysis = as_it_stands(period)
    ledger = ChainHead.objects.get(chain="observation").length
    on, last = min(timezone.localdate(), period.end), _last(tasks)
    found = {task.pk: analysis.value(task.target_indicator, task.target_at.code) for task in tasks}
    new = [task for task in tasks if found[task.pk].value is not None]
    new = [task for task in new if _worth(last.get(task.pk), task, found[task.pk], on)]
    proven = analysis.evidences([found[task.pk] for task in new], size=SHOWN)
    for task in new:
        result = found[task.pk]
        evidence = _EVIDENCE.dump_python(proven[result.key], mode="json")
        yield Measurement(task=task, on=on, value=value_in(task, result), ledger=ledger, evidence=evidence)


def _last(tasks: list[Task]) -> dict[int, Measurement]:
    rows = Measurement.objects.filter(task__in=tasks).in_short().order_by("pk")
    return {row.task_id: row for row in rows}


def _worth(last: Measurement | None, task: Task, result: Result, on: date) -> bool:
    if last is None or last.on + AGAIN <= on:
        return True
    return (last.value, last.reported, last.expected) != (value_in(task, result), *result.rests_on)


def value_in(task: Task, result: Result) -> Decimal:
    """What was measured, counted as the task's target is."""
    value = result.quantity.unit.convert(result.known, Unit.parse(task.target_unit))
    return round_half_up(value, PLACES)


def open_measurement(measurement: Measurement, *, by: Person) -> Node:
    """What stood behind a measurement, as far as `by` may see it."""
    return laid_out(_EVIDENCE.validate_python(measurement.evidence), by=by)
