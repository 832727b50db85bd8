"""Workbooks handed out to a unit: its forms and registers for a period, ready to be filled and sent back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from taizhang.catalogue.model import Catalogue, Form, Register
from taizhang.checking.contents import Content
from taizhang.checking.submission import OrgUnit, Values
from taizhang.periods import Period
from taizhang.workbooks import manifest
from taizhang.workbooks.form_sheet import FormSheet, Known, Origins
from taizhang.workbooks.formats import Formats
from taizhang.workbooks.layout import lay_out
from taizhang.workbooks.manifest import Handed, Manifest
from taizhang.workbooks.register_sheet import RegisterSheet, tables

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


def hand_out(  # noqa: PLR0913 - each is something else that is known beforehand
    catalogue: Catalogue,
    *,
    unit: OrgUnit,
    period: Period,
    codes: Sequence[str],
    last_period: Values | None = None,
    last_year: Values | None = None,
    partners: Mapping[str, str] | None = None,
    known: Known | None = None,
    origins: Origins | None = None,
    records: Mapping[str, Sequence[Mapping[str, Content]]] | None = None,
) -> bytes:
    """An .xlsx workbook in which `unit` fills the forms and registers `codes` for `period`.

    `last_period` and `last_year` are earlier values, shown beside each input. `partners` are the other units of
    a matrix: code to name. `known` are contents that stand in the inputs already, `origins` say in a comment where
    from, and `records` are the rows that stand in a table already, by its code: what the bureau knows need not be
    typed again. Raises KeyError for a
    code that is neither a form nor a register.
    """
    buffer = BytesIO()
    # What people have typed must stay text: =1+1 in a record is no formula of ours.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": f"{unit.name} {period.zh}", "comments": "Taizhang"})
        writer = _Writer(workbook, catalogue, unit, period, known or {}, origins or {}, records or {})
        past = {head: values for head, values in (("上期", last_period), ("上年同期", last_year)) if values is not None}
        for code in codes:
            writer.add(code, past, partners or {})
        writer.hidden_sheets()
    return buffer.getvalue()


class _Writer:
    """A workbook in the making: its sheets so far, and what the hidden ones will say of them."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a workbook is made of
        self, workbook: Any, catalogue: Catalogue, unit: OrgUnit, period: Period, known: Known, origins: Origins,
        records: Mapping[str, Sequence[Mapping[str, Content]]],
    ) -> None:
        self.workbook, self.catalogue, self.unit, self.period = workbook, catalogue, unit, period
        self.known, self.origins, self.records = known, origins, records
        self.formats = Formats(workbook)
        self.names: set[str] = set()
        self.handed: dict[str, Handed] = {}
        self.lists: dict[str, list[str]] = {}

    @property
    def about(self) -> str:
        return f"填报单位：{self.unit.name}（{self.unit.code}）　　报告期：{self.period.zh}"

    def add(self, code: str, past: Mapping[str, Values], partners: Mapping[str, str]) -> None:
        if code in self.catalogue.forms:
            self._form(self.catalogue.forms[code], past, partners)
        else:
            self._register(self.catalogue.registers[code])

    def _form(self, form: Form, past: Mapping[str, Values], partners: Mapping[str, str]) -> None:
        layout = lay_out(form, self.catalogue, self.unit, partners=partners)
        sheet = FormSheet(self._sheet(str(form.title)), self.formats, layout, form, self.catalogue)
        sheet.write(self.about, past if form.kind == "grid" else {}, self.known, self.origins)
        self._note(form.code, form, sheet.sheet.name, sheet.cells)

    def _register(self, register: Register) -> None:
        for table in tables(register):
            ranges = {field.list: self._range(field.list) for field in table.fields.values() if field.list}
            sheet = RegisterSheet(self._sheet(table.title), self.formats, table, ranges)
            sheet.write(self.about, self.records.get(table.code, ()))
            self._note(table.code, register, sheet.sheet.name, {})

    def _sheet(self, title: str) -> Any:
        """A new sheet under its title, as far as Excel allows: 31 characters, none twice."""
        plain = FORBIDDEN.sub(" ", title)
        names = (f"{plain[:LONGEST_NAME - 3]}{suffix}" for suffix in ["", *range(2, 1000)])
        name = next(name for name in names if name not in self.names)
        self.names.add(name)
        return self.workbook.add_worksheet(name)

    def _note(self, code: str, what: Form | Register, sheet: str, cells: dict[str, str]) -> None:
        self.handed[code] = Handed(code, manifest.version(what, self.catalogue), sheet, cells)

    def _range(self, code: str) -> str:
        """Where the labels of a code list will stand on the hidden sheet."""
        if code not in self.lists:
            self.lists[code] = [str(entry.title) for entry in self.catalogue.codes(code).codes.values()]
        column = xlsxwriter.utility.xl_col_to_name([*self.lists].index(code))
        return f"{manifest.LISTS}!${column}$1:${column}${max(len(self.lists[code]), 1)}"

    def hidden_sheets(self) -> None:
        """The lists, and the manifest: hidden so that only a program shows them again."""
        said = Manifest(self.unit.code, self.unit.name, self.period.code, self.handed)
        if self.lists:
            self._hidden(manifest.LISTS, zip(*_padded(list(self.lists.values())), strict=True))
        self._hidden(manifest.SHEET, said.rows())

    def _hidden(self, name: str, rows: Iterable[Sequence[str]]) -> None:
        sheet = self.workbook.add_worksheet(name)
        for position, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(position, column, text)
        sheet.very_hidden()
        sheet.protect()


def _padded(columns: list[list[str]]) -> list[list[str]]:
    height = max(map(len, columns))
    return [column + [""] * (height - len(column)) for column in columns]
