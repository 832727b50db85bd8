"""What the units below have sent, beside what a unit says of itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from taizhang.analysis.tree import PARTS
from taizhang.checking import submission as checked
from taizhang.checking.levels import compare
from taizhang.findings import Finding
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import Submission, SubmissionState
from taizhang.web.collection.versions import latest_versions
from taizhang.web.ledger.models import OrgUnit

SENT = (SubmissionState.SUBMITTED, SubmissionState.CHECKED, SubmissionState.APPROVED)


def against_below(sent: checked.Submission) -> list[Finding]:
    """Where a unit's own figures are not what the units below it have sent together for the same period."""
    if set(sent.what.filled_by) <= set(PARTS):
        return []
    indicators = {cell.indicator for cell in sent.cells}
    forms = [code for code, form in catalogue().forms.items()
             if set(form.filled_by) & set(PARTS) and indicators & {item.indicator for item in form.items}]  # fmt: skip
    if not forms or (unit := OrgUnit.objects.filter(code=sent.unit.code).exclude(kind__in=PARTS).first()) is None:
        return []
    below = Submission.objects.filter(unit__path__startswith=unit.path, period=sent.period.code, what__in=forms)
    below = below.exclude(unit=unit)
    missing = below.exclude(state__in=SENT).count()
    said = latest_versions(below.filter(state__in=SENT)).values_list("cells", flat=True)
    return list(compare(sent.cells, map(_values, said), catalogue(), missing=missing))


def _values(cells: list[dict[str, Any]]) -> dict[checked.Key, Decimal]:
    there = (cell for cell in cells if cell["value"] is not None)
    return {checked.key_of(cell["indicator"], cell["by"]): Decimal(cell["value"]) for cell in there}
