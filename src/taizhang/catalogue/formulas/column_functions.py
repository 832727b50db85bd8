"""What operators and functions do to columns; what they mean is the same as in `exact_functions.py`.

Added and subtracted values stay exact decimals; products and ratios are doubles. Doubles that differ by less than
one part in 10¹² count as equal, so that a value just on a threshold is judged as exact numbers judge it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

import ibis

from taizhang.catalogue.formulas.within import codes_within
from taizhang.periods import Period

Column = Any                          # an ibis.Value; the library has no types of its own
EXACT = "decimal(38,6)"
_NEAR = 1e-12


def literal(value: Decimal) -> Column:
    """An exact decimal where it has no more than six decimals, else a double."""
    text = f"{value:f}"
    return ibis.literal(text).cast(EXACT) if len(text.partition(".")[2]) <= 6 else ibis.literal(float(value))


# --- operators ---------------------------------------------------------------------------------------------

def _double(value: Column) -> Column:
    return value.cast("float64")


def _is_double(*values: Column) -> bool:
    return any(value.type().is_floating() for value in values)


def _sum(left: Column, right: Column) -> Column:
    return _double(left) + _double(right) if _is_double(left, right) else left + right


def _ratio(left: Column, right: Column) -> Column:
    """Division by nothing is missing; a double within a hair of nought is nought."""
    if not _is_double(right):
        return _double(left) / _double(right.nullif(ibis.literal(0).cast(EXACT)))
    return _double(left) / ibis.ifelse(right.abs() < _NEAR, ibis.null("float64"), right)


def _apart(left: Column, right: Column) -> Column:
    """How far two doubles may lie apart and still count as equal, by the one that takes less to work out."""
    return _double(left if _is_double(right) else right).abs() * _NEAR


def equal(left: Column, right: Column) -> Column:
    if not _is_double(left, right):
        return left == right
    return (_double(left) - _double(right)).abs() <= _apart(left, right)


def among(codes: Column, code: Column) -> Column:
    return codes.contains(code)


def _less(left: Column, right: Column) -> Column:
    if not _is_double(left, right):
        return left < right
    return _double(right) - _double(left) > _apart(left, right)


OPERATORS: dict[str, Callable[[Column, Column], Column]] = {
    "+": _sum,
    "-": lambda left, right: _sum(left, -right),
    "*": lambda left, right: _double(left) * _double(right),
    "/": _ratio,
    "==": equal,
    "!=": lambda left, right: ~equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: ~_less(right, left),
    ">=": lambda left, right: ~_less(left, right),
    "and": lambda left, right: left & right,
    "or": lambda left, right: left | right,
}


def any_of(conditions: Any) -> Column:
    return reduce(lambda left, right: left | right, conditions)


# --- functions ---------------------------------------------------------------------------------------------

def alike(values: list[Column]) -> list[Column]:
    """Numbers as one type: doubles where any is."""
    numeric = [value.type().is_numeric() for value in values]
    if not _is_double(*values):
        return values
    return [_double(value) if is_number else value for value, is_number in zip(values, numeric, strict=True)]


def is_missing(value: Column) -> Column:
    """Whether a value is missing.

    A condition is asked as a number: Ibis writes `NOT x IS NULL`, which engines read as NOT (x IS NULL).
    """
    return (value.cast("int8") if value.type().is_boolean() else value).isnull()


def _complete(made: Column, values: Sequence[Column]) -> Column:
    """The column where all values are there, else missing."""
    return ibis.ifelse(any_of(map(is_missing, values)), ibis.null(made.type()), made)


def _if(condition: Column, yes: Column, no: Column) -> Column:
    return ibis.cases((condition, yes), (~condition, no), else_=ibis.null(yes.type()))


def _ceil(value: Column) -> Column:
    """The next whole number up; a double a hair above a whole number is that number."""
    near = value - value.abs() * _NEAR if _is_double(value) else value
    return near.ceil().cast(EXACT)


def rounded(value: Column, digits: int) -> Column:
    """Half away from zero."""
    if not _is_double(value):
        return value.round(digits).cast(EXACT)
    nudged = value + value.sign() * value.abs() * _NEAR
    return nudged.round(digits)


def _count(*conditions: Column) -> Column:
    return reduce(lambda a, b: a + b, (one.cast("int64") for one in conditions)).cast(EXACT)


def _years(born: Column, on: Column) -> Column:
    early = (on.month() < born.month()) | ((on.month() == born.month()) & (on.day() < born.day()))
    return (on.year() - born.year() - early.cast("int64")).cast(EXACT)


FUNCTIONS: dict[str, Callable[..., Column]] = {
    "sum": lambda *values: reduce(_sum, values),
    "min": lambda *values: _complete(ibis.least(*values), values),
    "max": lambda *values: _complete(ibis.greatest(*values), values),
    "abs": lambda value: value.abs(),
    "ceil": _ceil,
    "floor": lambda value: -_ceil(-value),
    "coalesce": ibis.coalesce,
    "if": _if,
    "missing": is_missing,
    "count": _count,
    "year": lambda day: day.year().cast(EXACT),
    "days": lambda start, end: end.delta(start, unit="day").cast(EXACT),
    "age": _years,
}


def _in_period(period: Period, when: Column) -> Column:
    if when.type().is_string():
        return when.isin(codes_within(period))
    return when.between(ibis.literal(period.start), ibis.literal(period.end))


OF_PERIOD: dict[str, Callable[..., Column]] = {
    "period_start": lambda period: ibis.literal(period.start),
    "period_end": lambda period: ibis.literal(period.end),
    "in_period": _in_period,
}
