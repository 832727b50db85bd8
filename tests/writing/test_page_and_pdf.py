"""On screen every figure opens its evidence without script or network; on paper it is PDF/A in the same layout."""

import re
from dataclasses import replace

import lxml.html
import pypdfium2
import pytest

from taizhang.writing import layout
from taizhang.writing.pieces import Paragraph, Text
from taizhang.writing.to_html import evidence_html, report_html, to_html
from taizhang.writing.to_pdf import NoChineseFontError, to_pdf


@pytest.fixture(scope="module")
def opened(document, catalogue):
    return lxml.html.document_fromstring(to_html(document, catalogue))


def test_every_figure_leads_to_its_evidence_on_the_page(opened, document):
    links = opened.xpath('//a[starts-with(@class, "figure")]')
    assert [link.text for link in links] == [figure.text for figure in document.figures()]
    for link in links:
        panel = opened.get_element_by_id(link.get("href").removeprefix("#"))
        assert "evidence" in panel.get("class")


def test_evidence_shows_formula_cells_and_people(opened, document):
    gap = next(figure for figure in document.figures() if figure.text == "0.6万元")
    text = " ".join(opened.get_element_by_id(gap.anchor).text_content().split())
    for said in ("应发资助金 − 发放资助金", "清溪第一小学", "a1.xlsx 资助报表!C14", "王敏 2026-07-01",
                 "赵立 2026-07-03", "应报 5 家单位，已报 5 家"):
        assert said in text


def test_the_page_needs_nothing_from_outside(document, catalogue):
    text = to_html(document, catalogue)
    assert "<script" not in text
    assert re.findall(r"(?:https?:)?//[a-z]", text) == []
    assert re.findall(r"(?:src|url)\s*[=(]", text) == []
    assert 'href="' + "#" in text
    assert not re.findall(r'href="[^#"]', text)


def test_hostile_names_are_only_text(document, catalogue):
    strange = replace(document, opening=(Paragraph((Text("<script>alert(1)</script>"),)),))
    assert "<script" not in to_html(strange, catalogue)


def test_the_site_puts_its_own_links_to_figures(document):
    text = report_html(document, lambda figure: f"/evidence/{figure.anchor}")
    assert text.count('href="/evidence/fig-') == len(document.figures())


def test_what_is_not_approved_and_not_reported_is_said(analysis, catalogue, document):
    result = analysis.value("aid.recipients", "city")
    evidence = replace(analysis.evidence(result, size=2), unapproved=1, missing=("南塘初级中学",))
    text = lxml.html.fromstring(evidence_html(evidence, catalogue)).text_content()
    for said in ("其中 1 条未经审核", "尚未报送：南塘初级中学", "列出第 1 至 2 条"):
        assert said in text


def test_the_writer_sees_what_was_left_out_in_a_draft_only(document, catalogue):
    noted = replace(document, notes=("资助学生：去年同期没有数据",))
    assert "去年同期没有数据" in to_html(noted, catalogue)
    assert "去年同期没有数据" not in to_html(replace(noted, draft=False), catalogue)


def test_the_pdf_says_the_same_and_is_the_same_every_time(document):
    content = to_pdf(document)
    assert to_pdf(document) == content
    pdf = pypdfium2.PdfDocument(content)
    assert [round(side / 72 * 25.4) for side in pdf[0].get_size()] == [210, 297]
    text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pdf))
    assert all(re.sub(r"\s", "", paragraph.text) in text for paragraph in document.paragraphs())
    assert "—1—" in text


def test_a_machine_without_chinese_fonts_is_told_which_to_install(document, monkeypatch):
    monkeypatch.setattr(layout, "BODY", layout.Face("仿宋_GB2312", 16, ("No Such Font",)))
    with pytest.raises(NoChineseFontError, match="No Such Font"):
        to_pdf(document)
