"""What users may rely on when they name a reporting period."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.periods import Period, PeriodKind

COUNTS = {"year": 1, "half": 2, "quarter": 4, "month": 12, "school_year": 1, "term": 2}
periods = st.sampled_from(sorted(COUNTS)).flatmap(
    lambda kind: st.builds(Period, st.just(PeriodKind(kind)), st.integers(1902, 2998), st.integers(1, COUNTS[kind])))


@pytest.mark.parametrize("text, code", [
    ("2026", "2026"), ("2026H1", "2026H1"), ("2026Q2", "2026Q2"), ("2026-06", "2026-06"),
    ("SY2025", "SY2025"), ("SY2025-T2", "SY2025-T2"),
    ("2026年", "2026"), ("2026年度", "2026"), ("二〇二六年", "2026"),
    ("2026年上半年", "2026H1"), ("2026 年下半年", "2026H2"),
    ("2026年第一季度", "2026Q1"), ("2026年二季度", "2026Q2"), ("2026年6月", "2026-06"), ("2026年十一月", "2026-11"),
    ("2026年1—6月", "2026H1"), ("2026年7-12月", "2026H2"), ("2026年1月至3月", "2026Q1"),
    ("２０２６年１～１２月", "2026"),
    ("2025—2026学年", "SY2025"), ("2025-26学年度", "SY2025"), ("2025—2026学年第二学期", "SY2025-T2"),
    ("2025—2026学年春季学期", "SY2025-T2"), ("2026年春季学期", "SY2025-T2"), ("2026年秋季学期", "SY2026-T1"),
])
def test_a_period_is_read_from_its_code_or_its_chinese_name(text, code):
    assert str(Period.parse(text)) == code


@pytest.mark.parametrize("text, code", [
    ("上半年", "2026H1"), ("今年上半年", "2026H1"), ("第一季度", "2026Q1"), ("1—6月", "2026H1"), ("6月", "2026-06"),
    ("春季学期", "SY2025-T2"), ("全年", "2026"),
])
def test_a_name_without_a_year_takes_the_year_given(text, code):
    assert str(Period.parse(text, year=2026)) == code
    with pytest.raises(ValueError, match="year"):
        Period.parse(text)


@pytest.mark.parametrize("text, found", [
    ("", "''"), ("2026H3", "2026H3"), ("2026-13", "2026-13"), ("20xx年上半年", "20xx"), ("1234年", "1234"),
    ("2026年1—5月", "months 1 to 5"), ("2025—2028学年", "2025 to 2028"),
])
def test_what_is_no_period_is_refused_saying_what_was_found(text, found):
    with pytest.raises(ValueError, match=found):
        Period.parse(text)


@pytest.mark.parametrize("code, start, end", [
    ("2026", date(2026, 1, 1), date(2026, 12, 31)), ("2026H1", date(2026, 1, 1), date(2026, 6, 30)),
    ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)), ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("SY2025", date(2025, 9, 1), date(2026, 8, 31)), ("SY2025-T1", date(2025, 9, 1), date(2026, 1, 31)),
    ("SY2025-T2", date(2026, 2, 1), date(2026, 8, 31)),
])
def test_first_and_last_day(code, start, end):
    assert (Period.parse(code).start, Period.parse(code).end) == (start, end)


@pytest.mark.parametrize("code, zh, en", [
    ("2026", "2026年", "2026"), ("2026H1", "2026年上半年", "first half of 2026"),
    ("2026Q3", "2026年第三季度", "third quarter of 2026"), ("2026-06", "2026年6月", "June 2026"),
    ("SY2025", "2025—2026学年", "school year 2025–2026"),
    ("SY2025-T2", "2025—2026学年第二学期", "second term of school year 2025–2026"),
])
def test_a_period_is_written_in_chinese_and_english(code, zh, en):
    assert (Period.parse(code).zh, Period.parse(code).en) == (zh, en)


def test_periods_that_end_together_come_shortest_first():
    shuffled = map(Period.parse, ["2026", "2026H1", "2026-06", "2026Q2", "2026-05", "SY2025"])
    assert [str(p) for p in sorted(shuffled)] == ["2026-05", "2026-06", "2026Q2", "2026H1", "SY2025", "2026"]


def test_a_half_is_not_made_of_terms():
    with pytest.raises(ValueError, match="not made of"):
        Period.parse("2026H1").parts("term")


@given(periods)
def test_code_and_chinese_name_read_back_as_the_same_period(period):
    assert Period.parse(period.code) == Period.parse(period.zh) == period
    assert hash(Period.parse(period.code)) == hash(period)


@given(periods)
def test_neighbours_leave_no_day_between_them(period):
    assert period.previous.end + timedelta(days=1) == period.start
    assert period.previous.next == period
    assert period.previous < period < period.next
    assert period.same_last_year.start.year == period.start.year - 1


@given(periods, st.sampled_from(sorted(COUNTS)))
def test_parts_cover_the_whole_without_overlap(period, kind):
    try:
        parts = period.parts(kind)
    except ValueError:
        return
    assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    assert all(a.next == b for a, b in pairwise(parts))
    assert all(period.contains(p) and not p.contains(period) for p in parts)


@given(st.dates(date(1901, 1, 1), date(2998, 12, 31)), st.sampled_from(sorted(COUNTS)))
def test_every_day_lies_in_one_period_of_each_kind(day, kind):
    period = Period.holding(day, kind)
    assert period.kind == kind
    assert period.contains(day)


@given(periods, periods)
def test_order_is_total_and_follows_the_last_day(a, b):
    assert (a < b) + (a == b) + (a > b) == 1
    if a.end < b.end:
        assert a < b


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_a_value_error(text):
    try:
        assert isinstance(Period.parse(text), Period)
    except ValueError as error:
        assert str(error)
