"""Checks a formula against what its names mean, and makes everything in it explicit.

`elaborate` gives back the formula with full codes for names and with units converted: money in 元 compared with
money in 万元 is multiplied, a ratio shown in % is multiplied by 100. The back ends need to know no units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from taizhang.catalogue.formulas.converting import factor_in, times
from taizhang.catalogue.formulas.functions import FUNCTIONS, OF_INDICATORS, OVER_UNITS
from taizhang.catalogue.formulas.measure import PURE, measure
from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.formulas.syntax import (
    COMPARISONS,
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
    write,
)
from taizhang.catalogue.formulas.types import DATE, KINDS, NUMBER, TEXT, TRUTH, Scope, Type, UnknownNameError
from taizhang.catalogue.problems import Phrase, Said, nearest
from taizhang.quantities.units import Unit


def elaborate(root: Expression, text: str, scope: Scope, *, unit: str | None = None,
              kind: str = "number") -> Expression:
    """The formula with names in full and units converted to `unit`. Raises FormulaError at the first mistake."""
    checker = Checker(text, scope)
    found, made = checker.check(root)
    if found.kind != kind:
        raise checker.wrong(root, KINDS[found.kind].en, KINDS[kind])
    return checker.converted(made, found, measure(unit)) if unit is not None else made


_LITERALS: dict[type[Expression], Type] = {Number: NUMBER, Text: TEXT, Truth: TRUTH, Day: DATE}


@dataclass(slots=True)
class Checker:
    """Goes through one formula, node by node."""

    text: str
    scope: Scope

    def wrong(self, node: Expression, found: str, expected: Phrase, near: str = "") -> FormulaError:
        return FormulaError("catalogue-formula-meaning", self.text, node.at, found=found, expected=expected, near=near)

    def check(self, node: Expression) -> tuple[Type, Expression]:
        """The type of a node, and the node made explicit."""
        match node:
            case Number() | Text() | Truth() | Day():
                return _LITERALS[type(node)], node
            case Name():
                return self.name(node)
            case Unary(op, operand):
                found, made = self.expect(operand, "truth" if op == "not" else "number")
                return found, replace(node, operand=made)
            case Binary():
                return self.binary(node)
            case OneOf():
                return self.one_of(node)
            case Call():
                return self.call(node)
            case Input() | Blank():
                raise TypeError("a planned formula is checked already")

    def name(self, node: Name) -> tuple[Type, Expression]:
        try:
            return self.scope.name(node)
        except UnknownNameError as error:
            raise self.wrong(node, error.found, error.expected, error.near) from None

    def expect(self, node: Expression, kind: str) -> tuple[Type, Expression]:
        found, made = self.check(node)
        if found.kind != kind:
            raise self.wrong(node, KINDS[found.kind].en, KINDS[kind])
        return found, made

    # -- operators --

    def binary(self, node: Binary) -> tuple[Type, Expression]:
        if node.op in ("and", "or"):
            return TRUTH, replace(node, left=self.expect(node.left, "truth")[1],
                                  right=self.expect(node.right, "truth")[1])
        if node.op in COMPARISONS:
            return TRUTH, self.comparison(node)
        left, right = self.expect(node.left, "number"), self.expect(node.right, "number")
        if node.op in "*/":
            unit = _combined(node.op, left[0].unit, right[0].unit)
            return Type("number", unit), replace(node, left=left[1], right=right[1])
        found, (one, other) = self.alike(node, [left, right])
        return found, replace(node, left=one, right=other)

    def comparison(self, node: Binary) -> Expression:
        left, right = self.check(node.left), self.check(node.right)
        if left[0].kind == "truth" and node.op not in ("==", "!="):
            raise self.wrong(node, node.op, Said("== 或 !=", "== or !="))
        _, sides = self.alike(node, [left, right])
        return replace(node, left=sides[0], right=sides[1])

    def one_of(self, node: OneOf) -> tuple[Type, Expression]:
        found, made = self.check(node.operand)
        if found.kind == "codes":
            found = replace(found, kind="text")     # holds where any of them is on the list
        for choice in node.choices:
            self.alike(choice, [(found, made), self.check(choice)])
        return TRUTH, replace(node, operand=made)

    def alike(self, node: Expression, parts: list[tuple[Type, Expression]]) -> tuple[Type, list[Expression]]:
        """The common type of several parts, all converted to the unit of the first that has one."""
        first = parts[0][0]
        for found, made in parts[1:]:
            if found.kind != first.kind:
                raise self.wrong(node, KINDS[found.kind].en, KINDS[first.kind])
            self.codes(first, made)
            self.codes(found, parts[0][1])
        unit = next((found.unit for found, _ in parts if found.unit), None)
        converted = [self.converted(part, found, unit) if unit else part for found, part in parts]
        return Type(first.kind, unit, first.codes), converted

    def codes(self, type_: Type, literal: Expression) -> None:
        if type_.codes is not None and isinstance(literal, Text) and literal.value not in type_.codes:
            known = sorted(type_.codes)
            raise self.wrong(literal, literal.value, "、".join(known), nearest(literal.value, known))

    def converted(self, node: Expression, found: Type, to: Unit) -> Expression:
        """The node's value counted in `to`."""
        if found.unit is None:
            return node
        if not found.unit.compatible(to):
            raise self.wrong(node, found.unit.symbol or "比值 ratio", to.symbol or Said("比值", "a ratio"))
        factor = found.unit.scale / to.scale
        if written := factor_in(node, factor):
            raise FormulaError("catalogue-formula-twice", self.text, written.at, found=write(written),
                               expected=f"{found.unit.symbol or '1'} → {to.symbol or '1'}")
        return times(node, factor)

    # -- functions --

    def call(self, node: Call) -> tuple[Type, Expression]:
        signature = FUNCTIONS.get(node.function)
        if not signature:
            raise self.wrong(node, node.function, "、".join(FUNCTIONS), nearest(node.function, FUNCTIONS))
        count = len(node.arguments)
        if count < signature.least or (signature.most is not None and count > signature.most):
            least, most = signature.least, signature.most
            wanted = str(least) if least == most else f"{least}–{most or '…'}"
            raise self.wrong(node, f"{node.function}: {count}", Said(f"{wanted}个参数", f"{wanted} arguments"))
        if node.function in OF_INDICATORS and not self.scope.of_indicators:
            raise self.wrong(node, node.function, Said("用于记录的函数；此函数只用于指标",
                                                       "a function for records; this one is for indicators"))
        if node.function in OVER_UNITS and not self.scope.over_units:
            raise self.wrong(node, node.function, Said("一个指标；对下级单位的计数请定义为指标，再在此使用",
                                                       "an indicator; define one that counts the units and name it"))
        return signature.check(self, node)

    def each(self, node: Call, *kinds: str) -> Call:
        """The call with its arguments checked; the last kind holds for all that follow."""
        padded = [*kinds, *[kinds[-1]] * (len(node.arguments) - len(kinds))] if kinds else []
        made = [self.expect(one, kind)[1] for one, kind in zip(node.arguments, padded, strict=False)]
        return replace(node, arguments=tuple(made))


def _combined(op: str, left: Unit | None, right: Unit | None) -> Unit | None:
    """The unit of a product or ratio; bare numbers leave the other's unit as it is."""
    if left is None and right is None:
        return None
    return (left or PURE) * (right or PURE) if op == "*" else (left or PURE) / (right or PURE)
