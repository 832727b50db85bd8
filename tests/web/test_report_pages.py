"""What people meet on the pages of reports: figures that open, and second persons."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.urls import reverse

from taizhang.web import stages
from taizhang.web.accounts.models import RoleKind
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import Submission
from taizhang.web.ledger.entering import Entry, correct, enter
from taizhang.web.ledger.models import AuditEvent, Observation, Release, Source
from taizhang.web.ledger.releases import folder_of, seal_release
from taizhang.web.refusals import NotAllowed, Refused
from taizhang.web.registers.models import LiveRecord
from taizhang.web.reports.commands import draft as draft_by_command
from taizhang.web.reports.drafting import document_of, draft
from taizhang.web.reports.models import Cause, Report
from taizhang.web.reports.rendering import render
from web.conftest import H1, browser
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401

# ruff: noqa: F811


@pytest.fixture
def submission(report) -> Submission:
    """What the school sent, approved."""
    return Submission.objects.get()


def figure_of(report: Report, text: str) -> str:
    """The address of the evidence of a printed figure."""
    anchor = next(one["anchor"] for one in report.document["figures"] if one["text"] == text)
    return figure_at(report, anchor)


def figure_at(report: Report, anchor: str) -> str:
    return reverse("reports:figure", args=[report.pk, anchor])


def words(docx: bytes) -> str:
    """The XML of a Word file's text; the zip around it has the time of its making in it."""
    return ZipFile(BytesIO(docx)).read("word/document.xml").decode()


# --- drafting -----------------------------------------------------------------------------------------------


def test_the_same_release_gives_the_same_text_and_files(bureau, report):
    again = draft(report.release, by=bureau.writer)
    assert again.document == report.document
    first, second = ({name.rpartition(".")[2]: data for name, data in render(one).items()} for one in (report, again))
    assert first.keys() >= {"docx", "html"}
    assert [words(first.pop("docx")), first] == [words(second.pop("docx")), second]
    assert "认定家庭经济困难学生" in words(render(report)["青汀市教育局2026年上半年工作总结和下半年工作计划.docx"])


def test_a_kept_document_is_the_one_that_was_written(bureau, report):
    document = document_of(Report.objects.get(pk=report.pk))
    assert [figure.text for figure in document.figures()] == [one["text"] for one in report.document["figures"]]
    assert document.unproven == []
    assert [task.owner for task in document.tasks] == ["学生资助管理中心"]


def test_a_release_that_was_tampered_with_gives_no_report(bureau, report):
    file = folder_of(report.release) / "observations.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole + b"x")
    with pytest.raises(Refused, match="定版"):
        draft(report.release, by=bureau.writer)
    file.write_bytes(whole)


# --- from the figure to the cell ----------------------------------------------------------------------------


def test_every_figure_of_the_text_opens(bureau, report):
    client = browser(bureau.head)
    page = client.get(reverse("reports:detail", args=[report.pk])).text
    links = set(re.findall(r'href="(/reports/\d+/figures/[^"]+)"', page))
    assert len(links) == len({one["anchor"] for one in report.document["figures"]})
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_figure_leads_to_the_cell_the_file_and_the_people(bureau, report, submission):
    client = browser(bureau.officer)
    page = client.get(figure_of(report, "46人")).text
    assert "松溪小学" in page
    cell = re.search(r'href="(/submissions/\d+/)#(cell-[^"]+)">(.+?)</a>', page)
    assert cell[1] == reverse("collection:detail", args=[submission.pk])
    assert f'id="cell-{cell[3]}"' in client.get(cell[1]).text
    file = reverse("collection:download", args=[submission.current.file_id])
    assert file in page
    assert client.get(file).content[:2] == b"PK"
    assert "clerk" in page
    assert "officer" in page


def test_a_cell_that_was_filled_in_on_a_page_is_named_without_a_sheet(bureau, report, submission):
    cell = {"kind": "cell", "cell": "资助学生（小学）", "text": "5", "submission": f"{submission.pk}.1"}
    enter([Entry("student_aid.recipients", bureau.school, H1, Decimal(5), Source(**cell), {})], by=bureau.officer)
    made = draft(seal_release(H1, catalogue=catalogue(), by=bureau.writer), by=bureau.writer)
    page = browser(bureau.officer).get(figure_of(made, "5人")).text
    assert ">资助学生（小学）</a>" in page
    assert "!资助学生" not in page


