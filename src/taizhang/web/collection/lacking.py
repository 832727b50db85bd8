"""What a workbook lacks of what its unit has to fill, whatever its own hidden sheet names."""

from __future__ import annotations

from taizhang.catalogue.model import Form
from taizhang.checking.inputs import inputs
from taizhang.checking.submission import Submission
from taizhang.findings import Finding
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.queries import partners_of, unit_for_forms
from taizhang.web.ledger.models import OrgUnit


def lacking(sent: Submission) -> list[Finding]:
    """A finding for each required cell of the form that the workbook has no line for: of the unit as it stood when the
    period ended. What stands in the workbook and is empty was found when it was read."""
    form = sent.what
    if not isinstance(form, Form):
        return []
    code, on = sent.unit.code, sent.period.end
    partners = partners_of(OrgUnit.objects.get(code=code), form, on) if form.kind == "matrix" else None
    asked = inputs(form, catalogue(), unit_for_forms(code, on), partners=partners)
    there = {cell.key for cell in sent.cells}
    place = next((cell.place.partition("!")[0] for cell in sent.cells), str(form.title))
    return [Finding("sheet-required-lost", place, {"title": cell.name})
            for cell in asked if cell.item.required and cell.key not in there]
