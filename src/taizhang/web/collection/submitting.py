"""What the sender does with a filled submission: explain its warnings, and send it to the reviewers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.collection import locking, steps
from taizhang.web.collection.models import Submission, SubmissionFinding, Version
from taizhang.web.ledger import audit
from taizhang.web.refusals import Refused


@transaction.atomic
def explain(finding: SubmissionFinding, *, text: str, by: Person) -> None:
    """The sender's words on a warning."""
    submission = finding.version.submission
    check_may(by, "submission.fill", unit=submission.unit, domain=submission.domain)
    check_following("submission", submission.state, "submit")
    finding.explanation = text.strip()
    finding.save(update_fields=["explanation"])
    audit.record("submission.explain", submission, by=by, finding=finding.code, place=finding.place)


def submit(submission: Submission, *, by: Person, seen: steps.Seen = None) -> None:
    """Send what was filled. Raises Refused while a warning is unexplained, WrongState where a colleague filled it anew
    after `by` had `seen` it."""
    submit_all([submission], by=by, seen=seen)


@transaction.atomic
def submit_all(submissions: Iterable[Submission], *, by: Person, seen: steps.Seen = None) -> None:
    """As `submit`, for many at once: all or none."""
    versions = steps.latest(submissions, "submit", seen=seen)
    planned = steps.planned(versions, "submit", "submission.fill", by)
    locking.refuse_locked([version.submission for version in versions])
    _refuse_unexplained(versions)
    steps.take("submit", planned, by=by)


def submit_clear(versions: Sequence[Version], *, by: Person) -> None:
    """Send on those of the versions just stored of which nothing is left to explain."""
    waiting = set(_unexplained(versions))
    clear = [version for version in versions if version.pk not in waiting]
    steps.take("submit", steps.planned(clear, "submit", "submission.fill", by), by=by)


@transaction.atomic
def take_back(submission: Submission, *, by: Person) -> None:
    """The sender has it back, to mend it, as long as no reviewer acted on it. Raises WrongState where one did, or where
    its round is locked and it could not be sent again."""
    [version] = steps.latest([submission], "take_back")
    planned = steps.planned([version], "take_back", "submission.fill", by)
    locking.refuse_locked([version.submission])
    steps.take("take_back", planned, by=by)
    if not submission.reviews.filter(action="return").exists():  # else what was sent in time came back, and stays so
        Submission.objects.filter(pk=submission.pk).update(submitted_on=None)


def _unexplained(versions: Sequence[Version]) -> Counter[int]:
    """How many warnings of each still want an explanation."""
    warnings = SubmissionFinding.objects.unexplained().filter(version__in=versions)
    return Counter(warnings.values_list("version", flat=True))


def _refuse_unexplained(versions: Sequence[Version]) -> None:
    counts = _unexplained(versions)
    for version in versions:
        if count := counts[version.pk]:
            raise Refused.because("web-unexplained", str(version.submission), count=count)
