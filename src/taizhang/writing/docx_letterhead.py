"""The letterhead above a Word file's title (版头) and the imprint at the foot of its last page (版记)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from taizhang.writing import layout
from taizhang.writing.document import Letterhead, Mark, plain_date
from taizhang.writing.docx_page import element, set_face
from taizhang.writing.marks import qr_png

_AFTER_BORDERS = ("w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
_EIGHTHS = 72 / 25.4 * 8        # Word counts the width of a line in eighths of a point


def put_head(made: Docx, head: Letterhead) -> None:
    """The issuing body's name in red, the file number two lines below, and the red line under it."""
    name = made.add_paragraph(style="Normal")
    name.alignment = ALIGN.CENTER
    size = layout.name_size(head.name)
    name.paragraph_format.space_before = Mm(layout.NAME_BELOW_MM)
    name.paragraph_format.line_spacing = Pt(size)
    run = name.add_run(head.name)
    set_face(run, layout.Face(layout.TITLE.name, size, ()))
    run.font.color.rgb = RGBColor(*layout.RED)
    for _line in range(2):
        made.add_paragraph(style="Normal")
    number = made.add_paragraph(head.number, style="Normal")
    number.alignment = ALIGN.CENTER
    number._p.get_or_add_pPr().insert_element_before(
        _borders({"bottom": (4, layout.LINE_BELOW_NUMBER_MM / 25.4 * 72, bytes(layout.RED).hex().upper())}),
        *_AFTER_BORDERS)
    made.add_paragraph(style="Normal")


def _borders(sides: dict[str, tuple[float, float, str]]) -> Any:
    """Lines along a paragraph: width in eighths of a point, distance in points, colour."""
    made = element("w:pBdr", {})
    for side, (width, space, colour) in sides.items():
        made.append(element(f"w:{side}", {"w:val": "single", "w:sz": str(round(width)), "w:space": str(round(space)),
                                          "w:color": colour}))
    return made


def put_foot(made: Docx, head: Letterhead | None, mark: Mark | None, day: date) -> None:
    """The way to the proof and the imprint, at the foot of the last page and never parted."""
    imprint = _imprint(head, plain_date(day)) if head else []
    if not mark and not imprint:
        return
    table = made.add_table(rows=len(imprint) + bool(mark), cols=1)
    made.add_paragraph(style="Picture")         # Word wants a paragraph after a table, and hangs it up there
    _put_at_foot(table._tbl.tblPr)
    cells = [row.cells[0] for row in table.rows]
    if mark:
        _put_mark(cells.pop(0), mark)
    for at, (cell, text) in enumerate(zip(cells, imprint, strict=True)):
        _put_line(cell, text)
        _rule(cell, first=at == 0, last=at == len(imprint) - 1)
    for paragraph in (paragraph for row in table.rows for paragraph in row.cells[0].paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _imprint(head: Letterhead, day: str) -> list[str]:
    """抄送 and 印发 lines (7.4.2, 7.4.3); the day stands at the right."""
    copies = [f"抄送：{'，'.join(head.copies_to)}。"] if head.copies_to else []
    printed = [f"{head.printed_by}\t{day}印发"] if head.printed_by else []
    return [*copies, *printed]


def _put_at_foot(properties: Any) -> None:
    at_foot = element("w:tblpPr", {
        "w:leftFromText": "0", "w:rightFromText": "0", "w:vertAnchor": "margin", "w:horzAnchor": "margin",
        "w:tblpXSpec": "center", "w:tblpYSpec": "bottom"})
    properties.insert_element_before(at_foot, "w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    for wide in properties.findall(qn("w:tblW")):
        wide.set(qn("w:w"), str(round(layout.ROOM_PT * 20)))
        wide.set(qn("w:type"), "dxa")


def _put_line(cell: _Cell, text: str) -> None:
    paragraph = cell.paragraphs[0]
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Pt(layout.IMPRINT.size)
    form.tab_stops.add_tab_stop(Pt(layout.ROOM_PT - 2 * layout.IMPRINT.size), WD_TAB_ALIGNMENT.RIGHT)
    form.line_spacing = Pt(layout.IMPRINT.size * 1.6)
    set_face(paragraph.add_run(text), layout.IMPRINT)


def _rule(cell: _Cell, *, first: bool, last: bool) -> None:
    """Outer rules above the first and below the last line, inner ones between (7.4.1)."""
    sides = {"top": layout.RULE_OUTER_MM if first else layout.RULE_INNER_MM}
    if last:
        sides["bottom"] = layout.RULE_OUTER_MM
    borders = element("w:tcBorders", {})
    for side, wide in sides.items():
        borders.append(element(f"w:{side}", {"w:val": "single", "w:sz": str(round(wide * _EIGHTHS)), "w:space": "0",
                                             "w:color": "000000"}))
    cell._tc.get_or_add_tcPr().append(borders)


def _put_mark(cell: _Cell, mark: Mark) -> None:
    code = cell.paragraphs[0]
    code.style = "Picture"
    code.alignment = ALIGN.RIGHT
    code.add_run().add_picture(BytesIO(qr_png(mark.link)), width=Mm(layout.MARK_MM))
    words = ("扫码查看数字依据", *((f"印记 {mark.seal}",) if mark.seal else ()))
    cell.add_paragraph("　".join(words), style="Small Table Text").alignment = ALIGN.RIGHT
