"""Whose turn it is with a submission, and by which day: the unit that fills, its county, the bureau, one after another.

More time given to a unit moves the days of those after it too, as far as it goes beyond theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from taizhang.web.collection.models import SubmissionState

NOT_SENT = (SubmissionState.AWAITED, SubmissionState.DRAFT, SubmissionState.RETURNED)


@dataclass(frozen=True, slots=True)
class Turn:
    """One of the three: `waiting` are the states in which it is theirs, `past` those after it. `on` is the field of
    the day on which they first had done it, `due` the lookup of the day by which.
    """

    right: str
    waiting: tuple[SubmissionState, ...]
    past: tuple[SubmissionState, ...]
    on: str
    due: str

    @property
    def done(self) -> Q:
        return Q(state__in=self.past)

    @property
    def in_time(self) -> Q:
        """Whether it is done, and was first by the day: doing it again after a return does not make it late, and what
        came back is not done."""
        return self.done & (Q(**{f"{self.on}__lte": F(self.due)}) | Q(**{f"{self.on}__lte": F("extended_until")}))

    def late(self, today: date) -> Q:
        """Whether it waits for them though the day is over."""
        over = Q(extended_until=None) | Q(extended_until__lt=today)
        return over & Q(**{"state__in": self.waiting, f"{self.due}__lt": today})


_SUBMITTED, _CHECKED, _APPROVED = SubmissionState.SUBMITTED, SubmissionState.CHECKED, SubmissionState.APPROVED
FILL = Turn("submission.fill", NOT_SENT, (_SUBMITTED, _CHECKED, _APPROVED), "submitted_on", "due")
CHECK = Turn("submission.check", (_SUBMITTED,), (_CHECKED, _APPROVED), "checked_on", "round__check_due")
APPROVE = Turn("submission.approve", (_CHECKED,), (_APPROVED,), "approved_on", "round__approve_due")
TURNS = {"submit": FILL, "check": CHECK, "approve": APPROVE}  # by the action that ends each
