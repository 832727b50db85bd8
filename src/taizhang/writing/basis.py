"""What the figures of a report rest on: the day up to which they are known."""

from __future__ import annotations

from datetime import date, datetime

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.engine import distinct
from taizhang.periods import Period, PeriodKind
from taizhang.writing.numbering import plain_date
from taizhang.writing.pieces import Paragraph, Text

OF_SCHOOL = (PeriodKind.TERM, PeriodKind.SCHOOL_YEAR)
BASIS = "（文中数据截至{day}，以各单位报送并经审核的数据为准；同比为与上年同期相比。）"


def basis(analysis: Analysis) -> Paragraph:
    """The paragraph that says so."""
    until = known_until(analysis)
    day = plain_date(until)
    if until.year == analysis.period.end.year:
        day = day.removeprefix(f"{until.year}年")
    return Paragraph((Text(BASIS.format(day=day), digits=True),))


def known_until(analysis: Analysis) -> date:
    """The last day that any return of the period speaks of: no later than its end, nor than the day of sealing.

    A school term is no such day: the spring term ends in August and is reported in June.
    """
    period = analysis.period
    codes = distinct(analysis.tables.cells, "period")
    ends = [one.end for one in map(Period.parse, codes) if period.contains(one) and one.kind not in OF_SCHOOL]
    sealed = datetime.fromisoformat(analysis.release.made_at).date()
    return min(max(ends, default=period.end), period.end, sealed)
