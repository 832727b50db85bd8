"""Where a task ends at the pace so far."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.supervision.forecast import forecast
from taizhang.supervision.model import BoundTarget, Measured, Progress, State, TaskFacts

START, DUE, DAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1)


def task(*, goal=None, base=None, values=(), shares=(), unit="所", **more):
    target = None if goal is None else BoundTarget(value=Decimal(goal), unit_of_measure=unit,
                                                   baseline=None if base is None else Decimal(base))
    return TaskFacts(
        title="事项", assigned_on=START, target=target, **{"due": DUE, "state": State.ACTIVE, **more},
        measured=tuple(Measured(START + timedelta(days=n), Decimal(str(value))) for n, value in values),
        progress=tuple(Progress(on=START + timedelta(days=n), done="", share=Decimal(str(share)))
                       for n, share in shares))


@pytest.mark.parametrize(("given", "ends_at", "reached_on"), [
    ({"goal": 40, "base": 0, "values": [(181, 18)]}, 36, date(2027, 2, 8)),          # 18 in 181 days
    ({"goal": 40, "base": 0, "values": [(91, 12), (181, 20)]}, 40, date(2026, 12, 29)),
    ({"goal": 40, "values": [(91, 10), (181, 20)]}, 40, date(2026, 12, 28)),           # 10 in 90 days
    ({"goal": 0, "base": 20, "values": [(181, 11)]}, 2, date(2027, 2, 8)),            # what is to fall
    ({"goal": 95, "base": 90, "values": [(150, "92.25")], "unit": "%"}, 95, date(2026, 12, 1)),
    ({"shares": [(100, 0.2), (181, 0.3)]}, "60.3", date(2027, 8, 28)),
])
def test_a_straight_line_from_the_first_point_to_the_last(given, ends_at, reached_on):
    found = forecast(task(**given), DAY)

    assert (found.value, found.reached_on, found.at) == (Decimal(str(ends_at)), reached_on, DUE)
    assert f"{found.value}" in found.said.zh and f"{found.value}" in found.said.en


@pytest.mark.parametrize(("goal", "ends_at"), [("5", 0), ("-2", -2)])
def test_what_falls_stops_at_nought_unless_the_goal_lies_below(goal, ends_at):
    assert forecast(task(goal=goal, base=20, values=[(181, 8)]), date(2026, 7, 1)).value == ends_at


def test_things_counted_are_never_rounded_up_to_the_goal():
    found = forecast(task(goal=40, base=0, values=[(180, "19.7")]), DAY)

    assert found.value == 39
    assert found.said.zh == "按目前进度，到2026年12月31日为39所，目标40所，2027年1月2日可达到"


def test_what_is_reached_already_says_when():
    found = forecast(task(goal=40, base=0, values=[(100, 41), (150, 42)]), DAY)

    assert found.said.zh == "截至2026年5月31日为42所，已达到目标40所"


@pytest.mark.parametrize(("values", "said"), [
    ([(130, 20)], "按目前进度2026年9月18日可完成，晚110天"),
    ([(100, 24)], "最近一次量化进展为2026年4月11日的24所，按当时进度2026年6月17日应已达到目标40所，请更新进展"),
    ([(130, 0)], "照目前进度不会完成"),
])
def test_once_overdue_it_is_the_end_that_matters(values, said):
    assert forecast(task(goal=40, base=0, values=values, due=date(2026, 5, 31)), DAY).said.zh == said


def test_a_day_gone_by_is_not_promised_but_news_is_asked_for():
    silent = task(shares=[(100, 0.7)])
    met, found = forecast(silent, date(2026, 5, 24)), forecast(silent, date(2026, 5, 25))

    assert met.reached_on == date(2026, 5, 24)
    assert (found.known, found.reached_on) == (False, None)
    assert found.said.zh == "最近一次量化进展为2026年4月11日的70%，按当时进度2026年5月24日应已达到目标100%，请更新进展"


def test_the_pace_of_long_ago_is_not_told_as_that_of_today():
    silent = task(shares=[(170, 0.45)])
    held, found = (forecast(silent, START + timedelta(days=170 + since)) for since in (85, 86))

    assert held.known
    assert (found.known, found.reached_on) == (False, None)
    assert found.said.zh == "最近一次量化进展为2026年6月20日的45%，此后86天没有量化进展，看不出进度"


@pytest.mark.parametrize(("last", "holds"), [(20, 31), (100, 50), (170, 85), (300, 92)])
def test_a_pace_holds_for_half_as_long_as_it_was_watched_a_month_at_least_and_a_quarter_at_most(last, holds):
    held, found = (forecast(task(shares=[(last, 0.02)]), START + timedelta(days=last + since))
                   for since in (holds, holds + 1))

    assert (held.known, found.known) == (True, False)


@pytest.mark.parametrize("values", [[(50, 12), (150, 8)], [(50, 12), (150, 12)]])
def test_what_falls_or_stands_still_is_not_carried_on(values):
    found = forecast(task(goal=40, values=values), DAY)

    assert (found.value, found.reached_on) == (values[-1][1], None)
    assert "照此不会达到" in found.said.zh


@pytest.mark.parametrize(("given", "reason"), [
    ({"goal": 40}, "没有量化进展"),
    ({}, "没有量化进展"),
    ({"goal": 40, "base": 0, "values": [(5, 3)]}, "只跨5天"),
    ({"goal": 40, "values": [(100, 3)]}, "只跨0天"),
    ({"goal": 40, "base": 0, "values": [(100, 3)], "due": None}, "没有完成时限"),
    ({"goal": 40, "base": 0, "values": [(100, 3)], "state": State.CLOSED}, "已销号"),
    ({"goal": 40, "base": 0, "values": [(100, 3)], "state": State.SUSPENDED}, "中止"),
])
def test_what_cannot_be_told_gives_the_reason(given, reason):
    found = forecast(task(**given), DAY)

    assert not found.known and found.reached_on is None
    assert reason in found.said.zh


@pytest.mark.parametrize(("shares", "values", "ends_at"), [
    ([(91, 0.45)], [(181, 26)], 52),                   # 26 in 181 days, as the share before said 18 of 40
    ([(91, 0.45)], [(95, 19)], 72),                    # the pace of the shares goes on
    ([(91, 0.45)], [(91, 18)], 72),                    # both in one report
])
def test_the_first_value_goes_on_where_the_shares_before_it_were(shares, values, ends_at):
    before, found = (forecast(task(goal=40, shares=shares, values=some), START + timedelta(days=some_day))
                     for some, some_day in (([], 100), (values, values[-1][0] + 10)))

    assert before.known and (found.value, found.unit_of_measure) == (ends_at, "所")


def test_shares_say_nothing_of_the_course_of_a_rate():
    assert not forecast(task(goal=95, unit="%", shares=[(91, 0.45)], values=[(181, 94)]), DAY).known


def test_what_comes_after_the_day_is_not_known_on_it():
    later = task(goal=40, base=0, values=[(150, 10), (300, 40)])

    assert forecast(later, DAY) == forecast(task(goal=40, base=0, values=[(150, 10)]), DAY)


points = st.lists(st.tuples(st.integers(0, 181), st.integers(0, 1000)), min_size=1, max_size=8)


@settings(max_examples=200)
@given(points, st.integers(0, 1000), st.none() | st.integers(0, 1000), st.integers(0, 400))
def test_for_any_course_the_forecast_keeps_its_promises(values, goal, base, until_due):
    due = START + timedelta(days=until_due)
    followed = task(goal=goal, base=base, values=values, due=due)
    found = forecast(followed, DAY)

    if not found.known:
        assert found.value is None and found.reached_on is None and found.said.zh
        return
    last = followed.latest(DAY).value
    worse = min if not followed.target.downwards else max
    assert worse(found.value, last) == last                             # never worse than what is known
    if found.reached_on and found.reached_on <= due:
        assert worse(found.value, Decimal(goal)) == goal                # reached in time says so in figures too


@settings(max_examples=150)
@given(points, st.integers(1, 1000), st.integers(0, 300), st.integers(0, 100))
def test_more_time_never_makes_the_end_worse(values, goal, until_due, more):
    sooner, later = (forecast(task(goal=goal, base=0, values=values, due=DAY + timedelta(days=n)), DAY)
                     for n in (until_due, until_due + more))

    assert sooner.known == later.known
    assert not sooner.known or sooner.value <= later.value
