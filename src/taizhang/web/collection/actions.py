"""What is done with submissions: asked for, taken in, submitted, checked, approved, returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following, check_second_person
from taizhang.web.catalogue import catalogue, form_or_register
from taizhang.web.collection import approval
from taizhang.web.collection.models import (
    ReceivedFile,
    ReturnNote,
    ReviewEvent,
    Round,
    State,
    Submission,
    SubmissionFinding,
)
from taizhang.web.collection.queries import fillers
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import Observation, OrgUnit
from taizhang.web.refusals import NotAllowed, Refused


@transaction.atomic
def open_round(*, period: Period, unit: OrgUnit, whats: Sequence[str], due: date, by: Person) -> Round:
    """Ask every unit below `unit` that fills one of the forms or registers to send it by `due`.

    A submission that is there already keeps its state and gets the new due date.
    """
    for what in whats:
        check_may(by, "round.open", unit=unit, domain=what.partition(".")[0])
    asked = Round.objects.create(period=period.code, unit=unit, whats=sorted(whats), due=due, opened_by=by)
    awaited = [
        Submission(unit=filler, what=what, period=period.code, round=asked, due=due)
        for what in whats
        for filler in fillers(form_or_register(what), below=unit, on=period.end)
    ]
    Submission.objects.bulk_create(awaited, ignore_conflicts=True, batch_size=500)
    Submission.objects.filter(
        Q(due=None) | ~Q(due=due), unit__path__startswith=unit.path, what__in=whats, period=period.code
    ).update(due=due, round=asked)
    audit.record("round.open", asked, by=by, period=period.code, whats=asked.whats, due=due.isoformat())
    return asked


@transaction.atomic
def explain(finding: SubmissionFinding, *, text: str, by: Person) -> None:
    """The sender's words on a warning."""
    submission = finding.version.submission
    check_may(by, "submission.fill", unit=submission.unit, domain=submission.domain)
    check_following("submission", submission.state, "submit")
    finding.explanation = text.strip()
    finding.save(update_fields=["explanation"])
    audit.record("submission.explain", submission, by=by, finding=finding.code, place=finding.place)


@transaction.atomic
def submit(submission: Submission, *, by: Person) -> None:
    """Send what was filled. Raises Refused while a warning is unexplained."""
    submission = _locked(submission)
    check_may(by, "submission.fill", unit=submission.unit, domain=submission.domain)
    then = check_following("submission", submission.state, "submit")
    open_warnings = [finding for finding in submission.current.findings.all() if finding.unexplained]
    if open_warnings:
        raise Refused.because("web-unexplained", str(submission), count=len(open_warnings))
    submission.submitted_on = submission.submitted_on or timezone.localdate()
    submission.save(update_fields=["submitted_on"])
    _step(submission, "submit", then, by=by)


@transaction.atomic
def check(submission: Submission, *, by: Person, note: str = "") -> None:
    """The county, or the section for units without one, has looked through it and found nothing to send back."""
    _review(_locked(submission), "check", by=by, note=note)


@transaction.atomic
def approve(submission: Submission, *, by: Person, note: str = "") -> list[Observation]:
    """The bureau takes it: its values become observations. Nobody approves what they sent themselves."""
    submission = _locked(submission)
    _review(submission, "approve", by=by, note=note)
    return approval.enter_values(submission, by=by)


@transaction.atomic
def return_(submission: Submission, *, reason: str, by: Person, notes: Mapping[str, str] | None = None) -> ReviewEvent:
    """Send it back to its sender; `notes` say what is wrong, by place. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused.because("web-return-reason", str(submission))
    review = _review(_locked(submission), "return", by=by, note=reason.strip())
    ReturnNote.objects.bulk_create(ReturnNote(review=review, place=p, text=t) for p, t in (notes or {}).items())
    return review


@transaction.atomic
def open_file(file: ReceivedFile, *, by: Person) -> bytes:
    """A received file's bytes, to its sender and to whoever may see all that is in it; each look is noted."""
    if file.received_by != by:
        _check_may_see_all(file, by)
    audit.record("file.open", file, by=by, sha256=file.sha256)
    return files.fetch(file.sha256)


def _check_may_see_all(file: ReceivedFile, by: Person) -> None:
    """Registers hold personal fields, which pages mask and a file does not."""
    submissions = [version.submission for version in file.versions.select_related("submission__unit")]
    if not submissions:
        raise NotAllowed.because("web-not-allowed", file.name, person=by.name, action="file.open")
    for one in submissions:
        right = "record.unmask" if one.what in catalogue().registers else "submission.read"
        check_may(by, right, unit=one.unit, domain=one.domain)


def _locked(submission: Submission) -> Submission:
    """The row as it is now, so that of two people who act at once the second sees what the first did."""
    return Submission.objects.select_for_update(of=("self",)).select_related("unit").get(pk=submission.pk)


def _review(submission: Submission, action: str, *, by: Person, note: str) -> ReviewEvent:
    check_may(by, f"submission.{action}", unit=submission.unit, domain=submission.domain)
    then = check_following("submission", submission.state, action)
    check_second_person("submission", action, author=submission.current.entered_by, by=by)
    return _step(submission, action, then, by=by, note=note)


def _step(submission: Submission, action: str, then: str, *, by: Person, note: str = "") -> ReviewEvent:
    """Move to the next state and leave its event."""
    before, submission.state = submission.state, State(then)
    submission.save(update_fields=["state"])
    review = ReviewEvent.objects.create(
        submission=submission, version=submission.current, action=action, before=before, after=then, note=note, by=by
    )
    audit.record(f"submission.{action}", submission, by=by, before=before, after=then, note=note)
    return review
