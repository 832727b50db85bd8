"""What owners report of a task: figures as the ledger can keep them, and what is refused, where it was typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from taizhang.web.supervision import actions
from taizhang.web.supervision.models import ProgressEntry, Task
from taizhang.web.supervision.moving import take_step
from web.conftest import browser
from web.test_supervision import H2, give, in_days, plan  # noqa: F401
from web.test_supervision_pages import post
from web.test_supervision_sources import program

TOO_MUCH = ["1e60", "0.1234567", "1" * 33]


@pytest.fixture
def bound(bureau, plan):  # noqa: F811
    """The section's task with a figure to reach, signed for."""
    facts = {"target_indicator": "student_aid.recipients", "target_value": Decimal(100), "baseline": Decimal(0)}
    return take_step(give(bureau, plan, "资助学生", **facts), "sign", by=bureau.officer)


def sent(bureau, task, **said):
    return program(bureau.officer, "submit").post(f"/api/tasks/{task.pk}/progress", said)


def reported(bureau, task, **said):
    said = {"done": "已发放", "on": timezone.localdate()} | said
    return post(browser(bureau.officer), "report", task.pk, **said)


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["30", "0", "12.5", "1" * 32])
def test_a_figure_is_reported_on_the_page_and_by_programs(bureau, bound, value):
    assert reported(bureau, bound, value=value).status_code == 200
    answer = sent(bureau, bound, done="已发放", value=value)
    assert answer.status_code == 201, answer.text
    assert [one.value for one in bound.entries.all()] == [Decimal(value)] * 2


@pytest.mark.parametrize("value", TOO_MUCH)
def test_a_figure_that_the_ledger_cannot_keep_is_refused_at_its_field(bureau, bound, value):
    page = reported(bureau, bound, value=value)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["value"])
    answer = sent(bureau, bound, done="已发放", value=value)
    [finding] = answer.json()["findings"]
    assert (answer.status_code, finding["place"]) == (422, "value")
    assert "最多32位整数、6位小数" in finding["zh"]
    assert not ProgressEntry.objects.exists()


def test_what_programs_leave_blank_is_refused_like_all_that_does_not_fit(bureau, bound):
    answer = sent(bureau, bound, done="   ")
    [finding] = answer.json()["findings"]
    assert (answer.status_code, finding["code"], finding["place"]) == (422, "api-malformed", "done")
    assert "不能为空" in finding["zh"]
    assert "cannot be blank" in finding["en"]


# --- days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "said"), [(in_days(1), "晚于今天"), (date(2020, 1, 1), "早于该事项的交办日期")])
def test_a_day_that_cannot_be_is_refused_at_its_field_with_all_that_was_typed(bureau, bound, on, said):
    page = reported(bureau, bound, done="写了很多字", problem="缺人手", on=on)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["on"])
    for typed in (said, "写了很多字", "缺人手", str(on)):
        assert typed in page.text
    answer = sent(bureau, bound, done="x", on=str(on))
    assert (answer.status_code, said in answer.json()["findings"][0]["zh"]) == (400, True)
    assert not ProgressEntry.objects.exists()


def test_progress_of_the_day_of_the_hand_over_is_taken(bureau, bound):
    assert reported(bureau, bound, on=bound.assigned_on).status_code == 200
    assert bound.entries.get().on == bound.assigned_on


# --- what is refused keeps what was typed -----------------------------------------------------------------------------


def test_a_later_day_that_is_none_comes_back_with_its_reason(bureau, bound):
    page = post(browser(bureau.officer), "ask", bound.pk, to=in_days(-5), reason="雨季停工两个月")
    assert (page.status_code, list(page.context["ask"].errors)) == (422, ["to"])
    for said in ("延期须晚于现时限", "雨季停工两个月", str(in_days(-5))):
        assert said in page.text


def test_a_step_that_is_refused_says_why_on_the_tasks_own_page(bureau, bound):
    page = post(browser(bureau.officer), "step", bound.pk, "apply", mine="1")
    assert (page.status_code, page.templates[0].name) == (400, "supervision/task.html")
    assert "还没有佐证材料" in page.text
    page = post(browser(bureau.supervisor), "step", bound.pk, "send_back", note="缺验收单，请补")
    assert page.status_code == 409
    assert "未能办理" not in page.text


def test_the_reason_of_a_step_that_is_refused_stays_in_its_form(bureau, bound):
    post(browser(bureau.supervisor), "step", bound.pk, "suspend", note="政策调整")
    new = actions.make_plan(period=H2.next, unit=bureau.city, title="来年", by=bureau.supervisor)
    Task.objects.create(plan=new, number=1, title="续", owner=bound.owner, carried_from=bound)
    page = post(browser(bureau.supervisor), "step", bound.pk, "reopen", note="写好的理由")
    assert (page.status_code, page.context["note"]) == (400, "写好的理由")


def test_a_task_that_cannot_be_given_stays_in_its_form(bureau, plan):  # noqa: F811
    asked = {"title": "一项没有目标值的", "owner": bureau.aid.pk, "target_indicator": "资助学生"}
    page = post(browser(bureau.supervisor), "new_task", plan.pk, **asked)
    assert list(page.context["form"].errors) == ["target_value"]
    for said in ("没有目标值", "一项没有目标值的"):
        assert said in page.text
