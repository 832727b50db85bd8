"""A reporting period as a value: year, half, quarter, month, school year or term.

A school year runs from 1 September to 31 August (教育事业统计's reporting year); its first term ends on
31 January, its second begins on 1 February, so that two terms always make the year.

>>> half = Period.parse("2026年上半年")
>>> str(half), half.start, half.end
('2026H1', datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
>>> str(half.previous), str(half.same_last_year), half.zh
('2025H2', '2025H1', '2026年上半年')
>>> [str(q) for q in half.parts("quarter")]
['2026Q1', '2026Q2']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, total_ordering


class PeriodKind(StrEnum):
    """How long a period is, and whether it follows the calendar or the school year."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class _Shape:
    """How periods of a kind lie in their year, and how they are written (`y` year, `z` the next, `n` number)."""

    count: int                            # how many make a year
    code: str
    zh: str
    en: str
    first_months: tuple[int, ...]         # first month of each; above 12 in the next calendar year
    months: tuple[int, ...]               # how many months each lasts
    within: frozenset[PeriodKind]         # kinds that such periods tile


_ORDINAL_ZH = "一二三四"
_ORDINAL_EN = ("first", "second", "third", "fourth")
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
              "October", "November", "December")
_YEAR, _HALF, _QUARTER, _MONTH, _SCHOOL_YEAR, _TERM = PeriodKind
_SHAPES = {
    _YEAR: _Shape(1, "{y:04}", "{y}年", "{y}", (1,), (12,), frozenset()),
    _HALF: _Shape(2, "{y:04}H{n}", "{y}年{half_zh}半年", "{nth} half of {y}", (1, 7), (6, 6), frozenset({_YEAR})),
    _QUARTER: _Shape(4, "{y:04}Q{n}", "{y}年第{n_zh}季度", "{nth} quarter of {y}", (1, 4, 7, 10), (3,) * 4,
                     frozenset({_YEAR, _HALF})),
    _MONTH: _Shape(12, "{y:04}-{n:02}", "{y}年{n}月", "{month_en} {y}", tuple(range(1, 13)), (1,) * 12,
                   frozenset(PeriodKind) - {_MONTH}),
    _SCHOOL_YEAR: _Shape(1, "SY{y:04}", "{y}—{z}学年", "school year {y}–{z}", (9,), (12,), frozenset()),
    _TERM: _Shape(2, "SY{y:04}-T{n}", "{y}—{z}学年第{n_zh}学期", "{nth} term of school year {y}–{z}", (9, 14), (5, 7),
                  frozenset({_SCHOOL_YEAR})),
}


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period: its kind, its year, and its number within the year.

    `year` is the calendar year, or the year in which the school year begins. `number` counts from 1: the
    half, the quarter, the month or the term; it is 1 for years. Periods are ordered by their last day; of
    those that end together the shorter comes first. Raises ValueError for a year outside 1900 to 2999 or a
    number that the kind does not have.
    """

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", PeriodKind(self.kind))
        if not 1900 <= self.year <= 2999:
            raise ValueError(f"year {self.year}: expected 1900 to 2999")
        if not 1 <= self.number <= self._shape.count:
            raise ValueError(f"{self.kind} {self.number}: expected 1 to {self._shape.count}")

    @classmethod
    def parse(cls, text: str, *, year: int | None = None) -> Period:
        """The period that `text` names, as a code ("2026H1") or in Chinese ("2026年上半年", "1—6月").

        `year` stands in where the text names none ("上半年"). Raises ValueError saying what was found and
        what is expected, also where the text needs a year and none is given.
        """
        plain = text.translate(_PLAIN)
        for pattern, build in _FORMS:
            if found := pattern.fullmatch(plain):
                return build(found.groupdict(), year)
        raise ValueError(f"{text!r} is no period: expected for example 2026, 2026H1, 2026Q2, 2026-06, SY2025, "
                         "SY2025-T2, 2026年上半年, 2026年第二季度, 2026年1—6月, 2025—2026学年第二学期")

    @property
    def code(self) -> str:
        """The short form that `parse` reads back: "2026H1"."""
        return self._write(self._shape.code)

    @property
    def zh(self) -> str:
        """As a report writes it: "2026年上半年"."""
        return self._write(self._shape.zh)

    @property
    def en(self) -> str:
        """In English: "first half of 2026"."""
        return self._write(self._shape.en)

    @property
    def start(self) -> date:
        """The first day."""
        return _first_of(self.year, self._shape.first_months[self.number - 1])

    @property
    def end(self) -> date:
        """The last day."""
        at = self.number - 1
        return _day_before(self.year, self._shape.first_months[at] + self._shape.months[at])

    @property
    def previous(self) -> Period:
        """The period of the same kind that ends the day before this one starts."""
        return self._shift(-1)

    @property
    def next(self) -> Period:
        """The period of the same kind that starts the day after this one ends."""
        return self._shift(1)

    @property
    def same_last_year(self) -> Period:
        """The same period a year earlier, against which growth is counted (同比)."""
        return Period(self.kind, self.year - 1, self.number)

    def contains(self, other: Period | date) -> bool:
        """Whether the day or the whole period `other` lies within this one."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def parts(self, kind: PeriodKind | str) -> list[Period]:
        """The periods of the finer `kind` that make this one, in order. Raises ValueError where none do."""
        kind = PeriodKind(kind)
        if self.kind not in _SHAPES[kind].within:
            raise ValueError(f"a {self.kind} is not made of {kind}s")
        years = (self.year, self.year + 1)
        every = (Period(kind, y, n) for y in years for n in range(1, _SHAPES[kind].count + 1))
        return [part for part in every if self.contains(part)]

    def __str__(self) -> str:
        return self.code

    def __lt__(self, other: Period) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self._order < other._order

    @property
    def _order(self) -> tuple[date, int]:
        return self.end, -self.start.toordinal()

    @property
    def _shape(self) -> _Shape:
        return _SHAPES[self.kind]

    def _shift(self, steps: int) -> Period:
        years, at = divmod(self.number - 1 + steps, self._shape.count)
        return Period(self.kind, self.year + years, at + 1)

    def _write(self, form: str) -> str:
        n = self.number
        return form.format(y=self.year, z=self.year + 1, n=n, half_zh="上下"[(n - 1) % 2],
                           n_zh=_ORDINAL_ZH[(n - 1) % 4], nth=_ORDINAL_EN[(n - 1) % 4], month_en=_MONTHS_EN[n - 1])


