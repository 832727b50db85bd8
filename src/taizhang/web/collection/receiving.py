"""Taking in a workbook: recognised if it came before, refused whole if anything in it is wrong, else stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.db import transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from taizhang.checking import submission as checked
from taizhang.checking.submissions import check
from taizhang.findings import Finding, Severity
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.catalogue import catalogue
from taizhang.web.collection import locking, steps
from taizhang.web.collection.corrected import against_corrections
from taizhang.web.collection.lacking import lacking
from taizhang.web.collection.levels import against_below
from taizhang.web.collection.models import ReceivedFile, Submission, SubmissionState, Version
from taizhang.web.collection.storing import refuse_errors, store
from taizhang.web.collection.submitting import submit_clear
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.queries import names, values_of
from taizhang.web.refusals import NotAccepted, NotAllowed, Refused, told
from taizhang.workbooks.take_in import TakenIn, take_in


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file. `again` says that it had been taken in before and nothing was stored anew."""

    file: ReceivedFile
    submissions: tuple[Submission, ...] = ()
    again: bool = False


def receive_workbook(
    data: bytes, name: str, *, by: Person, taken: TakenIn | None = None, submits: bool = False
) -> Receipt:
    """Take in a workbook. Hard findings leave nothing but the file's own record, which says why.

    The same bytes sent again, while what they brought is still what counts, are not stored anew; what was sent back
    counts no more. `taken` is what `take_in` gave, where another process has read the workbook already. With `submits`
    what wants no explanation goes on to the reviewers at once, also where it was taken in before and is still a draft:
    WrongState is raised where its round was locked since.
    """
    check_may(by, "submission.fill")
    kept = files.receive(data, name)
    if before := _taken_in_before(kept.sha256, by):
        return _submitted(before, by) if submits else before
    try:
        taken = taken or read_workbook(data, name)
        _refuse_others(taken, by)  # first of all: what the checks say tells the unit's own earlier values
        found = _findings(taken)  # before the transaction: whoever else writes need not wait for the rules
        file = ReceivedFile(**kept._asdict(), accepted=True, received_by=by)
        return _accept(file, taken, found, submits=submits)
    except Refused as refused:
        return _reject(kept, refused.findings, by)


def read_workbook(data: bytes, name: str) -> TakenIn:
    """What a workbook says, read with the site's catalogue. The slow part, which needs no transaction."""
    units = SimpleLazyObject(names)  # hundreds, of which most workbooks name none
    return take_in(data, name, catalogue=catalogue(), today=timezone.localdate(), units=units)


def _taken_in_before(sha256: str, by: Person) -> Receipt | None:
    for file in ReceivedFile.objects.filter(sha256=sha256, accepted=True):
        versions = file.versions.select_related("submission__unit")
        if versions and all(_still_counts(version, by) for version in versions):
            return Receipt(file, tuple(version.submission for version in versions), again=True)
    return None


@transaction.atomic
def _submitted(before: Receipt, by: Person) -> Receipt:
    """What came of the file, once those that are drafts still have gone on to the reviewers."""
    came = Submission.objects.filter(pk__in=[one.pk for one in before.submissions])
    drafts = came.select_for_update().filter(state=SubmissionState.DRAFT)
    versions = steps.latest(drafts, "submit", seen={version.pk for version in before.file.versions.all()})
    locking.refuse_locked([version.submission for version in versions])
    submit_clear(versions, by=by)
    return replace(before, submissions=tuple(came.select_related("unit").order_by("pk")))


def _still_counts(version: Version, by: Person) -> bool:
    """For whoever may not fill it in it is none of theirs, whatever they hold in their hands."""
    one = version.submission
    mine = may(by, "submission.fill", unit=one.unit, domain=one.domain)
    return mine and one.state != SubmissionState.RETURNED and version == one.current


def _refuse_others(taken: TakenIn, by: Person) -> None:
    """Raises NotAllowed for the workbook of a unit, or of a domain, that `by` does not fill in for."""
    together = [*taken.submissions, *taken.refused]
    if not together:
        return
    named = together[0].unit  # one workbook is one unit's
    unit = OrgUnit.objects.filter(code=named.code).first()
    if unit is None or not may(by, "submission.fill", unit=unit):
        raise NotAllowed.because("web-others-workbook", taken.name, unit=unit.name if unit else named.name)
    for domain in {sent.what.domain for sent in together}:
        check_may(by, "submission.fill", unit=unit, domain=domain)


@transaction.atomic
def _reject(kept: files.Kept, findings: Iterable[Finding], by: Person) -> Receipt:
    said = [told(finding) for finding in findings]
    file = ReceivedFile.objects.create(**kept._asdict(), accepted=False, findings=said, received_by=by)
    audit.record("file.reject", file, by=by, sha256=kept.sha256, codes=sorted({one["code"] for one in said}))
    return Receipt(file)


def _findings(taken: TakenIn) -> list[list[Finding]]:
    """What is said of each submission. Raises NotAccepted, with all that is said of the workbook, where one is hard or
    where nothing is filled in."""
    examined = examine([*taken.submissions, *_usable(taken)])
    good, others = examined[:len(taken.submissions)], chain.from_iterable(examined[len(taken.submissions):])
    found = [[*_about(one, taken), *_lacking(one, taken), *findings]
             for one, findings in zip(taken.submissions, good, strict=True)]
    besides = [one for one in others if one.severity is not Severity.NOTE]  # which would tell of what is empty here
    told = [one for findings in found for one in findings if one not in taken.findings]
    refuse_errors([*taken.findings, *told, *besides])
    if not taken.submissions:
        raise NotAccepted(Finding("web-workbook-blank", taken.name), *taken.findings)
    return found


def _lacking(sent: checked.Submission, taken: TakenIn) -> list[Finding]:
    """Nothing where the form has changed since it was handed out: that is said already, and for all to see."""
    older = {one.place for one in taken.findings if one.code == "sheet-older-version"}
    return [] if older & _sheets(sent) else lacking(sent)


def _usable(taken: TakenIn) -> Iterator[checked.Submission]:
    """The forms with cells in error as far as rules can be held against them, those cells as if empty: whoever mends
    the cells should not learn only then what else is wrong. None of this is stored.

    A form is left out where more is wrong than cells: what was lost with a line cannot be told from what is there.
    """
    wrong = {one.place for one in taken.errors if one.code != "sheet-total-differs"}
    for sent in taken.refused:
        places, sheets = {cell.place for cell in sent.cells}, _sheets(sent)
        if all(place in places for place in wrong if place.partition("!")[0] in sheets):
            cells = (replace(cell, value=None) if cell.place in wrong else cell for cell in sent.cells)
            yield replace(sent, cells=tuple(cells))


@audit.together()
def _accept(file: ReceivedFile, taken: TakenIn, found: Sequence[Iterable[Finding]], *, submits: bool) -> Receipt:
    file.save()
    audit.record("file.accept", file, by=file.received_by, sha256=file.sha256)
    versions = store(taken.submissions, found, file=file, by=file.received_by)
    if submits:
        submit_clear(versions, by=file.received_by)
    return Receipt(file, tuple(version.submission for version in versions))


def examine(together: Sequence[checked.Submission]) -> list[list[Finding]]:
    """What the catalogue's rules, the unit's own past and what was corrected since say of each of the submissions that
    came together."""
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
            *against_corrections(sent),
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
