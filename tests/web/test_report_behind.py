"""Numbers that a report counts from tasks and from the work record open down to these, for who may read them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from taizhang.web.accounts.models import RoleKind
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.releases import seal_release
from taizhang.web.registers.models import LiveRecord
from taizhang.web.reports.drafting import draft
from taizhang.web.reports.events import chosen
from taizhang.web.reports.models import Report
from taizhang.web.supervision.actions import make_plan
from taizhang.web.supervision.models import Task
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.reporting import report as progress
from web.conftest import H1, browser
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401
from web.test_supervision import give

# ruff: noqa: F811

EVENT = {
    "held_on": "2026-03-05", "name": "资助政策宣传月", "field": "finance", "level": "city", "units": "8",
    "people": "56",
}  # fmt: skip
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 31)


@pytest.fixture
def tasks(bureau, report) -> list[Task]:
    """A task of the section and one of a county, both late at the end of June."""
    plan = make_plan(period=H1, unit=bureau.city, title="上半年工作计划", by=bureau.supervisor)
    given = {"assigned_on": MARCH, "due": MAY}
    return [give(bureau, plan, "核对资助名单", **given),
            give(bureau, plan, "改造农村学校厕所", owner=bureau.pu, domain="", **given)]  # fmt: skip


@pytest.fixture
def told(bureau, tasks) -> Report:
    """A report that tells of the tasks and of an event."""
    event = LiveRecord.objects.create(register="office_work.activity", unit=bureau.city, key="a", fields=EVENT)
    release = seal_release(H1, catalogue=catalogue(), by=bureau.writer)
    return draft(release, by=bureau.writer, records=chosen(bureau.city, release, {str(event.pk)}))


def opened(report: Report, title: str, by) -> str:
    """The page of the figure with that title."""
    anchor = next(one["anchor"] for one in report.document["figures"] if one["title"] == title)
    return browser(by).get(reverse("reports:figure", args=[report.pk, anchor]), headers={"HX-Request": "true"}).text


def linked(page: str) -> set[str]:
    return set(re.findall(r'href="(/supervision/tasks/\d+/|/registers/records/\d+/)"', page))


def test_a_count_of_tasks_opens_the_tasks(bureau, told, tasks):
    page = opened(told, "督办台账：督办事项", bureau.head)
    assert linked(page) == {reverse("supervision:task", args=[task.pk]) for task in tasks}
    assert "核对资助名单" in page and "红灯" in page
    assert "数据 0" not in page


def test_what_is_said_of_one_task_opens_that_task(bureau, told, tasks):
    titles = (one["title"] for one in told.document["figures"])
    title = next(one for one in titles if one.startswith(f"督办台账：{tasks[0].pk}，"))
    assert linked(opened(told, title, bureau.head)) == {reverse("supervision:task", args=[tasks[0].pk])}


def closed(bureau, task: Task) -> None:
    """The task done in time and closed today."""
    take_step(task, "sign", by=bureau.officer)
    progress(task, done="完成", on=MAY, evidence=[("表.pdf", b"%PDF")], by=bureau.officer)
    for action, by in (("apply", bureau.officer), ("close", bureau.supervisor)):
        take_step(Task.objects.get(pk=task.pk), action, by=by)


def test_what_is_entered_after_the_report_was_written_is_told_and_does_not_change_its_count(bureau, tasks):
    plan = tasks[0].plan
    other, late = (give(bureau, plan, title, assigned_on=MARCH, due=MAY) for title in ("家访500户", "清理收费"))
    closed(bureau, other)
    told = draft(seal_release(H1, catalogue=catalogue(), by=bureau.writer), by=bureau.writer)
    page = opened(told, "督办台账：其中已办结", bureau.head)
    assert "依据的事项或记录 1<" in page and "写报告时" not in page

    closed(bureau, late)
    give(bureau, plan, "补录的事项", assigned_on=MARCH, due=MAY)
    Report.objects.filter(pk=told.pk).update(written_at=timezone.now())     # as each edit does
    page = opened(Report.objects.get(pk=told.pk), "督办台账：其中已办结", bureau.head)
    assert linked(page) == {reverse("supervision:task", args=[other.pk])}
    assert "写报告时1项，按现在的记录为2项" in page
    page = opened(told, "督办台账：督办事项", bureau.head)
    assert "依据的事项或记录 4<" in page and "写报告时4项，按现在的记录为5项" in page


def test_tasks_of_other_domains_are_counted_and_not_named(bureau, told, tasks):
    officer = bureau.person("aid", RoleKind.SECTION_OFFICER, bureau.city, domains=["student_aid"])
    page = opened(told, "督办台账：督办事项", officer)
    assert "改造农村学校厕所" not in page
    assert "依据的事项或记录 2" in page
    assert "其中1条您的角色看不到" in page


def test_who_took_part_in_an_event_opens_its_record(bureau, told):
    title = "工作纪实台账：资助政策宣传月（2026年3月5日），参加人数"
    page = opened(told, title, bureau.auditor)
    assert linked(page) == {reverse("registers:record", args=[LiveRecord.objects.get().pk])}
    assert linked(opened(told, title, bureau.head)) == set(), "a head reads no registers"
