"""A person says whether what was found in a paper is right."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit
from taizhang.web.papers.decided import check_open
from taizhang.web.papers.models import PaperFinding
from taizhang.web.refusals import Refused


@transaction.atomic
def judge(finding: PaperFinding, action: str, *, by: Person, reason: str = "") -> PaperFinding:
    """Say that a finding is right ("confirm"), a false alarm ("dismiss"), or open again ("reopen").

    A dismissal takes a reason: Refused is raised without one.
    """
    rows = PaperFinding.objects.select_for_update(of=("self",)).select_related("paper__unit", "decided_by")
    finding = rows.get(pk=finding.pk)
    check_may(by, "sentence.accept", unit=finding.paper.unit)
    if action == "dismiss" and not reason.strip():
        raise Refused.because("web-reason-missing", finding.zh)
    before, finding.state = finding.state, check_open(finding, action)
    finding.reason, finding.decided_by, finding.decided_at = reason.strip(), by, timezone.now()
    finding.save()
    audit.record(f"finding.{action}", finding, by=by, before=before, after=finding.state, reason=finding.reason)
    return finding
