"""Where tasks come from and where their figures go: sheets, papers, reports, the ledger, notices, calendars."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from taizhang.catalogue import SHIPPED
from taizhang.periods import Period
from taizhang.web.accounts.actions import disable, make_key
from taizhang.web.accounts.models import RoleKind
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.entering import Entry, correct, enter
from taizhang.web.ledger.models import Observation, Source
from taizhang.web.ledger.releases import seal_release
from taizhang.web.papers.receiving import upload
from taizhang.web.papers.review import reject
from taizhang.web.refusals import NotAccepted, NotAllowed, Refused
from taizhang.web.registers.models import LiveRecord
from taizhang.web.reports.models import Report
from taizhang.web.supervision import actions, carrying, lights, queries, sheets, taking
from taizhang.web.supervision.commands import remind
from taizhang.web.supervision.measuring import measure
from taizhang.web.supervision.models import Measurement, Plan, Task, TaskState
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.reporting import ask_extension, decide_extension, report
from web.conftest import browser
from web.test_supervision import H2, again, give, in_days, plan, task  # noqa: F401
from web.test_supervision_pages import a_file, post

NEXT = H2.next
PAPER = """青汀市教育局2026年上半年工作总结和下半年工作计划
一、上半年工作开展情况
共资助家庭经济困难学生300人。
二、下半年工作计划
年底前资助学生450人，由学生资助管理中心负责。
12月底前改造农村学校厕所32所，由临浦区教育局负责。
""".encode()


# --- a sheet ------------------------------------------------------------------------------------------------------


def filled(data: bytes, *rows: dict[str, object]) -> bytes:
    """The workbook with rows written below those that it has."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "责任单位" for cell in row))
    at = {cell.value: cell.column for cell in heads}
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, at["责任单位"]).value)
    for down, row in enumerate(rows, last + 1):
        for head, value in row.items():
            sheet.cell(down, at[head], value)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ROWS = (
    {"任务名称": "建成2所幼儿园", "任务内容": "新建幼儿园2所并投入使用", "责任单位": "临浦区",
     "完成时限": date(2026, 12, 31), "阶段节点": "2026-11-30 完成招标", "当前进展": "1所已封顶", "完成率（%）": 40},
    {"任务名称": "资助不漏一人", "任务内容": "逐校核对", "责任单位": "学生资助管理中心",
     "配合单位": "临浦区教育局、桐溪县", "完成时限": "2026-12-20"},
)  # fmt: skip


def test_a_sheet_is_shown_before_its_tasks_are_given_and_taken_once(bureau, plan):  # noqa: F811
    client = browser(bureau.supervisor)
    data = filled(client.get(reverse("supervision:sheet", args=[plan.pk])).content, *ROWS)
    shown = client.post(
        reverse("supervision:take_sheet", args=[plan.pk]), {"file": SimpleUploadedFile("台账.xlsx", data)}
    )
    assert "建成2所幼儿园" in shown.text
    assert not Task.objects.exists()
    [kept] = re.findall(r'name="kept" value="([^"]+)"', shown.text)
    post(client, "take_sheet", plan.pk, kept=kept)
    first, second = Task.objects.order_by("number")
    assert (first.owner, second.owner) == (bureau.pu, bureau.aid)
    assert set(second.co_owners.all()) == {bureau.pu, bureau.xi}
    assert second.domain == "student_aid"
    assert [(one.title, one.due) for one in first.milestones.all()] == [("完成招标", date(2026, 11, 30))]
    assert first.entries.get().share == 40
    assert post(client, "take_sheet", plan.pk, kept=kept).status_code == 422
    assert Task.objects.count() == 2
    again = client.post(
        reverse("supervision:take_sheet", args=[plan.pk]), {"file": SimpleUploadedFile("又一次.xlsx", data)}
    )
    assert "这份表格已经列入《" in again.text
    assert 'name="kept"' not in again.text


