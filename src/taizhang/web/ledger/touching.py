"""What a change of a unit touches: what it was asked for, who has roles there, what stands below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.web.accounts.models import Role
from taizhang.web.collection.models import Submission, SubmissionState
from taizhang.web.collection.turns import NOT_SENT
from taizhang.web.ledger.models import OrgUnit, OrgUnitVersion

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Touched:
    """Of one unit: counts, and the first of the rows behind them."""

    unit: OrgUnit
    awaited: int
    awaited_first: list[Submission]
    under_review: int
    roles: list[Role]
    below: int

    @property
    def nothing(self) -> bool:
        return not (self.awaited or self.under_review or self.roles or self.below)


def touched(units: Sequence[OrgUnit]) -> list[Touched]:
    return [_touched(unit) for unit in units]


def _touched(unit: OrgUnit) -> Touched:
    awaited = Submission.objects.filter(unit=unit, state__in=NOT_SENT)
    return Touched(
        unit=unit, awaited=awaited.count(), awaited_first=list(awaited.order_by("due", "what")[:SHOWN]),
        under_review=Submission.objects.filter(
            unit=unit, state__in=(SubmissionState.SUBMITTED, SubmissionState.CHECKED)
        ).count(),
        roles=list(Role.objects.in_force().filter(unit=unit, person__is_active=True).select_related("person")),
        below=OrgUnitVersion.objects.filter(parent=unit, until=None).count(),
    )  # fmt: skip
