"""What operators and functions do to exact numbers, texts and dates; see `exact.py`."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any, cast

from taizhang.catalogue.formulas.within import within
from taizhang.periods import Period

Value = Fraction | str | bool | date | Period | None
_ROOT_DIGITS = 50


def number(value: Value) -> Fraction:
    """A value that checking at load has shown to be a number."""
    return cast(Fraction, value)


# --- operators ---------------------------------------------------------------------------------------------

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}


def turned(op: str, value: Value) -> Value:
    if value is None:
        return None
    return not value if op == "not" else -number(value)


def operated(op: str, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    if op == "/":
        return None if right == 0 else number(left) / number(right)
    return _OPERATORS[op](left, right)  # type: ignore[no-any-return]


def joined(op: str, left: Value, right: Value) -> bool | None:
    """`and`, `or` of three values."""
    settles = op == "or"
    if left is settles or right is settles:
        return settles
    return None if left is None or right is None else not settles


# --- functions ---------------------------------------------------------------------------------------------

def half_up(value: Fraction, places: int = 0) -> Fraction:
    """Rounded to `places` decimals, a half away from zero (四舍五入)."""
    scaled = abs(value) * 10**places
    return Fraction(math.floor(scaled + Fraction(1, 2)) * (1 if value >= 0 else -1), 10**places)


def as_decimal(value: Fraction, places: int) -> Decimal:
    """The value with exactly `places` decimals, rounded half up."""
    return (Decimal((half_up(value, places) * 10**places).numerator)).scaleb(-places)


def _age(born: date, on: date) -> Fraction:
    """Full years."""
    return Fraction(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "sum": lambda *values: sum(values, Fraction(0)),
    "min": min,
    "max": max,
    "abs": abs,
    "ceil": lambda value: Fraction(math.ceil(value)),
    "floor": lambda value: Fraction(math.floor(value)),
    "round": lambda value, places=0: half_up(value, int(places)),
    "count": lambda *values: Fraction(sum(values)),
    "year": lambda day: Fraction(day.year),
    "days": lambda start, end: Fraction((end - start).days),
    "age": _age,
}
OF_PERIOD: dict[str, Callable[..., Value]] = {
    "period_start": lambda period: period.start,
    "period_end": lambda period: period.end,
    "in_period": within,
}


def square_root(value: Fraction) -> Fraction:
    with localcontext(prec=_ROOT_DIGITS, rounding=ROUND_HALF_UP):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())