def test_a_plan_that_was_handed_out_and_comes_back_adds_only_its_new_rows(bureau, plan):  # noqa: F811
    sheets.take_sheet(plan, filled(sheets.sheet_of(plan), *ROWS), by=bureau.supervisor)
    first = Task.objects.get(number=1)
    take_step(first, "sign", by=bureau.reviewer)
    asked = ask_extension(again(first), to=date(2027, 3, 31), reason="冬季不能施工", by=bureau.reviewer)
    decide_extension(asked, granted=True, by=bureau.supervisor)
    out = sheets.sheet_of(plan)
    client, address = browser(bureau.supervisor), reverse("supervision:take_sheet", args=[plan.pk])
    shown = client.post(address, {"file": SimpleUploadedFile("台账.xlsx", out)})
    assert "表中的事项本计划都已列入" in shown.text
    assert "建成2所幼儿园”是本计划第 1 项" in shown.text
    assert 'name="kept"' not in shown.text

    more = filled(out, {"任务名称": "培训教师", "责任单位": "临浦区", "完成时限": "2026-12-20"})
    assert [one.title for one in sheets.read_sheet(plan, more, "台账.xlsx").tasks] == ["培训教师"]
    sheets.take_sheet(plan, more, by=bureau.supervisor)
    assert list(plan.tasks.order_by("number").values_list("title", flat=True)) == [
        "建成2所幼儿园", "资助不漏一人", "培训教师"]  # fmt: skip


def test_a_sheet_with_a_wrong_cell_gives_nothing_and_says_which(bureau, plan):  # noqa: F811
    wrong = {**ROWS[1], "责任单位": "学生资助中心", "完成时限": "明年的某一天吧"}
    data = filled(sheets.sheet_of(plan), ROWS[0], wrong)
    shown = browser(bureau.supervisor).post(
        reverse("supervision:take_sheet", args=[plan.pk]), {"file": SimpleUploadedFile("台账.xlsx", data)}
    )
    assert shown.status_code == 422
    assert "学生资助管理中心" in shown.text, "the name that was meant"
    assert len(re.findall(r'<tr class="finding error"><td class="place">', shown.text)) == 2
    assert 'name="kept"' not in shown.text
    with pytest.raises(NotAccepted):
        sheets.take_sheet(plan, data, by=bureau.supervisor)
    assert not Task.objects.exists()


@pytest.mark.parametrize(("wrong", "code"), [
    ({"责任单位": "/"}, "value-required-text"),
    ({"责任单位": "、"}, "value-required-text"),
    ({"任务名称": "无", "任务内容": "—"}, "value-required-text"),
    ({"目标值": 450, "计量单位": "所", "指标代码": "student_aid.recipients"}, "task-target-unit"),
    ({"目标值": 450, "计量单位": "人次", "指标代码": "student_aid.nobody"}, "task-unknown-indicator"),
    ({"量化指标": "资助450人次", "指标代码": "student_aid.nobody"}, "task-unknown-indicator"),
    ({"完成时限": "2020-12-31"}, "task-due-before-assigned"),
    ({"完成时限": "2026-06-30", "交办日期": "2026-09-30"}, "ledger-due-before"),
])  # fmt: skip
def test_what_would_be_refused_later_is_told_at_its_cell_before(bureau, plan, wrong, code):  # noqa: F811
    data = filled(sheets.sheet_of(plan), ROWS[0], ROWS[1] | wrong)
    [found] = [one for one in sheets.read_sheet(plan, data, "台账.xlsx").findings if one.severity == "error"]
    assert found.code == code
    assert "!" in found.place
    assert found.place.endswith(str(_row_of(data, ROWS[0]) + 1))
    with pytest.raises(NotAccepted):
        sheets.take_sheet(plan, data, by=bureau.supervisor)
    assert not Task.objects.exists()


def test_a_sheet_without_owners_is_told_so(bureau, plan):  # noqa: F811
    data = filled(sheets.sheet_of(plan), ROWS[0])
    book = openpyxl.load_workbook(BytesIO(data))
    [head] = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "责任单位"]
    head.value = "谁"
    buffer = BytesIO()
    book.save(buffer)
    found = sheets.read_sheet(plan, buffer.getvalue(), "台账.xlsx").findings
    assert [one.code for one in found if one.severity == "error"] == ["ledger-column-missing"]


def _row_of(data: bytes, told: dict[str, object]) -> int:
    cells = (cell for row in openpyxl.load_workbook(BytesIO(data)).worksheets[0].iter_rows() for cell in row)
    return next(cell.row for cell in cells if cell.value == told["任务名称"])


