"""The period that a report speaks of, from its own words before its title, which sites re-date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from taizhang.periods import Period, PeriodKind
from taizhang.reading.cleaning import MASK
from taizhang.reading.words import any_of, years

_INTRODUCTION = 400   # characters
_SPAN = re.compile(r"(?P<half>[上下])半年|(?P<first>(?<=年)半年)(?=工作|总结|情况|报告)|"
                   r"第?(?P<quarter>[一二三四])季度|1月?[-—－~～至](?P<months>[36])月|"
                   r"第(?P<term>[一二])学期|(?P<season>[春秋])季学期")
_ANY_YEAR = r"(?:19[89]|20[0-3])\d"
_YEAR = re.compile(rf"{_ANY_YEAR}(?=年|[—－-]{_ANY_YEAR}学?年)(?<![\d×至]\d{{4}})(?<![\d年×][—－-]\d{{4}})")
_YEAR_BEFORE = re.compile(f"{_ANY_YEAR}年$")
_A_YEAR_PAST = re.compile("一年来|一年的|过去的?一年")
_A_YEAR = re.compile("年度|公报|全年|学年")
_ITS_HALVES = re.compile("全年[^。\n]*上半年[^。\n]*下半年")      # 全年培训900人次，其中上半年培训400人次，下半年…
_SCHOOL_YEAR = re.compile(rf"{_ANY_YEAR}[—－-](?:{_ANY_YEAR}|\d\d)学年")
_MASKED_YEAR = re.compile(rf"20[\d{MASK}]?{MASK}{{1,2}}[年-]|(?<![\d{MASK}]){MASK}{{2,4}}年")
_WRITTEN_YEAR = re.compile("(?:二[〇○零][〇○零一二三]|一九[八九])[〇○零一二三四五六七八九](?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_GOAL = re.compile(rf"{any_of('goal')}[^，。；]{{0,6}}$")
_BASE = re.compile(rf"{any_of('base')}[^，。；]{{0,3}}$")
_INTENDED = re.compile(rf"(?<=[。\n！])20\d\d年[^。\n]{{0,16}}?{any_of('intends')}")     # 。2027年，我们将
_TITLE_AROUND = re.compile(r"《[^》\n]*$")
# a heading of the body that names the half-year it looks back on: 一、2025年下半年工作开展情况
_REPORTED = re.compile(rf"\n *[一二三四]、({_ANY_YEAR}年[上下]半年)[^，。；\n]{{0,12}}(?:总结|回顾|情况|成效|成绩)")
# 二、2026年工作计划, behind a summary of 2025
_PLANNED = re.compile(rf"\n *[一二三四五六七八九十]{{1,2}}、({_ANY_YEAR}年(?:[上下]半年)?)[^，。；\n]{{0,8}}"
                      r"(?:计划|要点|打算|思路|安排|重点|目标)")
_SELDOM, _NEAR = 2, 2  # times that a year is told, years between two
_FIRST_PLAN = 2006     # the first year of “十一五”
_ANNIVERSARIES = years("anniversaries")
_ANNIVERSARY = re.compile(rf"({'|'.join(_ANNIVERSARIES)})(\d{{2,3}})周年")


def first_year_of(plan: str) -> int:
    """The first of the five years of a plan by its numeral: 2021 for 四, of 十四五."""
    return _FIRST_PLAN + 5 * "一二三四五六七".index(plan)


def period(heading: str, text: str) -> str | None:
    """The code of the period that the report `text` under the title `heading` speaks of.

    A heading that names it decides; else the body is believed before the title. None where the year is masked and
    nothing else tells it, or where what tells it disagrees.
    """
    heading, text = plain_years(heading), plain_years(text)
    if stated := _REPORTED.search("\n" + text):        # so that the first line begins like any other
        return str(Period.parse(stated[1]))
    year = _year(heading, text)
    if year is None:
        return None
    for span in chain(_SPAN.finditer(heading), _spans_told(heading, text)):
        if _is_of(year, span):
            return str(_period(span, year))
    return str(Period(PeriodKind.SCHOOL_YEAR if _SCHOOL_YEAR.search(heading) else PeriodKind.YEAR, year))


def _spans_told(heading: str, text: str) -> Iterator[re.Match[str]]:
    """The parts of a year that the introduction tells of, or all the text where nothing says that it is of a year.

    Under a title that names its year a term is no report's (秋季学期资助1200人 in a summary of 2025), nor is any part
    of it where the title names a part of another year: 2025年工作总结和2026年上半年工作计划. What tells of a whole year
    and of its halves is of the year.
    """
    if not _YEAR.search(heading):
        yield from _SPAN.finditer(text, 0, _INTRODUCTION if _A_YEAR_PAST.search(text, 0, _INTRODUCTION) else len(text))
    elif not (_A_YEAR.search(heading) or _SPAN.search(heading) or _ITS_HALVES.search(text, 0, _INTRODUCTION)):
        yield from (span for span in _SPAN.finditer(text, 0, _INTRODUCTION) if not (span["term"] or span["season"]))


def _is_of(year: int, span: re.Match[str]) -> bool:
    """Whether a part of a year is that of the year reported: not 2026年上半年 in a summary of 2025."""
    named = _YEAR_BEFORE.search(span.string, max(0, span.start() - 5), span.start())
    return named is None or int(named[0][:4]) == year


def plain_years(text: str) -> str:
    """The text, as long as it was, with its years in digits: 二〇二六年 is 2026年."""
    return _WRITTEN_YEAR.sub(lambda year: year[0].translate(_DIGITS), text)


def ends_its_year(reported: Period | None) -> bool:
    """Whether a report is on the second half of a year: 下半年 is over there, and no time still to come."""
    return str(reported).endswith(("H2", "Q4"))


def planned(text: str, reported: str | None) -> str | None:
    """The period that the plan of a report is for, where a heading names one of a year after the one reported."""
    named = _PLANNED.search("\n" + text) if reported else None
    ahead = Period.parse(named[1]) if named else None
    return ahead.code if ahead and reported and ahead.year > Period.parse(reported).year else None


def _period(span: re.Match[str], year: int) -> Period:
    if span["term"]:      # a year before 第二学期 is taken for the one in which the school year began
        return Period(PeriodKind.TERM, year, "一二".index(span["term"]) + 1)
    if span["first"]:     # 2026年半年总结
        return Period.parse("上半年", year=year)
    return Period.parse(f"1-{span['months']}月" if span["months"] else span[0], year=year)


def _year(heading: str, text: str) -> int | None:
    """The year of the report: the title's where the body knows it, else its introduction's, else that of the rest."""
    begins = text[:len(heading) + 1].replace("\n", "", 1).startswith(heading)      # a title may take two lines
    body = len(heading) if begins else 0
    named = _YEAR.search(heading)
    text = _INTENDED.sub(lambda ahead: "\0" * len(ahead[0]), text) if named else text
    told = _years(text, body, len(text))
    if named and (int(named[0]) in told or _hardly_gainsaid(int(named[0]), told)):
        return int(named[0])
    if lead := _years(text, body, body + _INTRODUCTION):
        return lead.most_common(1)[0][0]
    if _MASKED_YEAR.search(text):
        hints = set(told) or {_ANNIVERSARIES[m[1]] + int(m[2]) for m in _ANNIVERSARY.finditer(text)}
        return hints.pop() if len(hints) == 1 else None
    if named and not told:
        return int(named[0])
    return told.most_common(1)[0][0] if told else None


def _hardly_gainsaid(year: int, told: Counter[int]) -> bool:
    """Whether a text tells of other years only once or twice, and of near ones: 2021年 in a report of 2022."""
    return bool(told) and max(told.values()) <= _SELDOM and min(abs(year - other) for other in told) <= _NEAR


def _years(text: str, start: int, end: int) -> Counter[int]:
    """The years of which a text speaks as its own: not goals, not bases, not in names of papers."""
    return Counter(int(m[0]) for m in _YEAR.finditer(text, start, end)
                   if (text.startswith("年的", m.end()) or not _GOAL.search(text, max(0, m.start() - 12), m.start()))
                   and not _BASE.search(text, max(0, m.start() - 8), m.start())
                   and not _TITLE_AROUND.search(text, max(0, m.start() - 60), m.start()))
