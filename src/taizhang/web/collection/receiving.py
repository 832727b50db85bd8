"""Taking in a workbook: recognised if it came before, refused whole if anything in it is wrong, else stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from taizhang.catalogue.model import Register
from taizhang.checking import submission as checked
from taizhang.checking.submissions import check
from taizhang.findings import Finding, Severity
from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.catalogue import catalogue
from taizhang.web.collection import locking
from taizhang.web.collection.levels import against_below
from taizhang.web.collection.models import ReceivedFile, State, Submission, SubmissionFinding, Version
from taizhang.web.collection.submitting import submit_clear
from taizhang.web.ledger import audit
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.queries import names, values_of
from taizhang.web.refusals import NotAccepted, Refused, told
from taizhang.web.registers import actions as registers
from taizhang.workbooks.take_in import TakenIn, take_in


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file. `again` says that it had been taken in before and nothing was changed."""

    file: ReceivedFile
    submissions: tuple[Submission, ...] = ()
    again: bool = False


def receive_workbook(
    data: bytes, name: str, *, by: Person, taken: TakenIn | None = None, submits: bool = False
) -> Receipt:
    """Take in a workbook. Hard findings leave nothing but the file's own record, which says why.

    The same bytes sent again, while what they brought is still what counts, change nothing. `taken` is what `take_in`
    gave, where another process has read the workbook already. With `submits` what wants no explanation goes on to the
    reviewers at once.
    """
    check_may(by, "submission.fill")
    if len(data) > settings.UPLOAD_LIMIT:
        megabytes = {"size": len(data) // 2**20, "limit": settings.UPLOAD_LIMIT // 2**20}
        raise Refused.because("web-file-too-big", name, name=name, **megabytes)
    sha256 = files.keep(data)
    if before := _taken_in_before(sha256):
        return before
    try:
        return _accept(sha256, len(data), taken or read_workbook(data, name), by, submits=submits)
    except Refused as refused:
        return _reject(sha256, name, len(data), refused.findings, by)


def read_workbook(data: bytes, name: str) -> TakenIn:
    """What a workbook says, read with the site's catalogue. The slow part, which needs no transaction."""
    units = SimpleLazyObject(names)  # hundreds, of which most workbooks name none
    return take_in(data, name, catalogue=catalogue(), today=timezone.localdate(), units=units)


def _taken_in_before(sha256: str) -> Receipt | None:
    for file in ReceivedFile.objects.filter(sha256=sha256, accepted=True):
        versions = file.versions.select_related("submission__unit")
        if versions and all(version == version.submission.current for version in versions):
            return Receipt(file, tuple(version.submission for version in versions), again=True)
    return None


@transaction.atomic
def _reject(sha256: str, name: str, size: int, findings: Iterable[Finding], by: Person) -> Receipt:
    said = [told(finding) for finding in findings]
    file = ReceivedFile.objects.create(
        name=name, sha256=sha256, size=size, accepted=False, findings=said, received_by=by
    )
    audit.record("file.reject", file, by=by, sha256=sha256, codes=sorted({one["code"] for one in said}))
    return Receipt(file)


@audit.together()
def _accept(sha256: str, size: int, taken: TakenIn, by: Person, *, submits: bool) -> Receipt:
    examined = zip(taken.submissions, examine(taken.submissions), strict=True)
    found = [[*_about(one, taken), *findings] for one, findings in examined]
    everything = [*taken.findings, *(finding for one in found for finding in one if finding not in taken.findings)]
    _refuse_errors(everything)
    file = ReceivedFile.objects.create(name=taken.name, sha256=sha256, size=size, accepted=True, received_by=by)
    audit.record("file.accept", file, by=by, sha256=sha256)
    versions = store(taken.submissions, found, file=file, by=by)
    if submits:
        submit_clear(versions, by=by)
    return Receipt(file, tuple(version.submission for version in versions))


def _refuse_errors(findings: Sequence[Finding]) -> None:
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise NotAccepted(*findings)


def examine(together: Sequence[checked.Submission]) -> list[list[Finding]]:
    """What the catalogue's rules and the unit's own past say of each of the submissions that came together."""
    if not together:
        return []
    unit, period = together[0].unit.code, together[0].period
    last_period, last_year = values_of(unit, period.previous, period.same_last_year)
    return [
        [
            *check(
                sent, catalogue(), others=[other for other in together if other is not sent],
                last_period=last_period, last_year=last_year,
            ),
            *against_below(sent),
        ]
        for sent in together
    ]  # fmt: skip


def _about(sent: checked.Submission, taken: TakenIn) -> list[Finding]:
    """The findings on the submission's own sheets; what is about the file as a whole goes with the first one."""
    elsewhere = set().union(*(_sheets(other) for other in taken.submissions if other is not sent))
    mine = _sheets(sent)
    whole_file = sent is taken.submissions[0]
    return [
        finding for finding in taken.findings
        if (sheet := finding.place.partition("!")[0]) in mine or (whole_file and sheet not in elsewhere)
    ]  # fmt: skip


def _sheets(sent: checked.Submission) -> set[str]:
    tables = filter(None, [sent.records, *sent.children.values()])
    return {cell.place.partition("!")[0] for cell in sent.cells} | {table.sheet for table in tables}


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
    after = [State(check_following("submission", submission.state, "fill")) for submission in submissions]
    findings = [list(findings) for findings in found]
    _refuse_errors([finding for one in findings for finding in one])
    versions = _next_versions(submissions, together, file, by)
    SubmissionFinding.objects.bulk_create(
        _row(version, finding, sent.explanations)
        for version, sent, told in zip(versions, together, findings, strict=True) for finding in told
    )  # fmt: skip
    for submission, state in zip(submissions, after, strict=True):
        submission.state = state
    for state in set(after):
        moved = [submission.pk for submission in submissions if submission.state == state]
        Submission.objects.filter(pk__in=moved).update(state=state)
    details = {"sha256": file.sha256 if file else ""}
    audit.record_all("submission.fill", [(one.submission, {"number": one.number} | details) for one in versions], by=by)
    return versions


def _submissions(together: Sequence[checked.Submission], by: Person) -> list[Submission]:
    """The submission of each, locked; those that no round asked for are made."""
    unit = OrgUnit.objects.get(code=together[0].unit.code)
    whats, period = [sent.what.code for sent in together], together[0].period.code
    for sent in together:
        check_may(by, "submission.fill", unit=unit, domain=sent.what.domain)
    asked = unit.submissions.select_for_update(of=("self",)).filter(period=period, what__in=whats)
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