def test_nobody_confirms_a_sheet_that_somebody_else_was_shown(bureau, plan):  # noqa: F811
    data = filled(sheets.sheet_of(plan), ROWS[0])
    shown = browser(bureau.supervisor).post(
        reverse("supervision:take_sheet", args=[plan.pk]), {"file": SimpleUploadedFile("台账.xlsx", data)}
    )
    [kept] = re.findall(r'name="kept" value="([^"]+)"', shown.text)
    other = browser(bureau.person("other", RoleKind.SUPERVISOR, bureau.city))
    assert post(other, "take_sheet", plan.pk, kept=kept).status_code == 422
    assert post(browser(bureau.supervisor), "take_sheet", plan.pk, kept=f"x{kept}").status_code == 422
    assert not Task.objects.exists()


# --- a paper ------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(bureau):
    return upload(PAPER, "上半年总结.txt", unit=bureau.city, by=bureau.supervisor)


def test_promises_of_a_paper_are_looked_over_and_given_one_by_one(bureau, plan, paper):  # noqa: F811
    client = browser(bureau.supervisor)
    page = client.get(reverse("supervision:offers", args=[plan.pk, paper.pk]))
    assert "改造农村学校厕所32所" in page.text
    links = re.findall(rf'href="(/supervision/plans/{plan.pk}/papers/{paper.pk}/[^"]+)"', page.text)
    assert len(links) == 2
    form = client.get(links[1]).context["form"]
    assert form.initial["owner"] == bureau.pu.pk
    assert form.initial["due"] == date(2026, 12, 31)
    said = {name: value for name, value in form.initial.items() if value not in (None, "", [], ())}
    page = client.post(links[1], said | {"title": "改造厕所32所", "due": "2026-12-20"}, follow=True)
    made = Task.objects.get()
    assert (made.title, made.owner, made.due) == ("改造厕所32所", bureau.pu, date(2026, 12, 20))
    assert "改造农村学校厕所32所" in made.source_text
    assert "已列入" in page.text
    assert client.get(links[1]).status_code == 404, "what is a task already is not offered again"


def test_a_sum_is_offered_in_the_unit_in_which_the_promise_prints_it(bureau, plan):  # noqa: F811
    told = PAPER.decode().replace("年底前资助学生450人", "年底前发放资助金3200万元").encode()
    paper = upload(told, "总结.txt", unit=bureau.city, by=bureau.supervisor)
    client = browser(bureau.supervisor)
    offers = client.get(reverse("supervision:offers", args=[plan.pk, paper.pk])).text
    [link, _] = re.findall(rf'href="(/supervision/plans/{plan.pk}/papers/{paper.pk}/[^"]+)"', offers)
    form = client.get(link).context["form"]
    assert (form.initial["target_value"], form.initial["target_unit"]) == (3200, "万元")
    said = {name: value for name, value in form.initial.items() if value not in (None, "", [], ())}
    client.post(link, said)
    made = Task.objects.get()
    assert (made.target_value, made.target_unit) == (3200, "万元")
    assert "3200万元" in client.get(reverse("supervision:task", args=[made.pk])).text


def test_a_figure_that_was_rejected_in_a_paper_is_no_target_of_a_task(bureau, plan, paper):  # noqa: F811
    offers = taking.offered(plan, paper)
    [toilets] = [one for one in offers if "厕所32所" in one.proposal.task.sentence]
    assert [one.quote for one in toilets.promise.targets] == ["32所"]
    assert toilets.promise.sentence in paper.reading["text"].replace("\n", "")
    reject(paper.figures.get(quote="32所"), by=bureau.writer, reason="应为23所")
    [toilets] = [one for one in taking.offered(plan, paper) if "厕所32所" in one.proposal.task.sentence]
    assert toilets.promise.targets == ()
    assert toilets.proposal.task.target is None


# --- a report, and what is carried over ------------------------------------------------------------------------------


@pytest.fixture
def issued(bureau):
    """A report that promises two things, one of them bound to a figure."""
    bureau.observe("student_aid.hardship", "46", stage="primary")
    release = seal_release(Period.parse("2026H1"), catalogue=catalogue(), by=bureau.writer)
    promised = [
        {"domain": "student_aid", "text": "逐人落实46人的资助，做到不漏一人。", "owner": "学生资助管理中心",
         "target": {"student_aid.recipients": "46"}, "due": "2026-12-31"},
        {"domain": "student_aid", "text": "规范资金管理。", "owner": "没有的科室", "target": {}, "due": "2026-12-31"},
    ]  # fmt: skip
    return Report.objects.create(
        unit=bureau.city, period="2026H1", kind="both", release=release, catalogue="x", drafted_by=bureau.writer,
        written_by=bureau.writer, document={"title": "上半年工作总结", "tasks": promised}, state=Report.State.ISSUED,
    )  # fmt: skip


