"""A document as PDF/A, set by Typst in the layout of GB/T 9704-2012 with the Chinese fonts of this machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any, Final

from taizhang.findings import Finding
from taizhang.writing import drawing, flow, layout
from taizhang.writing.document import Document, Letterhead, Mark
from taizhang.writing.marks import qr_svg
from taizhang.writing.numbering import plain_date
from taizhang.writing.pieces import FigureRun, Paragraph, Run, Table

KEPT = 10                       # lines of a last block that stays on one page with the signature
STANDARD: Final = "a-2b"        # PDF/A: what the archives take (DA/T 47-2009)


class NoChineseFontError(RuntimeError):
    """This machine has no font in which Chinese can be set; `finding` says which to install."""

    def __init__(self) -> None:
        self.finding = Finding("pdf-no-font", "", {"fonts": "、".join(layout.BODY.substitutes)})
        super().__init__(self.finding.message("zh"))


def to_pdf(document: Document) -> bytes:
    """The PDF of a document; the same document gives the same bytes. Raises NoChineseFontError."""
    import typst

    drawing.begin(document.charts())
    installed = set(typst.Fonts().families())
    data = {"document": json.dumps(_document(document)), "layout": json.dumps(_layout(installed))}
    sealed = datetime.combine(document.date, time(), UTC)
    template = files(__package__).joinpath("typst", "report.typ")
    return typst.compile(template.read_bytes(), sys_inputs=data, format="pdf", pdf_standards=STANDARD, timestamp=sealed)


def _layout(installed: set[str]) -> dict[str, Any]:
    """The measures and typefaces of layout.py, with what is installed here."""
    return {
        "page": layout.PAGE_MM, "margins": layout.MARGINS_MM, "line": layout.LINE_PT,
        "indent": layout.INDENT_CHARACTERS,
        "page_number_below": layout.PAGE_NUMBER_BELOW_MM, "tracking": layout.CHARACTER_PT - layout.BODY.size,
        "title": _face(layout.TITLE, installed), "body": _face(layout.BODY, installed),
        "headings": [_face(face, installed) for face in layout.HEADINGS],
        "page_number": _face(layout.PAGE_NUMBER, installed),
        "table": _face(layout.TABLE, installed), "table_head": _face(layout.TABLE_HEAD, installed),
        "imprint": _face(layout.IMPRINT, installed), "red": bytes(layout.RED).hex(), "mark": layout.MARK_MM,
        "letter": {"lines": layout.LETTER_LINES, "mark": layout.LETTER_MARK_MM},
        "name_below": layout.NAME_BELOW_MM, "line_below_number": layout.LINE_BELOW_NUMBER_MM,
        "rules": [layout.RULE_OUTER_MM, layout.RULE_INNER_MM],
    }


def _face(face: layout.Face, installed: set[str]) -> dict[str, Any]:
    """The face's own font where it is installed, else those much like it."""
    fonts = [name for name in (face.name, *face.substitutes) if name in installed]
    if not fonts:
        raise NoChineseFontError
    return {"fonts": fonts, "size": face.size}


def _document(document: Document) -> dict[str, Any]:
    day = plain_date(document.date)
    blocks = list(flow.blocks(document))
    parted = len(blocks) - (flow.height(blocks[-1]) <= KEPT if blocks else 0)
    return {
        "title": document.title, "title_lines": layout.title_lines(document.title), "addressee": document.addressee,
        "blocks": [_block(block, document) for block in blocks[:parted]],
        "ending": [_block(block, document) for block in blocks[parted:]],
        "signature": document.signature, "date": day, "digest": document.digest,
        "signature_indents": layout.signature_indents(document.signature, day),
        "attachments": [_table(one, document) for one in document.attachments], "compact": document.compact,
        "letterhead": _letterhead(document.letterhead, compact=document.compact), "mark": _mark(document.mark),
    }


def _letterhead(head: Letterhead | None, *, compact: bool) -> dict[str, Any] | None:
    """A letter has a smaller name and does not say who printed it (10.1)."""
    if head is None:
        return None
    return {"name": head.name, "size": layout.name_size(head.name, compact=compact), "number": head.number,
            "copies": head.copies, "printed_by": "" if compact else head.printed_by}


def _mark(mark: Mark | None) -> dict[str, str] | None:
    return None if mark is None else {"seal": mark.seal, "code": qr_svg(mark.link)}


def _table(table: Table, document: Document) -> dict[str, Any]:
    return {"title": table.title, "header": table.header, "note": table.note, "shares": layout.column_shares(table),
            "size": layout.face_of(table).size,
            "rows": [[_run(cell, document) for cell in row] for row in table.rows]}


def _block(block: flow.Block, document: Document) -> dict[str, Any]:
    match block:
        case flow.Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case flow.Picture():
            return _picture(block)
        case Table():
            return {"kind": "table", **_table(block, document)}
        case Paragraph():
            return _paragraph(block, document)


def _picture(picture: flow.Picture) -> dict[str, Any]:
    chart = picture.chart
    return {"kind": "chart", "caption": picture.caption, "described": drawing.described(chart),
            "picture": drawing.svg(chart), "height": drawing.lines(chart) * layout.LINE_PT}


def _paragraph(paragraph: Paragraph, document: Document) -> dict[str, Any]:
    return {"kind": "paragraph", "lead": paragraph.lead, "runs": [_run(run, document) for run in paragraph.runs]}


def _run(run: Run, document: Document) -> dict[str, Any]:
    unproven = isinstance(run, FigureRun) and document.draft and not document.proven(run)
    return {"text": run.text, "unproven": unproven}
