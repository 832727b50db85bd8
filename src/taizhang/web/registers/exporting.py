"""Records as .xlsx, with the columns that an import reads; personal fields are masked, always.

A column of record numbers lets a line find its record again where its key is masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db.models import Q

from taizhang.catalogue.model import Field, Register, Title
from taizhang.checking.contents import Content
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import columns, rights
from taizhang.web.registers.models import LiveRecord
from taizhang.web.registers.tables import register_of
from taizhang.workbooks.formats import Formats
from taizhang.workbooks.opening import letters
from taizhang.workbooks.register_sheet import RegisterSheet, Table, tables

NUMBER = Field(
    "_record",
    Title("记录编号", "Record number"),
    "text",
    optional=True,
    note=Title("用来找回原记录，请勿改动；新增的行留空。", "Finds the record again; empty in new rows."),
)
LISTS = "代码表"
MOST = 100_000


def with_numbers(table: Table) -> Table:
    """The table with the column of record numbers behind its fields."""
    return replace(table, fields={**table.fields, NUMBER.code: NUMBER})


def export(
    register: Register, *, by: Person, record: LiveRecord | None = None, unit: OrgUnit | None = None
) -> bytes:  # fmt: skip
    """The live records that `by` may read, those of one unit, or the one given, with the rows below them.

    It is noted who took them out. Holds at most MOST records; the sheet says so where there are more.
    """
    rows = LiveRecord.objects.filter(register=register.code, ended_on=None)
    mine = Q(unit__in=rights.units(by, "record.read", register))
    rows = rows.filter(mine if record is None else Q(pk=record.pk))
    rows = rows.filter(unit=unit) if unit else rows
    kept = list(rows.select_related("unit").order_by("pk")[:MOST])
    audit.record("record.export", record or by, by=by, register=register.code, count=len(kept))
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        _write(workbook, register, kept)
    return buffer.getvalue()


def _write(workbook: Any, register: Register, kept: list[LiveRecord]) -> None:
    formats, every = Formats(workbook), [with_numbers(table) for table in tables(register)]
    lists = _lists(every)
    columns_of = enumerate(lists.items())
    ranges = {
        code: f"{LISTS}!${letters(at)}$1:${letters(at)}${max(len(titles), 1)}" for at, (code, titles) in columns_of
    }
    for table in every:
        sheet = RegisterSheet(workbook.add_worksheet(_name(table)), formats, table, ranges)
        sheet.write(_about(kept), list(_contents(table, register, kept)))
    hidden = workbook.add_worksheet(LISTS)
    for column, titles in enumerate(lists.values()):
        hidden.write_column(0, column, titles)
    hidden.very_hidden()


def _about(kept: list[LiveRecord]) -> str:
    more = f"（只导出前 {MOST} 条）" if len(kept) == MOST else ""
    return f"在册记录 {len(kept)} 条{more}，个人信息已打码；打码的内容保持不动即视为不修改。"


def _name(table: Table) -> str:
    return "".join(" " if one in "[]:*?/\\'" else one for one in table.title)[:31]


def _lists(every: Iterable[Table]) -> dict[str, list[str]]:
    """The titles of every code list that the tables use."""
    used = dict.fromkeys(field.list for table in every for field in table.fields.values() if field.list)
    return {code: [str(one.title) for one in catalogue().codes(code).codes.values()] for code in used}


def _contents(table: Table, register: Register, kept: list[LiveRecord]) -> Iterator[Mapping[str, Content]]:
    if table.code == register.code:
        for record in kept:
            yield _line(table, columns.masked(record, table.fields), record)
        return
    above = {record.pk: columns.masked(record, register.fields) for record in kept}
    for row in LiveRecord.objects.filter(register=table.code, ended_on=None, parent__in=above).order_by("parent", "pk"):
        values = columns.masked(row, register_of(table.code).children[table.code.split(".")[2]].fields)
        yield _line(table, {**above[row.parent_id], **values}, row)


def _line(table: Table, row: Mapping[str, Any], record: LiveRecord) -> dict[str, Content]:
    told = {code: _content(field, row.get(code)) for code, field in table.fields.items()}
    return {**told, NUMBER.code: str(record.pk)}


def _content(field: Field, value: Any) -> Content:
    """A value as a cell holds it: titles for codes, dates and numbers as such."""
    if value is None or field.personal:
        return value
    if field.list:
        codes = catalogue().codes(field.list).codes
        chosen = value if isinstance(value, list) else [value]
        return "、".join(str(codes[one].title) if one in codes else one for one in chosen)
    if field.type == "date":
        return date.fromisoformat(value)
    if field.type in ("whole", "number", "money"):
        return float(Decimal(value))
    return ("是" if value else "否") if field.type == "yes_no" else str(value)
