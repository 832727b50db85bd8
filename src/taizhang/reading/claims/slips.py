"""Guesses at how a wrong number came about: the slips people make when they write reports."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from taizhang.quantities import Qualifier
from taizhang.reading.claims.verdicts import NOTHING, Words, show
from taizhang.reading.claims.view import Mention



def of_sum(whole: Mention, parts: list[Mention]) -> Words:
    """Why a total differs from the sum of its parts, or NOTHING."""
    made = sum((m.value for m in parts), Fraction(0))
    for part in parts:
        if made - part.value == whole.value:
            return Words(f"{show(part)}未计入合计，或已含在其他分项中而重复计算",
                         f"{show(part)} is left out of the total, or counted again inside another part")
        if made + part.value == whole.value:
            return Words(f"{show(part)}在合计中计了两次", f"{show(part)} is in the total twice")
    if any(m.figure.qualifier is not Qualifier.EXACT for m in (whole, *parts)):
        return Words("其中有约数，但差额超出约数的范围", "some figures are approximate, but the gap is larger than that allows")
    for mention in (whole, *parts):
        needed = made if mention is whole else whole.value - (made - mention.value)
        if found := of_one(mention, needed):
            return found
    return NOTHING


def of_one(mention: Mention, needed: Fraction) -> Words | None:
    """How `needed` came to be printed as this figure: swapped digits, one wrong digit, ten thousand too many."""
    if mention.value <= 0 or needed <= 0:
        return None
    ratio = needed / mention.value
    if ratio in (10, 100, 10000, Fraction(1, 10), Fraction(1, 100), Fraction(1, 10000)):
        return Words(f"{show(mention)}的单位或小数点可能写错", f"unit or decimal point of {show(mention)} may be wrong")
    was, should = _digits(mention.value, mention.step), _digits(needed, mention.step)
    if should in _swapped(was):
        return Words(f"{show(mention)}可能有两位数字写颠倒", f"two digits of {show(mention)} may be swapped")
    if len(was) == len(should) > 1 and sum(a != b for a, b in zip(was, should, strict=True)) == 1:
        return Words(f"{show(mention)}可能有一位数字写错", f"one digit of {show(mention)} may be wrong")
    return None


def _digits(value: Fraction, step: Fraction) -> str:
    steps = value / step if step else value
    return str(steps.numerator) if steps.denominator == 1 else ""


def _swapped(digits: str) -> Iterator[str]:
    for i in range(len(digits) - 1):
        yield digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
