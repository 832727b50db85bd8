"""What users may send in, and what they are told where it gives no text."""

import io
import time
import zipfile

import docx
import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from old_word import compound, old_word

from taizhang.reading import Unreadable, load, read_text, received

REPORT = "清川县教育局2026年上半年工作总结\n一、项目建设\n新建幼儿园2所，投入800万元。\n"
CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:document {NAMESPACE}><w:body>{{}}</w:body></w:document>"


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(xml: str | bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": xml})


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def refusal(content: bytes, name: str = "报告") -> str:
    with pytest.raises(Unreadable) as caught:
        load(content, name)
    finding = caught.value.finding
    assert name in finding.message("zh") and name in finding.message("en")
    return finding.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_the_encodings_that_offices_write(encoding):
    assert load(REPORT.encode(encoding), "总结.txt").text.lstrip("\ufeff") == REPORT


def test_a_plain_text_keeps_its_mark_and_line_ends_so_that_offsets_count_from_the_file(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_bytes("\ufeff一\r\n二\n".encode())
    assert load(path).text == "\ufeff一\r\n二\n"
    assert load(path).name == str(path)


def test_a_few_damaged_bytes_do_not_cost_the_report():
    content = (REPORT * 40).encode().replace("幼".encode(), b"\xe5\xb9", 1)
    assert load(content, "总结.txt").text.count("\ufffd") == 1


def test_a_word_file_gives_paragraphs_and_tables_row_by_row():
    document = docx.Document()
    document.add_paragraph("一、项目建设")
    document.add_paragraph("新建幼儿园2所，").add_run("投入800万元。")
    table = document.add_table(rows=2, cols=2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, ("学校", "学生", "第一小学", "812"), strict=True):
        cell.text = text
    document.add_paragraph("二、下半年打算")
    word_file = load(saved(document), "总结.docx")
    assert word_file.format == "docx"
    assert word_file.text.splitlines() == ["一、项目建设", "新建幼儿园2所，投入800万元。", "学校\t学生",
                                           "第一小学\t812",
                                           "二、下半年打算"]


def test_numbers_that_word_itself_puts_before_headings_are_part_of_the_text():
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = (level.format(0, "chineseCounting", "%1、") + level.format(1, "chineseCounting", "（%2）")
              + level.format(2, "decimal", "%3."))
    lists = (f'<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
             '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>')
    styles = (f'<w:styles {NAMESPACE}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
              "</w:style></w:styles>")
    own = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    marks = ['<w:pStyle w:val="H1"/>', own.format(1), own.format(2), own.format(2), "", own.format(1),
             '<w:pStyle w:val="H1"/>', own.format(1)]
    body = "".join(f"<w:p><w:pPr>{mark}</w:pPr><w:r><w:t>事</w:t></w:r></w:p>" for mark in marks)
    content = zipped(**{"word/document.xml": BODY.format(body), "word/numbering.xml": lists, "word/styles.xml": styles})
    assert load(content, "总结.docx").text.split() == [
        "一、事", "（一）事", "1.事", "2.事", "事", "（二）事", "二、事", "（一）事"]


def test_deleted_words_and_fallback_copies_of_a_word_file_are_not_read():
    runs = "<w:r><w:t>新建</w:t></w:r><w:del><w:r><w:t>3所</w:t></w:r></w:del><w:r><w:t>2所</w:t></w:r>"
    xml = BODY.format(f"<w:p>{runs}</w:p>")
    assert load(word(xml), "总结.docx").text == "新建2所\n"


def test_a_text_box_of_a_word_file_stands_apart_and_readings_above_characters_are_left_out():
    box = ("<w:r><AlternateContent><Choice><w:txbxContent><w:p><w:r><w:t>图1</w:t></w:r></w:p></w:txbxContent></Choice>"
           "<Fallback><w:txbxContent><w:p><w:r><w:t>图1</w:t></w:r></w:p></w:txbxContent></Fallback>"
           "</AlternateContent></w:r>")
    ruby = ("<w:r><w:ruby><w:rt><w:r><w:t>yòu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>幼</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>")
    xml = BODY.format(f"<w:p><w:r><w:t>新建</w:t></w:r>{box}{ruby}<w:r><w:t>儿园2所。</w:t></w:r></w:p>")
    assert load(word(xml), "总结.docx").text == "新建幼儿园2所。\n图1\n"


def test_a_web_page_gives_its_main_text_in_its_own_encoding():
    page = ('<html><head><meta charset="gb2312"><title>t</title><script>var a=1</script></head>'
            '<body><nav>首页 | 新闻</nav>'
            f'<div class="content"><h1>清川县教育局工作总结</h1><p>{"新建幼儿园2所。" * 20}</p></div></body></html>')
    text = load(page.encode("gb18030"), "总结.html").text
    assert "新建幼儿园2所。" in text and "var a" not in text and "首页" not in text


@pytest.mark.parametrize("nest", ["<div>", "<div></q>", "<div></p><span>"])
def test_a_page_nested_without_end_costs_no_more_than_its_length(nest):
    began = time.process_time()
    assert "新建2所" in load(f"<html><body>{nest * 20_000}新建2所。".encode(), "总结.html").text
    assert time.process_time() - began < 10     # without the limit, minutes


@pytest.mark.parametrize("heading", [
    "<b>一</b>、项目", "<p><span>一</span>、<font>项</font>目</p>", "<p><span>&#19968;</span>、项目</p>",
    "<table><tr><td>一</td><td>、项目</td></tr></table>",
])
def test_a_character_of_its_own_format_is_no_icon_of_the_page(heading):
    prose = "<p>新建<span><font>两</font></span><i>所</i>。</p>"
    text = load(f"<html><body><h1>工作总结</h1>{heading}{prose}</body></html>".encode(), "总结.html").text
    assert "".join(text.split()) == "工作总结一、项目新建两所。"


def test_the_words_of_a_pdf_stand_in_their_order_whichever_were_drawn_first(tmp_path):
    drawn = {"18名教师在": 0, "“": 48, "”": 83, "基本功": 53, "比武中获奖，达90%": 88}       # and where, in points
    words = "".join(f"#place(dx: {x}pt)[#text(size: 10pt)[{word}]]" for word, x in drawn.items())
    (tmp_path / "a.typ").write_text(f"#set page(width: 400pt)\n上半年工作总结\n\n{words}", "utf-8")
    text = load(typst.compile(tmp_path / "a.typ"), "总结.pdf").text
    assert text.replace(" ", "").endswith("18名教师在“基本功”比武中获奖，达90%")


def test_the_figures_of_a_table_in_a_pdf_are_read_and_its_total_recomputed(tmp_path):
    rows = ["县区 学校数（所） 在校生（人）", "苇渡县 56 12345", "青汀区 78 23456", "云河县 45 9876", "合计 179 45687"]
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row.split())
    page = f"青汀市教育局2025年上半年工作总结\n\n各县区办学情况如下表：\n\n#table(columns: (90pt, 90pt, 90pt), {cells})"
    (tmp_path / "a.typ").write_text(page, "utf-8")
    reading = read_text(load(typst.compile(tmp_path / "a.typ"), "总结.pdf").text)
    assert {"12345", "179", "45687"} <= {figure.quote for figure in reading.figures}
    assert [str(claim.computed) for claim in reading.claims if claim.verdict.value == "contradicted"] == ["45677"]


def test_a_pdf_gives_its_text_and_a_scan_is_said_to_be_one(tmp_path):
    (tmp_path / "a.typ").write_text("新建幼儿园2所，投入800万元。", "utf-8")
    assert "幼儿园" in load(typst.compile(tmp_path / "a.typ"), "总结.pdf").text
    scan, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    scan.new_page(595, 842)
    scan.save(out)
    assert refusal(out.getvalue(), "扫描.pdf") == "file-scanned"


def test_a_word_file_that_holds_only_a_scanned_picture_is_told_as_a_scan_and_not_as_empty():
    drawn = "<w:p><w:r><w:drawing><blip/></w:drawing></w:r></w:p>"
    assert refusal(word(BODY.format(drawn)), "扫描.docx") == "file-pictures"
    assert refusal(word(BODY.format("<w:p/>")), "空白.docx") == "file-empty"
    captioned = word(BODY.format(drawn + "<w:p><w:r><w:t>新建2所</w:t></w:r></w:p>"))
    assert load(captioned, "总结.docx").text.strip() == "新建2所"


def test_what_a_refused_file_is_stands_in_the_language_of_the_message():
    with pytest.raises(Unreadable) as refused:
        load(b"\x89PNG\r\n\x1a\n", "图.png")
    assert "图.png（图片）" in refused.value.finding.message("zh")
    assert "图.png cannot be read (a picture)" in refused.value.finding.message("en")


def test_an_old_word_file_gives_its_text_without_field_codes():
    content = old_word("清川县教育局总结\r新建\x13 PAGE \x142\x15所。\r学校\x07学生\x07\x07")
    assert load(content, "总结.doc").text == "清川县教育局总结\n新建2所。\n学校\t学生\n"
    assert load(content, "总结.wps").format == "doc"


@pytest.mark.parametrize("content, code", [
    (b"", "file-empty"), (b"\xef\xbb\xbf \r\n", "file-empty"),
    (bytes(range(256)) * 40, "file-encoding"),
    (b"PK\x03\x04 cut off", "file-damaged"),
    (word(BODY.format("<w:p>")), "file-damaged"),
    (saved(docx.Document())[:-200], "file-damaged"),
    (b"%PDF-1.7 nothing more", "file-damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file-damaged"),
    (old_word("密")[:2000], "file-damaged"),
    (old_word("密", flags=0x0100), "file-locked"),
    (compound(EncryptedPackage=b"x", EncryptionInfo=b"x"), "file-locked"),
    (compound(Workbook=b"x"), "file-spreadsheet"),
    (zipped(**{"OFD.xml": "<OFD/>"}), "file-format"), (zipped(**{"xl/workbook.xml": "<a/>"}), "file-spreadsheet"),
    (zipped(**{"a.txt": "a"}), "file-format"),
    (b"{\\rtf1 a}", "file-format"), (b"\x89PNG\r\n\x1a\n", "file-format"), (b"Rar!\x1a\x07", "file-format"),
    (word('<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>' + BODY.format("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>")),
     "file-entities"),
    (word('<!DOCTYPE a SYSTEM "file:///etc/passwd">' + BODY.format("")), "file-entities"),
])
def test_what_gives_no_text_is_refused_with_the_reason(content, code):
    assert refusal(content) == code


@pytest.mark.parametrize("content", [b"abcdef", bytes(range(256)) * 40], ids=["letters", "bytes"])
@pytest.mark.parametrize(("name", "code"), [
    ("总结.docx", "file-not-as-named"), ("总结.DOC", "file-not-as-named"), ("总结.wps", "file-not-as-named"),
    ("总结.pdf", "file-not-as-named"), ("报表.xlsx", "file-spreadsheet"), ("报表.et", "file-spreadsheet"),
])
def test_what_is_not_what_its_name_says_is_not_judged_as_a_text(content, name, code):
    assert refusal(content, name) == code


def test_a_chinese_text_is_read_whatever_it_is_called():
    assert load(REPORT.encode(), "总结.docx").format == "txt"


def test_a_word_file_that_unpacks_without_end_is_refused(monkeypatch):
    from taizhang.reading.formats import docx as reader

    monkeypatch.setattr(reader, "LARGEST_PART", 1_000_000)
    bomb = word(BODY.format("<w:p><w:r><w:t>" + "零" * 2_000_000 + "</w:t></w:r></w:p>"))
    assert len(bomb) < 100_000
    assert refusal(bomb) == "file-bomb"


def test_a_file_too_large_or_too_long_is_refused_before_it_is_worked_on(monkeypatch, tmp_path):
    monkeypatch.setattr(received, "LARGEST_FILE", 1000)
    assert refusal(b"a" * 1001) == "file-too-large"
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * 1001)
    with pytest.raises(Unreadable):
        load(path)
    monkeypatch.setattr(received, "LONGEST_TEXT", 100)
    assert refusal("字".encode() * 101) == "file-too-long"


@pytest.mark.parametrize("name", ["总结.txt", "总结.pdf", "总结"])
def test_the_content_tells_the_format_not_the_name(name):
    document = docx.Document()
    document.add_paragraph("新建幼儿园2所。")
    assert load(saved(document), name).text == "新建幼儿园2所。\n"


WHOLE = {"docx": word(BODY.format("<w:p><w:r><w:t>新建幼儿园2所</w:t></w:r></w:p>")),
         "doc": old_word("新建幼儿园2所。\r" * 20),
         "html": b"<html><body><p>\xe6\x96\xb0</p></body></html>"}


@settings(max_examples=150)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks(kind, data):
    content = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(1, len(content))):]
    try:
        assert isinstance(load(bytes(content), f"a.{kind}").text, str)
    except Unreadable as refused:
        assert refused.finding.message("zh")


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        assert isinstance(load(content, "a").text, str)
    except Unreadable as refused:
        assert refused.finding.message("en")
