"""Tasks taken from elsewhere: what is known of one becomes a task to give; the promises of a paper are offered."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from taizhang.supervision.model import TaskFacts
from taizhang.supervision.proposing import Proposal, propose
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.models import Paper
from taizhang.web.papers.queries import Commitment, commitments, reviewed
from taizhang.web.supervision.assigning import TITLE, NewTask
from taizhang.web.supervision.models import Plan, Task
from taizhang.web.supervision.owners import Owners


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