def test_what_an_issued_report_plans_becomes_tasks_of_the_next_period_once(bureau, issued):
    made = carrying.tasks_from_report(issued, by=bureau.head)
    assert (made.period, made.source, made.document) == ("2026H2", "report", "上半年工作总结")
    bound, loose = made.tasks.order_by("number")
    assert (bound.owner, bound.target_indicator, bound.target_value) == (
        bureau.aid, "student_aid.recipients", Decimal(46))  # fmt: skip
    assert bound.target_at == bureau.city
    assert loose.owner == bureau.city, "an owner that is not there leaves it with the bureau"
    assert carrying.tasks_from_report(issued, by=bureau.head) == made
    assert Task.objects.count() == 2
    with pytest.raises(NotAllowed):
        carrying.tasks_from_report(issued, by=bureau.writer)


def test_a_promise_that_goes_on_with_a_task_takes_it_along(bureau, plan, issued):  # noqa: F811
    same = give(bureau, plan, "改造食堂12个", due=in_days(-3), milestones=(("验收", in_days(2)),))
    merged = give(bureau, plan, "资助学生40名")
    closed = give(bureau, plan, "停了")
    take_step(closed, "suspend", note="不做了", by=bureau.supervisor)
    bound, loose = issued.document["tasks"]
    issued.document["tasks"] = [
        bound | {"goes_on": [str(merged.pk)]}, loose | {"goes_on": [str(same.pk)]},
        loose | {"goes_on": [str(closed.pk)]},
    ]  # fmt: skip
    issued.save()
    made = carrying.tasks_from_report(issued, by=bureau.head)
    aimed, carried = made.tasks.order_by("number")
    assert (aimed.carried_from, aimed.target_value) == (merged, Decimal(46))
    assert (carried.title, carried.carried_from, carried.milestones.get().title) == ("改造食堂12个", same, "验收")
    assert [again(one).state for one in (same, merged, closed)] == [TaskState.SUSPENDED] * 3
    assert again(same).events.last().note == f"结转至《{made.title}》"


def test_a_second_report_of_a_period_makes_no_plan_where_the_first_took_every_task_along(bureau, plan, issued):  # noqa: F811
    begun = give(bureau, plan, "改造食堂12个", due=in_days(-3))
    new, loose = issued.document["tasks"]
    issued.document["tasks"] = [new, loose | {"text": "继续改造食堂。", "goes_on": [str(begun.pk)]}]
    issued.save()
    made = carrying.tasks_from_report(issued, by=bureau.head)
    second = Report.objects.get(pk=issued.pk)
    second.pk = None
    second.save()
    assert carrying.tasks_from_report(second, by=bureau.head) is None
    assert set(Plan.objects.all()) == {plan, made}
    assert made.tasks.count() == 2


def test_a_report_without_promises_makes_no_plan(bureau, issued):
    issued.document = {"tasks": []}
    issued.save()
    assert carrying.tasks_from_report(issued, by=bureau.head) is None
    assert not Plan.objects.exists()


def test_what_is_not_finished_is_carried_into_the_next_plan(bureau, plan):  # noqa: F811
    late = give(bureau, plan, "没做完", due=in_days(-3), milestones=(("验收", in_days(2)),))
    closed = give(bureau, plan, "停了")
    take_step(closed, "suspend", note="不做了", by=bureau.supervisor)
    after = actions.make_plan(period=NEXT, unit=bureau.city, title="来年计划", by=bureau.supervisor)
    client = browser(bureau.supervisor)
    assert "结转上期未办结" in client.get(reverse("supervision:plan", args=[after.pk])).text
    page = client.get(reverse("supervision:carry", args=[after.pk, plan.pk])).text
    assert "没做完" in page
    assert "停了" not in page
    post(client, "carry", after.pk, plan.pk, task=[late.pk, closed.pk])
    new = after.tasks.get()
    assert (new.title, new.carried_from, new.due) == ("没做完", late, NEXT.end)
    assert again(late).state == TaskState.SUSPENDED
    assert [one.title for one in new.milestones.all()] == ["验收"]
    with pytest.raises(Refused, match="结转"):
        take_step(late, "reopen", note="再办", by=bureau.supervisor)


