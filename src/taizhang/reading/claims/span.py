"""Numbers as exact intervals: what a printed number may stand for before it was rounded.

Everything is a `Fraction`; no float takes part. A count of people or schools is exact, 21.5万元 is anything
that prints so, and 约, 余, 近 widen it (docs/glossary.md, "qualifier").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from taizhang.quantities import Qualifier
from taizhang.reading.model import Figure

# Of these a report may tell what was rounded, also in whole numbers.
ROUNDED_UNITS = frozenset({"元", "%", "百分点", "倍", "平方米", "立方米", "米", "公里", "亩", "吨", "分", "小时",
                           "学时"})
_ABOUT = Fraction(1, 20)            # 约 is read as 5 % either way
_LOOSEST = 40                       # 2亿元 is printed with one digit and yet meant to within a fortieth
_TENTH = Fraction(10)               # per cent: 三成 is meant to within half of one
_ZERO, _ONE = Fraction(0), Fraction(1)
_BOUNDS = frozenset({Qualifier.AT_LEAST, Qualifier.UP_TO})
_PRINTED = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")
_COARSE_OR_FINE = re.compile(r"[.．万亿千百点]")
_SCALES = {"万": 10**4, "亿": 10**8}
_HAN_DECIMALS = re.compile("点([零〇一二三四五六七八九]+)")
_COMMA = re.compile("[,，]")


@dataclass(frozen=True, slots=True)
class Span:
    """A number `value` that stands for anything from `lo` to `hi`, both included."""

    value: Fraction
    lo: Fraction
    hi: Fraction

    @property
    def is_exact(self) -> bool:
        """True for what means just its value."""
        return self.lo is self.hi

    def __add__(self, other: Span) -> Span:
        return Span(self.value + other.value, self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other: Span) -> Span:
        return Span(self.value - other.value, self.lo - other.hi, self.hi - other.lo)

    def __mul__(self, other: Span) -> Span:
        """Product of two spans that are not negative."""
        return Span(self.value * other.value, self.lo * other.lo, self.hi * other.hi)

    def __truediv__(self, other: Span) -> Span:
        """Quotient by a span that is positive."""
        if self.is_exact and other.is_exact:                     # so it is reckoned once, not thrice
            return point(self.value / other.value)
        return Span(self.value / other.value, self.lo / (other.hi if self.lo >= 0 else other.lo),
                    self.hi / (other.lo if self.hi >= 0 else other.hi))

    def times(self, factor: int | Fraction) -> Span:
        """The span scaled by a positive number."""
        if self.is_exact:
            return point(self.value * factor)
        return Span(self.value * factor, self.lo * factor, self.hi * factor)

    def meets(self, other: Span) -> bool:
        """True when one number can be both."""
        return self.lo <= other.hi and other.lo <= self.hi

    def widened(self, margin: Fraction) -> Span:
        """The span with `margin` more on either side."""
        return Span(self.value, self.lo - margin, self.hi + margin)

    def truncated(self, step: Fraction) -> Span:
        """The span that also holds numbers whose last digits were cut off instead of rounded."""
        return Span(self.value, self.lo, max(self.hi, self.value + step))


@lru_cache(maxsize=4096)
def fraction(value: Decimal) -> Fraction:
    """A decimal as a fraction; the same numbers come again and again."""
    return Fraction(value)


def point(value: int | Fraction | Decimal) -> Span:
    """A number that means exactly itself."""
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return Span(exact, exact, exact)


def total(spans: list[Span]) -> Span:
    """The sum of spans."""
    result = point(0)
    for span in spans:
        result = result + span
    return result


@lru_cache(maxsize=4096)
def step_of(value: Decimal, quote: str) -> Fraction:
    """One unit of the last printed digit of `quote`, in the figure's base unit; 1 for Chinese numerals."""
    if quote.endswith("成"):
        return _TENTH
    if not _COARSE_OR_FINE.search(quote):
        return _ONE
    if spoken := _HAN_DECIMALS.search(quote):                # 百分之九十九点七, 六点八万
        return Fraction(_SCALES.get(quote[spoken.end():spoken.end() + 1], 1), 10 ** len(spoken[1]))
    match = _PRINTED.search(quote)
    if match is None or not value:
        return _ONE
    printed = Decimal(_COMMA.sub("", match.group()).replace("．", "."))
    decimals = len(match.group().replace("．", ".").partition(".")[2])
    return abs(Fraction(value)) / Fraction(printed) / 10**decimals if printed else _ONE


def is_rounded(unit: str) -> bool:
    """Whether whole numbers of a unit may be rounded: amounts, and averages such as 元/人."""
    return unit in ROUNDED_UNITS or "/" in unit


def is_known(figure: Figure) -> bool:
    """Whether a figure has a value that is more than a bound (以上, 以内)."""
    return figure.value is not None and figure.qualifier not in _BOUNDS


def span_of(figure: Figure) -> Span | None:
    """What a figure may stand for, or None where it is not known."""
    if figure.value is None or figure.qualifier in _BOUNDS:
        return None
    return _span(figure.value, figure.quote, is_rounded(figure.unit), figure.qualifier)


@lru_cache(maxsize=4096)
def _span(number: Decimal, quote: str, is_continuous: bool, qualifier: Qualifier) -> Span | None:
    value, step = fraction(number), step_of(number, quote)
    half = _ZERO if not is_continuous and step <= 1 else step / 2
    if step > 1 and value < _LOOSEST / 2 * step and step != _TENTH:
        half = value / _LOOSEST
    match qualifier:
        case Qualifier.EXACT:
            return Span(value, value - half, value + half) if half else Span(value, value, value)
        case Qualifier.ABOUT:
            return point(value).widened(max(abs(value) * _ABOUT, half))
        case Qualifier.MORE_THAN:
            return Span(value, value, value + _round_step(number, step))
        case Qualifier.LESS_THAN:
            return Span(value, value - _round_step(number, step), value)
    return None


def _round_step(value: Decimal, step: Fraction) -> Fraction:
    """The weight of the last digit that is not zero: 10 for 60余, 100 for 1200余."""
    return max(step, Fraction(10) ** exponent(value))


@lru_cache(maxsize=4096)
def exponent(number: Decimal) -> int:
    """The power of ten of a number's last digit that is not 0: 2 for 1300, -1 for 0.5."""
    power = number.normalize().as_tuple().exponent
    return power if isinstance(power, int) else 0


@lru_cache(maxsize=4096)
def digits(number: Decimal) -> int:
    """How many digits a number has, without the zeros that it ends in."""
    return len(number.normalize().as_tuple().digits)


def decimal(value: Fraction, places: int = 2) -> Decimal:
    """A fraction as a decimal, rounded half up, without idle zeros."""
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return Decimal(numerator)
    steps = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)     # whole numbers divide far quicker
    while places and steps % 10 == 0:
        steps, places = steps // 10, places - 1
    return Decimal((int(numerator < 0 < steps), tuple(map(int, str(steps))), -places))
