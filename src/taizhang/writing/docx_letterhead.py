"""The letterhead above a Word file's title (版头) and the imprint at the foot of its last page (版记)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from taizhang.writing import layout
from taizhang.writing.document import Document, Letterhead, Mark
from taizhang.writing.docx_page import clean, element, set_face
from taizhang.writing.marks import qr_png
from taizhang.writing.numbering import plain_date

_AFTER_BORDERS = ("w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
_EIGHTHS = 72 / 25.4 * 8        # Word counts the width of a line in eighths of a point
_LETTER_LINE = 24               # of those, the double line of a letter


def put_head(made: Docx, head: Letterhead, *, compact: bool) -> None:
    """The issuing body's name in red, the file number two lines below, and the red line under it.

    A `compact` head is that of a letter: the line is double and stands under the name, the number at the right.
    """
    name = made.add_paragraph(style="Normal")
    name.alignment = ALIGN.CENTER
    size = layout.name_size(head.name, compact=compact)
    if compact:
        name.paragraph_format.line_spacing = Pt((layout.LETTER_LINES - 1) * layout.LINE_PT)
        _red_line_under(name, "thickThinSmallGap", _LETTER_LINE, 0)
    else:
        name.paragraph_format.space_before = Mm(layout.NAME_BELOW_MM)
        name.paragraph_format.line_spacing = Pt(size)
    run = name.add_run(clean(head.name))
    set_face(run, layout.Face(layout.TITLE.name, size, ()))
    run.font.color.rgb = RGBColor(*layout.RED)
    _put_number(made, clean(head.number), compact=compact)


def _put_number(made: Docx, number: str, *, compact: bool) -> None:
    if compact:
        made.add_paragraph(number, style="Normal").alignment = ALIGN.RIGHT
        return
    for _line in range(2):
        made.add_paragraph(style="Normal")
    at = made.add_paragraph(number, style="Normal")
    at.alignment = ALIGN.CENTER
    _red_line_under(at, "single", 4, layout.LINE_BELOW_NUMBER_MM / 25.4 * 72)
    made.add_paragraph(style="Normal")


def _red_line_under(paragraph: Paragraph, kind: str, width: int, space: float) -> None:
    """A line below a paragraph: width in eighths of a point, distance in points."""
    line = element("w:bottom", {"w:val": kind, "w:sz": str(width), "w:space": str(round(space)),
                                "w:color": bytes(layout.RED).hex().upper()})
    borders = element("w:pBdr", {})
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def put_foot(made: Docx, document: Document) -> None:
    """The way to the proof and the imprint, at the foot of the last page and never parted."""
    mark, compact = document.mark, document.compact
    imprint = _imprint(document.letterhead, plain_date(document.date), compact=compact) if document.letterhead else []
    if not mark and not imprint:
        return
    table = made.add_table(rows=len(imprint) + bool(mark), cols=1)
    made.add_paragraph(style="Picture")         # Word wants a paragraph after a table, and hangs it up there
    _put_at_foot(table._tbl.tblPr)
    cells = [row.cells[0] for row in table.rows]
    if mark:
        _put_mark(cells.pop(0), mark, compact=compact)
    for at, (cell, text) in enumerate(zip(cells, imprint, strict=True)):
        _put_line(cell, text)
        if not compact:
            _rule(cell, first=at == 0, last=at == len(imprint) - 1)
    for paragraph in (paragraph for row in table.rows for paragraph in row.cells[0].paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _imprint(head: Letterhead, day: str, *, compact: bool) -> list[str]:
    """抄送 and 印发 lines (7.4.2, 7.4.3); the day stands at the right. A letter does not say who printed it (10.1)."""
    printed = [f"{head.printed_by}\t{day}印发"] if head.printed_by and not compact else []
    return [*filter(None, [head.copies]), *printed]


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
    set_face(paragraph.add_run(clean(text)), layout.IMPRINT)


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


def _put_mark(cell: _Cell, mark: Mark, *, compact: bool) -> None:
    """The QR code over its words; on a single page beside them."""
    words = "　".join(("扫码查看数字依据", *((f"印记 {mark.seal}",) if mark.seal else ())))
    code = cell.paragraphs[0]
    code.style = "Picture"
    code.alignment = ALIGN.RIGHT
    if compact:
        set_face(code.add_run(f"{words}　"), layout.SMALL_TABLE)
    else:
        cell.add_paragraph(words, style="Small Table Text").alignment = ALIGN.RIGHT
    side = layout.LETTER_MARK_MM if compact else layout.MARK_MM
    code.add_run().add_picture(BytesIO(qr_png(mark.link)), width=Mm(side))
