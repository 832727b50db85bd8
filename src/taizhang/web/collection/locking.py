"""A round that was locked takes nothing more, but from units that were given time."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from taizhang.web.collection.models import RoundState, Submission
from taizhang.web.refusals import WrongState


def is_locked(submission: Submission) -> bool:
    """Whether it can be neither filled nor sent today. This asks for its round."""
    extended = submission.extended_until is not None and submission.extended_until >= timezone.localdate()
    return submission.round is not None and submission.round.state == RoundState.LOCKED and not extended


def refuse_locked(submissions: Iterable[Submission]) -> None:
    """Raises WrongState where one of them is locked. Those of many are asked for together with their rounds."""
    for submission in submissions:
        if is_locked(submission):
            raise WrongState.because("round-locked", str(submission), due=submission.due)
