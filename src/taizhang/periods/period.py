"""A reporting period as a value.

>>> half = Period.parse("2026年上半年")
>>> str(half), half.start, half.end
('2026H1', datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
>>> str(half.previous), str(half.same_last_year), half.zh
('2025H2', '2025H1', '2026年上半年')
>>> [str(q) for q in half.parts("quarter")]
['2026Q1', '2026Q2']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, total_ordering

from taizhang.periods.kinds import SHAPES, PeriodKind, Shape
from taizhang.periods.reading import read

_ORDINAL_ZH = "一二三四"
_ORDINAL_EN = ("first", "second", "third", "fourth")
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
              "October", "November", "December")


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
        return Period(*read(text, year))

    @classmethod
    def holding(cls, day: date, kind: PeriodKind) -> Period:
        """The period of a kind in which a day lies."""
        every = (cls(kind, year, number) for year in (day.year - 1, day.year)
                 for number in range(1, SHAPES[kind].count + 1))
        return next(one for one in every if one.contains(day))

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
        if self.kind not in SHAPES[kind].within:
            raise ValueError(f"a {self.kind} is not made of {kind}s")
        years = (self.year, self.year + 1)
        every = (Period(kind, y, n) for y in years for n in range(1, SHAPES[kind].count + 1))
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
    def _shape(self) -> Shape:
        return SHAPES[self.kind]

    def _shift(self, steps: int) -> Period:
        years, at = divmod(self.number - 1 + steps, self._shape.count)
        return Period(self.kind, self.year + years, at + 1)

    def _write(self, form: str) -> str:
        return _written(form, self.year, self.number)


@cache
def _written(form: str, year: int, n: int) -> str:
    """A form of writing filled in; the same few periods are written thousands of times."""
    return form.format(y=year, z=year + 1, n=n, half_zh="上下"[(n - 1) % 2], n_zh=_ORDINAL_ZH[(n - 1) % 4],
                       nth=_ORDINAL_EN[(n - 1) % 4], month_en=_MONTHS_EN[n - 1])


@cache
def _first_of(year: int, month: int) -> date:
    """The first day of the month, counted on into following years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


@cache
def _day_before(year: int, month: int) -> date:
    """The day before the first of the month."""
    return _first_of(year, month) - timedelta(days=1)
