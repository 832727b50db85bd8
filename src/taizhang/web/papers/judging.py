"""What the audit found, kept with the paper; and a person who says whether it is right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.ledger import audit
from taizhang.web.papers.models import Paper, PaperFinding
from taizhang.web.refusals import Refused

_PLACE = re.compile(r":(\d+)-(\d+)$")
_ELSEWHERE = frozenset({"claim-promise-forgotten"})  # its place lies in the earlier paper
_TOLD = (
    "claim", "sentence", "stated", "computed", "unit", "what", "quote", "promise", "message", "message_en", "cause",
    "cause_en",
)  # fmt: skip


def keep_findings(paper: Paper, findings: Iterable[Finding], *, earlier: Paper | None = None) -> None:
    """Keep what a check said of the paper, as it was said then, after what is kept already."""
    before = paper.findings.count()
    PaperFinding.objects.bulk_create(
        [_kept(paper, number, one, earlier) for number, one in enumerate(findings, before + 1)], batch_size=200
    )


def _kept(paper: Paper, number: int, finding: Finding, earlier: Paper | None) -> PaperFinding:
    here = finding.code not in _ELSEWHERE and _PLACE.search(finding.place)
    start, end = map(int, here.groups()) if here else (0, 0)
    told = {name: _plain(finding.blanks[name]) for name in _TOLD if finding.blanks.get(name) is not None}
    return PaperFinding(
        paper=paper, earlier=earlier, number=number, code=finding.code, severity=finding.severity.value,
        start=start, end=end, zh=finding.message("zh"), en=finding.message("en"), told=told,
    )  # fmt: skip


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


@transaction.atomic
def judge(finding: PaperFinding, action: str, *, by: Person, reason: str = "") -> PaperFinding:
    """Say that a finding is right ("confirm"), a false alarm ("dismiss"), or open again ("reopen").

    A dismissal takes a reason: Refused is raised without one.
    """
    finding = PaperFinding.objects.select_for_update(of=("self",)).select_related("paper__unit").get(pk=finding.pk)
    check_may(by, "sentence.accept", unit=finding.paper.unit)
    if action == "dismiss" and not reason.strip():
        raise Refused.because("web-reason-missing", finding.zh)
    before, finding.state = finding.state, check_following("finding", finding.state, action)
    finding.reason, finding.decided_by, finding.decided_at = reason.strip(), by, timezone.now()
    finding.save()
    audit.record(f"finding.{action}", finding, by=by, before=before, after=finding.state, reason=finding.reason)
    return finding
