"""When a promise falls due, as its words tell it: 年底前, 8月底前, 秋季开学, 下半年."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from taizhang.periods import Period
from taizhang.reading.words import any_of

_DUE = re.compile(
    r"(?=[\d明来今本当上下第一二三四春秋暑年全新寒月近尽十汛开中高国节])(?:(?P<year>20\d\d)年|(?P<next>明年|来年)|今年|本年|当年)?(?:"
    r"(?P<month>1[0-2]|(?<!\d)[1-9])月份?(?:(?P<day>3[01]|[12]\d|[1-9])日|(?P<mid>中旬)|(?P<early>上旬|初)|下旬|底|末)?"
    r"|(?P<half>[上下])半年|第?(?P<quarter>[一二三四])季度|(?P<season>[春秋])季?学?期?(?:开学|学期)|(?P<summer>暑[期假])"
    r"|(?P<end>(?:(?:年度?|(?<=年))[底末]|年内|(?<!健)全年(?!级)|(?<=年)内)))(?:之?前|以前|完成|期间)?"
    r"|(?P<plain_year>20\d\d)年"
    r"|(?P<words>本学期|下学期|新学期|寒假|本?月底|近期|尽快|尽早|十[四五六]五期?末"
    r"|(?:汛期|开学|[中高]考|国庆|春节|节)前)")
_DAY_ALONE = re.compile(rf"(?:并|[均都]?[将要须应]|确保|力争|争取|计划|预计|[于在]|全部)*(?:{_DUE.pattern})"
                        rf"(?:可|能|要|将|须|应|实现|完成|全部|全面|基本|正式|如期|按[时期]|顺利|逐?[个所项]|[并投])*(?:{any_of('ended')})"
                        r"(?:并?(?:投入)?(?:使用|投用|交付|建设|施工|任务|工作|运行))*[，；：。！？\s]*")
_HINT = re.compile("[年月季期暑寒快早学考庆节]")   # no deadline is without one of these; most clauses are


def deadline(text: str, period: str | None) -> str | None:
    """The deadline that `text` names, by preference one with 前: "2026-08-31", "2026H2", the words, or None.

    `period` is the code of the period reported on, None where it is not known: a deadline without a year of its
    own lies in the year of the period that follows, or is given in words. 秋季开学 is the first day of the term,
    暑期 ends with August, 上旬 on the 10th, 中旬 on the 20th.
    """
    named = list(_DUE.finditer(text)) if _HINT.search(text) else []
    if not named:
        return None
    found = next((one for one in named if one[0].endswith("前")), named[0])
    said = found.groupdict()
    year = _year(said, period)
    return found[0] if year is None or said["words"] else _due(said, year)


def names_deadline(text: str, start: int, end: int) -> bool:
    """Whether a deadline stands in `text` between `start` and `end`."""
    return bool(_HINT.search(text, start, end) and _DUE.search(text, start, end))


def without_deadlines(text: str) -> str:
    """The text with a comma for each deadline."""
    return _DUE.sub("，", text)


def is_day_alone(clause: str) -> bool:
    """Whether a clause tells no more than when what stands before it is to be done: 6月底前完成, 秋季开学投入使用."""
    return bool(_HINT.search(clause) and _DAY_ALONE.fullmatch(clause.strip()))


def _year(said: dict[str, str | None], period: str | None) -> int | None:
    if year := said["year"] or said["plain_year"]:
        return int(year)
    if period is None:
        return None
    reported = Period.parse(period)
    return reported.end.year + 1 if said["next"] else reported.next.end.year


def _due(said: dict[str, str | None], year: int) -> str:
    if said["month"]:
        return str(_day(said, year, int(said["month"])))
    if half := said["half"]:
        return str(Period.parse(f"{half}半年", year=year))
    if quarter := said["quarter"]:
        return str(Period.parse(f"第{quarter}季度", year=year))
    if season := said["season"]:
        return str(Period.parse(f"{season}季学期", year=year).start)
    return str(date(year, 8 if said["summer"] else 12, 31))


def _day(said: dict[str, str | None], year: int, month: int) -> date:
    last = monthrange(year, month)[1]
    if said["day"]:
        return date(year, month, min(int(said["day"]), last))
    return date(year, month, 10 if said["early"] else 20 if said["mid"] else last)
