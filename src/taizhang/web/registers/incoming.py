"""The records of one table as a file holds them, where masks that were left alone stand for what they hide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from taizhang.catalogue.model import Register
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.queries import names
from taizhang.web.registers import columns
from taizhang.web.registers.exporting import NUMBER, with_numbers
from taizhang.web.registers.models import LiveRecord
from taizhang.workbooks.manifest import MARK
from taizhang.workbooks.opening import Book, Sheet
from taizhang.workbooks.register_reading import RecordsRead, find_columns, read_records
from taizhang.workbooks.register_sheet import Table


def read(book: Book, register: Register, table: Table, known: Mapping[str, LiveRecord]) -> RecordsRead | None:
    """What the first sheet says that has the columns of the table; `known` are the live records by number.

    Where none has them, what is missing on the first that should be the register; of rows below records, None.
    """
    asked, units, today = with_numbers(table), names(), timezone.localdate()
    first = None
    for sheet in _sheets(book, register, table):
        found = read_records(_unmasked(sheet, asked, known), asked, catalogue(), units=units, today=today)
        if found.records is not None:
            return found
        first = first or found
    return first if table.code == register.code else None


def _sheets(book: Book, register: Register, table: Table) -> Iterator[Sheet]:
    """The sheet that was made for the table; else, for the register itself, any that might be one."""
    marked = [(sheet, at) for sheet in book.sheets if (at := sheet.find(MARK))]
    yield from (sheet for sheet, at in marked if sheet.text(*at) == MARK + table.code)
    if table.code == register.code and not marked:
        yield from (sheet for sheet in book.sheets if not sheet.hidden and sheet.rows)


def _unmasked(sheet: Sheet, table: Table, known: Mapping[str, LiveRecord]) -> Sheet:
    """The sheet with every mask that was left alone replaced by what it hides."""
    where = find_columns(sheet, table)
    numbers, personal = where.get(NUMBER.code), {code: at for code, at in where.items() if table.fields[code].personal}
    if numbers is None or not personal or not known:
        return sheet
    return replace(sheet, rows=[_line(cells, numbers, personal, known) for cells in sheet.rows])


def _line(cells: list[Any], numbers: int, personal: Mapping[str, int], known: Mapping[str, LiveRecord]) -> list[Any]:
    record = known.get(str(cells[numbers]).strip()) if len(cells) > numbers else None
    if record is None:
        return cells
    hidden = _hidden(record)
    shown = {
        at: hidden[code]
        for code, at in personal.items()
        if at < len(cells) and hidden.get(code) and cells[at] == columns.mask(str(hidden[code]))
    }
    return [shown.get(at, cell) for at, cell in enumerate(cells)]


def _hidden(record: LiveRecord) -> Mapping[str, Any]:
    """The personal fields of a record; of a row below one, those of the key above it too."""
    above: Mapping[str, Any] = columns.personal(record.parent) if record.parent_id else {}
    return {**above, **columns.personal(record)}
