"""Giving tasks to their owners, one by hand or a whole sheet at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.quantities import Unit, UnitError
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit, UnitKind
from taizhang.web.refusals import Refused
from taizhang.web.supervision.models import Milestone, Plan, Task

TITLE = Task._meta.get_field("title").max_length


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What is to become a task; the names are those of `models.Task`. `milestones` are pairs of words and day."""

    title: str
    owner: OrgUnit
    co_owners: tuple[OrgUnit, ...] = ()
    what: str = ""
    domain: str = ""
    leader: str = ""
    responsible: str = ""
    contact: str = ""
    assigned_on: date | None = None
    due: date | None = None
    target_indicator: str = ""
    target_value: Decimal | None = None
    target_unit: str = ""
    target_by: date | None = None
    target_lower: bool = False
    baseline: Decimal | None = None
    source_text: str = ""
    project: str = ""
    origin: str = ""
    note: str = ""
    milestones: tuple[tuple[str, date], ...] = ()

    def columns(self) -> dict[str, object]:
        """What stands in the task's own row."""
        elsewhere = ("co_owners", "milestones", "assigned_on")
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in elsewhere}


@transaction.atomic
def assign(plan: Plan, tasks: Iterable[NewTask], *, by: Person) -> list[Task]:
    """Give tasks to their owners, all or none. Raises Refused where one is wrong or was taken from there before."""
    tasks = list(tasks)
    for new in tasks:
        check_may(by, "task.assign", unit=new.owner, domain=new.domain or None)
    return add(plan, tasks, by=by)


def add(plan: Plan, tasks: list[NewTask], *, by: Person) -> list[Task]:
    """As `assign`, as part of an action that has asked for its own right."""
    Plan.objects.select_for_update().get(pk=plan.pk)  # two who add at once would give the same number
    last = plan.tasks.aggregate(last=Max("number"))["last"] or 0
    made = [_task(plan, new, number) for number, new in enumerate(tasks, last + 1)]
    for task in made:
        refuse_wrong(task)
    _refuse_taken(made)
    Task.objects.bulk_create(made, batch_size=500)
    for task, new in zip(made, tasks, strict=True):
        _add_parts(task, new)
    audit.record_all("task.assign", [(task, {"plan": plan.pk, "owner": task.owner.code}) for task in made], by=by)
    return made


def _task(plan: Plan, new: NewTask, number: int) -> Task:
    task = Task(plan=plan, number=number, assigned_on=new.assigned_on or _today_within(plan), **new.columns())
    bind(task)
    return task


def _today_within(plan: Plan) -> date:
    """Today; what belongs to a period that is over was given when that began."""
    period, today = Period.parse(plan.period), timezone.localdate()
    return period.start if period.end < today else today


def bind(task: Task) -> None:
    """Say for whom the bound figure is measured, and in what it counts."""
    task.target_at = None
    if indicator := catalogue().indicators.get(task.target_indicator):
        # what a section looks after is measured for the whole bureau
        task.target_at = task.plan.unit if task.owner.kind == UnitKind.SECTION else task.owner
        task.target_unit = task.target_unit or indicator.unit


def _add_parts(task: Task, new: NewTask) -> None:
    if new.co_owners:
        task.co_owners.set(new.co_owners)
    Milestone.objects.bulk_create(Milestone(task=task, title=title, due=due) for title, due in new.milestones)


def wrong_with(plan: Plan, new: NewTask) -> Iterator[tuple[str, Finding]]:
    """Why a task would be refused, each with the field of `NewTask` that is to be mended."""
    yield from _wrong(_task(plan, new, 0))


def refuse_wrong(task: Task) -> None:
    """Raises Refused where a task cannot be followed."""
    if found := [finding for _field, finding in _wrong(task)]:
        raise Refused(*found)


def _wrong(task: Task) -> Iterator[tuple[str, Finding]]:
    def finding(code: str, /, **blanks: object) -> Finding:
        return Finding(code, task.title, blanks)

    if not task.owner.path.startswith(task.plan.unit.path):
        yield "owner", finding("task-owner-elsewhere", owner=task.owner.name, unit=task.plan.unit.name)
    if task.due and task.due < task.assigned_on:
        yield "due", finding("task-due-before-assigned", due=task.due, assigned=task.assigned_on)
    if not task.target_indicator:
        return
    if not task.target_at:
        yield "target_indicator", finding("task-unknown-indicator", code=task.target_indicator)
    elif task.target_value is None:
        yield "target_value", finding("task-target-without-value", code=task.target_indicator)
    elif not _same_measure(task):
        unit = catalogue().indicators[task.target_indicator].unit
        yield "target_unit", finding("task-target-unit", found=task.target_unit, unit=unit)


def _same_measure(task: Task) -> bool:
    """Whether the target counts in a unit that the indicator's values can be counted in."""
    own = Unit.parse(catalogue().indicators[task.target_indicator].unit)
    try:
        return own.compatible(Unit.parse(task.target_unit))
    except UnitError:
        return False


def _refuse_taken(tasks: list[Task]) -> None:
    origins = {task.origin for task in tasks if task.origin}
    for there in Task.objects.filter(origin__in=origins).select_related("plan"):
        raise Refused.because("task-taken-before", there.title, plan=there.plan.title, number=there.number)
