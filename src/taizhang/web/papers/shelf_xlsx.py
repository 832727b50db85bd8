"""A shelf as a workbook: the values side by side, and on a second sheet every figure with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taizhang.quantities import Unit
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.papers.entries import sentence_of
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.shelves import Shelf, ShelfRow

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}  # what others wrote stays text
SIDES = ("业务领域", "说的是", "计量单位", "类别", "分组")
LISTED = ("报告", "报告期", "说的是", "数字", "状态", "起", "止", "原句")


def to_xlsx(shelf: Shelf) -> bytes:
    """The .xlsx of a shelf."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        head = book.add_format({"bold": True, "bg_color": "#f3f5f6", "text_wrap": True, "valign": "top"})
        _side_by_side(book.add_worksheet("历年对照"), shelf, head)
        _sentences(book.add_worksheet("原句"), shelf, head)
    return out.getvalue()


def _side_by_side(sheet: Worksheet, shelf: Shelf, head: Format) -> None:
    sheet.write_row(0, 0, [*SIDES, *(f"{paper.period} {paper}".strip() for paper in shelf.papers)], head)
    for at, row in enumerate(shelf.rows, 1):
        sheet.write_row(at, 0, [_domain(row), row.name, row.unit, row.kind, row.split])
        for column, paper in enumerate(shelf.papers, len(SIDES)):
            _write(sheet, at, column, row.cells.get(paper.pk, ()), row.unit)
    sheet.freeze_panes(1, len(SIDES))
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, len(SIDES) + len(shelf.papers), 16)


def _domain(row: ShelfRow) -> str:
    found = catalogue().domains.get(row.domain)
    return say(found.title) if found else ""


def _write(sheet: Worksheet, row: int, column: int, figures: Sequence[Figure], unit: str) -> None:
    """One value as a number in the row's unit; several, or one of another measure, as they are printed."""
    values = {_counted(figure, unit) for figure in figures}
    if len(values) == 1 and (value := values.pop()) is not None:
        sheet.write_number(row, column, float(value))
    elif figures:
        sheet.write_string(row, column, "；".join(figure.quote for figure in figures))


def _counted(figure: Figure, unit: str) -> Decimal | None:
    own, other = Unit.parse(figure.unit or "1"), Unit.parse(unit or "1")
    return own.convert(figure.value, other) if own.compatible(other) else None


def _sentences(sheet: Worksheet, shelf: Shelf, head: Format) -> None:
    sheet.write_row(0, 0, LISTED, head)
    for at, figure in enumerate(_in_order(shelf), 1):
        sheet.write_row(at, 0, [
            str(figure.paper), figure.period, figure.measures, figure.quote, str(figure.get_state_display()),
            figure.start, figure.end, sentence_of(figure.paper, figure.start, figure.end),
        ])  # fmt: skip
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 3, 24)
    sheet.set_column(len(LISTED) - 1, len(LISTED) - 1, 90)


def _in_order(shelf: Shelf) -> Iterator[Figure]:
    """Every figure of the shelf with its paper, in the order of the papers and their texts."""
    whole = {paper.pk: paper for paper in Paper.objects.filter(pk__in=[paper.pk for paper in shelf.papers])}
    places = {paper.pk: at for at, paper in enumerate(shelf.papers)}
    figures = [figure for row in shelf.rows for found in row.cells.values() for figure in found]
    for figure in sorted(figures, key=lambda one: (places[one.paper_id], one.number)):
        figure.paper = whole[figure.paper_id]
        yield figure
