"""A step of many submissions at once from one state to the next: all or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models.functions import Coalesce
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following, check_second_person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import ReviewEvent, Submission, SubmissionState, Version
from taizhang.web.collection.turns import TURNS
from taizhang.web.collection.versions import latest_versions
from taizhang.web.ledger import audit
from taizhang.web.refusals import WrongState
from taizhang.web.registers.rights import is_confined

Planned = tuple[Version, SubmissionState]  # what was sent last, and the state that the step leads to


Seen = Collection[int] | None  # keys of the versions that a page showed; None where nobody decides from a page


def latest(submissions: Iterable[Submission], action: str, *, seen: Seen = None) -> list[Version]:
    """What was sent last, with the submissions as they are now: of two people who act at once the second sees what
    the first did. Raises WrongState where the action cannot be done, as when nothing was filled in yet, or where what
    was sent last is not what was `seen`."""
    keys = [submission.pk for submission in submissions]
    locked = Submission.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    now = {submission.pk: submission for submission in locked.select_related("unit", "round")}
    for submission in now.values():
        check_following("submission", submission.state, action)
    versions = latest_versions(keys).select_related("entered_by", "file")
    latest = {version.submission_id: version for version in versions}
    for pk, submission in now.items():
        if pk not in latest:
            raise WrongState.because("web-nothing-filled", str(submission))
        latest[pk].submission = submission
    _check_seen(latest.values(), seen)
    return [*latest.values()]


def _check_seen(versions: Iterable[Version], seen: Seen) -> None:
    unseen = [version for version in versions if seen is not None and version.pk not in seen]
    if unseen:
        raise WrongState(*map(_newer, unseen))


def _newer(version: Version) -> Finding:
    at = f"{timezone.localtime(version.entered_at):%F %H:%M}"
    told = {"person": version.entered_by.name, "at": at, "number": version.number}
    return Finding("web-newer-version", str(version.submission), told)


def planned(versions: Iterable[Version], action: str, right: str, by: Person) -> list[Planned]:
    """The step of each. Raises NotAllowed where `by` may not take it, WrongState where it cannot be taken."""
    return [(version, _following(version, action, right, by)) for version in versions]


def _following(version: Version, action: str, right: str, by: Person) -> SubmissionState:
    submission = version.submission
    check_may(by, right, unit=submission.unit, domain=submission.domain)
    then = check_following("submission", submission.state, action)
    check_second_person("submission", action, author=version.entered_by, by=by)
    return SubmissionState(then)


def take(action: str, steps: Iterable[Planned], *, by: Person, note: str = "") -> None:
    """Move each submission to its next state, note the day where it is the first time, and leave the events."""
    turn = TURNS.get(action)
    first = {turn.on: Coalesce(turn.on, timezone.localdate())} if turn else {}
    reviews = []
    moved: dict[str, list[int]] = {}
    for version, then in steps:
        before, version.submission.state = version.submission.state, then
        moved.setdefault(then, []).append(version.submission_id)
        reviews.append(ReviewEvent(
            submission=version.submission, version=version, action=action, before=before, after=then, note=note, by=by
        ))  # fmt: skip
    for then, keys in moved.items():
        Submission.objects.filter(pk__in=keys).update(state=then, **first)
    ReviewEvent.objects.bulk_create(reviews, batch_size=500)
    details = [(one.submission, {"before": one.before, "after": one.after} | _told(one)) for one in reviews]
    audit.record_all(f"submission.{action}", details, by=by)


def _told(review: ReviewEvent) -> dict[str, str]:
    """The note, where the audit log may keep it: what is said of confidential records has its time, the log none."""
    register = catalogue().registers.get(review.submission.what)
    return {} if register and is_confined(register) else {"note": review.note}
