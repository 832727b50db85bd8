"""A document as a Word file in the layout of GB/T 9704-2012.

The file carries the names of the typefaces that Chinese offices have; none is embedded. Each figure has a bookmark
named after its result, so that the same number can be found in the evidence pages. The same document gives the same
bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run as DocxRun

from taizhang.writing import drawing, flow, layout
from taizhang.writing.document import Document
from taizhang.writing.docx_letterhead import put_foot, put_head
from taizhang.writing.docx_page import clean, element, prepare, set_face
from taizhang.writing.docx_table import table_element
from taizhang.writing.numbering import plain_date
from taizhang.writing.pieces import FigureRun, Paragraph, Run, Table

_MARK = RGBColor(0xC0, 0x00, 0x00)      # unproven figures of a draft


def to_docx(document: Document) -> bytes:
    """The Word file of a document. In a draft unproven figures are red; a final version is all black."""
    drawing.begin(document.charts())
    made = docx.Document()
    prepare(made)
    _set_properties(made, document)
    writer = _Writer(made, document)
    writer.front(document)
    for block in flow.blocks(document):
        writer.block(block)
    writer.back(document)
    for number, attachment in enumerate(document.attachments, start=1):
        writer.attachment(attachment, f"附件{number}" if len(document.attachments) > 1 else "附件")
    put_foot(made, document)
    out = BytesIO()
    made.save(out)
    return _undated(out)


def _undated(file: BytesIO) -> bytes:
    """The same file without the time of writing in its directory."""
    out = BytesIO()
    with ZipFile(file) as made, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as kept:
        for name in made.namelist():
            kept.writestr(ZipInfo(name), made.read(name), compress_type=ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """Puts blocks at the end of a Word document; knows which bookmarks are taken."""

    def __init__(self, made: Docx, document: Document) -> None:
        self._docx = made
        self._document = document
        self._bookmarks = count(1)

    def front(self, document: Document) -> None:
        if document.letterhead:
            put_head(self._docx, document.letterhead, compact=document.compact)
        if not document.compact:
            self._blank()
        for line in layout.title_lines(document.title):
            self._line(line, "Title")
        self._blank()
        if document.addressee:
            self._line(f"{document.addressee}：", "Normal")

    def block(self, block: flow.Block) -> None:
        match block:
            case flow.Heading():
                self._line(block.text, f"Heading {block.level}")
            case flow.Picture():
                self._picture(block)
            case Table():
                self._table(block)
            case Paragraph():
                self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        at = self._docx.add_paragraph(style="Body Text")
        if paragraph.lead:
            set_face(_add_text(at, paragraph.lead), layout.HEADINGS[1])
        for run in paragraph.runs:
            self._run(at, run)

    def back(self, document: Document) -> None:
        """List of attachments, signature and date, on one page with the end of the body."""
        end = len(self._docx.paragraphs)
        if document.attachments:
            self._blank()
            self._list_attachments([attachment.title for attachment in document.attachments])
        if document.compact:
            self._signed(f"{document.signature}　{plain_date(document.date)}", 0)
            return
        self._blank()
        day = plain_date(document.date)
        for text, indent in zip((document.signature, day), layout.signature_indents(document.signature, day),
                                strict=True):
            self._signed(text, indent)
        for paragraph in self._docx.paragraphs[end - 1:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def _signed(self, text: str, indent: float) -> None:
        line = self._line(text, "Normal")
        line.alignment = ALIGN.RIGHT
        line.paragraph_format.right_indent = Pt(indent * layout.BODY.size)

    def attachment(self, attachment: Table, label: str) -> None:
        first = self._line(label, "Normal")
        first.paragraph_format.page_break_before = True
        set_face(first.runs[0], layout.HEADINGS[0])
        self._blank()
        self._line(attachment.title, "Title")
        self._blank()
        self._table(attachment)

    def _table(self, table: Table) -> None:
        style = "Small Table Text" if table.small else "Table Text"
        made = table_element(table, style=self._docx.styles[style].style_id, bookmark=self._bookmark,
                             marked=self._marked, clean=clean)
        self._docx.element.body.insert_element_before(made, "w:sectPr")
        if table.note:
            self._line(table.note, "Table Text")

    def _picture(self, picture: flow.Picture) -> None:
        """The chart with its caption below, and in words for those who cannot see it."""
        chart = picture.chart
        at = self._docx.add_paragraph(style="Picture")
        drawn = at.add_run().add_picture(
            BytesIO(drawing.png(chart)), height=Pt(drawing.lines(chart) * layout.LINE_PT))
        drawn._inline.docPr.set("descr", clean(drawing.described(chart)))
        self._line(picture.caption, "Caption")

    def _list_attachments(self, titles: list[str]) -> None:
        """附件：1. 名称; a name that turns over goes on below its first character (7.3.4)."""
        for number, title in enumerate(titles, start=1):
            label = "附件：" if number == 1 else "　　　"
            line = self._line(f"{label}{f'{number}. ' if len(titles) > 1 else ''}{title}", "Body Text")
            hanging = layout.INDENT_CHARACTERS + 3 + (1.5 if len(titles) > 1 else 0)
            line.alignment = ALIGN.LEFT
            line.paragraph_format.left_indent = Pt(hanging * layout.BODY.size)
            line.paragraph_format.first_line_indent = Pt((layout.INDENT_CHARACTERS - hanging) * layout.BODY.size)

    def _run(self, at: DocxParagraph, run: Run) -> None:
        if not isinstance(run, FigureRun):
            _add_text(at, run.text)
            return
        number, name = self._bookmark(run)
        at._p.append(element("w:bookmarkStart", {"w:id": number, "w:name": name}))
        printed = _add_text(at, run.text)
        at._p.append(element("w:bookmarkEnd", {"w:id": number}))
        if self._marked(run):
            printed.font.color.rgb = _MARK

    def _bookmark(self, figure: FigureRun) -> tuple[str, str]:
        number = str(next(self._bookmarks))
        return number, f"{figure.anchor}-{number}"

    def _marked(self, run: Run) -> bool:
        return isinstance(run, FigureRun) and self._document.draft and not self._document.proven(run)

    def _line(self, text: str, style: str) -> DocxParagraph:
        return self._docx.add_paragraph(clean(text), style=style)

    def _blank(self) -> None:
        self._docx.add_paragraph()


def _add_text(paragraph: DocxParagraph, text: str) -> DocxRun:
    return paragraph.add_run(clean(text))


def _set_properties(made: Docx, document: Document) -> None:
    """Says which release the file was written from, so that it can be proven later."""
    properties = made.core_properties
    properties.title, properties.author = _short(document.title), _short(document.signature)
    properties.language = "zh-CN"
    properties.identifier = _short(document.release)
    properties.comments = _short(f"定版 {document.release}，摘要 {document.digest}")
    properties.keywords = _short(document.digest)
    properties.last_modified_by = _short(document.signature)
    properties.created = properties.modified = datetime.combine(document.date, time(), UTC)


def _short(text: str) -> str:
    """A property, of which Word takes 255 characters."""
    return clean(text)[:255]