def test_the_largest_come_first_zeros_are_folded_and_counties_stand_between(bureau, report):
    for unit, value in ((bureau.other, "0"), (bureau.far, "120")):
        bureau.observe("student_aid.hardship", value, unit, stage="primary")
    made = draft(seal_release(H1, catalogue=catalogue(), by=bureau.writer), by=bureau.writer)
    page = browser(bureau.head).get(figure_of(made, "166人"), headers={"HX-Request": "true"}).text
    listed, folded = page.split('class="zeros"')
    assert listed.index("云岭小学") < listed.index("松溪小学")
    assert "柳湾小学" not in listed
    assert "柳湾小学" in folded
    assert re.findall(r"<dt>(.+?)</dt><dd[^>]*>(.+?)</dd>", listed) == [
        ("桐溪县教育局", "120人"), ("临浦区教育局", "46人")
    ]


def test_evidence_alone_goes_beside_the_text(bureau, report):
    alone = browser(bureau.head).get(figure_of(report, "46人"), headers={"HX-Request": "true"}).text
    assert "<html" not in alone
    assert "46人" in alone


def test_no_formula_says_of_a_figure_that_it_is_itself(bureau, report):
    counts = [one for one in report.document["figures"] if one["title"].endswith("应报单位数")]
    assert counts
    pages = [browser(bureau.head).get(figure_at(report, one["anchor"])).text for one in counts]
    assert not any(re.search(r'class="formula"[^>]*>(.+) ＝ \1<', page) for page in pages)
    assert all("已报" in page for page in pages), "what it was counted from is told"


def test_a_figure_is_named_in_the_language_of_the_page(bureau, report):
    alone = {"HX-Request": "true"}
    english = browser(bureau.head, "en").get(figure_of(report, "46人"), headers=alone).text
    [head] = re.findall("<h2>(.*?)</h2>", english)
    assert head.endswith(", first half of 2026")
    assert not re.search("[\u4e00-\u9fff]", head)
    assert "，2026年上半年</h2>" in browser(bureau.head).get(figure_of(report, "46人")).text


def test_the_evidence_can_be_closed_without_a_script_too(bureau, report):
    page = browser(bureau.head).get(figure_of(report, "46人")).text
    close = rf'<a class="close" href="{reverse("reports:detail", args=[report.pk])}"[^>]*aria-label="关闭"'
    assert re.search(close, page)


def test_units_that_have_not_reported_are_named(bureau, report):
    page = browser(bureau.head).get(figure_of(report, "46人")).text
    assert re.search(r"应报单位 3 · 已报 1", page)
    assert "云岭小学" in page


def test_a_later_correction_is_told(bureau, report):
    observation = Observation.objects.get(indicator="student_aid.hardship")
    correct(observation, value=Decimal(47), reason="重复计数", by=bureau.officer)
    page = browser(bureau.head).get(figure_of(report, "46人")).text
    assert "定版以后已更正为" in page
    assert "重复计数" in page


def test_who_reads_one_domain_does_not_see_into_others(bureau, report):
    outsider = bureau.person("other", "section_officer", bureau.city, domains=["preschool"])
    page = browser(outsider).get(figure_of(report, "46人")).text
    assert "松溪小学" not in page.replace("尚未报送", "")
    assert "您的角色看不到" in page


def test_reports_of_other_places_do_not_exist(bureau, report):
    for person in (bureau.clerk, bureau.reviewer):
        client = browser(person)
        assert client.get(reverse("reports:detail", args=[report.pk])).status_code == 404
        assert client.get(figure_of(report, "46人")).status_code == 404
        assert client.get(reverse("reports:download", args=[report.pk, "docx"])).status_code == 404


