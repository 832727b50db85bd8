"""Runs a planned formula on exact numbers.

Numbers are fractions, so nothing is rounded on the way. None is missing and makes what depends on it missing;
`and` and `or` of something missing are known where the other side settles them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from taizhang.catalogue.formulas.exact_functions import (
    FUNCTIONS,
    OF_PERIOD,
    Value,
    joined,
    number,
    operated,
    square_root,
    turned,
)
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
from taizhang.catalogue.model import Catalogue
from taizhang.catalogue.standards import standard_at
from taizhang.periods import Period

Lookup = Callable[[Input], Fraction | Decimal | int | None]
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
            combine = joined if op in _CONNECTIVES else operated
            return combine(op, evaluate(left, context), evaluate(right, context))
        case Number(value):
            return _fraction(value)
        case Text() | Truth() | Day():
            return root.value
        case Call(function, arguments):
            return _call(function, arguments, context)
        case Unary(op, operand):
            return turned(op, evaluate(operand, context))
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
    if function in OF_PERIOD:
        return OF_PERIOD[function](context.period, *values) if context.period and None not in values else None
    if None in values:
        return None
    return FUNCTIONS[function](*values)


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
    counted = [(assets, number(pupils)) for assets, pupils in pairs if pupils]
    if not counted or any(assets is None for assets, _ in counted):
        return None
    known = [(number(assets), pupils) for assets, pupils in counted]
    total, pupils = sum(a for a, _ in known), sum(p for _, p in known)
    if total == 0:
        return None
    mean = Fraction(total) / pupils
    variance = sum((p / pupils) * (a / p - mean) ** 2 for a, p in known)
    return square_root(Fraction(variance)) / mean


_OVER_UNITS: dict[str, Callable[[tuple[Expression, ...], Context], Value]] = {
    "units": _units, "every": _every, "variation": _variation,
}
