"""One entry writes every kind of report: summaries of any period, special reports, and the head's one page."""

from datetime import date

import pypdfium2
import pytest

from taizhang.analysis.analysis import Analysis
from taizhang.catalogue.model import Title
from taizhang.supervision.model import State, TaskFacts
from taizhang.supervision.standing import Light, Standing
from taizhang.writing.kinds import KINDS
from taizhang.writing.pieces import Text
from taizhang.writing.report import write_report
from taizhang.writing.tasks import Tracked
from taizhang.writing.to_docx import to_docx
from taizhang.writing.to_html import to_html
from taizhang.writing.to_pdf import to_pdf

TITLES = {
    "2026Q2": ("云川市教育局2026年第二季度工作总结和第三季度工作计划", "第二季度工作开展情况", "第三季度工作计划"),
    "2026H1": ("云川市教育局2026年上半年工作总结和下半年工作计划", "上半年工作开展情况", "下半年工作计划"),
    "2025H2": ("云川市教育局2025年下半年工作总结和2026年上半年工作计划", "下半年工作开展情况", "2026年上半年工作计划"),
    "2026": ("云川市教育局2026年工作总结和2027年工作计划", "2026年工作开展情况", "2027年工作计划"),
}


@pytest.mark.parametrize("period", TITLES)
def test_a_summary_is_called_by_its_period(analysis, period):
    document = write_report(Analysis(analysis.release, analysis.catalogue, period))
    title, done, following = TITLES[period]
    assert document.title == title
    titles = [section.title for section in document.sections]
    assert set(titles) <= {done, "存在的主要问题", following}


@pytest.mark.parametrize("period", ["2026H1", "2026", "2025"])
def test_figures_are_dated_by_what_was_reported_not_by_the_end_of_the_year(analysis, period):
    assert "截至6月30日" in write_report(Analysis(analysis.release, analysis.catalogue, period)).opening[1].text


def test_a_special_report_keeps_to_its_domain_and_shows_the_units(analysis):
    document = write_report(analysis, kind="special", domains=["aid"])
    assert document.title == "云川市教育局关于2026年上半年学生资助工作情况的专报"
    assert [section.title for section in document.sections] == [
        "工作开展情况", "各单位情况", "存在的主要问题", "下一步工作安排"]
    (table,) = document.sections[1].tables
    assert [row[0].text for row in table.rows] == ["清溪区", "南塘县"]
    assert all(paragraph.lead == "" for paragraph in document.paragraphs())       # one domain needs no headings


def test_the_brief_has_the_figures_that_matter_and_what_to_ask_on_one_page(analysis):
    document = write_report(analysis, kind="brief")
    assert [section.title for section in document.sections] == ["主要数字", "滞后和未达标事项", "需要过问的事"]
    cells = [cell.text for row in document.sections[0].tables[0].rows for cell in row]
    assert {"资助学生", "1960人", "增长14.6%", "足额发放率"} <= set(cells)
    assert "足额发放率99.8%，距标准差0.2个百分点。" in [paragraph.text for paragraph in document.paragraphs()]
    assert document.tasks == ()                     # it promises nothing that the report does not
    assert len(pypdfium2.PdfDocument(to_pdf(document))) == 1


def test_the_brief_names_the_worst_counts_the_rest_and_asks_each_owner_once(analysis):
    day, owners = date(2026, 6, 30), ("清溪区教育局", "南塘县教育局") * 4
    late = [Tracked(TaskFacts(title=f"改造第{name}食堂", owner=owner, assigned_on=date(2026, 1, 5), due=day,
                              state=State.ACTIVE),
                    Standing(light=Light.RED, rule="", why=Title("", ""), on=day, days_left=-days))
            for days, (name, owner) in enumerate(zip("一二三四五六七", owners, strict=False), 1)]
    document = write_report(analysis, kind="brief", tasks=late)
    _figures, slow, ask = document.sections
    assert slow.paragraphs[0].text == "改造第七食堂，逾期7天（清溪区）。"
    assert slow.paragraphs[-1].text == "另有2项滞后，见督办台账。"
    assert [one.text for one in ask.paragraphs][:2] == [
        "问清溪区：改造第七食堂何时办结？", "问南塘县：改造第六食堂何时办结？"]
    assert sum("问清溪区" in one.text for one in ask.paragraphs) == 1
    assert len(pypdfium2.PdfDocument(to_pdf(document))) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_proven_and_comes_as_word_pdf_and_page(analysis, kind):
    document = write_report(analysis, kind=kind, final=True)
    assert document.unproven == []
    for made in (to_docx(document), to_pdf(document), to_html(document, analysis.catalogue)):
        assert made


@pytest.mark.parametrize("made", [to_docx, to_pdf])
def test_the_same_document_gives_the_same_bytes(analysis, made):
    document = write_report(analysis, on=date(2026, 7, 6))
    assert made(document) == made(document)


def test_an_unknown_kind_or_domain_is_refused(analysis):
    for wrong in ({"kind": "poem"}, {"domains": ["weather"]}, {"unit": "nowhere"}):
        with pytest.raises(KeyError):
            write_report(analysis, **wrong)


def test_the_proof_lists_formula_units_cell_and_people(analysis):
    document = write_report(analysis, with_proof=True)
    proof = document.attachments[-1]
    assert proof.title == "数字依据一览表"
    rows = {row[1].text: [run.text for run in row if isinstance(run, Text)][1:] for row in proof.rows}
    assert rows["1960人"] == ["资助学生", "5／5", "a1.xlsx 资助报表!C3", "王敏、赵立"]
    assert rows["0.6万元"][0] == "应发资助金 − 发放资助金"
