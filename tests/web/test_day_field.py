"""A day typed into a form is read as it is in a cell, and an unlikely one comes back with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from taizhang.web.day_field import DayField

DUE = DayField(label="截止日期")


@pytest.mark.parametrize("typed", [
    "2026-09-01", "2026.9.1", "2026年9月1日", "20260901", " 2026/9/1 ", date(2026, 9, 1),
])  # fmt: skip
def test_days_may_be_written_as_people_write_them(typed):
    assert DUE.clean(typed) == date(2026, 9, 1)


@pytest.mark.parametrize(("typed", "said"), [
    ("", "必填"),
    ("九月", "“截止日期”填的是“九月”，不是日期"),
    ("2026-02-30", "没有这一天"),
    ("2026-09", "缺少日"),
    ("9999-12-31", "年份不合常理"),
    ("0001-01-01", "年份不合常理"),
])  # fmt: skip
def test_what_is_no_day_comes_back_with_the_reason(typed, said):
    with pytest.raises(ValidationError) as refused:
        DUE.clean(typed)
    assert said in refused.value.messages[0]


@given(st.text() | st.dates().map(str) | st.from_regex(r"[0-9]{1,5}[-./年][0-9]{1,3}([-./月][0-9]{1,3}日?)?"))
def test_any_text_is_a_day_of_likely_years_or_refused(typed):
    try:
        day = DayField(label="日期", required=False).clean(typed)
    except ValidationError as refused:
        assert refused.messages
    else:
        assert day is None or 1900 <= day.year <= 2100


def test_the_box_is_the_browsers_calendar_and_keeps_the_day():
    assert 'type="date" name="due" value="2026-09-01"' in DUE.widget.render("due", date(2026, 9, 1))
