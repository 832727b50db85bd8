"""How plans come about, and how their tasks are taken from reports and carried from one plan into the next."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from taizhang.periods import Period
from taizhang.supervision.proposing import propose_planned
from taizhang.web.accounts.actions import digest
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.reports.models import Report
from taizhang.web.reports.promises import plan_of
from taizhang.web.supervision.assigning import NewTask, add
from taizhang.web.supervision.models import CalendarKey, Plan, SourceKind, Task
from taizhang.web.supervision.moving import move
from taizhang.web.supervision.owners import Owners
from taizhang.web.supervision.taking import new_task


@transaction.atomic
def make_plan(  # noqa: PLR0913 - a plan has that many sides
    *, period: Period, unit: OrgUnit, title: str, by: Person, source: SourceKind = SourceKind.DOCUMENT,
    document: str = "",
) -> Plan:  # fmt: skip
    """An empty plan of a unit for a period."""
    check_may(by, "task.assign", unit=unit)
    return _plan(by, period=period.code, unit=unit, title=title, source=source, document=document)


def _plan(by: Person, **facts: object) -> Plan:
    plan = Plan.objects.create(made_by=by, **facts)
    audit.record("plan.make", plan, by=by, period=plan.period, source=plan.source, document=plan.document)
    return plan


@transaction.atomic
def tasks_from_report(report: Report, *, by: Person) -> Plan | None:
    """What an issued report promises, as the tasks of the next period's plan; part of issuing it.

    Done once for a report. None where it promises nothing. A promise whose owner is no section or county of the
    report's unit goes to the unit itself, to be handed on.
    """
    check_may(by, "report.issue", unit=report.unit)
    origin = f"report:{report.pk}"
    promised = plan_of(report)
    if before := Plan.objects.filter(origin=origin).first():
        return before
    if not promised:
        return None
    period, title = Period.parse(report.period).next, str(report.document.get("title", report))
    plan = _plan(
        by, period=period.code, unit=report.unit, title=f"{report.unit.name}{period.zh}工作计划",
        source=SourceKind.REPORT, document=title, origin=origin,
    )  # fmt: skip
    owners = Owners.below(report.unit)
    proposals = propose_planned(
        promised, document=title, day=timezone.localdate(), catalogue=catalogue(), owners=owners.names,
        unit=report.unit.code,
    )  # fmt: skip
    add(plan, [
        _given(new_task(one.task, owners, origin=f"{origin}:{at}", otherwise=report.unit), period.start)
        for at, one in enumerate(proposals, 1)
    ], by=by)  # fmt: skip
    return plan


def _given(new: NewTask, begins: date) -> NewTask:
    """What was due before its report went out was given when its period began: nothing else keeps a report back."""
    late = new.due and new.assigned_on and new.due < new.assigned_on
    return replace(new, assigned_on=min(begins, new.due)) if late else new


@transaction.atomic
def carry(tasks: Iterable[Task], plan: Plan, *, by: Person) -> list[Task]:
    """Take unfinished tasks into the next plan: each goes on there as a new one, and the old one ends with a note.

    What has a due date that is over gets the end of the plan's period; owners may report on it from the first day.
    """
    end, made = Period.parse(plan.period).end, []
    for task in tasks:
        check_may(by, "task.assign", unit=task.owner, domain=task.domain or None)
        move(task, "carry", right="task.assign", by=by, note=f"结转至《{plan.title}》")
        [new] = add(plan, [_carried(task, end, plan)], by=by)
        new.carried_from = task
        new.save(update_fields=["carried_from"])
        made.append(new)
    return made


def _carried(task: Task, end: date, plan: Plan) -> NewTask:
    kept = {name: getattr(task, name) for name in NewTask.__dataclass_fields__ if hasattr(task, name)}
    steps = tuple((one.title, one.due) for one in task.milestones.filter(done_on=None))
    new = NewTask(**(kept | {"co_owners": tuple(task.co_owners.all()), "milestones": steps, "assigned_on": None}))
    begins = Period.parse(plan.period).start
    due = task.ends if task.ends and task.ends >= begins else end
    return replace(new, origin=f"task:{task.pk}", due=due)


@transaction.atomic
def subscribe(*, by: Person) -> str:
    """A key that opens one's calendar. It is returned this once; the one before stops working."""
    key = secrets.token_urlsafe(32)
    kept = {"digest": digest(key), "made_at": timezone.now()}
    row, _made = CalendarKey.objects.update_or_create(person=by, defaults=kept)
    audit.record("calendar.subscribe", row, by=by)
    return key
