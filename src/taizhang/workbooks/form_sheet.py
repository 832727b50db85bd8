"""A form written as a sheet: what is to be filled is unlocked, everything else is locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from taizhang.catalogue.formulas.syntax import Name
from taizhang.catalogue.model import Catalogue, Form, Title
from taizhang.checking.amounts import counted
from taizhang.checking.contents import Content
from taizhang.checking.inputs import Input
from taizhang.checking.submission import By, Key, Values
from taizhang.workbooks.formats import Formats
from taizhang.workbooks.formulas import to_excel
from taizhang.workbooks.layout import EXPLANATION, Layout, Line
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

TITLE, LABEL, UNIT, FIRST_INPUT = range(NUMBER + 1, NUMBER + 5)
HINT = "浅黄格为填报项。没有这项数据请留空或填“无”，确实为零才填 0；单位已写明，只填数字。需要说明的写在“说明”栏。"
SIGNATURES = "　　　　　　　　".join(("单位负责人：", "填表人：", "联系电话：", "报出日期：　　　年　　月　　日"))
NOTE_WIDTH, LINE_HEIGHT, ROW_HEIGHT = 20, 13, 20  # characters to a line of notes; points
Known = Mapping[Key, Content]
Origins = Mapping[Key, str]
_TOGETHER = {"sum": "SUM", "max": "MAX", "min": "MIN"}   # Excel's functions


class FormSheet:
    """Writes one form; `cells` then maps "line|column" to the address of each input."""

    def __init__(self, sheet: Any, formats: Formats, layout: Layout, form: Form, catalogue: Catalogue) -> None:
        self.sheet, self.formats, self.layout, self.form, self.catalogue = sheet, formats, layout, form, catalogue
        self.cells: dict[str, str] = {}
        self.past = FIRST_INPUT + len(layout.columns)

    def write(self, about: str, past: Mapping[str, Values], known: Known, origins: Origins) -> None:
        """The whole sheet. `past` are columns of earlier values by their heads (上期, 上年同期), `known` contents and
        `origins` where these come from."""
        self.known, self.origins = known, origins
        self.explanation = self.past + len(past)
        self.note = self.explanation + 1
        self._heads(about, [*past])
        for position, line in enumerate(self.layout.lines):
            self._line(FIRST_ROW + position, line, past)
        self._foot()
        self._page()

    def _heads(self, about: str, past: list[str]) -> None:
        sheet, look = self.sheet, self.formats
        sheet.write(KEY_ROW, KEYS, MARK + self.form.code, look("plain"))
        sheet.write(TITLE_ROW, NUMBER, str(self.form.title), look("title"))
        sheet.write(ABOUT_ROW, NUMBER, about, look("about"))
        sheet.merge_range(HINT_ROW, NUMBER, HINT_ROW, self.note, HINT, look("hint"))
        inputs = (column.head for column in self.layout.columns)
        heads = ["序号", "指标", "分组", "单位", *inputs, *past, "说明", "口径"]
        for offset, head in enumerate(heads):
            sheet.write(HEAD_ROW, NUMBER + offset, head, look("head"))
        for offset, column in enumerate(self.layout.columns):
            sheet.write(KEY_ROW, FIRST_INPUT + offset, column.key, look("plain"))
        sheet.write(KEY_ROW, self.explanation, EXPLANATION, look("plain"))

    def _line(self, row: int, line: Line, past: Mapping[str, Values]) -> None:
        sheet, look = self.sheet, self.formats
        sheet.write(row, KEYS, f"{line.kind}:{line.key}", look("plain"))
        sheet.write(row, NUMBER, row - FIRST_ROW + 1, look("number"))
        sheet.write(row, TITLE, line.title, look("repeated" if self._continues(row) else "label"))
        sheet.write(row, LABEL, line.label, look("split"))
        sheet.write(row, UNIT, line.unit, look("unit"))
        for offset, column in enumerate(self.layout.columns):
            cell = (line.cells or {}).get(column.key)
            if cell:
                self._input(row, FIRST_INPUT + offset, line, column.key, cell)
            else:
                self._worked_out(row, FIRST_INPUT + offset, line)
        for offset, values in enumerate(past.values()):
            sheet.write(row, self.past + offset, _earlier(line, values), look("past", number_format(line.unit)))
        sheet.write_blank(row, self.explanation, None, look("entry_text"))
        note = "" if self._continues(row) else _note(line)
        sheet.write(row, self.note, note, look("note"))
        sheet.set_row(row, max(ROW_HEIGHT, LINE_HEIGHT * -(-len(note) // NOTE_WIDTH)))

    def _continues(self, row: int) -> bool:
        """Whether the line belongs to the same indicator as the one above."""
        above = self.layout.lines[row - FIRST_ROW - 1] if row > FIRST_ROW else None
        return above is not None and above.title == self.layout.lines[row - FIRST_ROW].title

    def _input(self, row: int, column: int, line: Line, column_key: str, cell: Input) -> None:
        self.cells[f"{line.key}|{column_key}"] = xl_rowcol_to_cell(row, column)
        self.sheet.write(row, column, self.known.get(cell.key), self.formats("entry", number_format(cell.unit)))
        if origin := self.origins.get(cell.key):
            self.sheet.write_comment(row, column, f"已预填，来自：{origin}。请核对，不符可改。", {"author": "台账"})
        self.sheet.data_validation(row, column, row, column, limits(
            cell.unit, whole=counted(cell.unit), least=cell.item.min, most=cell.item.max))

    def _worked_out(self, row: int, column: int, line: Line) -> None:
        """A total or a formula that Excel can show; what it cannot is left to the server."""
        formula = self._together(line.key, (), column) if line.kind == "total" else self._formula(line, column)
        look = self.formats("sum", number_format(line.unit))
        if formula:
            self.sheet.write_formula(row, column, f'=IFERROR({formula},"")', look, "")
        else:
            self.sheet.write(row, column, "由系统计算", look)

    def _formula(self, line: Line, column: int) -> str | None:
        if line.indicator is None or line.indicator.formula is None:
            return None
        domain = line.indicator.domain

        def address(name: Name) -> str | None:
            return self._together(self.catalogue.resolve(name.name, domain), name.by, column)

        return to_excel(line.indicator.formula.root, address)

    def _together(self, indicator: str, by: By, column: int) -> str | None:
        """An indicator's inputs that have the split `by` as one, the way units are (`over_units`); no figure at all
        while all are empty, and none of several that nothing combines."""
        wanted = set(by)
        rows = [FIRST_ROW + position for position, line in enumerate(self.layout.lines)
                for cell in [next(iter((line.cells or {}).values()), None)]
                if cell and cell.indicator == indicator and wanted <= set(cell.by)]
        known = self.catalogue.indicators.get(indicator)         # the points of a scorecard are of none
        how = _TOGETHER.get(known.over_units if known else "sum")
        if not rows or (how is None and len(rows) > 1):
            return None
        cells = ",".join(xl_rowcol_to_cell(row, column) for row in rows)
        if rows == list(range(rows[0], rows[-1] + 1)):
            cells = f"{xl_rowcol_to_cell(rows[0], column)}:{xl_rowcol_to_cell(rows[-1], column)}"
        return f"IF(COUNT({cells})=0,NA(),{how or 'SUM'}({cells}))"

    def _foot(self) -> None:
        row = FIRST_ROW + len(self.layout.lines) + 1
        self.sheet.merge_range(row, NUMBER, row, self.note, SIGNATURES, self.formats("signature"))

    def _page(self) -> None:
        sheet = self.sheet
        widths = {KEYS: 3, NUMBER: 5, TITLE: 26, LABEL: 18, UNIT: 8, self.explanation: 20, self.note: 34}
        for column in range(self.note + 1):
            sheet.set_column(column, column, widths.get(column, 13), self.formats("plain"), {"hidden": column == KEYS})
        sheet.set_row(KEY_ROW, None, None, {"hidden": True})
        sheet.set_row(TITLE_ROW, 30)
        sheet.set_row(HINT_ROW, 28)
        sheet.set_row(HEAD_ROW, 22)
        last = FIRST_ROW + len(self.layout.lines) + 1
        finish(sheet, rows=last, columns=self.note, frozen=(FIRST_ROW, FIRST_INPUT), landscape=self.note > 8)
        sheet.set_selection(FIRST_ROW, FIRST_INPUT, FIRST_ROW, FIRST_INPUT)


def _earlier(line: Line, values: Values) -> float | str:
    """The earlier value of a line: of its cell, or of all its indicator's cells for a total. Empty if unknown."""
    if line.indicator is None or line.kind == "computed":
        found = [values.get((line.key, ()))]
    elif line.kind == "total":
        found = [value for (indicator, _), value in values.items() if indicator == line.key]
    else:
        found = [values.get(cell.key) for cell in (line.cells or {}).values()]
    known = [value for value in found if value is not None]
    return float(sum(known)) if known else ""


def _note(line: Line) -> str:
    notes: list[Title | None] = [line.item.note, line.indicator.note if line.indicator else None]
    return "；".join(str(note) for note in notes if note)
