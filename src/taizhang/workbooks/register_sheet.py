"""A register, or the rows below its records, written as a sheet: one column a field, one row a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.catalogue.model import Field, Register
from taizhang.checking.contents import Content
from taizhang.workbooks.formats import Formats
from taizhang.workbooks.manifest import MARK
from taizhang.workbooks.sheets import (
    ABOUT_ROW,
    FIRST_ROW,
    HEAD_ROW,
    HINT_ROW,
    KEY_ROW,
    KEYS,
    NUMBER,
    TITLE_ROW,
    finish,
    limits,
    number_format,
)

PREPARED_ROWS = 2000
LAST_ROW = 1_048_575
HINT = ("一行一条记录，红色列名为必填。可以从别处粘贴（选“只粘贴值”），可以插入行、排序；请不要删除列。"
        "没有的内容留空，不填 0。")
WIDTHS = {"text": 22, "person": 12, "unit": 22, "date": 13, "tags": 24, "file": 24, "link": 16}
DAYS = {"validate": "date", "criteria": "between", "error_title": "请检查", "error_type": "warning",
        "error_message": "这里填日期，例如 2026-03-05。"}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of records: a register, or the rows below its records; those begin with the register's key."""

    code: str
    title: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]


def tables(register: Register) -> Iterator[Table]:
    """The register's own table, then one for each kind of rows below its records ("register.child")."""
    yield Table(register.code, str(register.title), register.fields, register.key)
    above = {code: register.fields[code] for code in register.key}
    for child in register.children.values():
        yield Table(f"{register.code}.{child.code}", f"{register.title}·{child.title}", {**above, **child.fields},
                    (*register.key, *child.key))


class RegisterSheet:
    """Writes one table. `lists` gives the range of a code list's labels, by its code."""

    def __init__(self, sheet: Any, formats: Formats, table: Table, lists: Mapping[str, str]) -> None:
        self.sheet, self.formats, self.table, self.lists = sheet, formats, table, lists

    def write(self, about: str, records: Sequence[Mapping[str, Content]] = ()) -> None:
        """The heads, and below them columns ready for as many records as a sheet can hold, after the `records`."""
        sheet, look = self.sheet, self.formats
        last = NUMBER + len(self.table.fields) - 1
        sheet.write(KEY_ROW, KEYS, MARK + self.table.code, look("plain"))
        sheet.write(TITLE_ROW, NUMBER, self.table.title, look("title"))
        sheet.write(ABOUT_ROW, NUMBER, about, look("about"))
        sheet.write(HINT_ROW, NUMBER, HINT, look("about"))
        sheet.set_column(KEYS, KEYS, 3, look("plain"), {"hidden": True})
        for column, field in enumerate(self.table.fields.values(), NUMBER):
            self._column(column, field)
            for row, record in enumerate(records, FIRST_ROW):
                self._content(row, column, record.get(field.code), look("column", cell_format(field)))
        for row, height in ((TITLE_ROW, 30), (ABOUT_ROW, 16), (HINT_ROW, 20), (HEAD_ROW, 32)):
            sheet.set_row(row, height, look("about"))
        sheet.set_row(KEY_ROW, None, look("plain"), {"hidden": True})
        sheet.autofilter(HEAD_ROW, NUMBER, HEAD_ROW + PREPARED_ROWS, last)
        finish(sheet, rows=0, columns=last, frozen=(FIRST_ROW, NUMBER + 1), landscape=last > 6)

    def _column(self, column: int, field: Field) -> None:
        sheet, look = self.sheet, self.formats
        sheet.set_column(column, column, WIDTHS.get(field.type, 14), look("column", cell_format(field)))
        sheet.write(KEY_ROW, column, field.code, look("plain"))
        head = f"{field.title}（{field.unit}）" if field.unit else str(field.title)
        sheet.write(HEAD_ROW, column, head, look("head" if field.optional else "head_required"))
        if field.note:
            sheet.write_comment(HEAD_ROW, column, str(field.note), {"author": "", "x_scale": 1.5})
        if rule := self._validation(field):
            sheet.data_validation(FIRST_ROW, column, LAST_ROW, column, rule)

    def _content(self, row: int, column: int, content: Content, look: Any) -> None:
        if isinstance(content, date):
            self.sheet.write_datetime(row, column, content, look)
        elif content is not None:
            self.sheet.write(row, column, content, look)

    def _validation(self, field: Field) -> dict[str, Any] | None:
        if field.type == "code" and field.list:
            return {"validate": "list", "source": "=" + self.lists[field.list], "error_title": "请检查",
                    "error_message": f"“{field.title}”请从下拉列表中选择。"}
        if field.type in ("whole", "number", "money"):
            return limits(field.unit or "", whole=field.type == "whole", least=field.min, most=field.max)
        if field.type == "yes_no":
            return {"validate": "list", "source": ["是", "否"]}
        if field.type == "date":
            return {**DAYS, "minimum": date(1900, 3, 1), "maximum": date(2100, 12, 31)}
        return None


def cell_format(field: Field) -> str:
    """The number format of a column. Texts are texts, so that long numbers keep their digits and 3-5 stays 3-5."""
    if field.type == "date":
        return "yyyy-mm-dd"
    if field.type in ("whole", "number", "money"):
        return number_format(field.unit or "") if field.type != "whole" else "0"
    return "@"

