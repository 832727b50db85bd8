"""Tasks taken from elsewhere: what is known of one becomes a task to give; the promises of a paper are offered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from taizhang.periods import Period
from taizhang.quantities import Unit, format_number
from taizhang.supervision.model import TaskFacts
from taizhang.supervision.proposing import Proposal, propose
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.models import Paper
from taizhang.web.papers.queries import Commitment, commitments, papers, reviewed
from taizhang.web.papers.versions import compared
from taizhang.web.supervision.assigning import TITLE, NewTask
from taizhang.web.supervision.models import Plan, Task
from taizhang.web.supervision.owners import Owners

YEAR = timedelta(days=366)
_SCALED = re.compile(r"([0-9.]+)([万亿]\w+)")      # 3200万元


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

    @property
    def aim(self) -> str:
        """The target as the promise prints it: 3200万元; else as the task has it."""
        if (target := self.proposal.task.target) is None:
            return ""
        quoted = (one.quote for one in self.promise.targets if one.value and Decimal(one.value) == target.value)
        return next(quoted, f"{format_number(target.value)}{target.unit_of_measure}")

    def new_task(self, owners: Owners) -> NewTask:
        """The task to look over, its target counted as the promise prints it: 3200 of 万元."""
        asked = new_task(self.proposal.task, owners, origin=self.origin)
        if asked.target_value is None or not (printed := _SCALED.fullmatch(self.aim)):
            return asked
        own, unit = Unit.parse(asked.target_unit), Unit.parse(printed[2])
        if not own.compatible(unit) or own.convert(asked.target_value, unit) != Decimal(printed[1]):
            return asked
        base = None if asked.baseline is None else own.convert(asked.baseline, unit)
        return replace(asked, target_value=Decimal(printed[1]), target_unit=printed[2], baseline=base)


def papers_for(plan: Plan, by: Person) -> QuerySet[Paper]:
    """The papers that promise something, report on the plan's period or the year before it, and are of its unit or one
    above; withdrawn ones and older versions are not among them.
    """
    period = Period.parse(plan.period)
    above = plan.unit.path.strip("/").split("/")
    rows = papers(by).filter(pk__in=compared(), unit__code__in=above).exclude(reading__commitments=[])
    near = [one.pk for one in rows if one.period and _near(Period.parse(one.period), period)]
    return rows.filter(pk__in=near)


def _near(told: Period, planned: Period) -> bool:
    return planned.start - YEAR <= told.end <= planned.end


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
