"""Of when and of whom a figure speaks, where its sentence says so."""

from __future__ import annotations

import re
from functools import lru_cache

from taizhang.periods import Period
from taizhang.reading.figures.context import Context
from taizhang.reading.figures.topics import trimmed
from taizhang.reading.model import Kind

_WHEN = re.compile(
    r"(?:(?P<year>20\d\d|[\dx×]{2,4}|今|本|去|上|(?<![以之])前)年度?)?"
    r"(?P<within>[上下]半年|第?[一二三四]季度|[春秋]季(?:学期)?|1[-—至到](?:3|6|9|12)月份?|全年|年内|年?[底末])?"
)
_ANY = re.compile(rf"(?=[\d×x今本去上前下第一二三四春秋全年]){_WHEN.pattern}(?<=[年度季期月份内底末])")
_WHOLE = ("", "全年", "年内", "年底", "年末", "底", "末")
_COMPARED = frozenset("较比由从")
_LAST_YEARS = re.compile("[比较]?(?:去年|上年|上一年)(?:同期|全年|[底末])?数?$")
_YEARS_BACK = {"去": 1, "上": 1, "前": 2}
_NO_PERIOD = re.compile("年初|上学期|上一?届|原来|原有|此前")     # what was then is of no period that a report tells
_SCHOOL = (r"(?:第?[一二三四五六七八九十\d]+(?:中学|中|小学|小|幼儿园|幼|高中|高|职专)"
           r"|实验(?:中学|小学|幼儿园|高中|学校))")
_PLACE = r"[^，。；、\d全各我达共乡]{2,3}(?<!城)[县区镇乡](?![域内外级镇村])"
_PLACED = re.compile("[中学小幼高职县区镇乡]")      # no name of a school or place is without one of these
_ORG = re.compile(rf"^(?P<org>[^，。；、\d达共有]{{1,6}}?{_SCHOOL}|{_PLACE})")


def period_of(context: Context, kind: Kind, report: str | None) -> str | None:
    """The period's code: what the sentence names last, else the report's own (for a target its whole year).

    A year that the figure is compared with (比2024年增加, 由2024年的…降至) is that of the base alone. None for what
    was at a time that is no period: 比年初的51800人.
    """
    if kind is Kind.BASELINE and _NO_PERIOD.search(context.near):
        return None
    said = ("", "")
    if "年" in context.sentence or "季" in context.sentence:
        words = context.sentence[-80:]
        for found in _ANY.finditer(words):
            if kind is Kind.BASELINE or words[found.start() - 1:found.start()] not in _COMPARED:
                said = found["year"] or "", found["within"] or ""
    return _period(*said, kind, report)


@lru_cache(1024)
def _period(year: str, within: str, kind: Kind, report: str | None) -> str | None:
    try:
        base = Period.parse(report) if report else None
        named = int(year) if re.fullmatch(r"20\d\d", year) else base.year if base else None
        if named is None:
            return None
        if base and year in _YEARS_BACK:
            return _back(base, _YEARS_BACK[year], within) if kind is Kind.BASELINE else str(base)
        if within in _WHOLE:
            whole = year or within or kind in (Kind.TARGET, Kind.BUDGET) or base is None
            return str(Period.parse(str(named)) if whole else base)
        return str(Period.parse(within if "季" not in within or "季度" in within else within[:2] + "学期", year=named))
    except ValueError:
        return report


def name_of_base(phrase: str) -> str:
    """What last year's figure is of, without the words that say of when: 在园幼儿 of 在园幼儿去年同期."""
    return _LAST_YEARS.sub("", phrase)


def _back(period: Period, years: int, within: str) -> str | None:
    """The period so many years before the report's: of the first half of 2026 去年 2025H1, 去年底 2025."""
    if within:
        return _period(str(period.year - years), within, Kind.BASELINE, None)
    for _ in range(years):
        period = period.same_last_year
    return str(period)


def org_of(context: Context) -> str | None:
    """The school or county with which the clause begins: 市一中 in 市一中上线19人."""
    found = _ORG.match(trimmed(context.near)) if _PLACED.search(context.near) else None
    return found["org"] if found else None
