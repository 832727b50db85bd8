"""The cells of a form that somebody has to fill: which there are, and what each may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from taizhang.catalogue.model import Catalogue, Form, FormItem, Indicator, ScoreItem, Title
from taizhang.checking.amounts import Number, counted, number_reader
from taizhang.checking.contents import Content, excel_error, is_mark, is_missing, titled
from taizhang.checking.submission import By, Key, OrgUnit
from taizhang.findings import Finding

_SCORERS = {"self": "自评", "reviewer": "复核", "expert": "专家"}


@dataclass(frozen=True, slots=True)
class Input:
    """A cell to fill.

    `title` names the indicator and `labels` its split. `across` is the part of `by` that runs across the sheet
    (the scorer of a scorecard, the other unit of a matrix), with its label in `head`; a grid has none.
    """

    indicator: str
    by: By
    title: Title
    labels: tuple[Title, ...]
    unit: str
    item: FormItem
    across: By = ()
    head: str = ""

    @property
    def key(self) -> Key:
        return self.indicator, self.by

    @property
    def line(self) -> Key:
        """The key of its line: the key without what runs across."""
        return self.indicator, tuple(pair for pair in self.by if pair not in self.across)

    @property
    def name(self) -> str:
        """As messages call it: 资助学生（小学、区内）."""
        labels = [*map(str, self.labels), *([self.head] if self.head else ())]
        return f"{self.title}（{'、'.join(labels)}）" if labels else str(self.title)


def inputs(
    form: Form, catalogue: Catalogue, unit: OrgUnit, *, partners: Mapping[str, str] | None = None
) -> list[Input]:
    """The cells that `unit` fills on `form`, in the order of the form: one for each split that applies to it.

    Indicators that come out of a formula or a register are not filled and have none. `partners` are the other
    units of a matrix: code to name.
    """
    if form.kind == "scorecard":
        return list(_scorecard(form, catalogue))
    columns: list[tuple[By, str]] = [((), "")]
    if form.kind == "matrix":
        columns = [((("partner", code),), name) for code, name in (partners or {}).items()]
    return [cell for item in form.items for cell in _of_item(item, catalogue, unit, columns)]


def is_filled(indicator: Indicator) -> bool:
    """Whether the indicator is a form's cell, rather than worked out."""
    return indicator.formula is None and indicator.rollup is None


def codes_for(indicator: Indicator, dimension: str, catalogue: Catalogue, unit: OrgUnit) -> list[str]:
    """The codes of a dimension that the indicator has and that apply to the unit, in the catalogue's order."""
    applies = unit.splits.get(dimension)
    return [code.code for code in catalogue.codes_of(indicator, dimension) if applies is None or code.code in applies]


def _of_item(item: FormItem, catalogue: Catalogue, unit: OrgUnit, columns: list[tuple[By, str]]) -> Iterator[Input]:
    indicator = catalogue.indicators[item.indicator]
    if not is_filled(indicator):
        return
    choices = [[(dimension, code) for code in codes_for(indicator, dimension, catalogue, unit)]
               for dimension in indicator.by]
    for split in product(*choices):
        labels = tuple(catalogue.dimensions[dimension].codes[code].title for dimension, code in split)
        for across, head in columns:
            by = tuple(sorted((*split, *across)))
            yield Input(indicator.code, by, indicator.title, labels, indicator.unit, item, across, head)


def _scorecard(form: Form, catalogue: Catalogue) -> Iterator[Input]:
    """Every leaf of the standard, once for each scorer."""
    for number, leaf in leaves(catalogue.standards[form.rows or ""].items):
        for scorer in form.scorers:
            across = (("scorer", scorer),)
            item = FormItem(form.code, required=scorer == form.scorers[0], max=leaf.points)
            most = () if leaf.points is None else (Title(f"满分 {leaf.points:f}", f"out of {leaf.points:f}"),)
            yield Input(form.code, (("item", number), *across), leaf.title, most, "分", item, across, _SCORERS[scorer])


def leaves(items: tuple[ScoreItem, ...], above: str = "") -> Iterator[tuple[str, ScoreItem]]:
    """The rows of a scored standard that get points, each with its number: 2.1.3."""
    for position, item in enumerate(items, 1):
        number = f"{above}.{position}" if above else str(position)
        yield from leaves(item.items, number) if item.items else [(number, item)]


def read_input(content: Content, cell: Input) -> Number:
    """The value in a cell of a form, as `values.reader` does for a register's field."""
    if is_missing(content):
        return None, Finding("value-required", blanks={"title": cell.name}) if cell.item.required else None
    if error := excel_error(content):
        return None, titled(error, cell.name)
    if is_mark(content):
        code = "value-mark-required" if cell.item.required else "value-mark-missing"
        return None, Finding(code, blanks={"title": cell.name, "found": content})
    read = number_reader(cell.unit, whole=counted(cell.unit), least=cell.item.min, most=cell.item.max)
    value, finding = read(content)
    return value, titled(finding, cell.name) if finding else None
