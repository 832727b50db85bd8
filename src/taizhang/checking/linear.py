"""Formulas of a form as sums of its cells, as far as they are that: 2·a + b − c <= 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from taizhang.catalogue.formulas.syntax import Binary, Call, Expression, Input, Number, Unary
from taizhang.checking.submission import Key

_FLIPPED = {"<=": "<=", "<": "<", ">=": "<=", ">": "<", "==": "=="}


@dataclass(frozen=True, slots=True)
class Linear:
    """A constant and a factor for each cell."""

    factors: Mapping[Key, Fraction]
    constant: Fraction = Fraction(0)

    def plus(self, other: Linear, times: Fraction = Fraction(1)) -> Linear:
        """This and so many times the other."""
        keys = dict.fromkeys((*self.factors, *other.factors))
        zero = Fraction(0)
        factors = {key: self.factors.get(key, zero) + times * other.factors.get(key, zero) for key in keys}
        return Linear(factors, self.constant + times * other.constant)


@dataclass(frozen=True, slots=True)
class Constraint:
    """`left` is at most, below, or equal to 0; `op` is <=, < or ==."""

    left: Linear
    op: str


NOTHING = Linear({})
Expand = Callable[[Input], Linear | None]


def constraints(node: Expression, expand: Expand) -> Iterator[Constraint] | None:
    """The comparisons that must all hold, or None where the formula is not made of sums.

    `expand` gives the cells that an input adds up, None where its value is unknown.
    """
    if isinstance(node, Binary) and node.op == "and":
        left, right = constraints(node.left, expand), constraints(node.right, expand)
        return None if left is None or right is None else iter((*left, *right))
    if not isinstance(node, Binary) or node.op not in _FLIPPED:
        return None
    one, other = linear(node.left, expand), linear(node.right, expand)
    if one is None or other is None:
        return None
    if node.op in (">", ">="):
        one, other = other, one
    return iter((Constraint(one.plus(other, Fraction(-1)), _FLIPPED[node.op]),))


def linear(node: Expression, expand: Expand) -> Linear | None:
    """The formula as a sum of cells, or None where it is none."""
    if isinstance(node, Number):
        return Linear({}, Fraction(node.value))
    if isinstance(node, Input):
        return expand(node)
    parts = _parts(node)
    total = NOTHING if parts else None
    for part, factor in parts:
        found = linear(part, expand)
        total = None if total is None or found is None else total.plus(found, factor)
    return total


def _parts(node: Expression) -> list[tuple[Expression, Fraction]]:
    """What a formula adds up, each with its factor; nothing where it is no sum."""
    match node:
        case Unary("-", operand):
            return [(operand, Fraction(-1))]
        case Binary("+" | "-" as op, left, right):
            return [(left, Fraction(1)), (right, Fraction(1 if op == "+" else -1))]
        case Binary("*", Number(factor), other) | Binary("*", other, Number(factor)):
            return [(other, Fraction(factor))]
        case Binary("/", left, Number(divisor)) if divisor:
            return [(left, 1 / Fraction(divisor))]
        case Call("sum", arguments):
            return [(argument, Fraction(1)) for argument in arguments]
    return []
