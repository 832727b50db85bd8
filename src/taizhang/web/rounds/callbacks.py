"""Whom to call back first: doubtful values, ranked by how much they move what will be published.

Selective editing: a value that is a thousand times out of line in the smallest school matters less than one that is a
tenth out in the largest. The effect of a doubtful value is |value - expected| / |total|, where the expected one is the
unit's own of the last period, else of last year, and the total is that of all that was sent in the round
(the score function of the UNECE's "Statistical Data Editing", local score over the estimated total).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from taizhang.periods import Period
from taizhang.web.collection.models import Submission, SubmissionFinding, SubmissionState, Version
from taizhang.web.collection.versions import latest_versions
from taizhang.web.ledger.models import Observation
from taizhang.web.ledger.queries import split_of

UNDER_REVIEW = (SubmissionState.SUBMITTED, SubmissionState.CHECKED)


@dataclass(frozen=True, slots=True)
class CallBack:
    """A doubtful value. `effect` is the share of the total that it moves; None where nothing is known to compare."""

    finding: SubmissionFinding
    indicator: str
    value: Decimal
    expected: Decimal | None
    total: Decimal

    @property
    def effect(self) -> Decimal | None:
        if self.expected is None or not self.total:
            return None
        return abs(self.value - self.expected) / abs(self.total)

    @property
    def percent(self) -> Decimal | None:
        return None if self.effect is None else round(self.effect * 100, 2)


Key = tuple[int, str, str]


def call_backs(submissions: QuerySet[Submission], *, period: Period) -> list[CallBack]:
    """The doubtful values of what is under review, those that move a total most first, those without a base last."""
    versions = _versions(submissions)
    totals = _totals(versions.values())
    doubtful = list(_doubtful(versions))
    expected = _expected([(version.submission.unit_id, cell) for _finding, version, cell in doubtful], period)
    found = [
        CallBack(
            finding, cell["indicator"], Decimal(cell["value"]),
            expected.get((version.submission.unit_id, cell["indicator"], split_of(cell["by"]))),
            totals[cell["indicator"]],
        )
        for finding, version, cell in doubtful
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.effect is None, -(one.effect or 0)))


def _versions(submissions: QuerySet[Submission]) -> dict[int, Version]:
    """What each submission says now, by its number."""
    return {row.pk: row for row in latest_versions(submissions).select_related("submission__unit")}


def _totals(versions: Iterable[Version]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for version in versions:
        for cell in version.cells:
            if cell["value"] is not None:
                totals[cell["indicator"]] += Decimal(cell["value"])
    return totals


def _doubtful(versions: dict[int, Version]) -> Iterator[tuple[SubmissionFinding, Version, dict[str, object]]]:
    """Each warning that stands at a cell with a value; of several at one cell the first."""
    under_review = [pk for pk, version in versions.items() if version.submission.state in UNDER_REVIEW]
    rows = SubmissionFinding.objects.filter(version__in=under_review, severity="warning").order_by("pk")
    seen = set()
    for finding in rows.select_related("version__submission__unit"):
        version = versions[finding.version_id]
        cell = next((cell for cell in version.cells if cell["place"] == finding.place), None)
        if cell and cell["value"] is not None and (version.pk, finding.place) not in seen:
            seen.add((version.pk, finding.place))
            yield finding, version, cell


def _expected(cells: Iterable[tuple[int, dict[str, object]]], period: Period) -> dict[Key, Decimal]:
    """The value of the last period, else of last year, by unit, indicator and split."""
    units = {unit for unit, _cell in cells}
    found: dict[Key, Decimal] = {}
    for before in (period.same_last_year, period.previous):  # the later one stands over the earlier
        rows = Observation.objects.in_force().filter(unit__in=units, period=before.code).exclude(value=None)
        for unit, indicator, split, value in rows.values_list("unit", "indicator", "split", "value"):
            found[unit, indicator, split] = value
    return found
