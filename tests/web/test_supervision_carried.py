"""What goes on in the next plan: nothing waits on the task that ended, and the new one is known as the old one was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.urls import reverse

from taizhang.supervision.standing import Light
from taizhang.web.refusals import Refused, WrongState
from taizhang.web.supervision import actions, carrying, lights, queries
from taizhang.web.supervision.measuring import measure
from taizhang.web.supervision.models import Extension, Plan, Task, TaskState
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.reporting import ask_extension, decide_extension, report
from web.conftest import browser
from web.test_supervision import H2, again, give, in_days, plan, task  # noqa: F401
from web.test_supervision_pages import post
from web.test_supervision_sources import observe

NEXT = H2.next


@pytest.fixture
def after(bureau) -> Plan:
    """The plan of the next period."""
    return actions.make_plan(period=NEXT, unit=bureau.city, title="来年计划", by=bureau.supervisor)


def asked(bureau, task) -> Extension:  # noqa: F811
    take_step(task, "sign", by=bureau.reviewer)
    return ask_extension(again(task), to=in_days(60), reason="雨季停工", by=bureau.reviewer)


# --- later days that were asked for -------------------------------------------------------------------------------


def test_carrying_a_task_over_answers_the_later_day_that_was_asked_for(bureau, task, after):  # noqa: F811
    asked(bureau, task)
    carrying.carry([again(task)], after, by=bureau.supervisor)
    assert not queries.to_decide(bureau.head).exists()
    assert "等待您审批的延期" not in browser(bureau.head).get(reverse("supervision:head")).text
    assert Extension.objects.get().granted is False
    assert "不同意（已结转）" in task.events.get(action="extend").note
    assert again(task).state == TaskState.SUSPENDED
    page = browser(bureau.supervisor).get(reverse("supervision:plan", args=[task.plan_id])).text
    assert "已结转" in page


def test_a_later_day_can_be_refused_whatever_became_of_its_task(bureau, task):  # noqa: F811
    extension = asked(bureau, task)
    take_step(again(task), "suspend", note="政策调整", by=bureau.supervisor)
    client = browser(bureau.head)
    page = client.get(reverse("supervision:task", args=[task.pk])).text
    assert "不同意" in page
    assert "同意延期" not in page
    with pytest.raises(WrongState) as refused:
        decide_extension(extension, granted=True, by=bureau.head)
    assert [one.place for one in refused.value.findings] == [task.title]
    post(client, "decide", extension.pk, refuse="1")
    assert not queries.to_decide(bureau.head).exists()
    assert (again(task).state, again(task).ends) == (TaskState.SUSPENDED, task.due)


def test_what_was_asked_before_it_was_carried_over_can_still_be_refused(bureau, task, after):  # noqa: F811
    carrying.carry([task], after, by=bureau.supervisor)
    left = Extension.objects.create(task=task, before=task.due, to=in_days(90), reason="旧", asked_by=bureau.reviewer)
    decide_extension(left, granted=False, by=bureau.head)
    [(told, _how)] = queries.standings(bureau.city, H2)
    assert (told.state, told.stands_until) == (TaskState.AWAITING, H2.end), "it stands as carried over, as before"


def test_of_two_who_ask_for_a_later_day_at_once_one_is_told_to_wait(committed_bureau):
    bureau = committed_bureau
    made = actions.make_plan(period=H2, unit=bureau.city, title="计划", by=bureau.supervisor)
    task = take_step(give(bureau, made, "改厕", owner=bureau.pu), "sign", by=bureau.reviewer)  # noqa: F811

    def ask(days: int) -> str:
        try:
            ask_extension(Task.objects.get(pk=task.pk), to=in_days(days), reason="雨季", by=bureau.reviewer)
            return "asked"
        except Refused as refused:
            return refused.findings[0].code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(ask, range(60, 64)))
    assert answers == ["asked", *["task-extension-open"] * 3]


def test_the_plan_counts_what_may_be_carried_over_and_tells_what_waits_for_its_closing(bureau, task, after):  # noqa: F811
    give(bureau, task.plan, "资助不漏一人")
    take_step(task, "sign", by=bureau.reviewer)
    report(task, done="完成", evidence=[("表.pdf", b"%PDF")], by=bureau.reviewer)
    take_step(again(task), "apply", by=bureau.reviewer)
    address, client = reverse("supervision:carry", args=[after.pk, task.plan_id]), browser(bureau.supervisor)
    page = client.get(reverse("supervision:plan", args=[after.pk])).text
    assert "结转上期未办结 <b>1</b>" in page and "1项申请销号待核验，不结转" in page
    assert client.get(address).text.count('name="task"') == 1
    carrying.carry(Task.objects.filter(title="资助不漏一人"), after, by=bureau.supervisor)
    page = client.get(reverse("supervision:plan", args=[after.pk])).text
    assert address not in page and "1项申请销号待核验，不结转" in page


# --- what is known of it ------------------------------------------------------------------------------------------


def carried(bureau, task, after) -> Task:  # noqa: F811
    [new] = carrying.carry([again(task)], after, by=bureau.supervisor)
    return again(new)


def stands(task):  # noqa: F811
    [(_facts, how)] = lights.standings_of(Task.objects.filter(pk=task.pk))
    return how


def test_what_is_carried_over_is_as_far_as_it_was_and_as_late(bureau, plan, after):  # noqa: F811
    slow = give(bureau, plan, "建食堂", assigned_on=in_days(-300), due=NEXT.start + timedelta(days=60))
    take_step(slow, "sign", by=bureau.officer)
    report(slow, done="完成四成", share=40, problem="缺地", on=in_days(-3), by=bureau.officer)
    before = stands(slow)
    new = carried(bureau, slow, after)
    assert (before.light, before.done) == (Light.ORANGE, Decimal("0.4"))
    assert (stands(new).light, stands(new).why, stands(new).done) == (before.light, before.why, before.done)
    assert [(one.share, one.problem, one.by) for one in new.entries.all()] == [(40, "缺地", bureau.officer)]
    assert not new.entries.filter(evidence__isnull=False).exists(), "it is closed with proof of its own"
    further = actions.make_plan(period=NEXT.next, unit=bureau.city, title="再下期", by=bureau.supervisor)
    assert carried(bureau, new, further).begun_on == slow.assigned_on


def test_the_last_figure_and_share_go_along_wherever_they_were_said(bureau, plan, after):  # noqa: F811
    facts = {"target_indicator": "student_aid.recipients", "target_value": Decimal(100), "baseline": Decimal(0)}
    bound = take_step(give(bureau, plan, "资助学生", **facts), "sign", by=bureau.officer)
    report(bound, done="三成", share=30, on=in_days(-20), by=bureau.officer)
    report(bound, done="三十五人", value=Decimal(35), on=in_days(-10), by=bureau.officer)
    report(bound, done="还在办", on=in_days(-2), by=bureau.officer)
    observe(bureau, "42")
    measure(bureau.city, by=bureau.supervisor)
    new = carried(bureau, bound, after)
    assert [(one.share, one.value) for one in new.entries.order_by("on")] == [(30, None), (None, 35), (None, None)]
    assert stands(new).done == Decimal("0.42")
    page = browser(bureau.supervisor).get(reverse("supervision:task", args=[new.pk])).text
    assert "结转前所报" in page
    address = reverse("supervision:measurement", args=[new.measurements.get().pk])
    assert "松溪小学" in browser(bureau.supervisor).get(address).text


def test_milestones_that_were_taken_stay_taken(bureau, plan, after):  # noqa: F811
    task = give(bureau, plan, "建食堂", milestones=(("招标", in_days(-10)), ("开工", in_days(10))))  # noqa: F811
    take_step(task, "sign", by=bureau.officer)
    report(task, done="已招标", on=in_days(-2), milestones=task.milestones.filter(title="招标"), by=bureau.officer)
    new = carried(bureau, task, after)
    assert [(one.title, one.done_on) for one in new.milestones.all()] == [("招标", in_days(-2)), ("开工", None)]
    assert stands(new).done == Decimal("0.5")


def test_the_days_of_what_is_carried_over_agree_and_both_tasks_name_the_other(bureau, plan, after):  # noqa: F811
    old = give(bureau, plan, "年底前建成2所", target_value=Decimal(2), target_unit="所", target_by=in_days(-3),
               due=in_days(-3))  # fmt: skip
    new = carried(bureau, old, after)
    assert new.assigned_on <= new.target_by == new.due == NEXT.end
    client = browser(bureau.supervisor)
    page = client.get(reverse("supervision:task", args=[new.pk])).text
    assert f'结转自 <a href="{reverse("supervision:task", args=[old.pk])}">下半年工作计划</a> · 序号 1' in page
    assert f"原时限 {old.due}" in page
    page = client.get(reverse("supervision:task", args=[old.pk])).text
    assert f'已结转至 <a href="{reverse("supervision:task", args=[new.pk])}">来年计划</a> · 序号 1' in page
