"""Plain tables as .xlsx, out and in again: one line of heads, texts or numbers below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from taizhang.checking.contents import Content
from taizhang.findings import Finding
from taizhang.web.refusals import NotAccepted
from taizhang.workbooks.opening import Sheet, open_book
from taizhang.workbooks.safety import Refused as Unopened

MOST = 20_000  # lines of a table


@dataclass(frozen=True, slots=True)
class Column:
    """`head` is what stands above it; `choices` are offered in every cell; `told` columns are for reading only,
    those of a `number` hold numbers when they are written, those of a `name` keep full-width letters and brackets.
    """

    code: str
    head: str
    required: bool = False
    told: bool = False
    width: int = 16
    choices: tuple[str, ...] = ()
    number: bool = False
    name: bool = False


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line as texts by the codes of the columns; `places` say where each cell stands."""

    values: Mapping[str, str]
    places: Mapping[str, str]

    def listed(self, column: str) -> list[str]:
        """What stands in a cell one after another."""
        return [one.strip() for one in re.split(r"[、,;\s]", self.values.get(column, "")) if one.strip()]

    def wrong(self, column: str, code: str, **blanks: object) -> Finding:
        """A finding of `findings.yaml` at a cell."""
        return Finding(code, self.places[column], {"found": self.values.get(column, ""), **blanks})


@dataclass(frozen=True, slots=True)
class Table:
    lines: list[TableLine]
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table to be written on a sheet of its own."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]


def write_table(title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one table."""
    return write_tables(TablePage(title, columns, rows))


def write_tables(*pages: TablePage) -> bytes:
    """The rows of each below their heads; cells are text, so that codes keep their zeros, but in columns of numbers."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        for page in pages:
            sheet = book.add_worksheet(page.title)
            for at, column in enumerate(page.columns):
                sheet.set_column(at, at, column.width, None if column.number else text)
                if column.choices:
                    offered = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
                    sheet.data_validation(1, at, MOST, at, offered)
            sheet.write_row(0, 0, [column.head for column in page.columns], head)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(page.rows, 1):
                for at, (column, cell) in enumerate(zip(page.columns, row, strict=True)):
                    if column.number:
                        sheet.write(number, at, cell)
                    else:
                        sheet.write_string(number, at, "" if cell is None else str(cell), text)
    return buffer.getvalue()


def read_table(data: bytes, name: str, columns: Sequence[Column]) -> Table:
    """The lines of the first sheet that has the heads. Raises NotAccepted where the file is none, or has no such sheet.

    Findings tell of required cells that are empty, and of a table without lines.
    """
    try:
        book = open_book(data, name)
    except Unopened as refused:
        raise NotAccepted(refused.finding) from refused
    needed = {_plain(column.head) for column in columns if column.required}
    for sheet in book.sheets:
        if not sheet.hidden and (found := _heads(sheet, needed)):
            return _table(sheet, name, *found, columns)
    raise NotAccepted.because("table-no-heads", name, heads="、".join(sorted(needed)))


def _heads(sheet: Sheet, needed: set[str]) -> tuple[int, dict[str, int]] | None:
    for row in range(min(10, len(sheet.rows))):
        heads = {_plain(sheet.at(row, column)): column for column in reversed(range(min(60, len(sheet.rows[row]))))}
        if needed <= heads.keys():
            return row, heads
    return None


def _table(sheet: Sheet, name: str, head: int, heads: Mapping[str, int], columns: Sequence[Column]) -> Table:
    asked = ((column, _plain(column.head)) for column in columns if not column.told)
    read = [(column, heads[title]) for column, title in asked if title in heads]
    lines = list(_lines(sheet, head, read))
    if len(lines) > MOST:
        raise NotAccepted.because("table-too-long", sheet.name, count=len(lines), limit=MOST)
    required = [column for column, _at in read if column.required]
    missing = [line.wrong(one.code, "table-cell-empty", title=one.head)
               for line in lines for one in required if not line.values[one.code]]  # fmt: skip
    return Table(lines, missing if lines else [Finding("table-empty", name)])


def _lines(sheet: Sheet, head: int, read: Sequence[tuple[Column, int]]) -> Iterator[TableLine]:
    for row in range(head + 1, len(sheet.rows)):
        values = {column.code: (_text if column.name else _plain)(sheet.at(row, at)) for column, at in read}
        if any(values.values()):
            yield TableLine(values, {column.code: sheet.place(row, at) for column, at in read})


def _text(content: Content) -> str:
    """As it was meant: numbers without a point, dates as ISO."""
    if isinstance(content, float) and content.is_integer():
        return str(int(content))
    if isinstance(content, datetime):
        return content.date().isoformat()
    if isinstance(content, date):
        return content.isoformat()
    return str(content).strip()


def _plain(content: Content) -> str:
    """So, and with full-width letters, digits and signs as plain ones."""
    return unicodedata.normalize("NFKC", _text(content)).strip()