# --- the ledger ---------------------------------------------------------------------------------------------------


def observe(bureau, value, unit=None):
    """Pupils aided in 2026H2 at a school, approved."""
    source = Source(kind="cell", file="表.xlsx", sheet="表", cell="C7", text=value, reported_by="clerk",
                    approved_by="officer")  # fmt: skip
    entry = Entry("student_aid.recipients", unit or bureau.school, H2, Decimal(value), source, {"stage": "primary"})
    return enter([entry], by=bureau.officer)[0]


def bound(bureau, plan, owner=None, target="100"):  # noqa: F811
    facts = {"target_indicator": "student_aid.recipients", "target_value": Decimal(target), "baseline": Decimal(0)}
    return give(bureau, plan, "资助学生", owner=owner or bureau.aid, **facts)


def test_a_bound_figure_is_measured_from_what_is_approved_for_its_owner(bureau, plan):  # noqa: F811
    of_city, of_county = bound(bureau, plan), bound(bureau, plan, owner=bureau.pu)
    nobody = bound(bureau, plan, owner=bureau.xi)
    observe(bureau, "30")
    observe(bureau, "12", bureau.other)
    measure(bureau.city, by=bureau.supervisor)
    found = dict(Measurement.objects.values_list("task", "value"))
    assert found == {of_city.pk: Decimal(42), of_county.pk: Decimal(42)}, "what nobody reported is not zero"
    assert nobody.measurements.count() == 0
    [(facts, how)] = lights.standings_of(Task.objects.filter(pk=of_city.pk))
    assert (facts.latest(timezone.localdate()).value, how.done) == (Decimal(42), Decimal("0.42"))


def test_who_supervises_two_counties_measures_the_figures_of_both(bureau):
    both = bureau.person("both", "supervisor", bureau.pu)
    bureau.give(both, "supervisor", bureau.xi)
    for county, school in ((bureau.pu, bureau.school), (bureau.xi, bureau.far)):
        made = Plan.objects.create(period=H2.code, unit=county, title="计划", made_by=both)
        bound(bureau, made, owner=county)
        observe(bureau, "12", school)
    b"".join(browser(both).post(reverse("supervision:measure")).streaming_content)
    assert set(Measurement.objects.values_list("task__owner", flat=True)) == {bureau.pu.pk, bureau.xi.pk}


def test_a_figure_is_noted_again_only_when_it_changed(bureau, plan):  # noqa: F811
    task = bound(bureau, plan)  # noqa: F811
    first = observe(bureau, "30")
    assert len(measure(bureau.city, by=bureau.supervisor)) == 1
    assert measure(bureau.city, by=bureau.supervisor) == []
    correct(Observation.objects.get(pk=first.pk), value=Decimal(35), reason="复核", by=bureau.officer)
    measure(bureau.city, by=bureau.supervisor)
    assert [one.value for one in task.measurements.all()] == [Decimal(30), Decimal(35)]


def test_a_measured_figure_opens_down_to_its_cell(bureau, plan):  # noqa: F811
    task = bound(bureau, plan)  # noqa: F811
    observe(bureau, "30")
    client = browser(bureau.supervisor)
    told = "".join(part.decode() for part in post(client, "measure"))
    assert re.search(r"计算2026年下半年的指标.*已从台账更新 1 项指标.*/supervision/board/", told, re.DOTALL)
    page = client.get(reverse("supervision:task", args=[task.pk])).text
    [address] = re.findall(r'class="figure" href="(/supervision/measurements/\d+/)"', page)
    page = client.get(address).text
    for said in ("30", "松溪小学", "表!C7", "officer"):
        assert said in page
    assert browser(bureau.reviewer).get(address).status_code == 404


def test_the_light_turns_with_the_figure(bureau, plan):  # noqa: F811
    task = bound(bureau, plan)  # noqa: F811
    take_step(task, "sign", by=bureau.officer)
    report(task, done="已全部发放", share=100, by=bureau.officer)  # whatever they say, the ledger's figure counts

    def light():
        return lights.lit(queries.tasks(bureau.head)).get(pk=task.pk).light.light

    observe(bureau, "10")
    measure(bureau.city, by=bureau.supervisor)
    assert light() == "red"
    observe(bureau, "100")
    measure(bureau.city, by=bureau.supervisor)
    assert light() == "green"


