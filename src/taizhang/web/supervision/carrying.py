"""One plan becomes the next: what an issued report promises, and what of the plan before is not finished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from taizhang.periods import Period
from taizhang.supervision.proposing import propose_planned
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import following
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.reports.models import Report
from taizhang.web.reports.promises import plan_of
from taizhang.web.supervision.actions import new_plan
from taizhang.web.supervision.assigning import NewTask, add
from taizhang.web.supervision.models import Measurement, Milestone, Plan, ProgressEntry, SourceKind, Task
from taizhang.web.supervision.moving import move
from taizhang.web.supervision.owners import Owners
from taizhang.web.supervision.reporting import refuse_open
from taizhang.web.supervision.taking import new_task
from taizhang.writing.document import PlannedTask


@transaction.atomic
def tasks_from_report(report: Report, *, by: Person) -> Plan | None:
    """What an issued report promises, as the tasks of the next period's plan; part of issuing it.

    Done once for a report. None where every promise is a task already or was one. A promise
    that goes on with a task of the plan before ends that one, and its own task says from where it was carried; but a
    task of a longer plan that is not over, such as the half-year's in the report of its first quarter, goes on there.
    A promise whose owner is no section or county of the report's unit goes to the unit itself, to be handed on.
    """
    check_may(by, "report.issue", unit=report.unit)
    origin = f"report:{report.pk}"
    if before := Plan.objects.filter(origin=origin).first():
        return before
    period = Period.parse(report.period).next
    promised = [one for one in plan_of(report) if not _stands(one, report.unit, period) and not _settled(one, period)]
    if not promised:
        return None
    plan = new_plan(
        by, period=period.code, unit=report.unit, title=f"{report.unit.name}{period.zh}工作计划",
        source=SourceKind.REPORT, document=str(report.document.get("title", report)), origin=origin,
    )  # fmt: skip
    owners = Owners.below(report.unit)
    for at, promise in enumerate(promised, 1):
        _keep_promise(promise, plan, owners, origin=f"{origin}:{at}", by=by)
    return plan


def _stands(promise: PlannedTask, unit: OrgUnit, period: Period) -> bool:
    """Whether a plan from another report has the promise already: two reports of one period promise the same."""
    plans = Plan.objects.filter(unit=unit, period=period.code, source=SourceKind.REPORT)
    return Task.objects.filter(plan__in=plans, source_text=promise.text).exists()


def _settled(promise: PlannedTask, period: Period) -> bool:
    """Whether what the promise goes on with is told elsewhere: by a longer plan, by the next period's that it was
    carried into, or by nobody since it is closed by now, or about to be."""
    named = list(_named(promise.goes_on))
    over = bool(promise.goes_on) and not _unfinished(named)
    return over or any(_outlasts(task.plan, period.previous) for task in named)


def _unfinished(tasks: Iterable[Task]) -> list[Task]:
    return [task for task in tasks if following("task", task.state, "carry")]


def _keep_promise(promise: PlannedTask, plan: Plan, owners: Owners, *, origin: str, by: Person) -> None:
    unfinished = _unfinished(_named(promise.goes_on))
    if promise.goes_on and not unfinished:      # a promise before it took them along
        return
    if len(unfinished) == 1 and _is_same(unfinished[0], promise):
        _carry(unfinished[0], plan, due=promise.due, right="report.issue", by=by)
        return
    first, *_others = add(plan, list(_asked(promise, plan, owners, origin)), by=by)
    for task in unfinished:
        _end(task, plan, right="report.issue", by=by)
    if unfinished:
        _note_origin(first, unfinished[0])


def _named(numbers: Iterable[str]) -> Iterable[Task]:
    return Task.objects.filter(pk__in=[int(one) for one in numbers]).select_related("plan").order_by("pk")


def _outlasts(plan: Plan, reported: Period) -> bool:
    own = Period.parse(plan.period)
    return own.contains(reported) and own.end > reported.end


def _is_same(task: Task, promise: PlannedTask) -> bool:
    """Whether a promise asks for no more than the task did."""
    return promise.target in ({}, {task.target_indicator: task.target_value})


def _asked(promise: PlannedTask, plan: Plan, owners: Owners, origin: str) -> Iterator[NewTask]:
    proposals = propose_planned(
        [promise], document=plan.document, day=timezone.localdate(), catalogue=catalogue(), owners=owners.names,
        unit=plan.unit.code,
    )  # fmt: skip
    begins = Period.parse(plan.period).start
    for at, one in enumerate(proposals, 1):
        yield _given(new_task(one.task, owners, origin=f"{origin}.{at}", otherwise=plan.unit), begins)


def _given(new: NewTask, begins: date) -> NewTask:
    """What was due before its report went out was given when its period began: nothing else keeps a report back."""
    late = new.due and new.assigned_on and new.due < new.assigned_on
    return replace(new, assigned_on=min(begins, new.due)) if late else new


@transaction.atomic
def carry(tasks: Iterable[Task], plan: Plan, *, by: Person) -> list[Task]:
    """Take unfinished tasks into the next plan: each goes on there as a new one, and the old one ends with a note.

    What has a due date that is over gets the end of the plan's period; owners may report on it from the first day. Its
    time counts from when it was first given, and what was last known of it is known of the new one.
    """
    made, period = [], Period.parse(plan.period)
    for task in tasks:
        check_may(by, "task.assign", unit=task.owner, domain=task.domain or None)
        due = task.ends if task.ends and task.ends >= period.start else period.end
        made.append(_carry(task, plan, due=due, right="task.assign", by=by))
    return made


def _carry(task: Task, plan: Plan, *, due: date, right: str, by: Person) -> Task:
    _end(task, plan, right=right, by=by)
    begins, today = Period.parse(plan.period).start, timezone.localdate()
    kept = {name: getattr(task, name) for name in NewTask.__dataclass_fields__ if hasattr(task, name)}
    steps = tuple((one.title, one.due) for one in task.milestones.filter(done_on=None))
    over = task.target_by and task.target_by < begins
    new = NewTask(**(kept | {"co_owners": tuple(task.co_owners.all()), "milestones": steps, "due": due,
                             "target_by": due if over else task.target_by,
                             "assigned_on": today if due < today else None, "origin": f"task:{task.pk}"}))
    [made] = add(plan, [_given(new, begins)], by=by)
    made.begun_on = task.begun_on or task.assigned_on
    _make_known(made, task)
    return _note_origin(made, task)


def _make_known(task: Task, before: Task) -> None:
    """Keep of `task` what was last known of the one before it, as it was said then and by whom."""
    told = before.entries.order_by("on", "pk")
    last = {told.last(), told.exclude(share=None).last(), told.exclude(value=None).last()} - {None}
    ProgressEntry.objects.bulk_create(_copied(one, task) for one in sorted(last, key=lambda one: (one.on, one.pk)))
    if measured := before.measurements.order_by("on", "pk").last():
        Measurement.objects.bulk_create([_copied(measured, task)])
    Milestone.objects.bulk_create(_copied(one, task) for one in before.milestones.exclude(done_on=None))


def _copied(row: Model, task: Task) -> Model:
    row.pk, row.task, row._state.adding = None, task, True
    return row


def _end(task: Task, plan: Plan, *, right: str, by: Person) -> None:
    refuse_open(task, why="已结转", right=right, by=by)
    move(task, "carry", right=right, by=by, note=f"结转至《{plan.title}》")


def _note_origin(task: Task, before: Task) -> Task:
    task.carried_from = before
    task.save(update_fields=["carried_from", "begun_on"])
    return task
