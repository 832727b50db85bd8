"""A plan as a sheet: handed out, filled in, looked over, taken in; what the plan has already is not taken again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.supervision.ledger_reading import LedgerRead, read_ledger
from taizhang.supervision.ledger_sheet import write_ledger
from taizhang.supervision.model import Progress, State, TaskFacts
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.refusals import NotAccepted
from taizhang.web.supervision import lights
from taizhang.web.supervision.assigning import NewTask, assign, wrong_with
from taizhang.web.supervision.facts import facts_of
from taizhang.web.supervision.models import Plan, ProgressEntry, Task
from taizhang.web.supervision.owners import Owners
from taizhang.web.supervision.taking import new_task

_COLUMNS = {"target_indicator": "indicator", "target_value": "goal", "target_unit": "unit"}  # of a ledger
_Listed = Mapping[tuple[str, str, date | None], int]


def sheet_of(plan: Plan) -> bytes:
    """The plan's tasks as the ledger of tasks that bureaus keep, with room for more: to fill in and send back."""
    found, owners = list(lights.standings_of(plan.tasks.order_by("number"))), Owners.below(plan.unit)
    tasks = {str(task.pk): task for task in plan.tasks.select_related("owner").prefetch_related("co_owners")}
    return write_ledger(
        [_named(facts, tasks[facts.id], owners) for facts, _how in found], timezone.localdate(), title=plan.title,
        owners=owners.names, standings=[how for _facts, how in found],
    )  # fmt: skip


def _named(facts: TaskFacts, task: Task, owners: Owners) -> TaskFacts:
    """With the names by which the owners are found when the sheet comes back."""
    co_owners = tuple(map(owners.named, task.co_owners.all()))
    return replace(facts, owner=owners.named(task.owner), co_owners=co_owners)


def read_sheet(plan: Plan, data: bytes, name: str) -> LedgerRead:
    """What a sheet would add to the plan, and what is wrong with its cells; nothing is kept yet.

    Rows that the plan has already, by title, owner and due date, are told and left out.
    """
    before, owners, listed = Period.parse(plan.period).previous.code, Owners.below(plan.unit), _listed(plan)

    def faults(facts: TaskFacts) -> Iterator[tuple[str, Finding]]:
        new = new_task(facts, owners, origin="")
        if number := listed.get(_same(new)):
            yield "what", Finding("ledger-task-listed", blanks={"found": new.title, "number": number})
            return
        yield from _unknown_indicator(facts)
        for field, finding in wrong_with(plan, new):
            yield _COLUMNS.get(field, field), finding

    read = read_ledger(data, name, day=timezone.localdate(), owners=owners.names, period=before, faults=faults)
    added = tuple(facts for facts in read.tasks if _same(new_task(facts, owners, origin="")) not in listed)
    return replace(read, tasks=added, findings=(*_taken_before(data, name), *read.findings))


def _unknown_indicator(facts: TaskFacts) -> Iterator[tuple[str, Finding]]:
    code = facts.target.indicator if facts.target else None
    if code and code not in catalogue().indicators:
        yield "indicator", Finding("task-unknown-indicator", blanks={"code": code})


def _listed(plan: Plan) -> _Listed:
    """The numbers of the plan's tasks, by what a sheet says of each; an extended one by either of its days."""
    numbers = dict(plan.tasks.values_list("pk", "number"))
    return {
        (one.title, one.owner_code, day): numbers[int(one.id)]
        for one in facts_of(plan.tasks.order_by("-number")) for day in (one.due, one.extended_to or one.due)
    }  # fmt: skip


def _same(new: NewTask) -> tuple[str, str, date | None]:
    return new.title, new.owner.code, new.due


def _taken_before(data: bytes, name: str) -> Iterator[Finding]:
    there = Task.objects.filter(origin__startswith=_origin(data)).select_related("plan").first()
    if there:
        yield Finding("ledger-taken-before", name, {"plan": there.plan.title})


def _origin(data: bytes) -> str:
    return f"sheet:{hashlib.sha256(data).hexdigest()[:16]}:"


@transaction.atomic
def take_sheet(plan: Plan, data: bytes, *, by: Person) -> list[Task]:
    """Give the tasks of a sheet, all or none, and keep the progress that it tells as told by `by`.

    Raises NotAccepted with the findings of its cells, or where it adds nothing. A sheet is taken once; who closed a
    task there closes it here with proof.
    """
    check_may(by, "task.assign", unit=plan.unit)
    read = read_sheet(plan, data, "")
    if not (read.usable and read.tasks):
        raise NotAccepted(*read.findings)
    owners, origin = Owners.below(plan.unit), _origin(data)
    asked = [new_task(facts, owners, origin=f"{origin}{at}") for at, facts in enumerate(read.tasks, 1)]
    made = assign(plan, asked, by=by)
    told = [
        _told(task, report, facts.state, by)
        for task, facts in zip(made, read.tasks, strict=True) for report in facts.progress
    ]  # fmt: skip
    ProgressEntry.objects.bulk_create(told, batch_size=500)
    return made


def _told(task: Task, report: Progress, state: State, by: Person) -> ProgressEntry:
    said = report.done or "（表中未写进展）"
    done = f"{said}（表中状态：{state.label.zh}）" if state != State.AWAITING else said
    share = None if report.share is None else int(report.share * 100)
    return ProgressEntry(
        task=task, on=min(report.on, timezone.localdate()), done=done, share=share, value=report.value,
        problem=report.problem, next_step=report.next_step, by=by,
    )  # fmt: skip