def test_a_target_in_another_unit_is_converted_or_refused(bureau, plan):  # noqa: F811
    facts = {"target_indicator": "student_aid.fund", "target_value": Decimal(2), "target_unit": "万元"}
    task = give(bureau, plan, "落实经费", **facts)  # noqa: F811
    source = Source(kind="cell", file="表.xlsx", approved_by="officer")
    enter([Entry("student_aid.fund", bureau.school, H2, Decimal(12500), source)], by=bureau.officer)
    measure(bureau.city, by=bureau.supervisor)
    assert task.measurements.get().value == Decimal("1.25")
    with pytest.raises(Refused, match="不能换算"):
        give(bureau, plan, "x", **(facts | {"target_unit": "人"}))


# --- notices and calendars -----------------------------------------------------------------------------------------


def words(docx: bytes) -> str:
    return re.sub("<[^>]+>", "", ZipFile(BytesIO(docx)).read("word/document.xml").decode())


def test_an_owner_is_urged_with_a_notice_that_says_why(bureau, plan):  # noqa: F811
    late = give(bureau, plan, "改造厕所", owner=bureau.pu, due=in_days(-4))
    client = browser(bureau.supervisor)
    text = words(client.get(reverse("supervision:urge", args=[late.pk, "docx"])).content)
    for said in ("督办通知单", "临浦区教育局", "改造厕所", "4天"):
        assert said in text
    text = words(client.get(reverse("supervision:urge_unit", args=[bureau.pu.pk, "docx"])).content)
    assert "改造厕所" in text
    response = client.get(reverse("supervision:urge_unit", args=[bureau.xi.pk, "docx"]))
    assert response.status_code == 400
    assert "没有可以列入的督办事项" in response.text
    assert browser(bureau.head).get(reverse("supervision:urge", args=[late.pk, "docx"])).status_code == 404


def test_a_progress_notice_names_every_unit_of_what_the_board_shows(bureau, plan):  # noqa: F811
    give(bureau, plan, "晚了", owner=bureau.pu, due=in_days(-4))
    give(bureau, plan, "好的", owner=bureau.xi, assigned_on=in_days(-1))
    client = browser(bureau.supervisor)
    address = reverse("supervision:circular", args=["docx"])
    text = words(client.get(address).content)
    assert "临浦区教育局" in text
    assert "桐溪县教育局" in text
    assert "桐溪县" not in words(client.get(address + "?unit=临浦").content)
    assert client.get(address.replace("docx", "exe")).status_code == 404
    assert browser(bureau.head).get(address).status_code == 403


def test_a_calendar_is_open_to_its_secret_address_alone(bureau, task):  # noqa: F811
    client = browser(bureau.reviewer)
    page = client.post(reverse("supervision:calendar")).text
    [address] = re.findall(r'value="http://testserver(/supervision/calendar/[^"]+\.ics)"', page)
    found = Calendar.from_ical(Client().get(address).content)
    assert [str(one["summary"]) for one in found.walk("VEVENT")] == ["【时限】改造农村学校厕所"]
    assert Client().get("/supervision/calendar/guess.ics").status_code == 404
    client.post(reverse("supervision:calendar"))
    assert Client().get(address).status_code == 404, "a new address ends the old one"


def test_a_calendar_ends_with_its_person(bureau, task):  # noqa: F811
    key = actions.subscribe(by=bureau.reviewer)
    disable(bureau.reviewer, by=bureau.admin)
    assert Client().get(reverse("supervision:subscribed", args=[key])).status_code == 404


# --- programs and reminders -----------------------------------------------------------------------------------------


def program(person, *scopes) -> Client:
    return Client(headers={"Authorization": f"Bearer {make_key(name='测试', scopes=scopes, by=person)}"})


def test_programs_get_the_tasks_of_their_person_with_lights(bureau, plan):  # noqa: F811
    late = give(bureau, plan, "晚了", owner=bureau.pu, due=in_days(-4))
    give(bureau, plan, "别人的", owner=bureau.xi)
    client = program(bureau.reviewer, "read")
    [found] = client.get("/api/tasks").json()["items"]
    assert (found["id"], found["owner"], found["light"]) == (late.pk, "C01", "red")
    assert "4天" in found["why_zh"]
    assert program(bureau.head, "read").get("/api/tasks?light=red").json()["count"] == 1
    assert program(bureau.clerk, "read").get("/api/tasks").json()["count"] == 0
    assert client.post(f"/api/tasks/{late.pk}/progress", {"done": "x"}).status_code == 403


