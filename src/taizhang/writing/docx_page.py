"""The page, styles and typefaces of a Word file in the layout of GB/T 9704-2012 (layout.py has the measures)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run as DocxRun

from taizhang.writing import layout

_FONT_ATTRIBUTES = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
# Characters are three tenths of a point closer, so that 28 fit on a line; being justified, they fill it. The page's
# grid alone would do it in Word, but other readers give a character wider than its cell two cells, so the paragraphs
# do not snap to it. A quarter of a point would be enough for Word; LibreOffice then puts 27 on a line.
_TIGHTER = "-6"
# what the schema puts after a property of paragraphs
_AFTER = {"w:autoSpaceDE": ("w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"),
          "w:autoSpaceDN": ("w:snapToGrid", "w:spacing", "w:ind", "w:jc"),
          "w:snapToGrid": ("w:spacing", "w:ind", "w:jc")}


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")      # in XML 1.0


def clean(text: str) -> str:
    """The text without what XML cannot hold, such as control characters pasted from elsewhere."""
    return _FORBIDDEN.sub("", text)


def prepare(made: Docx) -> None:
    """Page and styles of a new file."""
    _set_page(made)
    _set_styles(made)


def _set_page(made: Docx) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in layout.PAGE_MM)
    for side, size in layout.MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(size))
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(element("w:docGrid", {
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
    set_face(paragraph.add_run("— "), layout.PAGE_NUMBER)
    field = paragraph.add_run()
    set_face(field, layout.PAGE_NUMBER)
    for kind in ("begin", None, "end"):
        field._r.append(element("w:fldChar", {"w:fldCharType": kind}) if kind else _instruction("PAGE"))
    set_face(paragraph.add_run(" —"), layout.PAGE_NUMBER)


# --- styles ------------------------------------------------------------------------------------------------


def _set_styles(made: Docx) -> None:
    styles = made.styles
    _set_style(styles["Normal"], layout.BODY)
    _set_style(styles["Title"], layout.TITLE, align=ALIGN.CENTER)
    _set_style(styles["Body Text"], layout.BODY, indent=layout.INDENT_CHARACTERS, align=ALIGN.JUSTIFY)
    for level, face in enumerate(layout.HEADINGS, start=1):
        _set_style(styles[f"Heading {level}"], face, indent=layout.INDENT_CHARACTERS)
    table_text = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    table_text.base_style = styles["Normal"]
    _set_style(table_text, layout.TABLE, align=ALIGN.CENTER)
    table_text.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    small = styles.add_style("Small Table Text", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["Normal"]
    _set_style(small, layout.SMALL_TABLE, align=ALIGN.CENTER)
    small.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _set_style(styles["Caption"], layout.TABLE_HEAD, align=ALIGN.CENTER)
    picture = styles.add_style("Picture", WD_STYLE_TYPE.PARAGRAPH)
    picture.base_style = styles["Normal"]
    _set_style(picture, replace(layout.BODY, size=1), align=ALIGN.CENTER)     # so that its line is as high as it is
    picture.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    picture.paragraph_format.keep_with_next = True
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
    # no space of its own beside digits: it would push the last character of a line off the grid
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        properties.insert_element_before(element(name, {"w:val": "0"}), *_AFTER[name])
    if face.size == layout.BODY.size:
        style.element.rPr.insert_element_before(element("w:spacing", {"w:val": _TIGHTER}), "w:kern", "w:sz", "w:lang")
    if indent:
        form.first_line_indent = Pt(indent * face.size)
        properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(indent * 100))


def set_face(run: DocxRun, face: layout.Face) -> None:
    """Sets a run in a typeface of its own."""
    run.font.size = Pt(face.size)
    _set_fonts(run._r.get_or_add_rPr(), face)


def _set_fonts(properties: CT_RPr, face: layout.Face) -> None:
    """Names the typeface for every script; the theme's fonts would win over it, so they go."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for name in _FONT_ATTRIBUTES:
        fonts.set(qn(name), face.name)


def element(name: str, attributes: dict[str, str]) -> Any:
    """An element of a Word file, names as they stand in it: `element("w:jc", {"w:val": "left"})`."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


def _instruction(text: str) -> Any:
    element = OxmlElement("w:instrText")
    element.text = text
    return element
