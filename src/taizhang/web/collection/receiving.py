"""Taking in a workbook: recognised if it came before, refused whole if anything in it is wrong, else stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taizhang.catalogue.model import Register
from taizhang.checking import submission as checked
from taizhang.checking.submissions import check
from taizhang.findings import Finding, Severity
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import ReceivedFile, State, Submission, SubmissionFinding, Version
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


def receive_workbook(data: bytes, name: str, *, by: Person) -> Receipt:
    """Take in a workbook. Hard findings leave nothing but the file's own record, which says why.

    The same bytes sent again, while what they brought is still what counts, change nothing.
    """
    check_may(by, "submission.fill")
    if len(data) > settings.UPLOAD_LIMIT:
        megabytes = {"size": len(data) // 2**20, "limit": settings.UPLOAD_LIMIT // 2**20}
        raise Refused.because("web-file-too-big", name, name=name, **megabytes)
    sha256 = files.keep(data)
    if before := _taken_in_before(sha256):
        return before
    taken = take_in(data, name, catalogue=catalogue(), today=timezone.localdate(), units=names())
    try:
        return _accept(sha256, len(data), taken, by)
    except Refused as refused:
        return _reject(sha256, name, len(data), refused.findings, by)


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


@transaction.atomic
def _accept(sha256: str, size: int, taken: TakenIn, by: Person) -> Receipt:
    found = [[*_about(one, taken), *examine(one, taken.submissions)] for one in taken.submissions]
    everything = [*taken.findings, *(finding for one in found for finding in one if finding not in taken.findings)]
    _refuse_errors(everything)
    file = ReceivedFile.objects.create(name=taken.name, sha256=sha256, size=size, accepted=True, received_by=by)
    audit.record("file.accept", file, by=by, sha256=sha256)
    stored = zip(taken.submissions, found, strict=True)
    versions = [store(one, findings, file=file, by=by) for one, findings in stored]
    return Receipt(file, tuple(version.submission for version in versions))


def _refuse_errors(findings: Sequence[Finding]) -> None:
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise NotAccepted(*findings)


def examine(sent: checked.Submission, others: Iterable[checked.Submission] = ()) -> list[Finding]:
    """What the catalogue's rules and the unit's own past say of a submission; `others` came with it."""
    return check(
        sent,
        catalogue(),
        others=[other for other in others if other is not sent],
        last_period=values_of(sent.unit.code, sent.period.previous),
        last_year=values_of(sent.unit.code, sent.period.same_last_year),
    )


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
    sent: checked.Submission, findings: Iterable[Finding], *, by: Person, file: ReceivedFile | None = None
) -> Version:
    """Keep what one unit sent for one form or register as the next version of its submission, still to be submitted.

    Without a file it was filled in on a page. Raises NotAllowed where `by` does not fill for that unit, WrongState
    where it is already with the reviewers, Refused where a finding is hard.
    """
    unit = OrgUnit.objects.get(code=sent.unit.code)
    check_may(by, "submission.fill", unit=unit, domain=sent.what.domain)
    submission = _submission(unit, sent)
    then = check_following("submission", submission.state, "fill")
    findings = list(findings)
    _refuse_errors(findings)
    number = submission.versions.count() + 1
    version = Version.objects.create(
        submission=submission, number=number, file=file, cells=[_cell(cell) for cell in sent.cells], entered_by=by
    )
    if isinstance(sent.what, Register):
        registers.keep(version, sent)
    SubmissionFinding.objects.bulk_create(_row(version, finding, sent.explanations) for finding in findings)
    submission.state = State(then)
    submission.save(update_fields=["state"])
    audit.record("submission.fill", submission, by=by, number=number, sha256=file.sha256 if file else "")
    return version


def _submission(unit: OrgUnit, sent: checked.Submission) -> Submission:
    """The submission, locked; one that no round asked for is made."""
    key = {"unit": unit, "what": sent.what.code, "period": sent.period.code}
    Submission.objects.get_or_create(**key)
    return Submission.objects.select_for_update(of=("self",)).select_related("unit").get(**key)


def _cell(cell: checked.Cell) -> dict[str, object]:
    value = None if cell.value is None else plain(cell.value)
    # spreadsheets hold every number as a float: 12500 as it was typed comes as 12500.0
    raw = f"{cell.raw:.15g}" if isinstance(cell.raw, float) else str(cell.raw or "")
    return {"indicator": cell.indicator, "by": dict(cell.by), "value": value, "place": cell.place, "raw": raw}


def _row(version: Version, finding: Finding, explanations: Mapping[str, str]) -> SubmissionFinding:
    return SubmissionFinding(version=version, explanation=explanations.get(finding.place, ""), **told(finding))
