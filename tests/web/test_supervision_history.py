"""A day that is over stays as it was: its states, its lights and what a report says of it, whatever came after."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from taizhang.periods import Period
from taizhang.supervision.model import State
from taizhang.supervision.standing import Light
from taizhang.web.ledger.models import Release
from taizhang.web.reports.models import Report
from taizhang.web.supervision import actions, carrying, lights, queries
from taizhang.web.supervision.board import ranking
from taizhang.web.supervision.facts import facts_of
from taizhang.web.supervision.models import Extension, Plan, Task, TaskEvent
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.reporting import report
from web.conftest import browser
from web.test_supervision import give

OVER = Period.parse("2025H1")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def moved(task: Task, by, *moves: tuple[str, str, date]) -> None:
    """The task's history as it was noted then, and its state of now."""
    for action, after, day in moves:
        TaskEvent.objects.create(task=task, action=action, before=task.state, after=after, by=by, at=at(day))
        task.state = after
    task.closed_on = moves[-1][2] if task.state == State.CLOSED else None
    task.save()


@pytest.fixture
def plan(bureau) -> Plan:
    """A plan of a half-year that is over, made when that began."""
    made = actions.make_plan(period=OVER, unit=bureau.city, title="上半年工作计划", by=bureau.supervisor)
    Plan.objects.filter(pk=made.pk).update(made_at=at(OVER.start))
    return Plan.objects.get(pk=made.pk)


@pytest.fixture
def task(bureau, plan) -> Task:
    return give(bureau, plan, "改造食堂12个", assigned_on=OVER.start, due=OVER.end)


def facts(task: Task, day: date | None = None):
    [found] = facts_of(Task.objects.filter(pk=task.pk), on=day)
    return found


def test_a_day_knows_the_moves_up_to_it_and_none_after(bureau, task):
    moved(task, bureau.supervisor, ("sign", "active", date(2025, 1, 10)), ("apply", "closing", date(2025, 6, 20)),
          ("close", "closed", date(2025, 7, 10)))  # fmt: skip
    days = [date(2025, 1, 9), date(2025, 1, 10), OVER.end, date(2025, 7, 10), None]
    assert [facts(task, day).state for day in days] == [
        State.AWAITING, State.ACTIVE, State.CLOSING, State.CLOSED, State.CLOSED]  # fmt: skip
    assert [facts(task, day).closed_on for day in days[-3:]] == [None, date(2025, 7, 10), date(2025, 7, 10)]


def test_a_later_day_that_was_granted_since_makes_no_day_before_it_less_late(bureau, task):
    Extension.objects.create(
        task=task, before=task.due, to=date(2025, 12, 31), reason="材料未到", asked_by=bureau.clerk, granted=True,
        decided_by=bureau.head, decided_at=at(date(2025, 8, 1)),
    )  # fmt: skip
    Task.objects.filter(pk=task.pk).update(extended_to=date(2025, 12, 31))
    assert facts(task, date(2025, 7, 31)).ends == OVER.end
    assert facts(task, date(2025, 8, 1)).ends == date(2025, 12, 31)


def test_what_was_carried_over_keeps_the_light_and_state_of_its_plans_last_day(bureau, plan, task):
    moved(task, bureau.supervisor, ("sign", "active", date(2025, 1, 10)))
    before = queries.standings(bureau.city, OVER)
    after = actions.make_plan(period=OVER.next, unit=bureau.city, title="下半年工作计划", by=bureau.supervisor)
    [new] = carrying.carry([task], after, by=bureau.supervisor)
    [(told, how)] = queries.standings(bureau.city, OVER)
    assert (told.state, how.light) == (State.ACTIVE, Light.ORANGE)
    assert [how] == [one for _facts, one in before]
    assert told.stands_until == OVER.end
    [(_now, today)] = lights.standings_of(Task.objects.filter(pk=task.pk))
    assert today == how, "it is not suspended, nor a day later than its plan"
    page = browser(bureau.supervisor).get(reverse("supervision:plan", args=[plan.pk])).text
    assert "已结转" in page
    assert how.why.zh in page
    assert facts(new).stands_until is None


def test_a_task_carried_before_its_plan_was_over_stands_to_that_day(bureau):
    today = timezone.localdate()
    period = Period.parse(f"{today.year}")
    plan = actions.make_plan(period=period, unit=bureau.city, title="全年计划", by=bureau.supervisor)
    task = give(bureau, plan, "建成2所幼儿园", due=today - timedelta(days=3))
    after = actions.make_plan(period=period.next, unit=bureau.city, title="来年计划", by=bureau.supervisor)
    carrying.carry([task], after, by=bureau.supervisor)
    [(told, how)] = queries.standings(bureau.city, period)
    assert (told.state, how.light, told.stands_until) == (State.AWAITING, Light.RED, period.end)


def test_what_was_suspended_for_good_is_suspended_from_that_day_on(bureau, task):
    moved(task, bureau.supervisor, ("sign", "active", date(2025, 1, 10)), ("suspend", "suspended", date(2025, 5, 4)))
    assert facts(task, date(2025, 5, 3)).state == State.ACTIVE
    assert facts(task, OVER.end).state == facts(task).state == State.SUSPENDED


