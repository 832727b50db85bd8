"""A document as a Word file in the layout of GB/T 9704-2012.

The file carries the names of the typefaces that Chinese offices have; none is embedded. Each figure has a bookmark
named after its result, so that the same number can be found in the evidence pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import count
from typing import Any

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run as DocxRun

from taizhang.writing import layout
from taizhang.writing.document import Document, FigureRun, Paragraph, Run, Section, Table, numbered, plain_date

_FONT_ATTRIBUTES = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
# Characters are a quarter point closer, so that 28 fill a line. The page's grid alone would do it in Word, but other
# readers give a character wider than its cell two cells; so the paragraphs do not snap to it.
_TIGHTER = "-5"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")      # in XML 1.0
_MARK = RGBColor(0xC0, 0x00, 0x00)      # unproven figures of a draft


def to_docx(document: Document) -> bytes:
    """The Word file of a document. In a draft unproven figures are red; a final version is all black."""
    made = docx.Document()
    _set_page(made)
    _set_styles(made)
    _set_properties(made, document)
    writer = _Writer(made, document)
    writer.front(document)
    for number, section in enumerate(document.sections, start=1):
        writer.section(section, level=1, number=number)
    writer.back(document)
    for number, attachment in enumerate(document.attachments, start=1):
        writer.attachment(attachment, f"附件{number}" if len(document.attachments) > 1 else "附件")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


class _Writer:
    """Puts blocks at the end of a Word document; knows which bookmarks are taken."""

    def __init__(self, made: Docx, document: Document) -> None:
        self._docx = made
        self._document = document
        self._bookmarks = count(1)

    def front(self, document: Document) -> None:
        self._blank()
        for line in layout.title_lines(document.title):
            self._line(line, "Title")
        self._blank()
        if document.addressee:
            self._line(f"{document.addressee}：", "Normal")
        for paragraph in document.opening:
            self.paragraph(paragraph)

    def section(self, section: Section, *, level: int, number: int) -> None:
        self._line(numbered(level, number) + section.title, f"Heading {level}")
        for paragraph in section.paragraphs:
            self.paragraph(paragraph)
        for below, part in enumerate(section.sections, start=1):
            self.section(part, level=level + 1, number=below)

    def paragraph(self, paragraph: Paragraph) -> None:
        at = self._docx.add_paragraph(style="Body Text")
        if paragraph.lead:
            _set_face(_add_text(at, paragraph.lead), layout.HEADINGS[1])
        for run in paragraph.runs:
            self._run(at, run)

    def back(self, document: Document) -> None:
        """List of attachments, signature and date, on one page with the end of the body."""
        end = len(self._docx.paragraphs)
        if document.attachments:
            self._blank()
            self._list_attachments([attachment.title for attachment in document.attachments])
        self._blank()
        day = plain_date(document.date)
        indents = layout.signature_indents(document.signature, day)
        for text, indent in zip((document.signature, day), indents, strict=True):
            line = self._line(text, "Normal")
            line.alignment = ALIGN.RIGHT
            line.paragraph_format.right_indent = Pt(indent * layout.BODY.size)
        for paragraph in self._docx.paragraphs[end - 1:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def attachment(self, attachment: Table, label: str) -> None:
        first = self._line(label, "Normal")
        first.paragraph_format.page_break_before = True
        _set_face(first.runs[0], layout.HEADINGS[0])
        self._blank()
        self._line(attachment.title, "Title")
        self._blank()
        table = self._docx.add_table(rows=1, cols=len(attachment.header), style="Table Grid")
        style = self._docx.styles["Table Text"].style_id        # looked up once: by name it costs milliseconds a cell
        _fill_head(table, attachment.header, style)
        for row in attachment.rows:
            for cell, run in zip(table.add_row().cells, row, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph._p.style = style
                self._run(paragraph, run)
        if attachment.note:
            self._line(attachment.note, "Table Text")

    def _list_attachments(self, titles: list[str]) -> None:
        for number, title in enumerate(titles, start=1):
            label = "附件：" if number == 1 else "　　　"
            self._line(f"{label}{f'{number}. ' if len(titles) > 1 else ''}{title}", "Body Text")

    def _run(self, at: DocxParagraph, run: Run) -> None:
        if not isinstance(run, FigureRun):
            _add_text(at, run.text)
            return
        number = str(next(self._bookmarks))
        at._p.append(_element("w:bookmarkStart", {"w:id": number, "w:name": f"{run.anchor}-{number}"}))
        printed = _add_text(at, run.text)
        at._p.append(_element("w:bookmarkEnd", {"w:id": number}))
        if self._document.draft and not self._document.proven(run):
            printed.font.color.rgb = _MARK

    def _line(self, text: str, style: str) -> DocxParagraph:
        return self._docx.add_paragraph(_FORBIDDEN.sub("", text), style=style)

    def _blank(self) -> None:
        self._docx.add_paragraph()


def _add_text(paragraph: DocxParagraph, text: str) -> DocxRun:
    return paragraph.add_run(_FORBIDDEN.sub("", text))


# --- page --------------------------------------------------------------------------------------------------


def _set_page(made: Docx) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in layout.PAGE_MM)
    for side, size in layout.MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(size))
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(_element("w:docGrid", {
        "w:type": "linesAndChars",
        "w:linePitch": str(round(layout.LINE_PT * 20)),
        "w:charSpace": str(round((layout.CHARACTER_PT - layout.BODY.size) * 4096)),
    }))
    for language in made.styles.element.iterfind(".//" + qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    made.settings.odd_and_even_pages_header_footer = True
    # the footer's last line ends half its own height below its dashes
    below = layout.MARGINS_MM["bottom"] - layout.PAGE_NUMBER_BELOW_MM
    section.footer_distance = Mm(below) - Pt(layout.PAGE_NUMBER.size / 2)
    _number_pages(section.footer.paragraphs[0], ALIGN.RIGHT)
    _number_pages(section.even_page_footer.paragraphs[0], ALIGN.LEFT)


def _number_pages(paragraph: DocxParagraph, side: ALIGN) -> None:
    """`— 1 —`, one character in from the outer edge."""
    paragraph.alignment = side
    paragraph.paragraph_format.line_spacing = Pt(layout.PAGE_NUMBER.size)
    indent = Pt(layout.PAGE_NUMBER.size)
    if side == ALIGN.RIGHT:
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.paragraph_format.left_indent = indent
    paragraph.paragraph_format.first_line_indent = Pt(0)
    _set_face(paragraph.add_run("— "), layout.PAGE_NUMBER)
    field = paragraph.add_run()
    _set_face(field, layout.PAGE_NUMBER)
    for kind in ("begin", None, "end"):
        field._r.append(_element("w:fldChar", {"w:fldCharType": kind}) if kind else _instruction("PAGE"))
    _set_face(paragraph.add_run(" —"), layout.PAGE_NUMBER)


# --- styles ------------------------------------------------------------------------------------------------


def _set_styles(made: Docx) -> None:
    styles = made.styles
    _set_style(styles["Normal"], layout.BODY)
    _set_style(styles["Title"], layout.TITLE, align=ALIGN.CENTER)
    _set_style(styles["Body Text"], layout.BODY, indent=layout.INDENT_CHARACTERS, align=ALIGN.JUSTIFY)
    for level, face in enumerate(layout.HEADINGS, start=1):
        _set_style(styles[f"Heading {level}"], face, indent=layout.INDENT_CHARACTERS)
    table_text = styles.add_style("Table Text", 1)
    table_text.base_style = styles["Normal"]
    _set_style(table_text, layout.TABLE, align=ALIGN.CENTER)
    table_text.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for side in ("header", "footer"):
        _set_style(styles[side.title()], layout.PAGE_NUMBER)


def _set_style(style: ParagraphStyle, face: layout.Face, *, indent: int = 0, align: ALIGN | None = None) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(face.size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _set_fonts(style.element.get_or_add_rPr(), face)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.LINE_PT)
    form.alignment = align
    form.widow_control = False
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    for spacing in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(spacing)
    properties.insert_element_before(_element("w:snapToGrid", {"w:val": "0"}), "w:spacing", "w:ind", "w:jc")
    if face.size == layout.BODY.size:
        style.element.rPr.insert_element_before(_element("w:spacing", {"w:val": _TIGHTER}), "w:kern", "w:sz", "w:lang")
    if indent:
        form.first_line_indent = Pt(indent * face.size)
        properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(indent * 100))


def _set_face(run: DocxRun, face: layout.Face) -> None:
    run.font.size = Pt(face.size)
    _set_fonts(run._r.get_or_add_rPr(), face)


def _set_fonts(properties: CT_RPr, face: layout.Face) -> None:
    """Names the typeface for every script; the theme's fonts would win over it, so they go."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for name in _FONT_ATTRIBUTES:
        fonts.set(qn(name), face.name)


def _fill_head(table: DocxTable, header: Iterable[str], style: str) -> None:
    for cell, title in zip(table.rows[0].cells, header, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph._p.style = style
        _set_face(_add_text(paragraph, title), layout.TABLE_HEAD)
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", {}))


# --- properties --------------------------------------------------------------------------------------------


def _set_properties(made: Docx, document: Document) -> None:
    """Says which release the file was written from, so that it can be proven later."""
    properties = made.core_properties
    properties.title, properties.author, properties.language = document.title, document.signature, "zh-CN"
    properties.identifier = document.release
    properties.comments = f"定版 {document.release}，摘要 {document.digest}"
    properties.keywords = document.digest
    properties.last_modified_by = document.signature
    properties.created = properties.modified = datetime.combine(document.date, time(), UTC)


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


def _instruction(text: str) -> Any:
    element = OxmlElement("w:instrText")
    element.text = text
    return element
