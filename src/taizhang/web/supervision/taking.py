"""Tasks taken from elsewhere: the rows of a sheet, the promises of a paper, what an issued report plans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.supervision.ledger_reading import LedgerRead, read_ledger
from taizhang.supervision.ledger_sheet import write_ledger
from taizhang.supervision.model import Progress, State, TaskFacts
from taizhang.supervision.proposing import Proposal, propose
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.models import Paper
from taizhang.web.papers.queries import Commitment, commitments, reviewed
from taizhang.web.refusals import NotAccepted
from taizhang.web.supervision import lights
from taizhang.web.supervision.assigning import TITLE, NewTask, assign, wrong_with
from taizhang.web.supervision.models import Plan, ProgressEntry, Task
from taizhang.web.supervision.owners import Owners

_COLUMNS = {"target_indicator": "indicator", "target_value": "goal", "target_unit": "unit"}  # of a ledger


def new_task(facts: TaskFacts, owners: Owners, *, origin: str, otherwise: OrgUnit | None = None) -> NewTask:
    """What facts ask to be given. Who owns it is found by name; `otherwise` stands in where nobody has that name."""
    [owner, *others] = owners.find(facts.owner)[0] or [otherwise]
    target, domain = facts.target, facts.domain if facts.domain in catalogue().domains else ""
    bound = target.indicator if target and target.indicator in catalogue().indicators else ""
    return NewTask(
        title=facts.title[:TITLE], what=facts.what, owner=owner,
        co_owners=tuple(dict.fromkeys((*others, *owners.find("、".join(facts.co_owners))[0]))),
        domain=bound.partition(".")[0] or _domain_of(owner) or domain,
        leader=facts.leader, responsible=facts.person, contact=facts.contact, assigned_on=facts.assigned_on,
        due=facts.extended_to or facts.due, source_text=facts.sentence, origin=origin, note=facts.note,
        milestones=tuple((one.name, one.due) for one in facts.milestones),
        **({
            "target_indicator": bound, "target_value": target.value, "target_unit": target.unit_of_measure,
            "target_by": facts.due, "target_lower": target.lower, "baseline": target.baseline,
        } if target else {}),
    )  # fmt: skip


def _domain_of(owner: OrgUnit | None) -> str:
    """The domain that a section looks after, where it is one alone."""
    domains = [one.code for one in catalogue().in_order() if owner and one.section == owner.name]
    return domains[0] if len(domains) == 1 else ""


# --- sheets ---------------------------------------------------------------------------------------------------


def sheet_of(plan: Plan) -> bytes:
    """The plan's tasks as the ledger of tasks that bureaus keep, with room for more: to fill in and send back."""
    found = list(lights.standings_of(plan.tasks.order_by("number")))
    return write_ledger(
        [facts for facts, _how in found], timezone.localdate(), title=plan.title,
        owners=Owners.below(plan.unit).names, standings=[how for _facts, how in found],
    )  # fmt: skip


def read_sheet(plan: Plan, data: bytes, name: str) -> LedgerRead:
    """What a sheet would add to the plan, and what is wrong with its cells; nothing is kept yet."""
    before, owners = Period.parse(plan.period).previous.code, Owners.below(plan.unit)

    def faults(facts: TaskFacts) -> Iterator[tuple[str, Finding]]:
        for field, finding in wrong_with(plan, new_task(facts, owners, origin="")):
            yield _COLUMNS.get(field, field), finding

    return read_ledger(
        data, name, day=timezone.localdate(), owners=owners.names, period=before, faults=faults
    )


@transaction.atomic
def take_sheet(plan: Plan, data: bytes, *, by: Person) -> list[Task]:
    """Give the tasks of a sheet, all or none, and keep the progress that it tells as told by `by`.

    Raises NotAccepted with the findings of its cells. A sheet is taken once; who closed a task there closes it here
    with proof.
    """
    check_may(by, "task.assign", unit=plan.unit)
    read = read_sheet(plan, data, "")
    if not read.usable:
        raise NotAccepted(*read.findings)
    owners, sha256 = Owners.below(plan.unit), hashlib.sha256(data).hexdigest()
    asked = [new_task(facts, owners, origin=f"sheet:{sha256[:16]}:{at}") for at, facts in enumerate(read.tasks, 1)]
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


# --- papers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offered:
    """A promise of a paper, the task that it would make, and the one that it became, None where it has not."""

    promise: Commitment
    proposal: Proposal
    origin: str
    taken: Task | None


def offered(plan: Plan, paper: Paper) -> list[Offered]:
    """The promises of a paper as proposed tasks, in the order of its text; a figure that was rejected is no target."""
    names = Owners.below(plan.unit).names
    promised = {one.id: one for one in commitments(paper)}
    found = propose(
        reviewed(paper), day=timezone.localdate(), catalogue=catalogue(), owners=names, unit=plan.unit.code
    )
    origins = [f"paper:{paper.pk}:{one.origin}" for one in found]
    taken = {task.origin: task for task in Task.objects.filter(origin__in=origins).select_related("plan")}
    return [
        Offered(promised[one.origin], one, origin, taken.get(origin))
        for one, origin in zip(found, origins, strict=True)
    ]  # fmt: skip
