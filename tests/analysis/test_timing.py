"""Which reported periods speak for the period of a report."""

import pytest

from taizhang.analysis.timing import calendar, speaking
from taizhang.periods import Period


def taken(over_time, target, reported):
    """The periods of the best source that is whole, as for a unit that reported exactly these."""
    sources = {}
    for one in calendar([Period.parse(target)], [Period.parse(text) for text in reported.split()]):
        if one.over_time == over_time:
            sources.setdefault((one.rank, one.source, one.needed), []).append(one.period)
    whole = [(rank, periods) for (rank, _source, needed), periods in sources.items() if len(periods) == needed]
    return " ".join(min(whole)[1]) if whole else None


@pytest.mark.parametrize(("target", "reported", "expected"), [
    ("2026H1", "2026H1 2026Q1 2026Q2", "2026H1"),
    ("2026H1", "2026Q1 2026Q2", "2026Q1 2026Q2"),
    ("2026H1", "2026-01 2026-02 2026-03 2026-04 2026-05", None),                # five months are no half-year
    ("2026H1", "2026Q1 2026-01 2026-02 2026-03 2026-04 2026-05 2026-06",
     "2026-01 2026-02 2026-03 2026-04 2026-05 2026-06"),
    ("2026", "2026H1 2026H2", "2026H1 2026H2"),
    ("2026H1", "2026", None),                                                   # a year is not cut in two
    ("2026H1", "SY2025-T2", "SY2025-T2"),                                       # the spring term
    ("2026H1", "SY2025-T1", None),
    ("2025H2", "SY2025-T1", "SY2025-T1"),                                       # the autumn term
])
def test_flows(target, reported, expected):
    assert taken("sum", target, reported) == expected


@pytest.mark.parametrize(("target", "reported", "expected"), [
    ("2026H1", "2026H1 2026Q2", "2026H1"),
    ("2026H1", "2026Q1 2026Q2", "2026Q2"),
    ("2026H1", "2026-05 2026-03", "2026-05"),
    ("2026H1", "SY2024 SY2025", "SY2025"),                                      # what the autumn's return says
    ("2026H1", "SY2025 2026Q1", "2026Q1"),
    ("2026H1", "2025H2", None),                                                 # not for the next half-year
    ("2026H1", "2026H2", None),
    ("2026Q2", "2026H1", "2026H1"),                                             # both end on 30 June
    ("2026Q2", "2026H1 2026-06", "2026-06"),
    ("2026Q1", "2026H1", None),
    ("2025H1", "SY2025", None),                                                 # it had not begun
    ("2026H1", "SY2022", None),                                                 # too long ago
])
def test_stocks(target, reported, expected):
    assert taken("last", target, reported) == expected


@pytest.mark.parametrize(("reported", "carried"), [
    ("SY2025-T2 SY2024-T2", "SY2025-T2 SY2024-T2"),      # it ends on 31 August; and what it is compared with
    ("SY2025 2026", "SY2025 2026"),                      # stocks of a year that is still running
    ("2026H2 2026-07 SY2026-T1 SY2026", ""),             # what comes after
    ("2026-06 2026Q2 2025-03", "2026-06 2026Q2 2025-03"),
])
def test_a_release_carries_what_speaks_for_its_period_even_where_it_ends_later(reported, carried):
    found = speaking(Period.parse("2026H1"), map(Period.parse, reported.split()))
    assert {str(period) for period in found} == set(carried.split())
