"""The Word file is in the layout of GB/T 9704-2012, says where it comes from, and reads back as it was written."""

import io
import shutil
import subprocess
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from taizhang.writing.document import Letterhead
from taizhang.writing.layout import signature_indents, title_lines, width
from taizhang.writing.pieces import Paragraph, Table, Text
from taizhang.writing.proof import read_back
from taizhang.writing.to_docx import to_docx


@pytest.fixture(scope="module")
def content(document):
    return to_docx(document)


@pytest.fixture(scope="module")
def word(content):
    return docx.Document(io.BytesIO(content))


def test_the_page_is_a4_with_the_type_area_of_the_standard(word):
    section = word.sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin,
             section.right_margin]
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 35, 28, 26]
    assert section.page_width - section.left_margin - section.right_margin - Mm(156) < Mm(0.1)


def test_a_page_has_22_lines_of_28_characters(word):
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")
    body = word.styles["Body Text"]
    assert 22 <= Mm(225) / body.paragraph_format.line_spacing < 23
    tighter = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 <= Mm(156) / Pt(16 + tighter) < 29


@pytest.mark.parametrize(("style", "font", "size"), [
    ("Title", "方正小标宋简体", 22), ("Body Text", "仿宋_GB2312", 16), ("Heading 1", "黑体", 16),
    ("Heading 2", "楷体_GB2312", 16), ("Heading 3", "仿宋_GB2312", 16), ("Table Text", "仿宋_GB2312", 12)])
def test_typefaces(word, style, font, size):
    made = word.styles[style]
    fonts = made.element.rPr.rFonts
    assert {fonts.get(qn(name)) for name in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs")} == {font}
    assert (made.font.size.pt, made.font.bold, str(made.font.color.rgb)) == (size, False, "000000")


def test_text_stands_where_it_belongs(word, document):
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert "".join(texts[1:3]) == document.title
    assert texts[4] == "云川市人民政府："
    assert [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Heading 1"] == [
        "一、上半年工作开展情况", "二、存在的主要问题", "三、下半年工作计划"]
    assert all(paragraph.text in texts for paragraph in document.paragraphs())
    assert word.styles["Body Text"].paragraph_format.first_line_indent == Pt(32)


def test_page_numbers_stand_outside_on_odd_and_even_pages(word):
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    for paragraph in (odd, even):
        assert paragraph.text == "—  —"
        assert [run.font.size.pt for run in paragraph.runs] == [14, 14, 14]
        assert "PAGE" in paragraph._p.xml


@pytest.mark.parametrize(("signature", "indents"), [
    ("云川市教育局", (4.0, 2.0)),                     # begins two before the date, which is longer
    ("云川市教育和体育局及有关单位", (2.0, 8.0)),     # the longer one stands two from the margin
])
def test_signature_and_date(signature, indents):
    found = signature_indents(signature, "2026年7月5日")
    assert found == indents
    assert found[0] + width(signature) == found[1] + width("2026年7月5日") + 2


@pytest.mark.parametrize(("title", "lines"), [
    ("云川市教育局工作总结", ("云川市教育局工作总结",)),
    ("云川市教育局2026年上半年工作总结和下半年工作计划", ("云川市教育局2026年上半年", "工作总结和下半年工作计划")),
    ("云川市教育局2026年第二季度工作总结和第三季度工作计划",
     ("云川市教育局2026年第二季度", "工作总结和第三季度工作计划")),
    ("云川市教育局关于2026年上半年学生资助工作情况的专报", ("云川市教育局关于2026年上半年", "学生资助工作情况的专报")),
    ("关于《云川市教育局2026年上半年工作总结和下半年工作计划》的更正说明（第1号）",
     ("关于《云川市教育局2026年上半年", "工作总结和下半年工作计划》的", "更正说明（第1号）")),
])
def test_titles_break_by_meaning(title, lines):
    assert title_lines(title) == lines


def test_a_title_of_any_length_is_broken_at_once():
    """As evenly as can be, though there are 2^60 ways to break it."""
    assert {width(line) for line in title_lines("市局的" * 60)} == {18}


def test_the_file_names_its_release(word, document):
    properties = word.core_properties
    assert (properties.identifier, properties.keywords) == ("2026年上半年", document.digest)
    assert properties.author == "云川市教育局"


def test_every_figure_has_a_bookmark_of_its_own(word, document):
    marks = [mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks)) == len(document.figures())
    assert all(len(mark) <= 40 for mark in marks)          # what Word allows
    assert {mark.rsplit("-", 1)[0] for mark in marks} == {figure.anchor for figure in document.figures()}


