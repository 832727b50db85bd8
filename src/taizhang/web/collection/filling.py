"""A form filled in on a page: the same cells, the same checks, the same ledger as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from taizhang.catalogue.model import Form, Title
from taizhang.checking import submission as checked
from taizhang.checking.inputs import Input, inputs, read_input
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import Submission, Version
from taizhang.web.collection.queries import unit_for_forms
from taizhang.web.collection.receiving import examine, store
from taizhang.web.ledger.queries import values_of
from taizhang.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Box:
    """One cell to fill: what it asks, what stands in it, what stood there a year ago, and what is wrong with it."""

    name: str
    title: Title
    split: str
    unit: str
    required: bool
    content: str
    last_year: object
    findings: list[Finding]


def boxes(submission: Submission, contents: Mapping[str, str], findings: tuple[Finding, ...] = ()) -> list[Box]:
    """The form's cells with `contents`, by name of cell, and the findings at their places."""
    period = Period.parse(submission.period)
    [before] = values_of(submission.unit.code, period.same_last_year)
    return [
        Box(
            cell.name, cell.title, "、".join([*cell.labels, cell.head] if cell.head else cell.labels), cell.unit,
            cell.item.required, contents.get(cell.name, ""), before.get(cell.key),
            [finding for finding in findings if finding.place == cell.name],
        )
        for cell in _cells(submission)
    ]  # fmt: skip


def filled_before(submission: Submission) -> dict[str, str]:
    """What the current version says, by name of cell, as it was typed."""
    version = submission.current
    said = {(cell["indicator"], tuple(sorted(cell["by"].items()))): cell for cell in version.cells} if version else {}
    return {cell.name: said[cell.key]["raw"] for cell in _cells(submission) if cell.key in said}


def fill(submission: Submission, contents: Mapping[str, str], *, by: Person) -> Version:
    """Take the contents, by name of cell, as the next version. Raises NotAccepted, its findings placed at the cells."""
    read = [(cell, *read_input(contents.get(cell.name, ""), cell)) for cell in _cells(submission)]
    cells = tuple(
        checked.Cell(cell.indicator, cell.by, value, cell.name, contents.get(cell.name, "")) for cell, value, _ in read
    )
    findings = [replace(finding, place=cell.name) for cell, _, finding in read if finding]
    sent = checked.Submission(_form(submission), _unit(submission), Period.parse(submission.period), cells=cells)
    [found] = examine([sent])
    [version] = store([sent], [[*findings, *found]], by=by)
    return version


def _form(submission: Submission) -> Form:
    if form := catalogue().forms.get(submission.what):
        return form
    raise Refused.because("web-no-page-to-fill", submission.what, code=submission.what)


def _unit(submission: Submission) -> checked.OrgUnit:
    return unit_for_forms(submission.unit, Period.parse(submission.period).end)


def _cells(submission: Submission) -> list[Input]:
    return inputs(_form(submission), catalogue(), _unit(submission))
