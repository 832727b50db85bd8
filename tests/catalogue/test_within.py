"""What belongs to the period of a report: a day within it, and a term or year that a record names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.catalogue.formulas.within import codes_within, within
from taizhang.periods import Period

HALF = Period.parse("2026H1")


@pytest.mark.parametrize(("when", "belongs"), [
    ("SY2025-T2", True),        # the spring term lies mostly in January to June
    ("SY2025-T1", False),
    ("SY2026-T1", False),
    ("2026", True),             # a record of the year counts in both halves
    ("2025", False),
    ("SY2025", True),
    ("2026Q2", True),
    ("2026-07", False),
])
def test_a_record_of_a_term_or_year_counts_in_the_half_year_in_which_it_lies(when, belongs):
    assert within(HALF, Period.parse(when)) is belongs
    assert (when in codes_within(HALF)) is belongs


def test_a_day_counts_from_the_first_to_the_last_day():
    assert within(HALF, date(2026, 1, 1)) and within(HALF, date(2026, 6, 30))
    assert not within(HALF, date(2026, 7, 1))


@given(st.integers(2000, 2050), st.sampled_from(["H1", "H2", "Q1", "Q3", "", "-05"]))
def test_the_codes_of_a_period_are_those_of_the_periods_within_it(year, kind):
    period = Period.parse(f"{year}{kind}")
    assert period.code in codes_within(period)
    assert all(within(period, Period.parse(code)) for code in codes_within(period))