def test_a_period_of_which_nothing_is_known_has_no_report(bureau):
    release = seal_release(H1.next.next, catalogue=catalogue(), by=bureau.writer)
    before = Report.objects.count()
    with pytest.raises(Refused, match="没有可写的内容"):
        draft(release, by=bureau.writer)
    assert Report.objects.count() == before


def test_a_changed_catalogue_is_told(bureau, report, settings, small_catalogue):
    url = reverse("reports:detail", args=[report.pk])
    assert "指标目录有改动" not in browser(bureau.head).get(url).text
    settings.TAIZHANG_CATALOGUES = [small_catalogue]
    page = browser(bureau.head).get(url).text
    assert "指标目录有改动" in page
    assert "认定家庭经济困难学生" in page


# --- what a report is to say ---------------------------------------------------------------------------------


def test_causes_events_addressee_and_proof_are_chosen_before_a_report_is_drafted(bureau, report):
    told = {"held_on": "2026-03-05", "name": "资助政策宣传月", "field": "finance", "level": "city"}
    event = LiveRecord.objects.create(register="office_work.activity", unit=bureau.city, key="a", fields=told)
    LiveRecord.objects.create(register="office_work.activity", unit=bureau.city, key="b",
                              fields=told | {"held_on": "2025-03-05", "name": "去年的会"})  # fmt: skip
    release = seal_release(H1, catalogue=catalogue(), by=bureau.writer)
    LiveRecord.objects.filter(pk=event.pk).update(ended_on=H1.end, fields=told | {"name": "改过的名称"})
    writer = browser(bureau.writer)
    page = writer.get(reverse("reports:start", args=[release.pk])).text
    assert "资助政策宣传月" in page, "events are those that were sealed"
    assert "去年的会" not in page
    assert "改过的名称" not in page
    asked = {"release": release.pk, "addressee": "市人民政府", "with_proof": "on", "event": [event.pk],
             "cause_of": ["家庭经济困难学生", "没有的指标", ""], "cause": ["认定范围扩大", "不写", ""]}  # fmt: skip
    b"".join(writer.post(reverse("reports:write"), asked).streaming_content)
    written = document_of(Report.objects.latest("pk"))
    text = "".join(paragraph.text for paragraph in written.paragraphs())
    assert written.addressee == "市人民政府"
    assert "“资助政策宣传月”" in text
    assert "认定范围扩大。" in text
    assert "依据" in written.attachments[-1].title
    assert Cause.objects.get().text == "认定范围扩大"
    later = document_of(draft(release, by=bureau.writer))
    assert "认定范围扩大。" in "".join(paragraph.text for paragraph in later.paragraphs())
    assert browser(bureau.clerk).get(reverse("reports:start", args=[report.release_id])).status_code == 403


def test_a_special_report_without_a_domain_asks_for_one_and_keeps_the_causes(bureau, report):
    told = {"cause_of": ["家庭经济困难学生"], "cause": ["认定范围扩大"]}
    asked = {"release": report.release_id, "kind": "special", **told}
    answer = browser(bureau.writer).post(reverse("reports:write"), asked)
    assert answer.status_code == 400
    assert "至少一个领域" in answer.text
    assert Cause.objects.get().text == "认定范围扩大"


def test_who_writes_for_a_county_and_the_city_chooses_whose_report_it_is(bureau, report):
    both = bureau.person("both", "office_writer", bureau.pu)
    bureau.give(both, "office_writer", bureau.city)
    writer, start = browser(both), reverse("reports:start", args=[report.release_id])
    page = writer.get(start)
    offered = re.findall(r'<option value="(C\d*)"( selected)?>', page.text)
    assert offered == [("C", " selected"), ("C01", "")], "the highest is offered first"
    assert 'name="unit" value="C01"' in writer.get(start, {"unit": "C01"}).text
    for chosen, unit in (("", bureau.city), ("C", bureau.city), ("C01", bureau.pu)):
        asked = {"release": report.release_id, "unit": chosen, "again": "1"}
        b"".join(writer.post(reverse("reports:write"), asked).streaming_content)
        assert Report.objects.latest("pk").unit == unit
    assert writer.get(start, {"unit": "C02"}).status_code == 403
    assert "<select name=\"unit\"" not in browser(bureau.writer).get(start).text


