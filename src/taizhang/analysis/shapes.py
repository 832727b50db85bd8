"""A planned formula as one over columns, so that formulas of one shape are worked out together.

Planning gives each period and split its own inputs, and mostly the same arithmetic over them. The arithmetic is the
shape; the inputs, in the order in which they are met, are what fills its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from taizhang.catalogue.formulas.functions import OVER_UNITS
from taizhang.catalogue.formulas.plan import indicator_plan
from taizhang.catalogue.formulas.syntax import Binary, Call, Expression, Input, Name, OneOf, Unary
from taizhang.catalogue.model import Catalogue, Indicator
from taizhang.periods import Period

T = TypeVar("T")
HOW_MANY_UNITS = "units()"      # stands among the values like an indicator: schools and kindergartens below


@dataclass(frozen=True, slots=True)
class Shape:
    """Arithmetic over the columns `input_0`, `input_1`, … and `over_0`, …, which the functions `over` fill."""

    root: Expression
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Over:
    """`units`, `every` or `variation` over columns of its own, with what fills them."""

    function: str
    arguments: tuple[Expression, ...]
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing worked out (`code`) for one period and split: its arithmetic, with what fills the columns."""

    code: str
    target: Period
    split: Mapping[str, str]
    shape: Shape
    inputs: tuple[Input, ...]
    over: tuple[Over, ...] = ()


def slots(indicator: Indicator, catalogue: Catalogue, targets: Iterable[Period]) -> Iterator[Slot]:
    """The indicator for every target period and split."""
    for target in targets:
        for split in _splits_of(indicator, catalogue):
            outer = _Columns(str(target))
            root = outer.read(indicator_plan(indicator.code, catalogue, target, split))
            over = tuple(_over(call, target) for call in outer.over)
            shape = Shape(root, tuple(one.function for one in over))
            yield Slot(indicator.code, target, split, shape, tuple(outer.inputs), over)


def _splits_of(indicator: Indicator, catalogue: Catalogue) -> list[dict[str, str]]:
    """The total, and each code of each dimension that the indicator is split by."""
    codes = ({dimension: code} for dimension in indicator.by for code in catalogue.dimensions[dimension].codes)
    return [{}, *codes]


def _over(call: Call, target: Period) -> Over:
    inner = _Columns(str(target))
    return Over(call.function, tuple(map(inner.read, call.arguments)), tuple(inner.inputs))


@dataclass(slots=True)
class _Columns:
    """Puts columns in place of inputs and of aggregates over units, and remembers which."""

    target: str
    inputs: list[Input] = field(default_factory=list)
    over: list[Call] = field(default_factory=list)

    def read(self, node: Expression) -> Expression:  # noqa: PLR0911 - one for each kind of node
        match node:
            case Input():
                return Name(f"input_{_position(self.inputs, node)}")
            case Call("units", ()):
                return self.read(Input(HOW_MANY_UNITS, (), self.target))
            case Call(function) if function in OVER_UNITS:
                return Name(f"over_{_position(self.over, node)}")
            case Call(function, arguments):
                return Call(function, tuple(map(self.read, arguments)))
            case Unary(op, operand):
                return Unary(op, self.read(operand))
            case OneOf(operand, choices):
                return OneOf(self.read(operand), choices)
            case Binary(op, left, right):
                return Binary(op, self.read(left), self.read(right))
        return node


def _position(known: list[T], one: T) -> int:
    if one not in known:
        known.append(one)
    return known.index(one)