@cache
def _first_of(year: int, month: int) -> date:
    """The first day of the month, counted on into following years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


@cache
def _day_before(year: int, month: int) -> date:
    """The day before the first of the month."""
    return _first_of(year, month) - timedelta(days=1)


# --- reading -----------------------------------------------------------------------------------------------

_PLAIN = str.maketrans("０１２３４５６７８９－—–―~～至〇零", "0123456789-------00", " 　\t")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11,
            "十二": 12, "上": 1, "下": 2, "秋": 1, "春": 2}
_SPANS = {(1, 12): (_YEAR, 1), (1, 6): (_HALF, 1), (7, 12): (_HALF, 2), (1, 3): (_QUARTER, 1), (4, 6): (_QUARTER, 2),
          (7, 9): (_QUARTER, 3), (10, 12): (_QUARTER, 4)}
_Groups = dict[str, str | None]


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


def _of(kind: PeriodKind) -> Callable[[_Groups, int | None], Period]:
    return lambda groups, default: Period(kind, _year(groups, default), _number(groups.get("n") or "1"))


def _school(kind: PeriodKind) -> Callable[[_Groups, int | None], Period]:
    def build(groups: _Groups, default: int | None) -> Period:
        year = _year(groups, default)
        if (until := groups.get("z")) and int(until) % 100 != (year + 1) % 100:
            raise ValueError(f"a school year ends the year after it begins: found {year} to {until}")
        return Period(kind, year, _number(groups.get("n") or "1"))
    return build


def _season(groups: _Groups, default: int | None) -> Period:
    """2026年春季学期 belongs to the school year that began in 2025."""
    number = _number(groups["n"])
    return Period(_TERM, _year(groups, default) - (number - 1), number)


def _span(groups: _Groups, default: int | None) -> Period:
    months = _number(groups["a"]), _number(groups["b"])
    if months not in _SPANS:
        raise ValueError(f"months {months[0]} to {months[1]} are no year, half or quarter")
    kind, number = _SPANS[months]
    return Period(kind, _year(groups, default), number)


_Y = r"(?P<y>\d{4}|[0一二三四五六七八九]{4})年(?:度)?"
_MAYBE_Y = rf"(?:{_Y}|今年|本年度?)?"
_MM = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_SY = r"(?P<y>\d{4})(?:-(?P<z>\d{4}|\d{2}))?学年度?"
_FORMS: list[tuple[re.Pattern[str], Callable[[_Groups, int | None], Period]]] = [
    (re.compile(pattern), build) for pattern, build in (
        (r"(?P<y>\d{4})", _of(_YEAR)),
        (r"(?P<y>\d{4})H(?P<n>[12])", _of(_HALF)),
        (r"(?P<y>\d{4})Q(?P<n>[1-4])", _of(_QUARTER)),
        (r"(?P<y>\d{4})-(?P<n>0[1-9]|1[0-2])", _of(_MONTH)),
        (r"SY(?P<y>\d{4})", _of(_SCHOOL_YEAR)),
        (r"SY(?P<y>\d{4})-T(?P<n>[12])", _of(_TERM)),
        (rf"{_Y}(?:全年)?|(?:今年|本年|全年|年度|本年度)", _of(_YEAR)),
        (rf"{_MAYBE_Y}(?P<n>[上下])半年", _of(_HALF)),
        (rf"{_MAYBE_Y}第?(?P<n>[一二三四1-4])季度?", _of(_QUARTER)),
        (rf"{_MAYBE_Y}(?P<a>{_MM})月?-(?P<b>{_MM})月份?", _span),
        (rf"{_MAYBE_Y}(?P<n>{_MM})月份?", _of(_MONTH)),
        (_SY, _school(_SCHOOL_YEAR)),
        (rf"{_SY}第?(?P<n>[一二上下12])学期", _school(_TERM)),
        (rf"{_SY}(?P<n>[春秋])季?学期?", _school(_TERM)),
        (rf"{_MAYBE_Y}(?P<n>[春秋])季?(?:学期|开学)", _season),
    )]
