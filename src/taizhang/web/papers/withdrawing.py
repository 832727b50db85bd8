"""A paper that was sent by mistake is withdrawn, and can be brought back: nothing of it is deleted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit, chain
from taizhang.web.ledger.models import Observation
from taizhang.web.papers.across import hold_anew
from taizhang.web.papers.models import Paper
from taizhang.web.refusals import Refused
from taizhang.web.supervision.models import Task

RIGHT = "report.audit"  # who may send a paper may withdraw it


@transaction.atomic
def withdraw(paper: Paper, *, by: Person, reason: str) -> Paper:
    """Take a paper out of lists, comparisons and offers.

    Raises Refused without a reason, and while something of it is in force in the ledger or a task was made of it.
    """
    paper = _locked(paper, by)
    if not reason.strip():
        raise Refused.because("paper-without-reason", str(paper), paper=str(paper))
    _check_free(paper)
    paper.withdrawn_at, paper.withdrawn_by, paper.withdrawn_because = timezone.now(), by, reason.strip()
    return _kept(paper, "withdraw", by)


@transaction.atomic
def restore(paper: Paper, *, by: Person) -> Paper:
    """Bring a withdrawn paper back."""
    paper = _locked(paper, by)
    paper.withdrawn_at, paper.withdrawn_by, paper.withdrawn_because = None, None, ""
    return _kept(paper, "restore", by)


def _locked(paper: Paper, by: Person) -> Paper:
    """The paper, with the end of the ledger's chain: nobody accepts a figure of it meanwhile."""
    chain.hold(Observation)
    paper = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    check_may(by, RIGHT, unit=paper.unit)
    return paper


def _check_free(paper: Paper) -> None:
    entered = paper.figures.filter(entered=True, observation__in=Observation.objects.in_force())
    if count := entered.count():
        raise Refused.because("paper-in-force", str(paper), paper=str(paper), count=count)
    if count := Task.objects.filter(origin__startswith=f"paper:{paper.pk}:").count():
        raise Refused.because("paper-in-plan", str(paper), paper=str(paper), count=count)


def _kept(paper: Paper, action: str, by: Person) -> Paper:
    paper.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    hold_anew(paper)
    audit.record(f"paper.{action}", paper, by=by, reason=paper.withdrawn_because)
    return paper
