"""A period as people write it -> its kind, year and number."""

from __future__ import annotations

import re
from collections.abc import Callable

from taizhang.periods.kinds import HALF, MONTH, QUARTER, SCHOOL_YEAR, TERM, YEAR, PeriodKind

Read = tuple[PeriodKind, int, int]
_PLAIN = str.maketrans("０１２３４５６７８９－—–―~～至〇零", "0123456789-------00", " 　\t")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11,
            "十二": 12, "上": 1, "下": 2, "秋": 1, "春": 2}
_SPANS = {(1, 12): (YEAR, 1), (1, 6): (HALF, 1), (7, 12): (HALF, 2), (1, 3): (QUARTER, 1), (4, 6): (QUARTER, 2),
          (7, 9): (QUARTER, 3), (10, 12): (QUARTER, 4)}
_Groups = dict[str, str | None]
_Build = Callable[[_Groups, int | None], Read]


def read(text: str, year: int | None) -> Read:
    """What `Period.parse` reads in the text. Raises ValueError."""
    plain = text.translate(_PLAIN)
    for pattern, build in _FORMS:
        if found := pattern.fullmatch(plain):
            return build(found.groupdict(), year)
    raise ValueError(f"{text!r} is no period: expected for example 2026, 2026H1, 2026Q2, 2026-06, SY2025, "
                     "SY2025-T2, 2026年上半年, 2026年第二季度, 2026年1—6月, 2025—2026学年第二学期")


def _number(text: str | None) -> int:
    text = text or ""
    return _NUMBERS[text] if text in _NUMBERS else int(text)


def _year(groups: _Groups, default: int | None) -> int:
    """The year the text names, else the default; raises ValueError where there is neither."""
    if not (said := groups.get("y")):
        if default is None:
            raise ValueError("the period names no year: expected one, for example 2026年上半年")
        return default
    return int("".join(str(_NUMBERS.get(c, c)) for c in said))


def _of(kind: PeriodKind) -> _Build:
    return lambda groups, default: (kind, _year(groups, default), _number(groups.get("n") or "1"))


def _school(kind: PeriodKind) -> _Build:
    def build(groups: _Groups, default: int | None) -> Read:
        year = _year(groups, default)
        if (until := groups.get("z")) and int(until) % 100 != (year + 1) % 100:
            raise ValueError(f"a school year ends the year after it begins: found {year} to {until}")
        return kind, year, _number(groups.get("n") or "1")
    return build


def _season(groups: _Groups, default: int | None) -> Read:
    """2026年春季学期 belongs to the school year that began in 2025."""
    number = _number(groups["n"])
    return TERM, _year(groups, default) - (number - 1), number


def _span(groups: _Groups, default: int | None) -> Read:
    months = _number(groups["a"]), _number(groups["b"])
    if months not in _SPANS:
        raise ValueError(f"months {months[0]} to {months[1]} are no year, half or quarter")
    kind, number = _SPANS[months]
    return kind, _year(groups, default), number


_Y = r"(?P<y>\d{4}|[0一二三四五六七八九]{4})年(?:度)?"
_MAYBE_Y = rf"(?:{_Y}|今年|本年度?)?"
_MM = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_SY = r"(?P<y>\d{4})(?:-(?P<z>\d{4}|\d{2}))?学年度?"
_FORMS: list[tuple[re.Pattern[str], _Build]] = [
    (re.compile(pattern), build) for pattern, build in (
        (r"(?P<y>\d{4})", _of(YEAR)),
        (r"(?P<y>\d{4})H(?P<n>[12])", _of(HALF)),
        (r"(?P<y>\d{4})Q(?P<n>[1-4])", _of(QUARTER)),
        (r"(?P<y>\d{4})-(?P<n>0[1-9]|1[0-2])", _of(MONTH)),
        (r"SY(?P<y>\d{4})", _of(SCHOOL_YEAR)),
        (r"SY(?P<y>\d{4})-T(?P<n>[12])", _of(TERM)),
        (rf"{_Y}(?:全年)?|(?:今年|本年|全年|年度|本年度)", _of(YEAR)),
        (rf"{_MAYBE_Y}(?P<n>[上下])半年", _of(HALF)),
        (rf"{_MAYBE_Y}第?(?P<n>[一二三四1-4])季度?", _of(QUARTER)),
        (rf"{_MAYBE_Y}(?P<a>{_MM})月?-(?P<b>{_MM})月份?", _span),
        (rf"{_MAYBE_Y}(?P<n>{_MM})月份?", _of(MONTH)),
        (_SY, _school(SCHOOL_YEAR)),
        (rf"{_SY}第?(?P<n>[一二上下12])学期", _school(TERM)),
        (rf"{_SY}(?P<n>[春秋])季?学期?", _school(TERM)),
        (rf"{_MAYBE_Y}(?P<n>[春秋])季?(?:学期|开学)", _season),
    )]
