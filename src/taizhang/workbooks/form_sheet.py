"""A form written as a sheet: what is to be filled is unlocked, everything else is locked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from taizhang.catalogue.formulas.syntax import Name
from taizhang.catalogue.model import Catalogue, Form, Title
from taizhang.checking.amounts import SIGNED_UNITS, counted
from taizhang.checking.contents import Content
from taizhang.checking.inputs import Input
from taizhang.checking.submission import By, Key, Values
from taizhang.quantities.units import Unit
from taizhang.workbooks.formats import Formats
from taizhang.workbooks.formulas import to_excel
from taizhang.workbooks.layout import EXPLANATION, Layout, Line
from taizhang.workbooks.manifest import MARK

KEY_ROW, TITLE_ROW, ABOUT_ROW, HINT_ROW, HEAD_ROW, FIRST_ROW = range(6)
KEYS, NUMBER, TITLE, LABEL, UNIT, FIRST_INPUT = range(6)
HINT = "浅黄格为填报项。没有这项数据请留空或填“无”，确实为零才填 0；单位已写明，只填数字。需要说明的写在“说明”栏。"
SIGNATURES = "　　　　　　　　".join(("单位负责人：", "填表人：", "联系电话：", "报出日期：　　　年　　月　　日"))
LARGEST = 10**12
Known = Mapping[Key, Content]


class FormSheet:
    """Writes one form; `cells` then maps "line|column" to the address of each input."""

    def __init__(self, sheet: Any, formats: Formats, layout: Layout, form: Form, catalogue: Catalogue) -> None:
        self.sheet, self.formats, self.layout, self.form, self.catalogue = sheet, formats, layout, form, catalogue
        self.cells: dict[str, str] = {}
        self.past = FIRST_INPUT + len(layout.columns)

    def write(self, about: str, past: Mapping[str, Values], known: Known) -> None:
        """The whole sheet. `past` are columns of earlier values by their heads (上期, 上年同期), `known` contents."""
        self.known = known
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
        above = self.layout.lines[row - FIRST_ROW - 1].title if row > FIRST_ROW else ""
        sheet.write(row, TITLE, line.title, look("repeated" if line.title == above else "label"))
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
        sheet.write(row, self.note, _note(line), look("note"))

    def _input(self, row: int, column: int, line: Line, column_key: str, cell: Input) -> None:
        self.cells[f"{line.key}|{column_key}"] = xl_rowcol_to_cell(row, column)
        self.sheet.write(row, column, self.known.get(cell.key), self.formats("entry", number_format(cell.unit)))
        self.sheet.data_validation(row, column, row, column, limits(
            cell.unit, whole=counted(cell.unit), least=cell.item.min, most=cell.item.max))

    def _worked_out(self, row: int, column: int, line: Line) -> None:
        """A total or a formula that Excel can show; what it cannot is left to the server."""
        formula = self._sum(line.key, (), column) if line.kind == "total" else self._formula(line, column)
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
            return self._sum(self.catalogue.resolve(name.name, domain), name.by, column)

        return to_excel(line.indicator.formula.root, address)

    def _sum(self, indicator: str, by: By, column: int) -> str | None:
        """The sum of an indicator's inputs that have the split `by`; no figure at all while all are empty."""
        wanted = set(by)
        rows = [FIRST_ROW + position for position, line in enumerate(self.layout.lines)
                for cell in [next(iter((line.cells or {}).values()), None)]
                if cell and cell.indicator == indicator and wanted <= set(cell.by)]
        if not rows:
            return None
        cells = ",".join(xl_rowcol_to_cell(row, column) for row in rows)
        if rows == list(range(rows[0], rows[-1] + 1)):
            cells = f"{xl_rowcol_to_cell(rows[0], column)}:{xl_rowcol_to_cell(rows[-1], column)}"
        return f"IF(COUNT({cells})=0,NA(),SUM({cells}))"

    def _foot(self) -> None:
        row = FIRST_ROW + len(self.layout.lines) + 1
        self.sheet.merge_range(row, NUMBER, row, self.note, SIGNATURES, self.formats("signature"))

    def _page(self) -> None:
        sheet = self.sheet
        widths = {KEYS: 3, NUMBER: 5, TITLE: 26, LABEL: 18, UNIT: 8, self.explanation: 20, self.note: 34}
        for column in range(self.note + 1):
            sheet.set_column(column, column, widths.get(column, 13), self.formats("plain"), {"hidden": column == KEYS})
        sheet.set_default_row(20)
        sheet.set_row(KEY_ROW, None, None, {"hidden": True})
        sheet.set_row(TITLE_ROW, 30)
        sheet.set_row(HINT_ROW, 28)
        sheet.set_row(HEAD_ROW, 22)
        last = FIRST_ROW + len(self.layout.lines) + 1
        finish(sheet, rows=last, columns=self.note, frozen=(FIRST_ROW, FIRST_INPUT), landscape=self.note > 8)
        sheet.set_selection(FIRST_ROW, FIRST_INPUT, FIRST_ROW, FIRST_INPUT)


def finish(sheet: Any, *, rows: int, columns: int, frozen: tuple[int, int], landscape: bool) -> None:
    """What every sheet shares: frozen heads, A4, heads on every page, page numbers, protection without a password.

    The protection keeps formulas and keys from being overwritten by mistake; it is no secret.
    """
    sheet.freeze_panes(*frozen)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROW, frozen[0] - 1)
    if rows:
        sheet.print_area(TITLE_ROW, NUMBER, rows, columns)
    sheet.set_footer("&L&8&A&R&8第 &P 页　共 &N 页")
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True,
                       "insert_rows": True, "delete_rows": True})


def number_format(unit: str) -> str:
    """How numbers of a unit are shown: counted things without decimals, the others with up to two."""
    return "#,##0" if counted(unit) else "#,##0.00" if Unit.parse(unit).powers == (("元", 1),) else "#,##0.##"


def limits(unit: str, *, whole: bool, least: Decimal | None, most: Decimal | None) -> dict[str, Any]:
    """The data validation for a number; the limits are those that checking uses."""
    if least is None:
        least = Decimal(-LARGEST if unit in SIGNED_UNITS else 0)
    kind = "整数" if whole else "数字"
    upper = f"，不大于 {most:f}" if most is not None else ""
    lower = f"，不小于 {least:f}" if least != -LARGEST else ""
    return {
        "validate": "integer" if whole else "decimal", "criteria": "between",
        "minimum": _plain(least), "maximum": LARGEST if most is None else _plain(most),
        "error_title": "请检查", "error_message": f"这里填{kind}，单位是{unit or '无'}{lower}{upper}。",
    }


def _plain(limit: Decimal) -> float:
    return int(limit) if limit == limit.to_integral_value() else float(limit)


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
    notes: list[Title | None] = [line.item.note, line.indicator.note if (line.indicator and line.kind != "input") or
                                 (line.indicator and not line.label) else None]
    return "；".join(str(note) for note in notes if note)
