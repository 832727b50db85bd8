"""What a printed report looks like: 22 lines of 28 characters, the bureau's letterhead, and the way to its proof."""

import io
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from taizhang.catalogue.model import Title
from taizhang.supervision.model import State, TaskFacts
from taizhang.supervision.standing import Light, Standing
from taizhang.writing import layout
from taizhang.writing.document import Document, Letterhead, Mark
from taizhang.writing.marks import qr_png
from taizhang.writing.pieces import Paragraph, Section, Table, Text
from taizhang.writing.proof import read_back
from taizhang.writing.report import write_report
from taizhang.writing.tasks import Tracked
from taizhang.writing.to_docx import to_docx
from taizhang.writing.to_html import to_html
from taizhang.writing.to_pdf import to_pdf

HEAD = Letterhead(name="云川市教育局文件", number="云教〔{year}〕{number}号",
                  copies_to=("市政府办公室", "各县区教育局"), printed_by="云川市教育局办公室")
LONG = "教育系统认真落实各项部署统筹推进学校建设和教师培养工作取得了新的进展" * 60


@pytest.fixture(scope="module")
def issued(document):
    return replace(document, letterhead=HEAD.numbered(2026, 5), draft=False,
                   mark=Mark("https://taizhang.example.org/r/7", "ab12cd34"))


def plain(text):
    told = (Paragraph((Text(text, digits=True),)), Paragraph((Text("特此报告。"),)))
    return Document(title="工作总结", addressee="", opening=(), sections=(Section("工作", told),),
                    signature="云川市教育局", date=date(2026, 7, 5), release="2026年上半年", digest="0" * 64)


