"""Which reported periods speak for the period of a report.

A flow (over_time: sum, and the largest or smallest of a time: max, min) is taken from its own period, or from parts
that make it up whole; five months never stand for a half-year. What nothing combines over time (none) is taken from
its own period alone. A stock (over_time: last) is taken from its own period, or the latest within it, or a longer one
that ends with it (the half-year in a report of its second quarter), or a yearly figure still in force (事业统计 of
the autumn in a report of the summer). A term speaks for the half-year in which most of it lies: the spring term for
January to June.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from taizhang.periods import Period, PeriodKind

FINER = {
    PeriodKind.YEAR: (PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH),
    PeriodKind.HALF: (PeriodKind.QUARTER, PeriodKind.MONTH),
    PeriodKind.QUARTER: (PeriodKind.MONTH,),
    PeriodKind.SCHOOL_YEAR: (PeriodKind.TERM, PeriodKind.MONTH),
    PeriodKind.TERM: (PeriodKind.MONTH,),
    PeriodKind.MONTH: (),
}
FLOWS = ("sum", "max", "min")
YEARLY = (PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR)
IN_FORCE = timedelta(days=366)      # how long after its end a yearly figure still speaks for a stock


@dataclass(frozen=True, slots=True)
class Speaks:
    """One reported period as part of what may speak for a target period.

    Periods with the same `source` belong together, and `needed` of them must be there. Of several sources that are
    whole the one with the lowest `rank` is taken.
    """

    over_time: str
    target: str
    period: str
    source: str
    rank: int
    needed: int


def near(period: Period) -> list[Period]:
    """The periods for which everything is worked out: the period, the same a year ago, and the one before."""
    return [period, period.same_last_year, period.previous]


def needed(period: Period) -> list[Period]:
    """The periods whose figures an analysis of `period` may name: those near it, and what these are compared with."""
    return list(dict.fromkeys(far for one in near(period) for far in near(one)))


def speaking(period: Period, reported: Iterable[Period]) -> set[Period]:
    """Those of the `reported` periods that speak for `period` or for what it is compared with.

    Some end after it: the spring term on 31 August speaks for January to June. A release carries all of them.
    """
    return {Period.parse(row.period) for row in calendar(needed(period), reported)}


def calendar(targets: Iterable[Period], reported: Iterable[Period]) -> list[Speaks]:
    """How the `reported` periods speak for each of the `targets`, for everything that `over_time` may say."""
    reported = sorted(reported)
    return [row for target in targets for row in (*_alone(target, reported), *_parts(target, reported),
                                                  *_stock(target, reported))]


def _alone(target: Period, reported: list[Period]) -> Iterator[Speaks]:
    for period in reported:
        if period == target or _speaks_as_term(period, target):
            for how in (*FLOWS, "none"):
                yield Speaks(how, str(target), str(period), str(period), 0 if period == target else 9, 1)


def _parts(target: Period, reported: list[Period]) -> Iterator[Speaks]:
    for rank, kind in enumerate(FINER[target.kind], start=1):
        parts = target.parts(kind)
        for part in sorted(set(parts).intersection(reported)):
            for how in FLOWS:
                yield Speaks(how, str(target), str(part), str(kind), rank, len(parts))


def _stock(target: Period, reported: list[Period]) -> Iterator[Speaks]:
    standing = [p for p in reported if _stands(p, target)]
    wanted = sorted(standing, key=lambda p: (p != target, -_order(p, target), not target.contains(p)))
    for rank, period in enumerate(wanted):
        yield Speaks("last", str(target), str(period), str(period), rank, 1)


def _stands(period: Period, target: Period) -> bool:
    """Whether a stock reported for `period` can be what stood at the end of `target`."""
    if _ends_within(period, target):
        return True
    return period.kind in YEARLY and period.start <= target.end and target.start - period.end <= IN_FORCE


def _order(period: Period, target: Period) -> int:
    """Later is better; a yearly figure comes after every figure reported within the target itself."""
    within = _ends_within(period, target)
    return (period.end if within else period.start).toordinal() + (date.max.toordinal() if within else 0)


def _ends_within(period: Period, target: Period) -> bool:
    return target.contains(period) or period.end == target.end or _speaks_as_term(period, target)


def _speaks_as_term(period: Period, target: Period) -> bool:
    """Whether `period` is a term and `target` the half-year in which most of it lies."""
    if (period.kind, target.kind) != (PeriodKind.TERM, PeriodKind.HALF):
        return False
    middle = period.start + (period.end - period.start) / 2
    return target.contains(middle)
