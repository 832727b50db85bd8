"""Due dates and milestones as a calendar."""

from dataclasses import replace
from datetime import date, timedelta

from icalendar import Calendar

from taizhang.supervision.calendar import calendar
from taizhang.supervision.model import Milestone, State, TaskFacts

DAY = date(2026, 7, 1)
TOPPED = Milestone("封顶", date(2026, 10, 31))
TASK = TaskFacts(id="17", title="新建公办幼儿园；一期", what="新建12所，\n年内开园", owner="计划基建科",
                 assigned_on=DAY, due=date(2026, 12, 31), state=State.ACTIVE,
                 milestones=(Milestone("招标", date(2026, 8, 31), date(2026, 8, 1)), TOPPED))


def events(*tasks, **more):
    made = calendar(tasks, DAY, name="计划基建科督办", host="ledger.example", **more)
    return {str(event["uid"]): event for event in Calendar.from_ical(made).walk("VEVENT")}


def test_an_open_task_has_its_due_date_and_the_milestones_that_are_left():
    found = events(TASK, link=lambda task: f"https://ledger.example/tasks/{task.id}")

    assert [event.decoded("dtstart") for event in found.values()] == [date(2026, 12, 31), date(2026, 10, 31)]
    due = found["task-17@ledger.example"]
    assert str(due["summary"]) == "【时限】新建公办幼儿园；一期"
    assert "新建12所，\n年内开园" in str(due["description"]) and "责任单位：计划基建科" in str(due["description"])
    assert str(due["url"]) == "https://ledger.example/tasks/17"


def test_it_warns_a_week_and_a_day_ahead_at_nine():
    alarms = events(TASK)["task-17@ledger.example"].walk("VALARM")

    assert [alarm.decoded("trigger") for alarm in alarms] == [
        timedelta(hours=9) - timedelta(days=7), timedelta(hours=9) - timedelta(days=1)]


def test_an_extension_moves_the_event_and_keeps_its_id():
    moved = events(replace(TASK, extended_to=date(2027, 2, 28),
                           milestones=(Milestone("图审", date(2026, 8, 1)), replace(TOPPED, due=date(2026, 11, 30)))))

    event = moved["task-17@ledger.example"]
    assert event.decoded("dtstart") == date(2027, 2, 28)
    assert "原时限：2026-12-31" in str(event["description"])
    assert {*events(TASK)} < {*moved}


def test_milestones_of_one_name_are_an_event_each():
    twice = replace(TASK, milestones=(replace(TOPPED, done_on=date(2026, 9, 30)), TOPPED,
                                      replace(TOPPED, due=date(2026, 12, 15))))

    days = [event.decoded("dtstart") for event in events(twice).values()]
    assert days == [date(2026, 12, 31), date(2026, 10, 31), date(2026, 12, 15)]


def test_what_is_ended_or_has_no_date_is_not_in_it():
    ended = [replace(TASK, state=state) for state in (State.CLOSED, State.SUSPENDED, State.LONG_STANDING)]

    assert events(*ended, replace(TASK, due=None, milestones=())) == {}


def test_the_same_tasks_give_the_same_file():
    assert calendar([TASK], DAY, name="督办", host="a") == calendar([TASK], DAY, name="督办", host="a")