def test_a_program_reports_progress_with_proof(bureau, task):  # noqa: F811
    take_step(task, "sign", by=bureau.reviewer)
    client = program(bureau.reviewer, "submit")
    said = {"done": "已完工", "share": 100, "evidence": [a_file()]}
    answer = client.post(f"/api/tasks/{task.pk}/progress", said)
    assert answer.status_code == 201, answer.text
    entry = task.entries.get()
    assert (entry.share, [one.sha256 for one in entry.evidence.all()]) == (100, answer.json()["evidence"])
    assert client.post(f"/api/tasks/{task.pk}/progress", {"done": "x", "share": 130}).status_code == 422
    assert program(bureau.clerk, "submit").post(f"/api/tasks/{task.pk}/progress", {"done": "x"}).status_code == 404


def test_the_first_page_reminds_everybody_of_what_is_theirs(bureau, task):  # noqa: F811
    assert "我的事项" not in browser(bureau.clerk).get("/").text
    assert "改造农村学校厕所" in browser(bureau.reviewer).get("/").text
    assert "改造农村学校厕所" not in browser(bureau.supervisor).get("/").text
    take_step(task, "sign", by=bureau.reviewer)
    post(browser(bureau.reviewer), "report", task.pk, done="完工", on=timezone.localdate(), evidence=a_file())
    take_step(task, "apply", by=bureau.reviewer)
    assert "等您核验" in browser(bureau.supervisor).get("/").text


def test_a_command_says_whom_to_remind(bureau, plan, home, capsys):  # noqa: F811
    give(bureau, plan, "晚了", owner=bureau.pu, due=in_days(-4))
    give(bureau, plan, "还早", owner=bureau.xi, due=in_days(200), assigned_on=in_days(-1))
    assert remind(home=home) == 0
    told = capsys.readouterr().out
    assert "临浦区教育局：逾期 overdue 1" in told
    assert "桐溪县" not in told


# --- projects -------------------------------------------------------------------------------------------------------


@pytest.fixture
def projects(bureau, settings):
    """Two projects in the register as it stands: one handed over in time, one that should have begun."""
    settings.TAIZHANG_CATALOGUES = [SHIPPED]
    year = timezone.localdate().year
    common = {"school": "S1", "total": "1200", "section": "计划基建科", "start_due": f"{year}-01-10"}
    rows = (
        {"code": "QT-2026-01", "name": "松溪小学教学楼", "phase": "delivered", "places": 540, "in_place": "900",
         "spent": "600", "end_due": f"{year}-01-20", "started_on": f"{year}-01-10", "completed_on": f"{year}-01-20",
         "delivered_on": f"{year}-01-20"},
        {"code": "QT-2026-02", "name": "柳湾小学宿舍<b>", "phase": "approved", "end_due": f"{year + 1}-12-31"},
    )  # fmt: skip
    for row in rows:
        LiveRecord.objects.create(register="projects.project", unit=bureau.pu, key=row["code"], fields=common | row)


def test_projects_stand_against_their_plan_with_their_money_and_tasks(bureau, plan, projects):  # noqa: F811
    give(bureau, plan, "盯住宿舍楼", owner=bureau.pu, project="QT-2026-02", domain="projects")
    page = browser(bureau.reviewer).get(reverse("supervision:projects")).text
    for said in ("本年新增学位</dt><dd>540", "资金到位率</dt><dd>37.5%", "应开未开</dt><dd>1", "盯住宿舍楼"):
        assert said in page
    assert page.count("<svg") == 2
    assert "宿舍<b>" not in page
    one = browser(bureau.head).get(reverse("supervision:projects"), {"code": "QT-2026-01"}).text
    assert "柳湾" not in one


def test_a_county_sees_only_its_own_projects(bureau, projects):
    far = bureau.person("far_reviewer", RoleKind.COUNTY_REVIEWER, bureau.xi)
    assert "建设项目台账里还没有项目" in browser(far).get(reverse("supervision:projects")).text
