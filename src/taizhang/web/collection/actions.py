"""What is done with submissions beside filling and sending them: asked for, checked, approved, returned, looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may, not_allowed
from taizhang.web.catalogue import catalogue
from taizhang.web.collection import approval, steps
from taizhang.web.collection.asking import Asking, asking
from taizhang.web.collection.models import (
    ReceivedFile,
    ReturnNote,
    ReviewEvent,
    Round,
    Submission,
    SubmissionState,
    Version,
)
from taizhang.web.collection.queries import to_pass
from taizhang.web.collection.steps import Seen
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import Observation, OrgUnit
from taizhang.web.refusals import Refused
from taizhang.web.registers import rights

Notes = Mapping[str, str]  # what a reviewer says of single cells, by place


@transaction.atomic
def open_round(  # noqa: PLR0913 - a round's fields, each named
    *, period: Period, unit: OrgUnit, whats: Sequence[str], due: date, by: Person, kinds: Collection[str] = (),
    check_due: date | None = None, approve_due: date | None = None,
) -> Round:  # fmt: skip
    """Ask every unit below `unit` that fills one of the forms or registers to send it by `due`.

    `kinds` asks only units of these kinds, counties for instance, where others might fill it too. By `check_due` the
    counties are to have looked through it, by `approve_due` the bureau is to have taken it. What came unasked keeps its
    state and gets the days; what another round asked for stays with that one. Raises NotAllowed, and Refused where
    nobody is left to ask.
    """
    OrgUnit.objects.select_for_update(of=("self",)).get(code=unit.path.partition("/")[0])  # who asks too waits here
    found = asking(period=period, unit=unit, whats=whats, kinds=kinds, by=by)
    _refuse_nobody(found, unit)
    asked = Round.objects.create(
        period=period.code, unit=unit, whats=sorted(whats), due=due, check_due=check_due, approve_due=approve_due,
        opened_by=by,
    )  # fmt: skip
    for one in found.wanted:
        one.round, one.due = asked, due
    Submission.objects.bulk_create(found.new, ignore_conflicts=True, batch_size=500)
    Submission.objects.bulk_update(found.unasked, ["round", "due"], batch_size=500)
    audit.record("round.open", asked, by=by, period=period.code, whats=asked.whats, due=due.isoformat())
    return asked


def _refuse_nobody(found: Asking, unit: OrgUnit) -> None:
    if found.rounds and not found.wanted:
        before = "；".join(f"{asked}（{asked.due}）" for asked, _count in found.rounds)
        raise Refused.because("round-asked-before", unit.name, before=before)
    if not found.wanted:
        raise Refused.because("round-nobody", unit.name)


@transaction.atomic
def check(
    submission: Submission, *, by: Person, note: str = "", notes: Notes | None = None, seen: Seen = None
) -> None:  # fmt: skip
    """The county, or the section for units without one, has looked through it and found nothing to send back.

    Raises WrongState, as whatever a reviewer decides, where the version in force is none of those `seen`.
    """
    check_all([submission], by=by, note=note, seen=seen)
    _keep(notes, submission)


def check_all(submissions: Iterable[Submission], *, by: Person, note: str = "", seen: Seen = None) -> None:
    """As `check`, for many at once: all or none."""
    _review(submissions, "check", by=by, note=note, seen=seen)


@transaction.atomic
def approve(
    submission: Submission, *, by: Person, note: str = "", notes: Notes | None = None, seen: Seen = None
) -> list[Observation]:  # fmt: skip
    """The bureau takes it: its values become observations. Nobody approves what they sent themselves."""
    entered = approve_all([submission], by=by, note=note, seen=seen)
    _keep(notes, submission)
    return entered


@transaction.atomic
def approve_all(
    submissions: Iterable[Submission], *, by: Person, note: str = "", seen: Seen = None
) -> list[Observation]:  # fmt: skip
    """As `approve`, for many at once: all or none."""
    return approval.enter_values(_review(submissions, "approve", by=by, note=note, seen=seen), by=by)


@transaction.atomic
def pass_all(seen: Collection[int], *, by: Person) -> int:
    """Check what was submitted and approve what was checked, of that of which `by` saw these versions and which waits
    for them; all or none. Gives how many."""
    chosen = Version.objects.filter(pk__in=seen).values("submission")
    rows = list(to_pass(by, clean=False).filter(pk__in=chosen))
    check_all([row for row in rows if row.state == SubmissionState.SUBMITTED], by=by, seen=seen)
    approve_all([row for row in rows if row.state == SubmissionState.CHECKED], by=by, seen=seen)
    return len(rows)


@transaction.atomic
def return_(
    submission: Submission, *, reason: str, by: Person, notes: Notes | None = None, seen: Seen = None
) -> ReviewEvent:  # fmt: skip
    """Send it back to its sender; `notes` say what is wrong. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused.because("web-return-reason", str(submission))
    _review([submission], "return", by=by, note=reason.strip(), seen=seen)
    return _keep(notes, submission)


def _keep(notes: Notes | None, submission: Submission) -> ReviewEvent:
    """Keep what was noted of single cells with the decision just taken."""
    review = submission.reviews.latest("pk")
    ReturnNote.objects.bulk_create(ReturnNote(review=review, place=p, text=t) for p, t in (notes or {}).items())
    return review


def open_file(file: ReceivedFile, *, by: Person) -> bytes:
    """A received file's bytes, to whoever `may_open` it; each look is noted."""
    if not may_open(file, by):
        raise not_allowed(file.name, by, "file.open")
    return files.look_at(file, by=by)


def may_open(file: ReceivedFile, by: Person) -> bool:
    """Whether `by` may see all that is in a file, or sent it and still sends for all whom it is of. What was refused is
    of nobody yet, and stays with its sender as long as they send anything.
    """
    own = file.received_by_id == by.pk
    submissions = [version.submission for version in file.versions.select_related("submission__unit")]
    if not submissions:
        return own and may(by, "submission.fill")
    return all(_may_see(one, by, own=own) for one in submissions)


def _may_see(one: Submission, by: Person, *, own: bool) -> bool:
    """Registers hold personal fields, which pages mask and a file does not."""
    if own and may(by, "submission.fill", unit=one.unit, domain=one.domain):
        return True
    if register := catalogue().registers.get(one.what):
        return rights.may_do(by, "record.unmask", register, unit=one.unit)
    return may(by, "submission.read", unit=one.unit, domain=one.domain)


@transaction.atomic
def _review(submissions: Iterable[Submission], action: str, *, by: Person, note: str, seen: Seen) -> list[Version]:
    """Move submissions on; gives the versions that were looked at."""
    versions = steps.latest(submissions, action, seen=seen)
    steps.take(action, steps.planned(versions, action, f"submission.{action}", by), by=by, note=note)
    return versions
