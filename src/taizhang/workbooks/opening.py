"""A workbook as received, opened: plain cells of every sheet, and what else must be known of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from taizhang.checking.contents import Content
from taizhang.checking.numbers import from_cell
from taizhang.findings import Finding
from taizhang.workbooks.safety import LIMITS, Limits, Refused
from taizhang.workbooks.scanning import Scanned, column_number, scan

TIMES = {time, timedelta}
# of a cell that is shown as a date or a time and lies beyond all calendars; a panic of Rust is no Exception
BEYOND_TIME = {"OverflowError", "PanicException"}
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # control characters, in no XML 1.0
Position = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet by row and column, from A1 to the last that holds anything.

    `merged` maps every covered cell of a merged range to its first cell, which alone holds the value.
    """

    name: str
    rows: list[list[Content]]
    hidden: bool
    formulas: frozenset[Position]
    merged: Mapping[Position, Position]

    def at(self, row: int, column: int) -> Content:
        """The content of a cell; beyond the last one, nothing."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def text(self, row: int, column: int) -> str:
        content = self.at(row, column)
        return content.strip() if isinstance(content, str) else ""

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{address(row, column)}"

    def find(self, start: str, *, rows: int = 60, columns: int = 60) -> Position | None:
        """The first cell near the top whose text starts so."""
        texts = self.texts(rows=rows, columns=columns)
        return next((position for position, text in texts if text.startswith(start)), None)

    def texts(self, *, rows: int, columns: int) -> Iterator[tuple[Position, str]]:
        for row, cells in enumerate(self.rows[:rows]):
            for column, content in enumerate(cells[:columns]):
                if isinstance(content, str) and content.strip():
                    yield (row, column), content.strip()


@dataclass(frozen=True, slots=True)
class Book:
    """All worksheets of a workbook, and findings about the file as a whole."""

    name: str
    sheets: list[Sheet]
    findings: list[Finding]


def open_book(data: bytes, name: str, *, limits: Limits = LIMITS) -> Book:
    """Open an .xlsx or .xlsm file. Raises Refused where it is unsafe or none.

    Formulas count with the value they had when the file was saved; nothing in the file is run or fetched.
    """
    scanned = scan(data, name, limits=limits)
    try:
        workbook = CalamineWorkbook.from_object(BytesIO(data))
        worksheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(worksheets) > limits.sheets:
            raise Refused("workbook-sheets", name=name, limit=limits.sheets)
        opened = _one_by_one(workbook, [meta.name for meta in worksheets], name, limits)
        sheets = [
            _sheet(sheet, meta.visible != SheetVisibleEnum.Visible, scanned)
            for meta, sheet in zip(worksheets, opened, strict=True)
        ]
    except (CalamineError, ValueError, OSError) as error:
        raise Refused("workbook-damaged", name=name) from error
    except BaseException as error:
        if type(error).__name__ not in BEYOND_TIME:
            raise
        raise Refused("workbook-odd-dates", name=name) from error
    return Book(name, sheets, scanned.findings)


def _one_by_one(workbook: CalamineWorkbook, sheets: list[str], name: str, limits: Limits) -> Iterator[CalamineSheet]:
    """The sheets to be laid out, each looked at first. Raises Refused where they are too many cells together."""
    cells = 0
    for sheet in map(workbook.get_sheet_by_name, sheets):
        row, column = sheet.end or (0, 0)  # of the last cell, from 0
        cells += (row + 1) * (column + 1)
        if cells > limits.cells:
            raise Refused("workbook-far-cells", name=name, row=row + 1, limit=limits.cells)
        yield sheet


def _sheet(sheet: CalamineSheet, hidden: bool, scanned: Scanned) -> Sheet:
    rows = _contents(sheet)
    for where, shown in scanned.errors.get(sheet.name, {}).items():  # the reader leaves cells in error empty
        row, column = position(where)
        _put(rows, row, column, UNSEEN.sub("", shown) or "#VALUE!")
    for row, column in map(position, scanned.percents.get(sheet.name, ())):
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = _as_percent(rows[row][column])
    merged = {
        (row, column): first
        for first, last in sheet.merged_cell_ranges or ()
        for row in range(first[0], min(last[0], len(rows)) + 1)
        for column in range(first[1], min(last[1], 1000) + 1)
        if (row, column) != first
    }
    formulas = frozenset(map(position, scanned.formulas.get(sheet.name, ())))
    return Sheet(sheet.name, rows, hidden, formulas, merged)


def _as_percent(content: Content) -> Content:
    """105% for the 1.05 of a cell that shows that: with its sign it is read as what its sender saw."""
    if isinstance(content, bool) or not isinstance(content, int | float):
        return content
    return f"{(from_cell(content) * 100).normalize():f}%"


def _contents(sheet: CalamineSheet) -> list[list[Content]]:
    """The cells of a sheet. Times of day stand in no field that we have: they are kept as texts. Control characters,
    which a cell spells out as _x0007_ and no screen shows, are left out: no database and no workbook keeps all of them.
    """
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    if {cell.__class__ for row in rows for cell in row} & TIMES:
        rows = [[str(cell) if cell.__class__ in TIMES else cell for cell in row] for row in rows]
    return [_seen(row) for row in rows]


def _seen(row: list[Any]) -> list[Any]:
    if not UNSEEN.search("".join([cell for cell in row if cell.__class__ is str])):
        return row
    return [UNSEEN.sub("", cell) if isinstance(cell, str) else cell for cell in row]


def _put(rows: list[list[Content]], row: int, column: int, content: Content) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = content


def position(where: str) -> Position:
    """(6, 2) for C7."""
    letters = where.rstrip("0123456789")
    return int(where[len(letters):]) - 1, column_number(letters) - 1


def letters(column: int) -> str:
    """C for 2."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    """C7 for (6, 2)."""
    return f"{letters(column)}{row + 1}"
