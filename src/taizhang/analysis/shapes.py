"""A planned formula as one over columns, so that formulas of one shape are worked out together.

Planning gives each period and split its own inputs, and mostly the same arithmetic over them. The arithmetic is the
shape; the inputs, in the order in which they are met, are what fills its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from taizhang.catalogue.formulas.plan import plan
from taizhang.catalogue.formulas.syntax import Binary, Call, Expression, Formula, Input, Name, OneOf, Unary
from taizhang.catalogue.model import Catalogue
from taizhang.periods import Period

T = TypeVar("T")
OVER_UNITS = ("units", "every", "variation")
HOW_MANY_UNITS = "units()"      # stands among the values like an indicator: schools and kindergartens below


@dataclass(frozen=True, slots=True)
class Over:
    """`units`, `every` or `variation` over columns of its own."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Arithmetic over the columns `input_0`, `input_1`, … and `over_0`, …, which the functions `over` fill."""

    root: Expression
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One period and split that a shape is worked out for, with what fills the columns."""

    target: Period
    split: Mapping[str, str]
    inputs: tuple[Input, ...]
    over_inputs: tuple[tuple[Input, ...], ...] = ()


@dataclass(slots=True)
class Variant:
    """One shape of one thing worked out (`code`), and every slot that has it."""

    code: str
    shape: Shape
    over: tuple[Over, ...] = ()
    slots: list[Slot] = field(default_factory=list)

    @property
    def inputs(self) -> Iterator[str]:
        """The indicators that its rows take their values from."""
        return (one.indicator for slot in self.slots for one in slot.inputs)


def variants(code: str, formula: Formula, catalogue: Catalogue, targets: Sequence[Period],
             splits: Sequence[Mapping[str, str]]) -> list[Variant]:
    """The formula (names in full) for every target period and split, those of one shape together."""
    found: dict[tuple[Shape, tuple[Over, ...]], Variant] = {}
    for target in targets:
        for split in splits:
            shape, over, slot = _shaped(plan(formula.root, catalogue, target, split), target, split)
            found.setdefault((shape, over), Variant(code, shape, over)).slots.append(slot)
    return list(found.values())


def _shaped(planned: Expression, target: Period, split: Mapping[str, str]) -> tuple[Shape, tuple[Over, ...], Slot]:
    outer = _Columns(str(target))
    root = outer.read(planned)
    inner = [(over, _Columns(str(target))) for over in outer.over]
    over = tuple(Over(call.function, tuple(columns.read(one) for one in call.arguments)) for call, columns in inner)
    slot = Slot(target, split, tuple(outer.inputs), tuple(tuple(columns.inputs) for _, columns in inner))
    return Shape(root, tuple(one.function for one in over)), over, slot


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
            case Call(_, arguments):
                return replace(node, arguments=tuple(map(self.read, arguments)))
            case Unary(_, operand) | OneOf(operand):
                return replace(node, operand=self.read(operand))
            case Binary(_, left, right):
                return replace(node, left=self.read(left), right=self.read(right))
        return node


def _position(known: list[T], one: T) -> int:
    if one not in known:
        known.append(one)
    return known.index(one)
