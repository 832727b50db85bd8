"""What is known already for the cells of a form, and where from: nobody types twice what the bureau has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from taizhang.checking.submission import Key
from taizhang.web.catalogue import title_of
from taizhang.web.collection.models import Submission
from taizhang.web.filling.page import versions_beside
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import Observation


@dataclass(frozen=True, slots=True)
class Known:
    """A content, and in words where it comes from: the title of another form, or the source in the ledger."""

    text: str
    origin: str


def known(submission: Submission) -> Mapping[Key, Known]:
    """What the ledger holds in force for the unit and period, and over it what the unit typed into other forms.

    Values of earlier periods are none of it: they stand beside the cells, to be compared, never in them.
    """
    return _in_the_ledger(submission) | _in_other_forms(submission)


def _in_the_ledger(submission: Submission) -> dict[Key, Known]:
    rows = Observation.objects.in_force().filter(unit=submission.unit, period=submission.period)
    return {
        (row.indicator, tuple(sorted(row.dims.items()))): Known(plain(row.value), str(row.source))
        for row in rows.exclude(value=None).select_related("source")
    }


def _in_other_forms(submission: Submission) -> dict[Key, Known]:
    return {
        (cell["indicator"], tuple(sorted(cell["by"].items()))): Known(cell["raw"], title_of(version.submission.what))
        for version in versions_beside(submission) for cell in version.cells if cell["value"] is not None
    }  # fmt: skip
