"""A formula of one period, down to the values that must be looked up.

What is worked out is replaced by its definition in force at the period's end, filters and shifts in time move
down to the inputs, and standards become numbers. Both back ends run the outcome, so they cannot differ in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

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
    Unary,
    walk,
)
from taizhang.catalogue.model import Catalogue
from taizhang.catalogue.standards import standard_at
from taizhang.periods import Period

By = tuple[tuple[str, str], ...]
_SHIFTS = ("previous", "last_year")


def plan(root: Expression, catalogue: Catalogue, period: Period, by: Mapping[str, str] | None = None, *,
         down: bool = True) -> Expression:
    """The explicit formula `root` for one period, filtered by `by`, with `Input` in place of names.

    The inputs are what is reported; with `down=False` they are the indicators named, worked out or not. An input
    whose definition changed between the period and an earlier one asked for, so that they cannot be compared, becomes
    a `Blank` that says so.
    """
    return _Planner(catalogue, period, period, tuple(sorted((by or {}).items())), down).plan(root)


def indicator_plan(code: str, catalogue: Catalogue, period: Period, by: Mapping[str, str] | None = None) -> Expression:
    """The plan of an indicator: an `Input`, or its formula. Raises KeyError for an unknown code."""
    catalogue.indicators[code]
    return plan(Name(code), catalogue, period, by)


def inputs_of(root: Expression) -> list[Input]:
    """Every value that a planned formula looks up, once each, in the order of the formula."""
    return list(dict.fromkeys(part for part in walk(root) if isinstance(part, Input)))


def blanks_of(root: Expression) -> list[str]:
    """Why parts of a planned formula are missing whatever the values."""
    return list(dict.fromkeys(part.why for part in walk(root) if isinstance(part, Blank)))


def filled(root: Expression, values: Mapping[Input, Expression]) -> Expression:
    """The planned formula with some of its inputs replaced."""
    match root:
        case Input():
            return values.get(root, root)
        case Unary(_, operand) | OneOf(operand, _):
            return replace(root, operand=filled(operand, values))
        case Binary(_, left, right):
            return replace(root, left=filled(left, values), right=filled(right, values))
        case Call(_, arguments):
            return replace(root, arguments=tuple(filled(one, values) for one in arguments))
    return root


@dataclass(frozen=True, slots=True)
class _Planner:
    catalogue: Catalogue
    asked: Period                      # the period the whole formula is for
    period: Period                     # the period this part is for
    by: By
    down: bool                         # into the formulas of what is worked out

    def plan(self, node: Expression) -> Expression:
        match node:
            case Name():
                return self.name(node)
            case Unary(op, operand):
                return Unary(op, self.plan(operand), node.at)
            case Binary(op, left, right):
                return Binary(op, self.plan(left), self.plan(right), node.at)
            case OneOf(operand, choices):
                return OneOf(self.plan(operand), choices, node.at)
            case Call():
                return self.call(node)
        return node

    def name(self, node: Name) -> Expression:
        one = self.catalogue.indicators.get(node.name)
        if one is None:
            return self.code(node)
        by = tuple(sorted({**dict(self.by), **dict(node.by)}.items())) if node.by else self.by
        if strange := [dimension for dimension, _ in by if dimension not in one.by]:
            return Blank(f"{one.code}: {', '.join(strange)}", node.at)
        if one.versions and (broken := one.break_between(self.period.end, self.asked.end)):
            return Blank(f"{one.code}: 口径自 {broken.start} 起变化，不可比", node.at)
        formula = one.formula_on(self.period.end) if self.down else None
        if formula is None:
            return Input(one.code, by, str(self.period), node.at)
        return (replace(self, by=by) if node.by else self).plan(formula.root)

    def code(self, node: Name) -> Expression:
        """The code that is being worked out, of the dimension named; a field of a record stays a name."""
        if node.name not in self.catalogue.dimensions:
            return node
        code = dict(self.by).get(node.name)
        return Text(code, node.at) if code else Blank(f"{node.name}: 未分组", node.at)

    def call(self, node: Call) -> Expression:  # noqa: PLR0911 - one return for each function that planning settles
        if node.function in _SHIFTS:
            return self.shifted(node.function).plan(node.arguments[0])
        if node.function == "growth":
            return self.growth(node)
        made = replace(node, arguments=tuple(map(self.plan, node.arguments)))
        match made:
            case Call("period_start", _):
                return Day(self.period.start, node.at)
            case Call("period_end", _):
                return Day(self.period.end, node.at)
            case Call("standard", (Text(code),)):
                return self.standard(code, None, node.at)
            case Call("standard", (Text(code), Text(one))):
                return self.standard(code, one, node.at)
        return made

    def shifted(self, how: str) -> _Planner:
        return replace(self, period=self.period.previous if how == "previous" else self.period.same_last_year)

    def growth(self, node: Call) -> Expression:
        """In % against the same period a year earlier."""
        now, then = self.plan(node.arguments[0]), self.shifted("last_year").plan(node.arguments[0])
        change = Binary("/", Binary("-", now, then, node.at), then, node.at)
        return Binary("*", change, Number(Decimal(100), node.at), node.at)

    def standard(self, code: str, one: str | None, at: int) -> Expression:
        value = standard_at(self.catalogue, code, self.period.end, one)
        return Number(value, at) if value is not None else Blank(f"{code}: {self.period.end} 无适用标准", at)
