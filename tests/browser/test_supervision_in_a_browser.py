"""A task from the day it is given to the day it is closed, by the people who do it, on a desk and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from browser.conftest import fits
from web.test_supervision import give, in_days, plan  # noqa: F401

pytestmark = pytest.mark.browser


def test_a_task_is_assigned_signed_for_reported_on_and_closed_by_a_second_person(bureau, plan, come_in):  # noqa: F811
    supervisor = come_in("supervisor")
    supervisor.goto(reverse("supervision:new_task", args=[plan.pk]))
    supervisor.fill("[name=title]", "改造农村学校厕所32所")
    supervisor.select_option("[name=owner]", label="临浦区教育局")
    supervisor.fill("[name=due]", in_days(60).isoformat())
    supervisor.type("[name=target_indicator]", "资助学")
    supervisor.locator("#indicators option").first.wait_for(state="attached")
    assert supervisor.locator("#indicators option").first.get_attribute("value") == "student_aid.recipients"
    supervisor.fill("[name=target_indicator]", "")
    supervisor.locator(".task-form button.primary").click()
    supervisor.get_by_text("已交办第 1 项").wait_for()

    owner = come_in("reviewer")
    owner.goto(reverse("supervision:mine"))
    owner.get_by_role("button", name="签收").click()
    owner.get_by_role("link", name="报进展").click()
    form = owner.locator(".own .report-form")
    form.locator("[name=done]").fill("32所全部完工并通水")
    form.locator("[name=share]").fill("100")
    proof = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 proof"}
    form.locator("[name=evidence]").set_input_files([proof])
    form.get_by_role("button", name="报进展").click()
    owner.get_by_text("进展已报").wait_for()
    owner.get_by_role("button", name="申请销号").click()
    owner.get_by_text("已完成：申请销号").wait_for()
    owner.get_by_role("link", name="改造农村学校厕所32所").click()
    owner.wait_for_url("**/supervision/tasks/**")
    assert owner.get_by_role("button", name="核验销号").count() == 0, "nobody closes their own"
    assert fits(owner)

    supervisor.goto("/")
    supervisor.get_by_role("link", name="改造农村学校厕所32所").click()
    with supervisor.expect_download() as download:
        supervisor.get_by_role("link", name="验收单.pdf").click()
    assert download.value.path().read_bytes() == proof["buffer"]
    supervisor.get_by_role("button", name="核验销号").click()
    supervisor.get_by_text("已完成：").wait_for()
    assert "已销号" in supervisor.locator(".standing .state").inner_text()
    assert fits(supervisor)


def test_the_board_is_filtered_without_leaving_the_page(bureau, plan, come_in):  # noqa: F811
    give(bureau, plan, "晚了的", due=in_days(-5))
    give(bureau, plan, "刚交办的", owner=bureau.pu, assigned_on=in_days(-1))
    page = come_in("supervisor")
    page.goto(reverse("supervision:board"))
    assert page.locator(".tasks tbody tr").count() == 2
    page.select_option("[name=light]", "red")
    page.locator(".tasks tbody tr").nth(1).wait_for(state="detached")
    assert "晚了的" in page.locator(".tasks tbody").inner_text()
    assert "light=red" in page.url
    assert fits(page)


def test_no_page_of_supervision_is_wider_than_the_screen(bureau, plan, come_in):  # noqa: F811
    task = give(bureau, plan, "新建公办幼儿园并投入使用" * 4, due=in_days(-5), milestones=(("招标", in_days(-9)),))
    page = come_in("supervisor")
    names = ["board", "head", "ranking", "plans", "projects", "rules", "new_plan"]
    addresses = [reverse(f"supervision:{name}") for name in names] + [
        reverse("supervision:task", args=[task.pk]), reverse("supervision:edit", args=[task.pk]),
        reverse("supervision:plan", args=[plan.pk]),
    ]  # fmt: skip
    wide = []
    for address in addresses:
        page.goto(address)
        wide += [] if fits(page) else [address]
    assert wide == []
