"""Whether a day, or a period that a record names, belongs to the period reported.

A record of a year belongs to each of its halves, a record of the spring term to January to June: of the two periods
one has its middle in the other.
"""

from __future__ import annotations

from datetime import date

from taizhang.periods import Period, PeriodKind


def within(period: Period, when: date | Period) -> bool:
    """Whether `when` belongs to `period`."""
    if isinstance(when, Period):
        return period.contains(_middle(when)) or when.contains(_middle(period))
    return period.contains(when)


def codes_within(period: Period) -> list[str]:
    """The codes of all periods that belong to `period`, for tables in which periods are text."""
    return [one.code for one in _near(period) if within(period, one)]


def _middle(period: Period) -> date:
    return period.start + (period.end - period.start) / 2


def _near(period: Period) -> list[Period]:
    years = range(period.year - 1, period.year + 2)
    yearly = [Period(kind, year) for kind in (PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR) for year in years]
    finer = [part for one in yearly for kind in PeriodKind for part in _parts(one, kind)]
    return list(dict.fromkeys([*yearly, *finer]))


def _parts(period: Period, kind: PeriodKind) -> list[Period]:
    try:
        return period.parts(kind)
    except ValueError:
        return []