def test_a_report_is_drafted_by_a_command_for_the_unit_that_is_named(bureau, report, home, capsys):
    asked = {"by": "writer", "kind": "summary", "domains": (), "home": home}
    assert draft_by_command(report.release.name, unit="C", **asked) == 0
    written = Report.objects.latest("pk")
    assert f"{written.pk} 《{written.title}》" in capsys.readouterr().out
    assert draft_by_command(report.release.name, unit="C01", **asked) == 2


def test_a_second_draft_of_the_same_kind_and_release_is_made_only_where_it_is_wanted(bureau, report):
    writer, asked = browser(bureau.writer), {"release": report.release_id, "addressee": "市人民政府"}
    answer = writer.post(reverse("reports:write"), asked)
    assert answer.status_code == 409
    assert "已有同一文种的草稿" in answer.text
    assert reverse("reports:editor", args=[report.pk]) in answer.text
    assert 'name="addressee" value="市人民政府"' in answer.text, "nothing has to be typed again"
    assert Report.objects.count() == 1
    brief = writer.post(reverse("reports:write"), asked | {"kind": "brief"})
    assert b"".join(brief.streaming_content), "another kind is no second draft"
    b"".join(writer.post(reverse("reports:write"), asked | {"again": "1"}).streaming_content)
    assert Report.objects.filter(kind="summary").count() == 2


@pytest.mark.parametrize("more", [{"kind": "brief"}, {"again": "1"}])
def test_two_presses_at_the_same_moment_make_one_draft_and_the_second_is_shown_the_first(bureau, report, more):
    colleague = bureau.person("colleague", "office_writer", bureau.city)
    asked = {"release": report.release_id} | more
    answers = [browser(by).post(reverse("reports:write"), asked) for by in (bureau.writer, bureau.writer, colleague)]
    first, *others = (b"".join(one.streaming_content).decode() for one in answers)  # each had begun before one ended
    made = Report.objects.exclude(pk=report.pk).get()
    address = reverse("reports:editor", args=[made.pk])
    assert (address in first, "写好了" in first) == (True, True)
    assert [(address in one, "同一份草稿刚由writer起草" in one) for one in others] == [(True, True)] * 2
    assert AuditEvent.objects.filter(action="report.write", object_id=made.pk).count() == 1


# --- writing, closing, signing ------------------------------------------------------------------------------


def test_what_is_done_while_the_page_grows_is_noted_with_the_address_it_was_asked_from(bureau, report):
    writer, asked = browser(bureau.writer), {"release": report.release_id, "again": "1"}
    b"".join(writer.post(reverse("reports:write"), asked, REMOTE_ADDR="10.1.2.3").streaming_content)
    assert AuditEvent.objects.filter(action="report.write").latest("id").address == "10.1.2.3"


def test_a_page_that_grows_is_whole_and_says_so_where_a_step_goes_wrong(bureau, report, caplog):
    def broken():
        yield stages.Stage("打开定版")
        raise ZeroDivisionError

    request = browser(bureau.writer).get(reverse("reports:list")).wsgi_request
    page = b"".join(stages.page(request, broken(), "正在起草", link=str).streaming_content).decode()
    assert "系统出错，这一步没有完成" in page
    assert page.rstrip().endswith("</html>")
    assert "ZeroDivisionError" in caplog.text


def test_a_writer_drafts_and_closes_and_the_head_issues_on_pages(bureau, report):
    writer, head = browser(bureau.writer), browser(bureau.head)
    asked = {"release": report.release_id, "again": "1"}
    drafted = b"".join(writer.post(reverse("reports:write"), asked).streaming_content).decode()
    assert re.findall(r"<li>(.*?)( ·|</li>)", drafted)[0][0] == "打开定版，计算各项指标", "progress is told"
    assert reverse("reports:editor", args=[Report.objects.latest("pk").pk]) in drafted
    assert Report.objects.count() == 2
    step = lambda name: reverse("reports:step", args=[report.pk, name])  # noqa: E731
    assert head.post(step("finish")).status_code == 403
    assert "待他人签发" in writer.post(step("finish"), follow=True).text
    assert writer.post(step("issue")).status_code == 403
    taken = head.post(step("issue"), {"number": "100000"})
    assert (taken.status_code, 'value="100000"' in taken.text, 'role="alert"' in taken.text) == (422, True, True)
    assert "已签发、编号并封存" in head.post(step("issue"), follow=True).text
    assert f"/reports/{report.pk}/issue" not in head.get(reverse("reports:detail", args=[report.pk])).text
    kept = head.get(reverse("reports:download", args=[report.pk, "docx"]))
    assert "attachment" in kept.headers["Content-Disposition"]
    assert kept.content[:2] == b"PK"


