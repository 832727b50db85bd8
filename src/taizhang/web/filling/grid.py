"""The form laid out for a screen: lines and boxes, with all that stands beside each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from taizhang.checking.amounts import SIGNED_UNITS, counted
from taizhang.checking.inputs import Input
from taizhang.checking.submission import Key, Values
from taizhang.findings import Finding
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.filling.checkup import Checkup
from taizhang.web.filling.known import KnownContent
from taizhang.web.filling.page import EXPLAINS, FormPage
from taizhang.web.ledger.fields import plain
from taizhang.workbooks.layout import ALONE, Line, column_key


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the cells: `known` by key; the rest by name of cell.

    `sent` is what the version before said that was sent back, `notes` what was said of it, `conflicts` what somebody
    else typed meanwhile.
    """

    known: Mapping[Key, KnownContent] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    conflicts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Box:
    """One cell to fill. `number` counts the cells of the page, for ids."""

    number: int
    cell: Input
    text: str
    explanation: str
    findings: Sequence[Finding]
    origin: str
    sent: str | None
    notes: Sequence[str]
    theirs: Mapping[str, object] | None

    @property
    def name(self) -> str:
        return self.cell.name

    @property
    def whole(self) -> bool:
        return counted(self.cell.unit)

    @property
    def least(self) -> Decimal | None:
        none_below_zero = Decimal(0) if self.cell.unit not in SIGNED_UNITS else None
        return none_below_zero if self.cell.item.min is None else self.cell.item.min

    @property
    def warned(self) -> bool:
        """Whether an explanation is wanted, or was given."""
        return bool(self.explanation) or any(finding.severity == "warning" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Sum:
    """A total of one column, and the names of the cells that it adds up."""

    value: str
    parts: Sequence[str]

    @property
    def names(self) -> str:
        """The parts as JSON, for the page's script."""
        return json.dumps(self.parts, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of the form: boxes to fill, None where a column has none; or totals by column; or a value worked out.

    `past` are the values of the period before and of a year ago.
    """

    line: Line
    boxes: Sequence[Box | None]
    totals: Sequence[Sum]
    worked_out: str
    past: Sequence[str]
    repeats: bool  # the indicator of the line above

    @property
    def label(self) -> str:
        """What the line is of its indicator, in the language of the page: a split, or the total."""
        if self.line.kind == "total":
            return _("合计")
        first = next((box.cell for box in self.boxes if box), None)
        return " · ".join(map(say, first.labels)) if first else ""


@dataclass(frozen=True)
class Grid:
    """`heads` are the columns of inputs; earlier values stand beside a form of one column only, as on its workbook."""

    page: FormPage
    texts: Mapping[str, str]
    checkup: Checkup
    beside: Beside

    @property
    def heads(self) -> list[str]:
        return [_("本期") if column.head == ALONE else column.head for column in self.page.layout.columns]

    @property
    def with_past(self) -> bool:
        return self.page.form.kind == "grid"

    @property
    def width(self) -> int:
        """Columns of the table in all."""
        return 2 + len(self.heads) + (3 if self.with_past else 0) + bool(self.beside.sent)

    @cached_property
    def rows(self) -> list[GridRow]:
        lines = self.page.layout.lines
        return [self._row(line, above) for line, above in zip(lines, (None, *lines), strict=False)]

    @property
    def elsewhere(self) -> list[Finding]:
        """What was found about the form as a whole."""
        boxes = {cell.name for cell in self.page.cells}
        return [finding for finding in self.checkup.findings if finding.place not in boxes]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {cell.name: number for number, cell in enumerate(self.page.cells, 1)}

    def _row(self, line: Line, above: Line | None) -> GridRow:
        cells = line.cells or {}
        keys = [column.key for column in self.page.layout.columns]
        return GridRow(
            line,
            [self._box(cells[key]) if key in cells else None for key in keys],
            [self._total(line, key) for key in keys] if line.kind == "total" else [],
            self.checkup.worked_out.get(line.indicator.code, "") if line.indicator else "",
            [_earlier(line, values) for values in self.page.past] if self.with_past else [],
            above is not None and above.title == line.title,
        )

    def _box(self, cell: Input) -> Box:
        name, beside = cell.name, self.beside
        known = beside.known.get(cell.key)
        return Box(
            self._numbers[name], cell, self.texts.get(name, ""), self.texts.get(EXPLAINS + name, ""),
            self.checkup.at(name), known.origin if known and known.text == self.texts.get(name) else "",
            beside.sent.get(name), beside.notes.get(name, ()), beside.conflicts.get(name),
        )  # fmt: skip

    def _total(self, line: Line, column: str) -> Sum:
        parts = [cell for cell in self.page.cells if cell.indicator == line.key and column_key(cell) == column]
        names = [cell.name for cell in parts]
        if self.checkup.unread.intersection(names):  # without them it would be a total of something else
            return Sum("", names)
        return Sum(_sum(self.checkup.values.get(cell.key) for cell in parts), names)


def _sum(values: Iterable[Decimal | None]) -> str:
    """Nothing while all are missing."""
    there = [value for value in values if value is not None]
    return plain(sum(there, Decimal(0))) if there else ""


def _earlier(line: Line, values: Values) -> str:
    if line.kind == "total":
        return _sum(value for (indicator, _by), value in values.items() if indicator == line.key)
    if line.cells is None:
        return _sum([values.get((line.key, ()))])
    return _sum(values.get(cell.key) for cell in line.cells.values())
