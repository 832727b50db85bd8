"""What goes on in the next plan: nothing waits on the task that ended, and the new one is known as the old one was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from taizhang.web.refusals import Refused, WrongState
from taizhang.web.supervision import actions, carrying, queries
from taizhang.web.supervision.models import Extension, Plan, State, Task
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.reporting import ask_extension, decide_extension
from web.conftest import browser
from web.test_supervision import H2, again, give, in_days, plan, task  # noqa: F401
from web.test_supervision_pages import post

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
    assert again(task).state == State.SUSPENDED
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
    assert (again(task).state, again(task).ends) == (State.SUSPENDED, task.due)


def test_what_was_asked_before_it_was_carried_over_can_still_be_refused(bureau, task, after):  # noqa: F811
    carrying.carry([task], after, by=bureau.supervisor)
    left = Extension.objects.create(task=task, before=task.due, to=in_days(90), reason="旧", asked_by=bureau.reviewer)
    decide_extension(left, granted=False, by=bureau.head)
    [(told, _how)] = queries.standings(bureau.city, H2)
    assert (told.state, told.stands_until) == (State.AWAITING, H2.end), "it stands as carried over, as before"


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
