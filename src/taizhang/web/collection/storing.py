"""Storing what a unit sent, from a workbook or a page: the next versions of its submissions, still to be submitted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from taizhang.catalogue.model import Register
from taizhang.checking import submission as checked
from taizhang.findings import Finding, Severity
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.collection import locking
from taizhang.web.collection.models import ReceivedFile, Submission, SubmissionFinding, SubmissionState, Version
from taizhang.web.ledger import audit
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted, Refused, told
from taizhang.web.registers import actions as registers


@transaction.atomic
def store(
    together: Sequence[checked.Submission], found: Sequence[Iterable[Finding]], *, by: Person,
    file: ReceivedFile | None = None,
) -> list[Version]:  # fmt: skip
    """Keep what one unit sent for a period, each with what was `found` on it, as the next versions of its
    submissions, still to be submitted.

    Without a file it was filled in on a page. Raises NotAllowed where `by` does not fill for that unit, WrongState
    where one is already with the reviewers, Refused where a finding is hard.
    """
    if not together:
        return []
    submissions = _submissions(together, by)
    locking.refuse_locked(submissions)
    after = [SubmissionState(check_following("submission", submission.state, "fill")) for submission in submissions]
    findings = [list(findings) for findings in found]
    refuse_errors([finding for one in findings for finding in one])
    versions = _next_versions(submissions, together, file, by)
    SubmissionFinding.objects.bulk_create(
        _row(version, finding, sent.explanations)
        for version, sent, told in zip(versions, together, findings, strict=True) for finding in told
    )  # fmt: skip
    for submission, state in zip(submissions, after, strict=True):
        submission.state = state
    Submission.objects.bulk_update(submissions, ["state"])
    details = {"sha256": file.sha256 if file else ""}
    audit.record_all("submission.fill", [(one.submission, {"number": one.number} | details) for one in versions], by=by)
    return versions


def _submissions(together: Sequence[checked.Submission], by: Person) -> list[Submission]:
    """The submission of each, locked; those that no round asked for are made."""
    unit = OrgUnit.objects.get(code=together[0].unit.code)
    whats, period = [sent.what.code for sent in together], together[0].period.code
    for sent in together:
        check_may(by, "submission.fill", unit=unit, domain=sent.what.domain)
    asked = unit.submissions.select_for_update(of=("self",)).select_related("round")
    asked = asked.filter(period=period, what__in=whats)
    if len(locked := {submission.what: submission for submission in asked}) < len(whats):
        _refuse_period_not_asked(unit, period)
        awaited = [Submission(unit=unit, what=what, period=period) for what in whats]
        Submission.objects.bulk_create(awaited, ignore_conflicts=True)
        locked = {submission.what: submission for submission in asked.all()}
    return [locked[what] for what in whats]


def _refuse_period_not_asked(unit: OrgUnit, period: str) -> None:
    """A workbook of last half-year's is easily sent again: where rounds ask the unit for other periods only, this one
    is a mistake. Where no round ever asked, whatever comes is taken."""
    asked = set(unit.submissions.exclude(round=None).values_list("period", flat=True))
    if asked and not unit.submissions.filter(period=period).exists():
        titles = "、".join(Period.parse(one).zh for one in sorted(asked, reverse=True)[:3])
        raise Refused.because("web-period-not-asked", unit.name, found=Period.parse(period).zh, asked=titles)


def _next_versions(
    submissions: Sequence[Submission], together: Sequence[checked.Submission], file: ReceivedFile | None, by: Person
) -> list[Version]:
    before = Counter(Version.objects.filter(submission__in=submissions).values_list("submission", flat=True))
    versions = Version.objects.bulk_create(
        Version(
            submission=submission, number=before[submission.pk] + 1, file=file,
            cells=[_cell(cell) for cell in sent.cells], entered_by=by,
        )
        for submission, sent in zip(submissions, together, strict=True)
    )  # fmt: skip
    for version, sent in zip(versions, together, strict=True):
        if isinstance(sent.what, Register):
            registers.keep(version, sent)
    return versions


def _cell(cell: checked.Cell) -> dict[str, object]:
    value = None if cell.value is None else plain(cell.value)
    # spreadsheets hold every number as a float: 12500 as it was typed comes as 12500.0
    raw = f"{cell.raw:.15g}" if isinstance(cell.raw, float) else str(cell.raw or "")
    return {"indicator": cell.indicator, "by": dict(cell.by), "value": value, "place": cell.place, "raw": raw}


def _row(version: Version, finding: Finding, explanations: Mapping[str, str]) -> SubmissionFinding:
    return SubmissionFinding(version=version, explanation=explanations.get(finding.place, ""), **told(finding))


def refuse_errors(findings: Sequence[Finding]) -> None:
    """Raises NotAccepted, with all of them, where one is hard."""
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise NotAccepted(*findings)
