"""Factors between units: written into a formula, and found where its writer has converted already."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from taizhang.catalogue.formulas.syntax import Binary, Expression, Number, walk

_SCALES = (Fraction(100), Fraction(1000), Fraction(10_000), Fraction(100_000_000))


def times(node: Expression, factor: Fraction) -> Expression:
    """The node multiplied by an exact factor."""
    made = node
    if factor.numerator != 1:
        made = Binary("*", made, Number(Decimal(factor.numerator), node.at), node.at)
    if factor.denominator != 1:
        made = Binary("/", made, Number(Decimal(factor.denominator), node.at), node.at)
    return made


def factor_in(node: Expression, factor: Fraction) -> Number | None:
    """The number in a formula by which its writer already converts, so that it is not done twice."""
    if factor == 1:
        return None
    suspicious = {factor, *(scale if factor > 1 else 1 / scale for scale in _SCALES)}
    factors = ((side, Fraction(side.value) if part.op == "*" else 1 / Fraction(side.value))
               for part in walk(node) if isinstance(part, Binary) and part.op in "*/"
               for side in (part.left, part.right) if isinstance(side, Number) and side.value)
    return next((side for side, value in factors if value in suspicious), None)