def test_a_plan_entered_after_its_period_says_on_the_last_day_what_was_entered(bureau):
    late = actions.make_plan(period=OVER, unit=bureau.city, title="补录的计划", by=bureau.supervisor)
    task = give(bureau, late, "资助不漏一人", assigned_on=OVER.start, due=OVER.end)
    take_step(task, "sign", by=bureau.officer)
    assert facts(task, OVER.end).state == State.ACTIVE
    assert facts(task, OVER.end - timedelta(days=1)).state == State.AWAITING


def test_a_quarters_report_tells_the_half_years_tasks_and_leaves_them_in_their_plan(bureau, plan, task):
    moved(task, bureau.supervisor, ("sign", "active", date(2025, 2, 1)))
    quarter = Period.parse("2025Q1")
    [(told, how)] = queries.standings(bureau.city, quarter)
    assert (told.title, how.on) == (task.title, quarter.end)
    release = Release.objects.create(name="2025Q1", period=quarter.code, made_by=bureau.writer)
    going_on = {"domain": "student_aid", "text": "6月底前改造食堂12个", "owner": "", "target": {}, "due": "2025-06-30",
                "goes_on": [str(task.pk)]}  # fmt: skip
    issued = Report.objects.create(
        unit=bureau.city, period=quarter.code, kind="summary", release=release, catalogue="x",
        drafted_by=bureau.writer, written_by=bureau.writer, state=Report.State.ISSUED,
        document={"title": "一季度总结", "tasks": [going_on]},
    )  # fmt: skip
    assert carrying.tasks_from_report(issued, by=bureau.head) is None, "it goes on in the half-year's plan"
    assert facts(task).state == State.ACTIVE


def test_a_years_report_tells_a_carried_task_once(bureau, plan, task):
    second = actions.make_plan(period=OVER.next, unit=bureau.city, title="下半年工作计划", by=bureau.supervisor)
    done = give(bureau, plan, "家访500户", assigned_on=OVER.start, due=OVER.end)
    moved(done, bureau.supervisor, ("sign", "active", date(2025, 1, 10)), ("apply", "closing", date(2025, 6, 1)),
          ("close", "closed", date(2025, 6, 3)))  # fmt: skip
    [new] = carrying.carry([task], second, by=bureau.supervisor)
    told = [one.id for one, _how in queries.standings(bureau.city, Period.parse("2025"))]
    assert sorted(told) == sorted([str(done.pk), str(new.pk)])


# --- when closing was asked for -----------------------------------------------------------------------------------


def test_an_application_in_time_is_in_time_however_late_it_is_checked(bureau, task):
    moved(task, bureau.supervisor, ("sign", "active", date(2025, 1, 10)), ("apply", "closing", date(2025, 6, 21)))
    [(_facts, how)] = lights.standings_of(Task.objects.filter(pk=task.pk))
    assert how.why.zh == "2025年6月21日申请销号，待核验"
    moved(task, bureau.supervisor, ("close", "closed", date(2025, 11, 23)))
    [(_facts, how)] = lights.standings_of(Task.objects.filter(pk=task.pk))
    assert how.why.zh == "2025年6月21日申请销号，未超过时限2025年6月30日，2025年11月23日核验销号"
    [one] = ranking(Task.objects.filter(pk=task.pk), bureau.city)
    assert (one.closed, one.closed_late, one.overdue) == (1, 0, 0)


def test_an_application_that_was_sent_back_does_not_count(bureau, task):
    moved(task, bureau.supervisor, ("sign", "active", date(2025, 1, 10)), ("apply", "closing", date(2025, 6, 21)),
          ("send_back", "sent_back", date(2025, 6, 25)), ("apply", "closing", date(2025, 7, 5)),
          ("close", "closed", date(2025, 7, 9)))  # fmt: skip
    days = [date(2025, 6, 22), date(2025, 6, 26), None]
    assert [facts(task, day).applied_on for day in days] == [date(2025, 6, 21), None, date(2025, 7, 5)]
    [one] = ranking(Task.objects.filter(pk=task.pk), bureau.city)
    assert one.closed_late == 1


def test_of_a_plan_entered_afterwards_the_last_report_tells_when_closing_was_asked_for(bureau):
    late = actions.make_plan(period=OVER, unit=bureau.city, title="补录的计划", by=bureau.supervisor)
    task = give(bureau, late, "资助不漏一人", assigned_on=OVER.start, due=OVER.end)
    take_step(task, "sign", by=bureau.officer)
    report(task, done="完成", on=date(2025, 6, 21), evidence=[("表.pdf", b"%PDF")], by=bureau.officer)
    take_step(task, "apply", by=bureau.officer)
    assert facts(task).applied_on == facts(task, OVER.end).applied_on == date(2025, 6, 21)


def test_what_is_suspended_after_it_was_sent_back_was_asked_for_on_no_day(bureau, task):
    moved(task, bureau.supervisor, ("sign", "active", date(2025, 1, 10)), ("apply", "closing", date(2025, 6, 21)),
          ("send_back", "sent_back", date(2025, 6, 25)), ("suspend", "suspended", date(2025, 7, 5)))  # fmt: skip
    assert facts(task).applied_on is None
