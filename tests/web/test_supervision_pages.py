"""What people meet on the pages of supervision."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from taizhang.web.supervision import lights
from taizhang.web.supervision.models import Evidence, LightRules, Plan, Task, TaskState
from taizhang.web.supervision.moving import take_step
from web.conftest import browser
from web.test_supervision import H2, give, in_days, plan, task  # noqa: F401

PAGES = ["board", "head", "ranking", "plans", "projects"]


def post(client, name, *args, **said):
    return client.post(reverse(f"supervision:{name}", args=args), said, follow=True)


def a_file(name="验收单.pdf", data=b"%PDF proof"):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["supervisor", "head", "reviewer", "auditor"])
def test_every_page_opens_full_and_empty_for_whoever_may_read(bureau, name, who):
    assert browser(getattr(bureau, who)).get(reverse(f"supervision:{name}")).status_code == 200
    made = Plan.objects.create(period=H2.code, unit=bureau.city, title="计划", made_by=bureau.supervisor)
    give(bureau, made, "改造厕所", owner=bureau.pu, due=in_days(-5))
    response = browser(getattr(bureau, who)).get(reverse(f"supervision:{name}"))
    assert response.status_code == 200
    assert name in ("plans", "projects") or "临浦区教育局" in response.text


@pytest.mark.parametrize("name", [*PAGES, "mine", "rules", "new_plan"])
def test_a_clerk_finds_no_tasks_and_no_link_to_them(bureau, name):
    client = browser(bureau.clerk)
    assert client.get(reverse(f"supervision:{name}")).status_code == 403
    assert "/supervision/" not in client.get("/").text


def test_everybody_begins_where_their_work_is(bureau):
    begins = {bureau.head: "head", bureau.supervisor: "board", bureau.reviewer: "mine"}
    for person, page in begins.items():
        assert browser(person).get(reverse("supervision:index")).url == reverse(f"supervision:{page}")


def test_others_tasks_do_not_exist(bureau, plan):  # noqa: F811
    far = give(bureau, plan, "县事项", owner=bureau.xi)
    assert browser(bureau.reviewer).get(reverse("supervision:task", args=[far.pk])).status_code == 404
    assert post(browser(bureau.reviewer), "step", far.pk, "sign").status_code == 404


# --- from assigning to closing --------------------------------------------------------------------------------


def test_a_task_is_assigned_signed_reported_on_and_closed_on_pages(bureau):
    supervisor, owner = browser(bureau.supervisor), browser(bureau.reviewer)
    made = post(supervisor, "new_plan", title="下半年计划", period="2026H2", unit=bureau.city.pk, source="meeting")
    plan = made.context["plan"]  # noqa: F811
    asked = {
        "title": "改造农村学校厕所", "owner": bureau.pu.pk, "due": in_days(40), "domain": "student_aid",
        "milestones": f"{in_days(10)} 完成招标\n{in_days(20)} 开工",
    }  # fmt: skip
    post(supervisor, "new_task", plan.pk, **asked)
    task = Task.objects.get()  # noqa: F811
    assert [one.title for one in task.milestones.all()] == ["完成招标", "开工"]
    assert "改造农村学校厕所" in owner.get(reverse("supervision:mine")).text
    post(owner, "step", task.pk, "sign", mine="1")
    said = {"done": "12所完工", "on": timezone.localdate(), "share": 60, "milestones": [task.milestones.first().pk]}
    page = post(owner, "report", task.pk, evidence=[a_file(), a_file("照片.jpg")], **said)
    assert "12所完工" in page.text
    assert [one.name for one in Evidence.objects.all()] == ["验收单.pdf", "照片.jpg"]
    post(owner, "step", task.pk, "apply")
    assert "核验销号" not in owner.get(reverse("supervision:task", args=[task.pk])).text
    assert post(owner, "step", task.pk, "close").status_code == 403
    page = post(supervisor, "step", task.pk, "close")
    assert Task.objects.get().state == TaskState.CLOSED
    assert "已完成：核验销号。" in page.text and ">核验销号</button>" not in page.text


def test_evidence_comes_down_as_a_file_that_runs_nowhere(bureau, task):  # noqa: F811
    take_step(task, "sign", by=bureau.reviewer)
    said = {"done": "完工", "on": timezone.localdate(), "evidence": a_file("<img>.html", b"<script>alert(1)</script>")}
    post(browser(bureau.reviewer), "report", task.pk, **said)
    address = reverse("supervision:evidence", args=[Evidence.objects.get().pk])
    response = browser(bureau.head).get(address)
    assert response.content == b"<script>alert(1)</script>"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert browser(bureau.clerk).get(address).status_code == 404


def test_a_report_with_mistakes_keeps_what_was_typed(bureau, task):  # noqa: F811
    take_step(task, "sign", by=bureau.reviewer)
    page = post(browser(bureau.reviewer), "report", task.pk, done="写了很多字", share=140, on=timezone.localdate())
    assert page.status_code == 422
    assert "写了很多字" in page.text
    page = post(browser(bureau.reviewer), "report", task.pk, done="又写了", on=timezone.localdate(),
                evidence=a_file("空.pdf", b""))  # fmt: skip
    assert page.status_code == 422
    assert "空.pdf" in page.text
    assert "又写了" in page.text
    assert not task.entries.exists()


def test_a_later_day_is_asked_for_and_decided_on_pages(bureau, task):  # noqa: F811
    take_step(task, "sign", by=bureau.reviewer)
    post(browser(bureau.reviewer), "ask", task.pk, to=in_days(90), reason="雨季停工")
    head = browser(bureau.head)
    assert "等待您审批的延期" in head.get(reverse("supervision:head")).text
    post(head, "decide", task.extensions.get().pk, grant="1")
    assert Task.objects.get().ends == in_days(90)


def test_a_form_says_what_it_cannot_read(bureau, plan):  # noqa: F811
    asked = {"title": "一项", "owner": bureau.aid.pk, "target_indicator": "资助学生们", "target_value": "三百",
             "milestones": "明年春天 开工"}  # fmt: skip
    page = post(browser(bureau.supervisor), "new_task", plan.pk, **asked)
    for said in ("是否想写“资助学生”", "“三百”不是数字", "读不出日期"):
        assert said in page.text
    assert not Task.objects.exists()


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e999999999", "1e-999999999", "0.1234567", "9" * 33])
def test_a_number_that_the_ledger_cannot_keep_is_refused_where_it_is_typed(bureau, plan, typed):  # noqa: F811
    page = post(browser(bureau.supervisor), "new_task", plan.pk, title="一项", owner=bureau.aid.pk, target_value=typed)
    assert "最多32位整数、6位小数" in page.text
    assert not Task.objects.exists()


def test_an_indicator_is_found_by_a_few_characters(bureau):
    page = browser(bureau.supervisor).get(reverse("supervision:indicators"), {"target_indicator": "资助学"}).text
    assert re.findall(r'value="([^"]+)"', page) == ["student_aid.recipients"]


# --- the board -------------------------------------------------------------------------------------------------


@pytest.fixture
def several(bureau, plan):  # noqa: F811
    give(bureau, plan, "晚了的", due=in_days(-5))
    give(bureau, plan, "县里的", owner=bureau.pu, domain="", due=in_days(200), assigned_on=in_days(-1))
    ended = give(bureau, plan, "停了的", owner=bureau.xi)
    take_step(ended, "suspend", note="政策调整", by=bureau.supervisor)


@pytest.mark.parametrize(("asked", "found"), [
    ({}, ["晚了的", "县里的"]), ({"light": "red"}, ["晚了的"]), ({"state": "ended"}, ["停了的"]),
    ({"state": "all"}, ["晚了的", "县里的", "停了的"]), ({"unit": "临浦"}, ["县里的"]),
    ({"domain": "student_aid"}, ["晚了的"]), ({"due": "late"}, ["晚了的"]), ({"q": "里"}, ["县里的"]),
    ({"period": "2026H1"}, []), ({"state": "suspended"}, ["停了的"]), ({"light": "无"}, ["晚了的", "县里的"]),
])  # fmt: skip
def test_the_board_shows_what_was_asked_the_worst_first(bureau, several, asked, found):
    page = browser(bureau.supervisor).get(reverse("supervision:board"), asked).text
    assert re.findall(r'<td class="what"><a [^>]+>([^<]+)</a>', page) == found


def test_scripts_get_the_rows_alone(bureau, several):
    page = browser(bureau.supervisor).get(reverse("supervision:board"), headers={"HX-Request": "true"}).text
    assert "<html" not in page
    assert "晚了的" in page


def test_the_board_comes_as_a_workbook_with_its_lights(bureau, several):
    data = browser(bureau.supervisor).get(reverse("supervision:board_sheet"), {"light": "red"}).content
    cells = [str(cell.value) for row in openpyxl.load_workbook(BytesIO(data)).active.iter_rows() for cell in row]
    assert "晚了的" in cells
    assert "红灯" in cells
    assert "县里的" not in cells


def test_the_board_takes_few_queries_however_many_tasks(bureau, plan, django_assert_max_num_queries):  # noqa: F811
    client = browser(bureau.supervisor)

    def queries_for(count):
        for at in range(count):
            give(bureau, plan, f"事项{at}", owner=bureau.pu, milestones=(("开工", in_days(5)),))
        client.get(reverse("supervision:board"))
        with django_assert_max_num_queries(12) as counted:
            client.get(reverse("supervision:board"))
        return len(counted)

    assert queries_for(2) == queries_for(30)


def test_the_first_look_of_a_day_takes_few_queries_too(bureau, plan, django_assert_max_num_queries):  # noqa: F811
    for at in range(20):
        give(bureau, plan, f"事项{at}", milestones=(("开工", in_days(5)),))
    client = browser(bureau.supervisor)
    with django_assert_max_num_queries(25):
        client.get(reverse("supervision:board"))


def test_a_later_look_of_the_day_only_reads(bureau, plan, django_assert_num_queries):  # noqa: F811
    """A transaction would wait on SQLite for whoever writes, such as a release that is sealed."""
    give(bureau, plan, "改造厕所", milestones=(("开工", in_days(5)),))
    lights.lit(Task.objects.all())
    with django_assert_num_queries(2) as asked:
        list(lights.lit(Task.objects.all()))
    assert {one["sql"].split()[0] for one in asked} == {"SELECT"}


# --- the head's page, ranking, rules ------------------------------------------------------------------------------


def test_the_heads_page_says_what_is_late_and_what_to_ask(bureau, plan):  # noqa: F811
    late = give(bureau, plan, "改造厕所", owner=bureau.pu, due=in_days(-40), responsible="梁科长")
    take_step(late, "sign", by=bureau.reviewer)
    said = {"done": "停工", "on": timezone.localdate(), "share": 40, "problem": "施工队撤场"}
    post(browser(bureau.reviewer), "report", late.pk, **said)
    page = browser(bureau.head).get(reverse("supervision:head")).text
    assert "逾期40天" in page
    assert "施工队撤场" in page
    assert "梁科长" in page


def test_what_was_applied_for_in_time_waits_to_be_checked_and_is_overdue_nowhere(bureau, plan):  # noqa: F811
    asked, late = (give(bureau, plan, title, owner=bureau.pu, due=in_days(-40)) for title in ("申请及时", "申请晚了"))
    for one, day in ((asked, in_days(-50)), (late, in_days(-3))):
        one.events.model.objects.create(task=one, action="apply", before="active", after="closing",
                                        by=bureau.reviewer, at=timezone.now() - (timezone.localdate() - day))
        Task.objects.filter(pk=one.pk).update(state=TaskState.CLOSING)

    owner, head = browser(bureau.reviewer), browser(bureau.head)
    for page in ("/", reverse("supervision:mine"), reverse("supervision:board"),
                 reverse("supervision:plan", args=[plan.pk])):
        told = (owner if page in ("/", reverse("supervision:mine")) else head).get(page).text
        assert re.findall(r'class="meta( late)?">(待核验|逾期40天)<', told) in (
            [("", "待核验"), (" late", "逾期40天")], [(" late", "逾期40天"), ("", "待核验")]
        ), page
    for one, tag in ((asked, '<span class="meta">待核验'), (late, '<span class="meta late">逾期40天')):
        assert tag in owner.get(reverse("supervision:task", args=[one.pk])).text

    page = head.get(reverse("supervision:head")).context["page"]
    assert (page.late_count, [line.task for line in page.late]) == (1, [late])
    assert head.get(reverse("supervision:ranking"), {"due": "late"}).status_code == 200
    board = head.get(reverse("supervision:board"), {"due": "late"}).text
    assert "申请晚了" in board and "申请及时" not in board


def test_a_day_granted_later_counts_for_whether_closing_was_asked_for_in_time(bureau, plan):  # noqa: F811
    task = give(bureau, plan, "延了期的", owner=bureau.pu, due=in_days(-40))  # noqa: F811
    task.events.model.objects.create(task=task, action="apply", before="active", after="closing", by=bureau.reviewer,
                                     at=timezone.now() - (timezone.localdate() - in_days(-30)))
    Task.objects.filter(pk=task.pk).update(state=TaskState.CLOSING, extended_to=in_days(-20))
    assert "待核验" in browser(bureau.reviewer).get(reverse("supervision:mine")).text


def test_units_are_ranked_by_how_their_tasks_stand_and_equals_share_a_place(bureau, plan):  # noqa: F811
    give(bureau, plan, "晚了", owner=bureau.pu, due=in_days(-5))
    give(bureau, plan, "好的", owner=bureau.xi, assigned_on=in_days(-1))
    give(bureau, plan, "也好", assigned_on=in_days(-1))
    page = browser(bureau.head).get(reverse("supervision:ranking")).text
    rows = re.findall(r'<tr><td class="number">(\d)</td><td><a [^>]+>([^<]+)', page)
    assert rows == [("1", "学生资助管理中心"), ("1", "桐溪县教育局"), ("3", "临浦区教育局")]


def test_rules_are_tried_before_they_are_used(bureau, plan):  # noqa: F811
    task = give(bureau, plan, "过半", assigned_on=in_days(-60), due=in_days(60))  # noqa: F811
    take_step(task, "sign", by=bureau.officer)
    said = {"done": "一成", "share": 35, "on": timezone.localdate()}
    post(browser(bureau.officer), "report", task.pk, **said)
    client = browser(bureau.supervisor)
    tried = post(client, "rules", overlay="limits: {behind_red: 12}")
    assert "过半" in tried.text
    assert "过半" not in post(client, "rules", overlay="limits: {behind_red: 30}").text
    page = post(client, "rules", overlay="limits: {behind_red: viele}")
    assert page.status_code == 422
    assert "behind_red" in page.text
    assert "过半" in post(client, "rules", **{"limit-behind_red": "12", "overlay": ""}).text
    assert "behind_red" in post(client, "rules", **{"limit-behind_red": "viele", "overlay": ""}).text
    post(client, "rules", **{"limit-behind_red": "12", "limit-sign_days": "5", "overlay": ""}, keep="1")
    assert LightRules.objects.get().overlay == "limits:\n  behind_red: 12\n", "what is as shipped is not written"
    assert re.findall(r'class="light (\w+)"', client.get(reverse("supervision:task", args=[task.pk])).text)[0] == "red"


def test_who_supervises_two_counties_changes_the_rules_and_signs_for_the_right_one(bureau):
    both = bureau.person("both", "supervisor", bureau.pu)
    bureau.give(both, "supervisor", bureau.xi)
    client, rules = browser(both), reverse("supervision:rules")
    offered = re.findall(r'<option value="(\w+)"( selected)?>', client.get(rules).text)
    assert offered == [("C01", " selected"), ("C02", "")]
    kept = client.post(f"{rules}?unit=C02", {"overlay": "limits: {behind_red: 12}", "keep": "1"}, follow=True)
    assert LightRules.objects.get().unit == kept.context["unit"] == bureau.xi
    made = Plan.objects.create(period=H2.code, unit=bureau.xi, title="计划", made_by=both)
    late = give(bureau, made, "晚了", owner=bureau.xi, due=in_days(-5))
    for address in (reverse("supervision:urge", args=[late.pk, "docx"]),
                    reverse("supervision:urge_unit", args=[bureau.xi.pk, "docx"])):
        notice = ZipFile(BytesIO(client.get(address).content)).read("word/document.xml").decode()
        assert "临浦区教育局" not in notice, "another county signs nothing here"


@pytest.mark.parametrize("day", ["2026-02-30", "1" * 5000, "[" * 3000], ids=["no day", "endless", "deep"])
def test_rules_beyond_all_yaml_come_back_with_the_reason(bureau, day):
    asked = {"overlay": f"limits: {{sign_days: {day}}}", "limit-sign_days": "3"}
    page = browser(bureau.supervisor).post(reverse("supervision:rules"), asked)
    assert page.status_code == 422
    assert page.context["findings"]
    assert day[:20] in page.text, "nothing that was typed is lost"


# --- in English ---------------------------------------------------------------------------------------------------


def test_domains_are_named_in_the_language_of_the_page(bureau, plan):  # noqa: F811
    for name, args in (("board", ()), ("new_task", (plan.pk,))):
        for language, title in (("en", "Student aid"), (None, "学生资助")):
            page = browser(bureau.supervisor, language).get(reverse(f"supervision:{name}", args=args)).text
            assert f'<option value="student_aid">{title}</option>' in page
