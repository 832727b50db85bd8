"""What a formula is made of, and how it is written back.

Every node remembers where it began in the text (`at`), which plays no part in comparing two formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator or, in a register, a field; `by` filters it: (("stage", "primary"),)."""

    name: str
    by: tuple[tuple[str, str], ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`-` or `not`."""

    op: str
    operand: Expression
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * /`, a comparison, `and` or `or`."""

    op: str
    left: Expression
    right: Expression
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """`operand in [choices]`."""

    operand: Expression
    choices: tuple[Number | Text, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A date worked out while a formula is planned: the period's first or last day."""

    value: date
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Input:
    """A value to be looked up: an indicator's full code, its filter, and the period's code."""

    indicator: str
    by: tuple[tuple[str, str], ...]
    period: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Blank:
    """Missing, and why: definitions that cannot be compared, no standard in force."""

    why: str
    at: int = field(default=0, compare=False)


Expression = Number | Text | Truth | Name | Unary | Binary | OneOf | Call | Day | Input | Blank

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
PRECEDENCE = {"or": 1, "and": 2, "not": 3, **dict.fromkeys(COMPARISONS, 4), "in": 4, "+": 5, "-": 5, "*": 6, "/": 6}
_NEGATION, _ATOM = 7, 9


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written, and what it was read as."""

    text: str
    root: Expression

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)  # the whole would take longer than what is looked up by it


def children(node: Expression) -> tuple[Expression, ...]:
    """The parts directly below a node."""
    match node:
        case Unary(_, operand) | OneOf(operand, _):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
    return ()


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Expression) -> Iterator[Name]:
    """Every name that a formula uses, in the order of the text."""
    return (part for part in walk(node) if isinstance(part, Name))


def write(node: Expression) -> str:
    """The formula as text, with no more brackets than it needs; `parse(write(node)) == node`."""
    return _write(node)[0]


def _write(node: Expression) -> tuple[str, int]:  # noqa: C901, PLR0911 - one case for each kind of node
    """The text of a node, and how tightly it holds together."""
    match node:
        case Number(value):
            return f"{value:f}", _ATOM
        case Text(value):
            return _quoted(value), _ATOM
        case Truth(value):
            return str(value).lower(), _ATOM
        case Name(name, by):
            return name + (f"[{', '.join(f'{dimension}={code}' for dimension, code in by)}]" if by else ""), _ATOM
        case Unary("-", operand):
            return f"-{_bracketed(operand, _NEGATION)}", _NEGATION
        case Unary(op, operand):
            return f"{op} {_bracketed(operand, PRECEDENCE[op])}", PRECEDENCE[op]
        case Binary(op, left, right):
            return _write_binary(op, left, right), PRECEDENCE[op]
        case OneOf(operand, choices):
            listed = ", ".join(write(choice) for choice in choices)
            return f"{_bracketed(operand, PRECEDENCE['in'] + 1)} in [{listed}]", PRECEDENCE["in"]
        case Call(function, arguments):
            return f"{function}({', '.join(map(write, arguments))})", _ATOM
        case Input(indicator, by, period):
            return f"{_write(Name(indicator, by))[0]}@{period}", _ATOM
        case Day(value):
            return value.isoformat(), _ATOM
        case Blank():
            return "missing", _ATOM


def _write_binary(op: str, left: Expression, right: Expression) -> str:
    own = PRECEDENCE[op]
    left_needs = own + 1 if op in COMPARISONS else own      # comparisons do not chain
    return f"{_bracketed(left, left_needs)} {op} {_bracketed(right, own + 1)}"


def _bracketed(node: Expression, least: int) -> str:
    text, holds = _write(node)
    return text if holds >= least else f"({text})"


def _quoted(value: str) -> str:
    return f"'{value}'" if '"' in value else f'"{value}"'