def test_attachments_begin_on_new_pages_and_their_heads_repeat(word):
    (first,) = [paragraph for paragraph in word.paragraphs if paragraph.text == "附件"]
    assert first.paragraph_format.page_break_before
    (table,) = word.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells] == ["学生资助", "资助学生", "人", "1960", "1710", "增长14.6%"]


def test_a_draft_marks_what_nobody_approved_and_a_final_version_marks_nothing(document):
    unproven = replace(document, evidence={})
    draft, final = (docx.Document(io.BytesIO(to_docx(replace(unproven, draft=draft)))) for draft in (True, False))
    assert len(red(draft)) == len(document.figures())
    assert red(final) == []


def red(word):
    paragraphs = [*word.paragraphs, *(cell.paragraphs[0] for row in word.tables[0].rows for cell in row.cells)]
    return [run.text for paragraph in paragraphs for run in paragraph.runs if str(run.font.color.rgb) == "C00000"]


def test_characters_that_xml_forbids_do_not_break_the_file(document):
    strange = replace(document, opening=(Paragraph((Text("清溪\x0b区\x00<b>&amp;"),)),))
    assert "<b>&amp;" in docx.Document(io.BytesIO(to_docx(strange))).paragraphs[5].text


def test_neither_do_they_in_the_letterhead_and_the_properties_nor_does_a_title_without_end(document):
    head = Letterhead("清溪\x0b区\x00教育局", "清教\x1f函〔2026〕1号", ("\ufffe县政府",), "清溪区\x08教育局")
    strange = replace(document, title="清溪\x0b区" + "很长" * 200, signature="清\x00溪", letterhead=head)
    word = docx.Document(io.BytesIO(to_docx(strange)))
    assert (word.paragraphs[0].text, word.core_properties.author) == ("清溪区教育局", "清溪")
    assert word.core_properties.title.startswith("清溪区很长") and len(word.core_properties.title) == 255
    assert [row.cells[0].text.split("\t")[0] for row in word.tables[-1].rows] == ["抄送：县政府。", "清溪区教育局"]


def test_many_attachments_are_listed_and_numbered(document):
    table = Table("单位名单", ("单位",), ((Text("清溪区"),),))
    word = docx.Document(io.BytesIO(to_docx(replace(document, attachments=(table, table)))))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert [text for text in texts if "附件" in text or text.startswith("　　　")] == [
        "附件：1. 单位名单", "　　　2. 单位名单", "附件1", "附件2"]


# --- read back ---------------------------------------------------------------------------------------------


def test_the_finished_file_reads_back_as_it_was_written(content, document):
    assert [finding.message() for finding in read_back(content, document)] == []


def test_a_figure_changed_by_hand_is_found(content, document):
    edited = docx.Document(io.BytesIO(content))
    for paragraph in edited.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("1960", "1690")
    out = io.BytesIO()
    edited.save(out)
    findings = read_back(out.getvalue(), document)
    assert "proof-text-changed" in {finding.code for finding in findings}


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_an_office_opens_it(content, tmp_path):
    (tmp_path / "report.docx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(tmp_path / "report.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_long_title_and_control_characters_do_not_break_the_file(document):
    head = Letterhead("云川\x0b市教育局", number="云教\x00〔2026〕1号", copies_to=("各\x0c县",),
                      printed_by="办公室\x01")
    made = to_docx(replace(document, title="工\x0b作总结" * 100, signature="教育\x00局", letterhead=head))
    properties = docx.Document(io.BytesIO(made)).core_properties
    assert (len(properties.title), properties.author) == (255, "教育局")
    assert "云川市教育局" in [one.text for one in docx.Document(io.BytesIO(made)).paragraphs]
