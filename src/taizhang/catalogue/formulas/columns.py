"""Runs a planned formula as an Ibis expression; what it means is the same as in `exact.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

import ibis

from taizhang.catalogue.formulas.column_functions import (
    FUNCTIONS,
    OF_PERIOD,
    OPERATORS,
    Column,
    alike,
    among,
    any_of,
    equal,
    literal,
    rounded,
)
from taizhang.catalogue.formulas.functions import OVER_UNITS
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
from taizhang.periods import Period


class Columns(Protocol):
    """Where a formula finds its columns."""

    @property
    def catalogue(self) -> Catalogue:
        """Where standards stand."""

    @property
    def period(self) -> Period | None:
        """The period that is worked out."""

    def look_up(self, wanted: Input) -> Column:
        """The column of a value."""

    def record(self, name: str) -> Column:
        """The column of a register's field."""

    def over_units(self, call: Call) -> Column:
        """The column of units(), every() or variation()."""


def column(root: Expression, columns: Columns) -> Column:  # noqa: PLR0911 - one case for each kind of node
    """The planned formula as a column: decimal or double, text, boolean or date; null where it is missing."""
    match root:
        case Number(value):
            return literal(value)
        case Text(value) | Truth(value) | Day(value):
            return ibis.literal(value)
        case Blank():
            return ibis.null("float64")
        case Input():
            return columns.look_up(root)
        case Name(name):
            return columns.record(name)
        case Unary(op, operand):
            return ~column(operand, columns) if op == "not" else -column(operand, columns)
        case Binary(op, left, right):
            return OPERATORS[op](column(left, columns), column(right, columns))
        case OneOf(operand, choices):
            found = column(operand, columns)
            same = among if found.type().is_array() else equal
            return any_of(same(found, column(choice, columns)) for choice in choices)
        case Call(function, arguments):
            return _call(root, function, arguments, columns)


def _call(call: Call, function: str, arguments: Sequence[Expression], columns: Columns) -> Column:
    if function in OVER_UNITS:
        return columns.over_units(call)
    if function == "standard":
        return _standard(arguments, columns)
    if function == "round":
        return rounded(column(arguments[0], columns), _places(arguments))
    values = [column(argument, columns) for argument in arguments]
    if function in OF_PERIOD:
        return OF_PERIOD[function](columns.period, *values) if columns.period else ibis.null("date")
    return FUNCTIONS[function](*alike(values))


def _places(arguments: Sequence[Expression]) -> int:
    match arguments:
        case [_, Number(value)]:
            return int(value)
    return 0


def _standard(arguments: Sequence[Expression], columns: Columns) -> Column:
    """The newest row in force, chosen row by row of the table."""
    named = cast(Text, arguments[0]).value
    rest = [column(argument, columns) for argument in arguments[1:]]
    one = next((value for value in rest if value.type().is_string()), None)
    day = next((value for value in rest if value.type().is_date()), None)
    if day is None:
        day = ibis.literal(columns.period.end) if columns.period else ibis.null("date")
    branches = []
    for row in reversed(columns.catalogue.standards[named].values):
        for key, value in row.values.items():
            holds = day >= ibis.literal(row.start)
            if row.end:
                holds &= day <= ibis.literal(row.end)
            if one is not None:
                holds &= one == key
            branches.append((holds, literal(value).cast("float64")))
    return ibis.cases(*branches, else_=ibis.null("float64"))