def in_office(content, folder):
    """The pages of a Word file as LibreOffice prints it."""
    (folder / "report.docx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
               "--outdir", str(folder), str(folder / "report.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pypdfium2.PdfDocument((folder / "report.pdf").read_bytes())


def lines_of(page):
    """The characters of each line of a page's type area, top to bottom, by their heights on the page."""
    text = page.get_textpage()
    below = layout.MARGINS_MM["bottom"] / 25.4 * 72
    found = {}
    for at in range(text.count_chars()):
        left, bottom, _right, top = text.get_charbox(at, loose=True)
        character = text.get_text_range(at, 1)
        if character.strip() and bottom > below - 6:
            found.setdefault(round((bottom + top) / 2), []).append((left, character))
    merged = {}
    for height in sorted(found, reverse=True):
        near = next((one for one in merged if abs(one - height) < 8), height)
        merged.setdefault(near, []).extend(found[height])
    return ["".join(character for _left, character in sorted(line)) for line in merged.values()]


@pytest.fixture(scope="module")
def printed(request, tmp_path_factory):
    """Pages of the long text: by our own typesetting, or by an office from the Word file."""
    if request.param == "office":
        if shutil.which("soffice") is None:
            pytest.skip("needs LibreOffice")
        return in_office(to_docx(plain(LONG)), tmp_path_factory.mktemp("office"))
    return pypdfium2.PdfDocument(to_pdf(plain(LONG)))


BOTH = [pytest.param("office", marks=pytest.mark.office), "typst"]


@pytest.mark.parametrize("printed", BOTH, indirect=True)
def test_a_full_page_has_22_lines_of_28_characters(printed):
    lines = lines_of(printed[1])
    assert len(lines) == layout.LINES
    assert Counter(map(len, lines)) == {layout.CHARACTERS: layout.LINES}


@pytest.mark.parametrize("printed", BOTH, indirect=True)
def test_the_type_area_is_where_the_standard_puts_it(printed):
    text = printed[1].get_textpage()
    boxes = [text.get_charbox(at, loose=True) for at in range(text.count_chars())]
    above = [box for box in boxes if box[1] > 35 / 25.4 * 72 - 6]
    to_mm = 25.4 / 72
    assert abs(min(box[0] for box in above) * to_mm - 28) < 1
    assert abs((210 - max(box[2] for box in above) * to_mm) - 26) < 1.5
    line_over_characters = (layout.LINE_PT - layout.BODY.size) * to_mm
    assert -1 <= 297 - max(box[3] for box in above) * to_mm - 37 <= line_over_characters


def test_numbers_and_years_are_not_broken_across_lines():
    text = "".join(f"2026年新建学校{1000 + at * 37}所投入{at * 13 + 100}.25万元" for at in range(120))
    for page in pypdfium2.PdfDocument(to_pdf(plain(text))):
        lines = lines_of(page)
        assert [one for one, following in pairwise(lines)
                if re.search(r"[0-9.]$", one) and re.match(r"[0-9.%]", following)] == []


# --- letterhead --------------------------------------------------------------------------------------------


def test_a_file_number_has_its_year_whole_and_no_leading_noughts():
    assert HEAD.numbered(2026, 5).number == "云教〔2026〕5号"


def test_the_letterhead_stands_in_red_above_the_title(issued):
    paragraphs = docx.Document(io.BytesIO(to_docx(issued))).paragraphs
    name, number = paragraphs[0], next(one for one in paragraphs if one.text == "云教〔2026〕5号")
    assert (name.text, str(name.runs[0].font.color.rgb)) == ("云川市教育局文件", "E60012")
    assert round(name.paragraph_format.space_before.mm) == 35
    line = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (line.get(qn("w:color")), line.get(qn("w:space"))) == ("E60012", "11")         # 4 mm in points
    texts = [one.text for one in paragraphs]
    assert texts[1:3] == ["", ""]                                                         # two lines between
    assert texts[4:6] == ["", ""]                                                         # and above the title
    assert texts[6].startswith("云川市教育局2026年上半年")


@pytest.mark.parametrize("made", [pytest.param("office", marks=pytest.mark.office), "typst"])
def test_the_issued_brief_keeps_to_one_page_with_letterhead_imprint_and_mark(analysis, issued, tmp_path, made):
    late = [task(f"改造第{name}食堂", days) for days, name in enumerate("一二三四五六七八", start=1)]
    brief = write_report(analysis, kind="brief", tasks=late, letterhead=issued.letterhead)
    brief = replace(brief, draft=False, mark=issued.mark)
    if made == "office" and shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    pages = in_office(to_docx(brief), tmp_path) if made == "office" else pypdfium2.PdfDocument(to_pdf(brief))
    text = pages[0].get_textpage().get_text_range()
    assert len(pages) == 1
    for told in ("云川市教育局文件", "云教〔2026〕5号", "改造第八食堂", "抄送：市政府办公室", "印记"):
        assert told in "".join(text.split())
    assert "印发" not in text                        # a letter does not say who printed it


def task(title, days):
    facts = TaskFacts(title=title, assigned_on=date(2026, 1, 5), due=date(2026, 6, 1), state=State.ACTIVE,
                      owner=f"{title}责任单位")
    return Tracked(facts, Standing(light=Light.RED, rule="", why=Title("", ""), on=date(2026, 6, 30), days_left=-days))


def test_a_long_name_still_fits_on_its_line():
    for name in ("云川市教育局文件", "云川市新城经济技术开发区教育和体育局文件"):
        assert layout.name_size(name) * layout.width(name) <= layout.ROOM_PT


def test_the_imprint_and_the_way_to_the_proof_stand_at_the_foot(issued):
    word = docx.Document(io.BytesIO(to_docx(issued)))
    foot = word.tables[-1]
    assert [row.cells[0].text.strip() for row in foot.rows] == [
        "扫码查看数字依据　印记 ab12cd34", "抄送：市政府办公室，各县区教育局。", "云川市教育局办公室\t2026年7月5日印发"]
    assert foot._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"
    assert len(word.inline_shapes) == 1 + sum(1 for _chart in issued.charts())


def test_pdf_and_page_have_letterhead_imprint_and_seal_too(issued, catalogue):
    pages = pypdfium2.PdfDocument(to_pdf(issued))
    text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pages))
    html = to_html(issued, catalogue)
    for said in ("云川市教育局文件", "云教〔2026〕5号", "抄送：市政府办公室，各县区教育局。", "ab12cd34"):
        assert said in text
        assert said in html


def test_an_issued_file_reads_back_as_it_was_written(issued):
    assert [finding.message() for finding in read_back(to_docx(issued), issued)] == []


def test_a_qr_code_is_a_picture_and_always_the_same():
    assert qr_png("https://taizhang.example.org/r/7") == qr_png("https://taizhang.example.org/r/7")
    assert qr_png("https://taizhang.example.org/r/7").startswith(b"\x89PNG")


# --- tables ------------------------------------------------------------------------------------------------


def test_columns_take_what_they_need_and_long_ones_share_the_rest():
    narrow, wide, number = layout.column_shares(Table("", ("序号", "说明", "数"), (
        (Text("1"), Text("这一列的文字很长" * 5), Text("12345")),)))
    assert narrow < number < wide
    assert abs(narrow + wide + number - 1) < 1e-9


def test_hostile_text_in_a_table_is_only_text(document):
    table = Table("表", ("<w:p/>", "b"), ((Text("a & b < c"), Text("\x0b]]>")),))
    word = docx.Document(io.BytesIO(to_docx(replace(document, attachments=(table,)))))
    cells = [cell.text for row in word.tables[-1].rows for cell in row.cells]
    assert cells == ["<w:p/>", "b", "a & b < c", "]]>"]
