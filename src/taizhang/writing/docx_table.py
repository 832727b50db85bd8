"""Tables of a Word file, written as XML in one go: cell by cell they would take longer than everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from taizhang.writing import layout
from taizhang.writing.docx_text import clean
from taizhang.writing.pieces import FigureRun, Run, Table

_WIDTH = round(layout.ROOM_PT * 20)       # in twips
_EDGES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
                 for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
Bookmark = Callable[[FigureRun], tuple[str, str]]


def table_element(table: Table, *, style: str, bookmark: Bookmark, marked: Callable[[Run], bool]) -> Any:
    """The table as an element of the body; `style` is the id of the style of its text.

    `bookmark` gives the id and the name of a figure's bookmark; `marked` says whether a run is printed in red.
    """
    widths = [round(share * _WIDTH) for share in layout.column_shares(table)]

    def cell(width: int, content: str, kept: str) -> str:
        return (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
                f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{content}</w:p></w:tc>')

    def printed(run: Run) -> str:
        text = f'<w:t xml:space="preserve">{escape(clean(run.text))}</w:t>'
        colour = '<w:rPr><w:color w:val="C00000"/></w:rPr>' if marked(run) else ""
        made = f"<w:r>{colour}{text}</w:r>"
        if not isinstance(run, FigureRun):
            return made
        number, name = bookmark(run)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{made}<w:bookmarkEnd w:id="{number}"/>'

    def row(cells: Sequence[str], properties: str = "", kept: str = "") -> str:
        inner = "".join(cell(width, content, kept) for width, content in zip(widths, cells, strict=True))
        return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{inner}</w:tr>"

    face = layout.TABLE_HEAD
    size = f'<w:sz w:val="{layout.face_of(table).size * 2}"/>' if table.small else ""
    fonts = f'w:ascii="{face.name}" w:hAnsi="{face.name}" w:cs="{face.name}" w:eastAsia="{face.name}"'
    head = row([f'<w:r><w:rPr><w:rFonts {fonts}/>{size}</w:rPr><w:t>{escape(clean(title))}</w:t></w:r>'
                for title in table.header], "<w:tblHeader/>")
    # a note below is never left alone on a page
    last = len(table.rows) if table.note else 0
    rows = "".join(row([printed(run) for run in cells], kept="<w:keepNext/>" if at == last else "")
                   for at, cells in enumerate(table.rows, start=1))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="30" w:type="dxa"/><w:right w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>')
