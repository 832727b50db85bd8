"""The form of one submission as a page works with it: its cells by name, what was typed in them, what that means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from taizhang.catalogue.formulas.plan import inputs_of, plan
from taizhang.catalogue.model import Form
from taizhang.checking import submission as checked
from taizhang.checking.inputs import Input, read_input
from taizhang.checking.submissions import check
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.corrected import against_corrections
from taizhang.web.collection.levels import against_below
from taizhang.web.collection.models import Submission, Version
from taizhang.web.collection.queries import partners_of, unit_for_forms
from taizhang.web.collection.versions import latest_versions
from taizhang.web.ledger.queries import values_of
from taizhang.web.refusals import Refused
from taizhang.workbooks.layout import Layout, lay_out

EXPLAINS = "explain:"  # before the place that an explanation is about: it is typed and kept like a cell


@dataclass(frozen=True, slots=True)
class FormPage:
    """A submission's form, laid out as its workbook is."""

    submission: Submission
    form: Form
    unit: checked.OrgUnit
    period: Period
    layout: Layout
    past: tuple[checked.Values, checked.Values]  # of the period before and of the same one a year ago

    @classmethod
    def of(cls, submission: Submission) -> FormPage:
        """Raises Refused for what is no form: registers come as workbooks."""
        form = catalogue().forms.get(submission.what)
        if form is None:
            register = catalogue().registers.get(submission.what)
            raise Refused.because("web-no-page-to-fill", title=register.title if register else submission.what)
        period = Period.parse(submission.period)
        unit = unit_for_forms(submission.unit.code, period.end)
        layout = lay_out(form, catalogue(), unit, partners=partners_of(submission.unit, form, period.end))
        before, last_year = values_of(submission.unit.code, period.previous, period.same_last_year)
        return cls(submission, form, unit, period, layout, (before, last_year))

    @property
    def cells(self) -> list[Input]:
        """The cells to fill, in the order of the page."""
        return [cell for line in self.layout.lines for cell in (line.cells or {}).values()]

    @property
    def names(self) -> set[str]:
        """Under which names something is typed: into each cell, and to explain what was found there or on the whole."""
        cells = {cell.name for cell in self.cells}
        return cells | {EXPLAINS + place for place in (*cells, str(self.form.title))}


def read(page: FormPage, texts: Mapping[str, str]) -> tuple[checked.Submission, list[Finding]]:
    """What was typed, by name, as a submission, and what is wrong with single cells."""
    answers = [(cell, *read_input(texts.get(cell.name, ""), cell)) for cell in page.cells]
    cells = tuple(
        checked.Cell(cell.indicator, cell.by, value, cell.name, texts.get(cell.name, "")) for cell, value, _ in answers
    )
    explained = {name.removeprefix(EXPLAINS): text for name, text in texts.items() if name.startswith(EXPLAINS)}
    said = {place: text.strip() for place, text in explained.items() if text.strip()}
    sent = checked.Submission(page.form, page.unit, page.period, cells=cells, explanations=said)
    return sent, [replace(finding, place=cell.name) for cell, _, finding in answers if finding]


def judge(page: FormPage, sent: checked.Submission) -> list[Finding]:
    """What rules, the other forms of the unit, its own past, corrections and the units below it say of it."""
    last_period, last_year = page.past
    found = check(sent, catalogue(), others=_others(page), last_period=last_period, last_year=last_year)
    return [*found, *against_below(sent), *against_corrections(sent)]


def _others(page: FormPage) -> Iterable[checked.Submission]:
    """The other forms that the unit sent for the period, where a rule ties them to this one."""
    own = {item.indicator for item in page.form.items}
    asked = (
        plan(formula.root, catalogue(), page.period)
        for rule in catalogue().rules_on(page.form.code) for formula in (rule.that, rule.where) if formula
    )  # fmt: skip
    tied = {wanted.indicator for root in asked for wanted in inputs_of(root) if wanted.period == page.period.code} - own
    return [*_sent(page, tied)] if tied else []


def _sent(page: FormPage, wanted: set[str]) -> Iterator[checked.Submission]:
    for version in versions_beside(page.submission):
        form = catalogue().forms.get(version.submission.what)
        if form and wanted & {item.indicator for item in form.items}:
            yield checked.Submission(form, page.unit, page.period, cells=tuple(cells_of(version)))


def versions_beside(submission: Submission) -> Iterable[Version]:
    """What the unit says otherwise for the same period: the last that it sent of each."""
    beside = Submission.objects.filter(unit=submission.unit, period=submission.period).exclude(pk=submission.pk)
    return latest_versions(beside).select_related("submission")


def cells_of(version: Version) -> Iterator[checked.Cell]:
    """The cells of a version as checks want them."""
    for cell in version.cells:
        value = None if cell["value"] is None else Decimal(cell["value"])
        yield checked.Cell(*checked.key_of(cell["indicator"], cell["by"]), value, cell["place"], cell["raw"])
