"""What a template of an outline can say: figures that print by the customs of reports, and words around them.

Nothing here is text yet. A template's output goes through `page.Page`, which keeps every figure apart as a run of its
own, so that a number in a report is either a figure with evidence or stands in a name or a date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import POINTS, MissingFigureError, Result, combined
from taizhang.quantities import Quantity, Unit, format_number, format_quantity, round_half_up
from taizhang.writing.pieces import Own, Text

YUAN, WAN, YI = (Unit.parse(name) for name in ("元", "万元", "亿元"))
ALIKE = Decimal("0.05")         # of the units may have come or gone between two results that are compared


class NothingToSayError(ValueError):
    """A sentence that has its figures and yet nothing to say; the text says why."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in the form it is printed."""

    result: Result
    text: str


Words = tuple[Text | Shown | Own, ...]
Note = Callable[[str], None]


# --- figures -----------------------------------------------------------------------------------------------


def shown(result: Result) -> Shown:
    """A result as reports print it: 838万元, 93.3%, 20所. Raises MissingFigureError where there is none."""
    value, unit = result.known, result.quantity.unit
    if unit.compatible(YUAN):
        return Shown(result, format_quantity(result.quantity))
    whole = result.decimals == 0 and value == value.to_integral_value()
    counted = Quantity(value, Unit.parse("") if unit.symbol == "1" else unit)
    return Shown(result, format_quantity(counted, None if whole else result.decimals))


def in_wan(result: Result) -> Shown:
    """Money in 万元 however little, in 亿元 from a hundred million; other units as usual."""
    unit = result.quantity.unit
    if not unit.compatible(YUAN):
        return shown(result)
    counted_in = YI if abs(unit.convert(result.known, YI)) >= 1 else WAN
    return Shown(result, format_number(unit.convert(result.known, counted_in), 2) + counted_in.symbol)


def without_sign(result: Result) -> Shown:
    """A change as it stands after 增长 or 下降, which say the sign."""
    figure = shown(result)
    return Shown(result, figure.text.removeprefix("-"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as a template handles it: prints, adds up, compares, and can be split."""

    result: Result
    analysis: Analysis

    @property
    def by(self) -> Splits:
        """`recipients.by.stage`: the parts by a dimension."""
        return Splits(self)

    def of(self, part: Part) -> Measure:
        """This figure for the same part of another one: `amount_paid.of(s)`."""
        one = self.result
        split = {**dict(one.by), part.dimension: part.code}
        return Measure(self.analysis.value(one.code, one.org, period=one.period, **split), self.analysis)

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.result + other.result, self.analysis)

    def __sub__(self, other: Measure) -> Measure:
        return Measure(self.result - other.result, self.analysis)

    def __mul__(self, other: Measure) -> Measure:
        return Measure(self.result * other.result, self.analysis)

    def __truediv__(self, other: Measure) -> Measure:
        return Measure(self.result / other.result, self.analysis)

    def __lt__(self, other: Measure | int) -> bool:
        return self.result < _comparable(other)

    def __le__(self, other: Measure | int) -> bool:
        return self.result <= _comparable(other)

    def __gt__(self, other: Measure | int) -> bool:
        return self.result > _comparable(other)

    def __ge__(self, other: Measure | int) -> bool:
        return self.result >= _comparable(other)

    def __bool__(self) -> bool:
        return bool(self.result)


def _comparable(other: Measure | int) -> Result | int:
    return other.result if isinstance(other, Measure) else other


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split figure, or one unit of several: its name and its value."""

    dimension: str
    code: str
    name: Text
    value: Measure


@dataclass(frozen=True, slots=True)
class Splits:
    """Stands for `.by` in a template."""

    measure: Measure

    def __getattr__(self, dimension: str) -> list[Part]:
        measure = self.measure
        catalogue = measure.analysis.catalogue
        if dimension not in catalogue.dimensions:
            raise AttributeError(dimension)
        codes = catalogue.dimensions[dimension].codes
        parts = measure.analysis.by(measure.result.code, measure.result.org, dimension)
        found = ((dict(part.by)[dimension], part) for part in parts if part.value)
        made = [Part(dimension, code, Text(codes[code].title.zh, digits=True), Measure(part, measure.analysis))
                for code, part in found]
        if not made:
            raise MissingFigureError(measure.result)
        return made


# --- comparisons -------------------------------------------------------------------------------------------


def largest_first(parts: list[Part]) -> list[Part]:
    """Parts of a split figure, the largest first. Raises NothingToSayError where none is larger than the others."""
    ordered = sorted(parts, key=lambda one: one.value.result.known, reverse=True)
    if len(ordered) < 2 or not ordered[0].value > ordered[1].value:
        raise NothingToSayError("没有最多的一部分，不必分开说")
    return ordered


def direction(change: Result) -> str:
    """增长, 提高 or 下降: the sign of a change in words, since a minus is easily lost on the way to a reader."""
    if change.known < 0:
        return "下降"
    return "提高" if change.unit == POINTS else "增长"


def no_base(now: Result, then: Result, analysis: Analysis) -> str:
    """Why two results cannot be compared, or "" where they can."""
    if then.value is None:
        return "没有数据"
    if then.value <= 0:
        return f"为{format_number(then.value)}"
    if version := analysis.broken(now, then):
        return f"口径不同（自{version.start}起变化）"
    if abs(now.reported - then.reported) > now.expected * ALIKE:
        return f"有{then.reported}家单位报送，本期{now.reported}家，范围不同"
    return ""


def prints_as_nothing(change: Result) -> bool:
    """Whether a change is too small to show at its decimals."""
    return round_half_up(change.known, change.decimals) == 0


def share(part: Measure, whole: Measure) -> Measure:
    """What per cent a part is of a whole."""
    return Measure(combined("share", part.result, whole.result), part.analysis)
