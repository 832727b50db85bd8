"""A copy of the sender's own workbook in which every finding stands where it belongs, and a sheet that lists them.

Marks are comments and conditional formats, so that the sender's formulas, values and fills stay as they were, and
the marks of an earlier copy can be taken off again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from taizhang.findings import Finding, Severity
from taizhang.workbooks.manifest import FINDINGS
from taizhang.workbooks.opening import UNSEEN
from taizhang.workbooks.scanning import scan

AUTHOR = "台账核查"
OURS = '"taizhang"="taizhang"'  # the condition of our conditional formats: always true, and told from others by it
COLOURS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.NOTE: "DDEBF7"}
WORDS = {Severity.ERROR: "错误 error", Severity.WARNING: "提醒 warning", Severity.NOTE: "说明 note"}
HEADS = (("轻重 Severity", 16), ("工作表 Sheet", 26), ("单元格 Cell", 12), ("发现 Finding", 80), ("English", 80))
MOST_MARKED = 2000
LARGEST = 8 * 1024 * 1024  # bytes of a workbook above which only the list is made: opening it takes 50 times as much
PLACE = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{0,3})(?P<row>\d{1,7})")

Places = Mapping[tuple[str, str], Sequence[Finding]]


def annotate(data: bytes, findings: Sequence[Finding], *, name: str = "") -> bytes:
    """The workbook with a comment and a colour on every cell in `findings`, and their list as its first sheet.

    Macros are left out. Of a workbook above 8 MB, and of a file that must not or cannot be opened, only the list
    comes back.
    """
    book = _opened(data, name)
    places = _by_place(findings)
    for sheet in book.worksheets:
        _unmark(sheet)
        _mark(sheet, {address: found for (title, address), found in places.items() if title == sheet.title})
    _list(book, findings)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def marked_name(name: str) -> str:
    """批注-表.xlsx for 县/表.xlsm: what `annotate` gives is .xlsx, whatever it was made of."""
    return f"批注-{PurePath(name).stem}.xlsx"


def _opened(data: bytes, name: str) -> Any:
    if len(data) > LARGEST:
        return Workbook()
    try:
        scan(data, name)
        return load_workbook(BytesIO(data))
    except Exception:  # a file refused, or anything that openpyxl raises: the list alone is better than nothing
        return Workbook()


def _by_place(findings: Iterable[Finding]) -> Places:
    """The findings that name a cell, by sheet and address; a whole row is marked in its first visible cell."""
    places = defaultdict(list)
    for finding in findings:
        if place := PLACE.fullmatch(finding.place):
            places[place["sheet"], f"{place['column'] or 'B'}{place['row']}"].append(finding)
    return dict(list(places.items())[:MOST_MARKED])


def _unmark(sheet: Any) -> None:
    """Take off the marks of an earlier copy."""
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.formula != [OURS]:
                kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None


def _mark(sheet: Any, findings: Mapping[str, Sequence[Finding]]) -> None:
    areas = defaultdict(list)
    for address, found in findings.items():
        cell = _first_of_merged(sheet, address)
        text = UNSEEN.sub("", "\n".join(finding.message() for finding in found))
        cell.comment = Comment(text, AUTHOR, width=320, height=60 + 40 * len(found))
        areas[min((finding.severity for finding in found), key=[*COLOURS].index)].append(cell.coordinate)
    for severity, addresses in areas.items():
        fill = PatternFill(bgColor=COLOURS[severity], fill_type="solid")
        sheet.conditional_formatting.add(" ".join(addresses), FormulaRule(formula=[OURS], fill=fill))


def _first_of_merged(sheet: Any, address: str) -> Any:
    cell = sheet[address]
    if not isinstance(cell, MergedCell):
        return cell
    area = next(area for area in sheet.merged_cells.ranges if address in area)
    return sheet.cell(area.min_row, area.min_col)


def _list(book: Any, findings: Sequence[Finding]) -> None:
    """The list of findings as the first sheet, the gravest first, each linked to its cell."""
    if FINDINGS in book.sheetnames:
        del book[FINDINGS]
    sheet = book.create_sheet(FINDINGS, 0)
    for column, (head, width) in enumerate(HEADS, 1):
        sheet.cell(1, column, head).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    for row, finding in enumerate(sorted(findings, key=lambda one: [*COLOURS].index(one.severity)), 2):
        _line(sheet, row, finding)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{max(len(findings) + 1, 2)}"
    book.active = 0


def _line(sheet: Any, row: int, finding: Finding) -> None:
    place = PLACE.fullmatch(finding.place)
    where = (place["sheet"], f"{place['column'] or 'B'}{place['row']}") if place else (finding.place, "")
    texts = (WORDS[finding.severity], *where, finding.message("zh"), finding.message("en"))
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        cell.value, cell.data_type = UNSEEN.sub("", text), "s"  # what a sender typed is shown, never run
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(row, 1).fill = PatternFill(fgColor=COLOURS[finding.severity], fill_type="solid")
    if place:
        quoted = where[0].replace("'", "''")
        sheet.cell(row, 3).hyperlink = Hyperlink(ref=f"C{row}", location=f"'{quoted}'!{where[1]}")
        sheet.cell(row, 3).font = Font(underline="single", color="1B5E9B")
