"""The letterhead above a Word file's title (版头) and the imprint at the foot of its last page (版记)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from taizhang.writing import layout
from taizhang.writing.document import Letterhead, Mark, plain_date
from taizhang.writing.docx_page import element, set_face
from taizhang.writing.marks import qr_png

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
        "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
    made.add_paragraph(style="Normal")


def _borders(sides: dict[str, tuple[float, float, str]]) -> Any:
    """Lines along a paragraph: width in eighths of a point, distance in points, colour."""
    made = element("w:pBdr", {})
    for side, (width, space, colour) in sides.items():
        made.append(element(f"w:{side}", {"w:val": "single", "w:sz": str(round(width)), "w:space": str(round(space)),
                                          "w:color": colour}))
    return made


def put_foot(made: Docx, head: Letterhead | None, mark: Mark | None, day: date) -> None:
    """The imprint, and the way to the proof, at the foot of the last page."""
    rows: list[str | Mark] = [mark] if mark else []
    imprint = _imprint(head, plain_date(day)) if head else []
    rows += imprint
    if not rows:
        return
    table = made.add_table(rows=len(rows), cols=1)
    _put_at_foot(table._tbl.tblPr)
    for at, (content, row) in enumerate(zip(rows, table.rows, strict=True)):
        cell = row.cells[0]
        if isinstance(content, Mark):
            _put_mark(cell, content)
        else:
            _put_line(cell, content)
            _rule(cell, at - (1 if mark else 0), len(imprint))


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
    width = round((layout.PAGE_MM[0] - layout.MARGINS_MM["left"] - layout.MARGINS_MM["right"]) / 25.4 * 1440)
    for wide in properties.findall(qn("w:tblW")):
        wide.set(qn("w:w"), str(width))
        wide.set(qn("w:type"), "dxa")


def _put_line(cell: _Cell, text: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(layout.IMPRINT.size)
    room = (layout.PAGE_MM[0] - layout.MARGINS_MM["left"] - layout.MARGINS_MM["right"]) / 25.4 * 72
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(room - 2 * layout.IMPRINT.size), alignment=2)
    paragraph.paragraph_format.line_spacing = Pt(layout.IMPRINT.size * 1.6)
    set_face(paragraph.add_run(text), layout.IMPRINT)


def _rule(cell: _Cell, at: int, of: int) -> None:
    """Outer rules above the first and below the last line, inner ones between (7.4.1)."""
    sides = {"top": layout.RULE_OUTER_MM if at == 0 else layout.RULE_INNER_MM}
    if at == of - 1:
        sides["bottom"] = layout.RULE_OUTER_MM
    borders = element("w:tcBorders", {})
    for side, wide in sides.items():
        borders.append(element(f"w:{side}", {"w:val": "single", "w:sz": str(round(wide * _EIGHTHS)), "w:space": "0",
                                             "w:color": "000000"}))
    cell._tc.get_or_add_tcPr().append(borders)


def _put_mark(cell: _Cell, mark: Mark) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.RIGHT
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.add_run().add_picture(BytesIO(qr_png(mark.link)), width=Mm(layout.MARK_MM))
    words: Sequence[str] = ("扫码查看数字依据", *((f"印记 {mark.seal}",) if mark.seal else ()))
    told = cell.add_paragraph("　".join(words), style="Table Text")
    told.alignment = ALIGN.RIGHT
