"""Every word that a sentence of an outline may use besides its indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from taizhang.periods import Period, PeriodKind
from taizhang.writing.comparing import Comparing
from taizhang.writing.pieces import Text
from taizhang.writing.shortfalls import behind, units
from taizhang.writing.words import in_wan, largest_first, share

FILTERS: Mapping[str, Callable[..., object]] = {
    "wan": lambda measure: in_wan(measure.result), "units": units, "largest_first": largest_first,
}


def vocabulary(measures: Mapping[str, object], comparing: Comparing, *, period: Period, deadline: date, day: date,
               ) -> dict[str, object]:
    """What a template's names stand for: `measures` are the indicators it names, `day` is that of the report."""
    functions = {"versus": comparing.versus, "pace": comparing.pace, "behind": behind, "share": share}
    return {**functions, "period": spoken(period), "deadline": month_end(deadline, period.end.year),
            **ahead(day), **measures}


def spoken(period: Period) -> Text:
    """A period within a report that has named its year: 上半年, 第二季度, 6月."""
    named_whole = period.kind in (PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR, PeriodKind.TERM)
    return Text(period.zh if named_whole else period.zh.split("年", 1)[1], digits=True)


def ahead(day: date) -> dict[str, Text]:
    """The school term and the holidays that come next after a day, by the calendar of schools: 秋季 from September."""
    term, holiday = ("秋季", "暑期") if 3 <= day.month < 9 else ("春季", "寒假")
    return {"term": Text(term), "holiday": Text(holiday)}


def month_end(day: date, this_year: int) -> Text:
    """A date as plans name it: 12月底, 2027年6月底."""
    year = "" if day.year == this_year else f"{day.year}年"
    return Text(f"{year}{day.month}月底", digits=True)