def test_the_list_of_reports_leads_to_one_page_where_a_report_is_begun(bureau, report):
    page = browser(bureau.writer).get(reverse("reports:list")).text
    assert reverse("reports:start", args=[report.release.pk]) in page
    assert reverse("reports:write") not in page
    assert "2026年上半年" in page


def test_a_period_is_sealed_on_a_page(bureau, report):
    client = browser(bureau.writer)
    told = b"".join(client.post(reverse("reports:seal"), {"period": "2026年上半年"}).streaming_content).decode()
    steps = [step for step, _rest in re.findall(r"<li>(.*?)( ·|</li>)", told)]
    assert steps == ["核对台账，写入定版", "计算各项指标", "已定版：2026H1-2。"]
    sealed = Release.objects.get(name="2026H1-2")
    assert any(sealed.digest[:16] in path.name for path in (Path(settings.TAIZHANG_HOME) / "computed").iterdir())
    assert 'class="message error"' in client.post(reverse("reports:seal"), {"period": "某天"}, follow=True).text
    assert Release.objects.count() == 2


def test_a_countys_writer_seals_nothing_for_the_whole_bureau(bureau, report):
    local = bureau.person("local", RoleKind.OFFICE_WRITER, bureau.pu)
    client = browser(local)
    assert reverse("reports:seal") not in client.get(reverse("reports:list")).text
    answer = client.post(reverse("reports:seal"), {"period": "2026年上半年"})
    told = b"".join(answer).decode()
    assert "无权" in told
    assert bureau.city.name in told
    with pytest.raises(NotAllowed):
        seal_release(H1, catalogue=catalogue(), by=local)
    assert Release.objects.count() == 1
    assert browser(bureau.head).post(reverse("reports:seal"), {"period": "2026H1"}).status_code == 403


def test_buttons_are_only_what_one_may_do_now(bureau, report):
    url = reverse("reports:detail", args=[report.pk])
    assert reverse("reports:step", args=[report.pk, "finish"]) in browser(bureau.writer).get(url).text
    assert reverse("reports:step", args=[report.pk, "finish"]) not in browser(bureau.head).get(url).text


def test_a_clerk_cannot_draft(bureau, report):
    assert browser(bureau.clerk).post(reverse("reports:write"), {"release": report.release_id}).status_code == 403


# --- the first page -----------------------------------------------------------------------------------------


def test_the_head_sees_problems_and_plans_and_what_waits_to_be_signed(bureau, report):
    browser(bureau.writer).post(reverse("reports:step", args=[report.pk, "finish"]))
    page = browser(bureau.head).get("/").text
    assert "人数较多" in page
    assert figure_of(report, "46人") in page
    assert reverse("reports:detail", args=[report.pk]) in page
    assert "人数较多" not in browser(bureau.clerk).get("/").text


def test_the_first_page_calls_each_report_by_its_title(bureau, report):
    brief = draft(report.release, by=bureau.writer, kind="brief")
    page = browser(bureau.writer).get(reverse("home")).text
    for one in (brief, report):
        assert f'<a href="{reverse("reports:detail", args=[one.pk])}">{one.title}</a>' in page
    assert brief.title != report.title


def test_who_reads_no_reports_is_not_told_that_they_name_no_problem(bureau, report):
    page = browser(bureau.admin).get(reverse("home")).text
    assert "最近的报告没有指出问题" not in page
    assert "您的角色看不到报告" in page
