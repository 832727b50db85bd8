"""What stands where on the sheet of a form: lines and columns, before anything is written.

The first row and the first column of every sheet are hidden and hold keys. They move with what they name, so
that inserted columns, sorted rows and renamed sheets are still recognised when the file comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from taizhang.catalogue.model import Catalogue, Form, FormItem, Indicator
from taizhang.checking.inputs import Input, inputs, is_filled
from taizhang.checking.submission import By, Key, OrgUnit

VALUE = "value"  # the key of a grid's one column
EXPLANATION = "explanation"


ALONE = "本期"  # the head of a form's only column


@dataclass(frozen=True, slots=True)
class Column:
    """A column of inputs: its hidden key and its head."""

    key: str
    head: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form. `kind` is input, total (of the lines that follow with the same indicator) or computed."""

    kind: str
    key: str
    title: str
    label: str
    unit: str
    item: FormItem
    indicator: Indicator | None = None
    cells: Mapping[str, Input] | None = None  # by column key


@dataclass(frozen=True, slots=True)
class Layout:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def key_text(key: Key) -> str:
    """A key as the hidden cells hold it: student_aid.recipients[residence=local,stage=primary]."""
    indicator, by = key
    return indicator + (f"[{by_text(by)}]" if by else "")


def by_text(by: By) -> str:
    return ",".join(f"{dimension}={code}" for dimension, code in by)


def column_key(cell: Input) -> str:
    return by_text(cell.across) or VALUE


def column_head(cell: Input) -> str:
    return cell.head or ALONE


def label_of(cell: Input) -> str:
    return " · ".join(map(str, cell.labels))


def lay_out(form: Form, catalogue: Catalogue, unit: OrgUnit, *, partners: Mapping[str, str] | None = None) -> Layout:
    """The lines and columns of a form as `unit` fills it."""
    cells = inputs(form, catalogue, unit, partners=partners)
    heads = {column_key(cell): column_head(cell) for cell in cells}
    blocks = groupby(cells, key=lambda cell: cell.line if form.kind == "scorecard" else cell.indicator)
    lines = [line for _, block in blocks for line in _block(list(block), catalogue)]
    if form.kind == "scorecard":
        lines.insert(0, Line("total", form.code, "总分", "合计", "分", FormItem(form.code)))
    return Layout(tuple(Column(key, head) for key, head in heads.items()),
                  tuple(_in_order(form, catalogue, lines)))


def _block(cells: list[Input], catalogue: Catalogue) -> list[Line]:
    """The lines of one indicator; where it is split and adds up, its total stands above them."""
    indicator = catalogue.indicators.get(cells[0].indicator)
    lines = [_line(list(group), indicator) for _, group in groupby(cells, key=lambda cell: cell.line)]
    if len(lines) < 2 or indicator is None or indicator.over_units != "sum":
        return lines
    first = cells[0]
    total = Line("total", key_text((first.indicator, ())), str(first.title), "合计", first.unit, first.item, indicator)
    return [total, *lines]


def _line(cells: list[Input], indicator: Indicator | None) -> Line:
    first = cells[0]
    return Line("input", key_text(first.line), str(first.title), label_of(first), first.unit, first.item,
                indicator, {column_key(cell): cell for cell in cells})


def _in_order(form: Form, catalogue: Catalogue, filled: list[Line]) -> list[Line]:
    """The filled lines with those worked out by formula between them, as the form has its items."""
    if form.kind == "scorecard":
        return filled
    lines: list[Line] = []
    for item in form.items:
        indicator = catalogue.indicators[item.indicator]
        if is_filled(indicator):
            lines += [line for line in filled if line.indicator is indicator]
        else:
            lines.append(Line("computed", key_text((indicator.code, ())), str(indicator.title), "", indicator.unit,
                              item, indicator))
    return lines
