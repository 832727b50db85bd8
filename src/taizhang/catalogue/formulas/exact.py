"""Runs a planned formula on exact numbers.

Numbers are fractions, so nothing is rounded on the way. None is missing and makes what depends on it missing;
`and` and `or` of something missing are known where the other side settles them.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

from taizhang.catalogue.formulas.syntax import (
    Binary,
    Blank,
    Call,
    Day,
    Expression,
    Input,
    Name,
    Number,
    OneOf,
    Text,
    Truth,
    Unary,
)
from taizhang.catalogue.formulas.within import within
from taizhang.catalogue.model import Catalogue
from taizhang.catalogue.standards import standard_at
from taizhang.periods import Period

Value = Fraction | str | bool | date | Period | None
Lookup = Callable[[Input], Fraction | Decimal | int | None]
_ROOT_DIGITS = 50
_CONNECTIVES = ("and", "or")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a formula finds its values: `look_up` for inputs, `record` for fields, `units` for the units below."""

    look_up: Lookup = lambda _: None
    record: Mapping[str, Value] = field(default_factory=dict)
    units: Sequence[Context] = ()
    catalogue: Catalogue | None = None
    period: Period | None = None
    used: list[tuple[Input, Fraction | None]] | None = None        # filled with what was looked up


def evaluate(root: Expression, context: Context) -> Value:  # noqa: PLR0911 - one case for each kind of node
    """The value of a planned formula: a fraction, text, truth or date; None where it is missing."""
    match root:  # the most frequent first
        case Input():
            return _looked_up(root, context)
        case Name(name):
            return _exact(context.record.get(name))
        case Binary(op, left, right):
            combine = _joined if op in _CONNECTIVES else _operated
            return combine(op, evaluate(left, context), evaluate(right, context))
        case Number(value):
            return _fraction(value)
        case Text() | Truth() | Day():
            return root.value
        case Call(function, arguments):
            return _call(function, arguments, context)
        case Unary(op, operand):
            return _turned(op, evaluate(operand, context))
        case OneOf(operand, choices):
            return _one_of(evaluate(operand, context), [evaluate(choice, context) for choice in choices])
        case Blank():
            return None


def _one_of(found: Value | tuple[str, ...], choices: list[Value]) -> bool | None:
    """Whether a value is on the list; of several codes, whether any is."""
    if isinstance(found, tuple):
        return any(one in choices for one in found)
    return None if found is None else found in choices


def _looked_up(wanted: Input, context: Context) -> Fraction | None:
    found = context.look_up(wanted)
    value = None if found is None else Fraction(found)
    if context.used is not None:
        context.used.append((wanted, value))
    return value


_fraction = lru_cache(maxsize=4096)(Fraction)      # a formula has the same few numbers at every turn


def _exact(value: Any) -> Value:
    if type(value) is Fraction:
        return value
    return Fraction(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _number(value: Value) -> Fraction:
    """A value that checking at load has shown to be a number."""
    return cast(Fraction, value)


# --- operators ---------------------------------------------------------------------------------------------

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}


def _turned(op: str, value: Value) -> Value:
    if value is None:
        return None
    return not value if op == "not" else -_number(value)


def _operated(op: str, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    if op == "/":
        return None if right == 0 else _number(left) / _number(right)
    return _OPERATORS[op](left, right)  # type: ignore[no-any-return]


def _joined(op: str, left: Value, right: Value) -> bool | None:
    """`and`, `or` of three values."""
    settles = op == "or"
    if left is settles or right is settles:
        return settles
    return None if left is None or right is None else not settles


# --- functions ---------------------------------------------------------------------------------------------

def _call(function: str, arguments: tuple[Expression, ...], context: Context) -> Value:  # noqa: PLR0911
    if function in _OVER_UNITS:
        return _OVER_UNITS[function](arguments, context)
    values = [evaluate(argument, context) for argument in arguments]
    match function, values:
        case "coalesce", _:
            return next((value for value in values if value is not None), None)
        case "if", [condition, yes, no]:
            return None if condition is None else yes if condition else no
        case "missing", [value]:
            return value is None
        case "standard", [code, *rest]:
            return _standard(str(code), rest, context)
    if function in _OF_PERIOD:
        return _OF_PERIOD[function](context.period, *values) if context.period and None not in values else None
    if None in values:
        return None
    return _FUNCTIONS[function](*values)


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


_FUNCTIONS: dict[str, Callable[..., Value]] = {
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
_OF_PERIOD: dict[str, Callable[..., Value]] = {
    "period_start": lambda period: period.start,
    "period_end": lambda period: period.end,
    "in_period": within,
}


def _standard(code: str, rest: list[Value], context: Context) -> Fraction | None:
    """The standard in force on the day, or at the end of the period, that is given; else at the period's end."""
    one = next((value for value in rest if isinstance(value, str)), None)
    day = next((value for value in rest if isinstance(value, date)), None)
    period = next((value for value in rest if isinstance(value, Period)), context.period)
    if None in rest or context.catalogue is None or (day is None and period is None):
        return None
    found = standard_at(context.catalogue, code, day or (period.end if period else date.max), one)
    return None if found is None else Fraction(found)


def _units(arguments: tuple[Expression, ...], context: Context) -> Fraction | None:
    """How many units there are, or for how many the condition holds; missing where it is known of none."""
    if not arguments:
        return Fraction(len(context.units))
    known = [held for unit in context.units if (held := evaluate(arguments[0], unit)) is not None]
    return Fraction(sum(held is True for held in known)) if known else None


def _every(arguments: tuple[Expression, ...], context: Context) -> bool | None:
    found = [evaluate(arguments[0], unit) for unit in context.units]
    return None if not found else False if False in found else None if None in found else True


def _variation(arguments: tuple[Expression, ...], context: Context) -> Fraction | None:
    """The coefficient of variation of assets ÷ pupils over the units, weighted by pupils (population form).

    Units without pupils are left out; a unit with pupils whose assets are missing makes the result missing, and
    so does a mean of nothing. 教督〔2017〕6号: 校际差异系数.
    """
    pairs = [(evaluate(arguments[0], unit), evaluate(arguments[1], unit)) for unit in context.units]
    counted = [(assets, _number(pupils)) for assets, pupils in pairs if pupils]
    if not counted or any(assets is None for assets, _ in counted):
        return None
    known = [(_number(assets), pupils) for assets, pupils in counted]
    total, pupils = sum(a for a, _ in known), sum(p for _, p in known)
    if total == 0:
        return None
    mean = Fraction(total) / pupils
    variance = sum((p / pupils) * (a / p - mean) ** 2 for a, p in known)
    return _root(Fraction(variance)) / mean


def _root(value: Fraction) -> Fraction:
    with localcontext(prec=_ROOT_DIGITS, rounding=ROUND_HALF_UP):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


_OVER_UNITS: dict[str, Callable[[tuple[Expression, ...], Context], Value]] = {
    "units": _units, "every": _every, "variation": _variation,
}
