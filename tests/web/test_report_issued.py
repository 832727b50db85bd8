"""What was issued can be told from anything else, and a later correction finds every sentence that it touches."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.entering import Entry, correct, enter
from taizhang.web.ledger.models import Observation, Release, Source
from taizhang.web.ledger.releases import seal_release
from taizhang.web.refusals import NotAccepted, Refused
from taizhang.web.reports import erratum
from taizhang.web.reports.body import PARAGRAPH
from taizhang.web.reports.closing import finish
from taizhang.web.reports.drafting import document_of, draft
from taizhang.web.reports.editing import retitle
from taizhang.web.reports.erratum import draft_erratum, outdated
from taizhang.web.reports.issuing import issue, sealed_files
from taizhang.web.reports.models import Report
from taizhang.web.reports.numbers import put_in
from taizhang.web.reports.touching import touched_by
from taizhang.web.reports.verifying import Verdict, verify
from taizhang.web.reports.versions import current
from taizhang.web.reports.what_if import WhatIf
from web.conftest import H1, browser
from web.one_report import bureau, drafted, folder, home, report, word  # noqa: F401
from web.test_reports import kinds

# ruff: noqa: F811


def edited(data: bytes, old: str, new: str) -> bytes:
    """A Word file saved again by hand, one word in it changed."""
    made = docx.Document(BytesIO(data))
    for paragraph in made.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def out(drafted):
    """The draft, closed and issued once for all tests here."""
    bureau, report = drafted
    return issue(finish(report, by=bureau.writer), by=bureau.head)


@pytest.fixture
def issued(out, bureau) -> Report:
    return Report.objects.get(pk=out.pk)


@pytest.fixture
def hardship(issued) -> Observation:
    return Observation.objects.get(indicator="student_aid.hardship")


# --- telling the issued file -------------------------------------------------------------------------------


def test_the_issued_files_are_known_whatever_they_are_called(issued):
    for kind, data in kinds(issued).items():
        verified = verify(data, f"别名.{kind}")
        assert (verified.verdict, verified.seal) == (Verdict.ISSUED, issued.seal)


def test_a_file_saved_again_has_the_same_text(issued):
    again = edited(kinds(issued)["docx"], "46人", "46人")
    assert again != kinds(issued)["docx"]
    assert verify(again, "另存.docx").verdict == Verdict.SAME_TEXT


def test_a_changed_file_is_told_sentence_by_sentence_and_figure_by_figure(issued):
    verified = verify(edited(kinds(issued)["docx"], "46人", "64人"), "改过.docx")
    assert (verified.verdict, verified.seal) == (Verdict.DIFFERS, issued.seal)
    assert {figures for change in verified.changes for figures in change.figures} == {("46人", "64人")}
    assert all("46人" in change.old and "64人" in change.new for change in verified.changes)


def issued_again(bureau, issued, title=None) -> Report:
    second = draft(issued.release, by=bureau.writer)
    if title:
        retitle(second, title, by=bureau.writer)
    return issue(finish(second, by=bureau.writer), by=bureau.head, again=True)


def test_a_file_is_held_against_the_report_whose_seal_it_carries_whatever_number_it_begins_with(bureau, issued):
    second = issued_again(bureau, issued, "青汀市教育局半年工作报告")
    for one, other in ((issued, second), (second, issued)):
        citing = edited(kinds(one)["docx"], "教育系统围绕", f"根据{other.seal.document_number}，教育系统围绕")
        assert verify(citing, "引文.docx").seal == one.seal


def test_of_two_reports_alike_word_for_word_the_number_tells_which_one_a_file_is(bureau, issued):
    for one in (issued, issued_again(bureau, issued)):
        assert verify(word(f"{one.seal.document_number}，印记{one.seal.body[:12]}"), "抄件.docx").seal == one.seal


def test_a_file_without_a_seal_is_held_against_the_report_whose_number_comes_first(bureau, issued):
    second = issued_again(bureau, issued)
    numbers = [one.seal.document_number for one in (issued, second)]
    assert verify(word("，更正".join(numbers)), "先一.docx").seal == issued.seal
    assert verify(word("，更正".join(reversed(numbers))), "先二.docx").seal == second.seal


def test_a_file_like_nothing_that_was_issued_is_unknown(issued):
    assert verify(word("与本局无关的一段文字。"), "其他.docx").verdict == Verdict.UNKNOWN


def test_everybody_who_is_logged_in_verifies_on_a_page_and_reads_only_what_they_may(bureau, issued):
    def ask(person, name, data):
        return browser(person).post(reverse("reports:verify"), {"file": SimpleUploadedFile(name, data)})

    data = kinds(issued)["docx"]
    page = ask(bureau.clerk, "报告.docx", data).text
    assert "是印发的那一份" in page
    assert issued.seal.document_number in page
    assert reverse("reports:detail", args=[issued.pk]) not in page
    assert reverse("reports:detail", args=[issued.pk]) in ask(bureau.head, "报告.docx", data).text
    changed = edited(data, "46人", "64人")
    assert "64人" in ask(bureau.head, "报告.docx", changed).text
    page = ask(bureau.clerk, "报告.docx", changed).text
    assert "与印发的不一致" in page
    assert "没有查看这份报告的权限" in page
    assert "46人" not in ask(bureau.clerk, "号.docx", word(issued.seal.document_number)).text
    assert ask(bureau.clerk, "坏.docx", b"PK\x03\x04").status_code == 422


def test_a_file_that_cannot_be_read_is_refused(issued):
    with pytest.raises(NotAccepted):
        verify(b"\x89PNG\r\n", "图.png")


# --- before a correction ------------------------------------------------------------------------------------


def test_a_proposed_correction_shows_totals_and_sentences_of_drafts_and_issued_reports(bureau, issued, hardship):
    second = draft(issued.release, by=bureau.writer)
    preview = touched_by(WhatIf(hardship, Decimal(47)))
    assert [(total.org, total.before, total.after) for total in preview.totals] == [
        ("松溪小学", "46人", "47人"), ("临浦区教育局", "46人", "47人"), ("青汀市教育局", "46人", "47人"),
    ]
    assert {one.report for one in preview.sentences} == {issued, second}
    first = next(one for one in preview.sentences if one.report == issued)
    assert first.before.startswith("认定家庭经济困难学生46人")
    assert first.after.startswith("认定家庭经济困难学生47人")
    assert first.figures == (("46人", "47人"),)


def test_the_same_value_and_a_value_nobody_prints_change_nothing(bureau, issued, hardship):
    assert touched_by(WhatIf(hardship, Decimal(46))).sentences == ()
    fund = Observation.objects.get(indicator="student_aid.fund")
    preview = touched_by(WhatIf(fund, Decimal("12500.001")))
    assert preview.sentences == ()


def test_the_preview_stands_on_a_page_for_who_may_see_the_value(bureau, issued, hardship):
    url = reverse("reports:correction", args=[hardship.pk])
    page = browser(bureau.officer).get(url, {"value": "47"}).text
    assert "47人" in page
    assert issued.title in page
    assert browser(bureau.officer).get(url, {"value": "四十七"}).status_code == 422
    assert browser(bureau.clerk).get(url, {"value": "47"}).text.count(issued.title) == 0


def test_totals_are_told_where_no_report_was_written_yet(bureau, issued):
    earlier = bureau.observe("student_aid.fund", "900", bureau.other)
    preview = touched_by(WhatIf(earlier, Decimal(1000)))
    assert [(total.org, total.after) for total in preview.totals if "柳湾" in total.org] == [("柳湾小学", "1000元")]


# --- after a correction -------------------------------------------------------------------------------------


def test_a_late_correction_leads_to_a_numbered_erratum_that_is_issued_too(bureau, issued, hardship):
    assert outdated(issued) == []
    with pytest.raises(Refused, match="没有要更正"):
        draft_erratum(issued, by=bureau.writer)
    correct(hardship, value=Decimal(47), reason="重复计数已剔除", by=bureau.officer)
    before, after = ({one.before for one in outdated(issued)}, {one.after for one in outdated(issued)})
    assert any("46人" in one for one in before)
    assert any("47人" in one for one in after)
    made = draft_erratum(issued, by=bureau.writer)
    assert (made.number, made.corrects, made.release.name) == (1, issued, "2026H1-2")
    text = "\n".join(paragraph.text for paragraph in document_of(made).paragraphs())
    assert issued.seal.document_number in text
    assert "重复计数已剔除" in text
    assert "原文为“认定家庭经济困难学生46人" in text
    assert "《主要指标完成情况表》中“家庭经济困难学生”一行，“本期”一栏由“46”更正为“47”" in text
    assert "更正为“认定家庭经济困难学生47人" in text
    assert document_of(made).unproven == []
    assert draft_erratum(issued, by=bureau.writer) == made
    sealed = issue(finish(made, by=bureau.writer), by=bureau.head)
    assert sealed.seal.number == issued.seal.number + 1
    assert outdated(issued) == []


def test_what_is_outdated_takes_as_many_queries_for_one_correction_as_for_many(bureau, issued, hardship):
    fund = Observation.objects.in_force().get(indicator="student_aid.fund")
    asked = []
    for observation, value in ((hardship, 47), (fund, 12600)):
        correct(observation, value=Decimal(value), reason="核对", by=bureau.officer)
        assert outdated(issued), "what is kept of the report is read now"
        with CaptureQueriesContext(connection) as queries:
            outdated(issued)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def reasons_in(made: Report) -> str:
    """What the erratum says of why it was written."""
    return document_of(made).opening[0].text.partition("印发后经核实，")[2].partition("。")[0]


def test_an_erratum_gives_the_reasons_of_what_changed_its_figures_and_of_nothing_else(bureau, issued, hardship):
    fund = Observation.objects.get(indicator="student_aid.fund")
    elsewhere = bureau.observe("student_aid.recipients", "5", bureau.far, stage="primary")
    correct(hardship, value=Decimal(47), reason="漏报一人", by=bureau.officer)
    correct(fund, value=Decimal("12500.001"), reason="张三的补助少记一厘", by=bureau.officer)
    correct(elsewhere, value=Decimal(6), reason="李四重复登记", by=bureau.officer)
    assert reasons_in(draft_erratum(issued, by=bureau.writer)) == "漏报一人"


def test_an_erratum_tells_nothing_of_why_a_count_of_confidential_cases_was_corrected(
    bureau, issued, settings, registers_folder
):
    settings.TAIZHANG_CATALOGUES = [*settings.TAIZHANG_CATALOGUES, registers_folder]
    _few, many = (bureau.observe("student_aid.breaches", value, unit, stage="primary")
                  for value, unit in (("4", bureau.school), ("9", bureau.other)))
    second = draft(seal_release(H1, catalogue=catalogue(), by=bureau.writer), by=bureau.writer)
    key = next(block.key for block in current(second)[1].blocks if block.kind == PARAGRAPH)
    put_in(second, key, '["student_aid.breaches", "C", "2026H1", {}, ""]', by=bureau.writer)
    out = issue(finish(second, by=bureau.writer), by=bureau.head, again=True)
    correct(many, value=Decimal(8), reason="张三的线索查否", by=bureau.officer)
    made = draft_erratum(out, by=bureau.writer)
    assert "12件" in document_of(made).opening[1].text
    assert "印发后，有关数据经核实作了更正。" in document_of(made).opening[0].text
    of_cases = next(run.anchor for run in document_of(made).figures() if run.result.code == "student_aid.breaches"
                    and run.result.value == 12)  # fmt: skip
    behind = browser(bureau.officer).get(reverse("reports:figure", args=[made.pk, of_cases])).text
    listed = browser(bureau.head).get(reverse("reports:outdated", args=[out.pk])).text
    for page in (behind, listed):
        assert "柳湾小学" in page
        assert "张三" not in page


def test_what_is_corrected_of_other_periods_is_none_of_a_reports_corrections(bureau, issued, hardship):
    source = Source(kind="cell", file="表.xlsx")
    [later] = enter([Entry(hardship.indicator, hardship.unit, Period.parse("2026H2"), Decimal(5), source)],
                    by=bureau.officer)
    correct(later, value=Decimal(6), reason="张三重复登记", by=bureau.officer)
    assert "张三" not in browser(bureau.head).get(reverse("reports:outdated", args=[issued.pk])).text
    correct(hardship, value=None, reason="整表误填", by=bureau.officer)
    assert reasons_in(draft_erratum(issued, by=bureau.writer)) == "整表误填"


def test_a_second_click_while_an_erratum_is_drafted_gives_the_same_one(bureau, issued, hardship, monkeypatch):
    correct(hardship, value=Decimal(47), reason="重复计数", by=bureau.officer)
    second = []

    def clicked_again(report):
        monkeypatch.setattr(erratum, "outdated", outdated)
        second.append(draft_erratum(report, by=bureau.writer))
        return outdated(report)

    monkeypatch.setattr(erratum, "outdated", clicked_again)
    assert draft_erratum(issued, by=bureau.writer) == second[0]
    assert issued.errata.count() == 1
    assert Release.objects.count() == 2, "the one that the report is from, and the corrected one"


def test_what_releases_hold_alike_is_worked_out_once_for_all_of_them(bureau, issued, hardship):
    corrected = correct(hardship, value=Decimal(47), reason="重复计数", by=bureau.officer)
    made = draft_erratum(issued, by=bureau.writer)
    fund = WhatIf(Observation.objects.get(indicator="student_aid.fund"), Decimal(1))
    pupils = WhatIf(corrected, Decimal(9))
    assert fund.sealed(issued.release).after is fund.sealed(made.release).after
    assert pupils.sealed(issued.release).after is not pupils.sealed(made.release).after


def test_a_second_correction_is_told_from_what_the_first_erratum_said(bureau, issued, hardship):
    once = correct(hardship, value=Decimal(47), reason="重复计数", by=bureau.officer)
    issue(finish(draft_erratum(issued, by=bureau.writer), by=bureau.writer), by=bureau.head)
    correct(once, value=Decimal(48), reason="漏报一人", by=bureau.officer)
    second = draft_erratum(issued, by=bureau.writer)
    text = "\n".join(paragraph.text for paragraph in document_of(second).paragraphs())
    assert second.number == 2
    assert "原文为“认定家庭经济困难学生47人" in text
    assert "更正为“认定家庭经济困难学生48人" in text


def test_a_corrected_report_says_by_which_erratum_and_where(bureau, issued, hardship):
    head, detail = browser(bureau.head), reverse("reports:detail", args=[issued.pk])
    assert "本报告已由" not in head.get(detail).text
    correct(hardship, value=Decimal(47), reason="重复计数", by=bureau.officer)
    made = issue(finish(draft_erratum(issued, by=bureau.writer), by=bureau.writer), by=bureau.head)
    page = head.get(detail).text
    assert f'<a href="{reverse("reports:detail", args=[made.pk])}">本报告已由{made.seal.document_number}更正' in page
    places = head.get(reverse("reports:outdated", args=[issued.pk])).text.partition("还没有更正的句子")[2]
    waiting, told = places.split(f"已由{made.seal.document_number}更正")
    assert "46人" not in waiting
    assert "46人" in told and "47人" in told


def test_an_issued_report_stays_byte_by_byte_what_it_was_after_corrections(bureau, issued, hardship):
    correct(hardship, value=Decimal(47), reason="重复计数", by=bureau.officer)
    again = sealed_files(issued, issued.seal)
    for name, data in again.items():
        kind = name.rpartition(".")[2]
        if kind != "html":
            assert data == kinds(issued)[kind]


def test_only_what_was_issued_gets_an_erratum(bureau, issued):
    with pytest.raises(Refused, match="草稿请直接修改"):
        draft_erratum(draft(issued.release, by=bureau.writer), by=bureau.writer)
