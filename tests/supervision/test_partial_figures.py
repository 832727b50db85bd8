"""A figure of which not all units have reported: what is missing is not zero."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from taizhang.supervision.lights import standing
from taizhang.supervision.model import BoundTarget, Measured, Progress, State, TaskFacts

DAY = date(2026, 7, 1)
NONE_LEFT = BoundTarget(value=Decimal(0), unit_of_measure="个", baseline=Decimal(40), adds_up=True)
ENOUGH = BoundTarget(value=Decimal(100), unit_of_measure="人", baseline=Decimal(0), adds_up=True)
RATE = BoundTarget(value=Decimal(96), unit_of_measure="%", baseline=Decimal(94))


def task(target: BoundTarget, value: str, reported: int, **facts: object) -> TaskFacts:
    measured = (Measured(date(2026, 6, 25), Decimal(value), reported, 690),)
    return TaskFacts(title="一项", assigned_on=date(2026, 1, 1), due=date(2026, 12, 31), state=State.ACTIVE,
                     target=target, measured=measured, **facts)


@pytest.mark.parametrize(("target", "value", "reported", "done"), [
    (NONE_LEFT, "0", 1, None), (NONE_LEFT, "3", 689, None), (NONE_LEFT, "0", 690, 1),
    (ENOUGH, "42", 1, Decimal("0.42")), (ENOUGH, "100", 600, 1), (ENOUGH, "100", 690, 1),
    (RATE, "98", 1, None), (RATE, "95", 690, Decimal("0.5")),
])
def test_only_what_later_reports_cannot_take_away_counts_before_all_have_reported(target, value, reported, done):
    assert standing(task(target, value, reported), DAY).done == done


def test_the_reason_tells_the_value_and_how_many_have_reported():
    found = standing(task(NONE_LEFT, "0", 1), DAY)

    assert "指标现为0个，1/690家已报，报齐前不算达标" in found.why.zh
    assert "1 of 690" in found.why.en
    assert "已达到" not in found.forecast.said.zh
    assert "已报" not in standing(task(NONE_LEFT, "0", 690), DAY).why.zh


def test_what_was_known_before_stands_until_all_have_reported():
    before = Measured(date(2026, 5, 1), Decimal(20), 690, 690)
    partial = task(NONE_LEFT, "0", 1)

    assert standing(replace(partial, measured=(before, *partial.measured)), DAY).done == Decimal("0.5")
    said = Progress(on=date(2026, 6, 25), done="消除10个", value=Decimal(30))
    assert standing(replace(partial, progress=(said,)), DAY).done == Decimal("0.25")


def test_an_ended_task_says_only_how_it_ended():
    closed = replace(task(NONE_LEFT, "0", 1), state=State.CLOSED, closed_on=DAY)

    assert standing(closed, DAY).why.zh == "2026年7月1日销号"
