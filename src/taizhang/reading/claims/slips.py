"""Guesses at how a wrong number came about: the slips people make when they write reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from taizhang.reading.claims.span import digits, exponent, fraction
from taizhang.reading.claims.verdicts import NOTHING, Words, say
from taizhang.reading.claims.view import Mention, added, exact

MANY = 4                 # digits in which two numbers are alike by no chance
ENOUGH = 3               # of fewer digits any two numbers differ in one only
DECIMAL_POWERS = frozenset(Decimal(10) ** n for n in (-8, -4, -2, -1, 1, 2, 4, 8))
POWERS = frozenset(map(Fraction, DECIMAL_POWERS))


def of_sum(whole: Mention, parts: list[Mention]) -> Words:
    """Why a total differs from the sum of its parts, or NOTHING."""
    made = added(parts)
    for part in parts:
        if made - part.number == whole.number:
            return say("cause-left-out", part=part)
        if made + part.number == whole.number:
            return say("cause-twice", part=part)
    if not all(exact(m) for m in (whole, *parts)):
        return NOTHING
    wrong_unit = _wrong_unit(whole, parts)
    if wrong_unit is not None:                           # explains the gap to the last digit
        return say("cause-unit", figure=wrong_unit)
    told = (of_one(mention, fraction(value)) for mention, value in _needed(whole, parts))
    return next(filter(None, told), NOTHING)


def of_total(whole: Mention, parts: list[Mention]) -> bool:
    """True when a total of so many digits differs from its parts in one digit, or in two swapped: seldom by chance."""
    if scaled(whole, parts) < 10 ** (MANY - 1) or not all(exact(m) for m in (whole, *parts)):
        return False
    return bool(of_one(whole, fraction(added(parts))))


def scaled(whole: Mention, parts: Iterable[Mention]) -> Decimal:
    """How much a total counts in the smallest step that a part shows: 1200万元 of 700万元 and 500万元 counts 12."""
    return whole.number.scaleb(-min(exponent(m.number) for m in parts))


def of_part(whole: Mention, parts: list[Mention]) -> bool:
    """True when one part of so many digits would make the total with another digit, or two swapped."""
    return all(exact(m) for m in (whole, *parts)) and any(
        has_many(m) and of_one(m, fraction(needed)) for m, needed in _needed(whole, parts))


def has_many(mention: Mention) -> bool:
    """True for a figure of so many digits that two are alike by no chance."""
    return digits(mention.number) >= MANY


def of_unit(whole: Mention, parts: list[Mention]) -> bool:
    """True when one of the figures has the wrong unit: no other reading makes a sum exact by a power of ten."""
    return _wrong_unit(whole, parts) is not None


def _wrong_unit(whole: Mention, parts: list[Mention]) -> Mention | None:
    return next((m for m, value in _needed(whole, parts) if m.number > 0 and value / m.number in DECIMAL_POWERS), None)


def _needed(whole: Mention, parts: list[Mention]) -> Iterator[tuple[Mention, Decimal]]:
    """Each figure of a sum, and what it would have to be."""
    gap = whole.number - added(parts)
    yield whole, whole.number - gap
    for part in parts:
        yield part, part.number + gap


def of_one(mention: Mention, needed: Fraction) -> Words:
    """How `needed` came to be printed as this figure: swapped digits, one wrong digit, a wrong unit; or NOTHING."""
    if mention.value <= 0 or needed <= 0:
        return NOTHING
    if needed / mention.value in POWERS:
        return say("cause-unit", figure=mention)
    was, should = _digits(mention.value, needed, mention.step)
    if should in _swapped(was):
        return say("cause-swapped", figure=mention)
    if len(was) == len(should) >= ENOUGH and sum(a != b for a, b in zip(was, should, strict=True)) == 1:
        return say("cause-digit", figure=mention)
    return NOTHING


def is_swapped(one: Mention, other: Mention) -> bool:
    """True for two figures of as many digits, of which two are swapped in one of them."""
    was, should = _digits(one.value, other.value, min(one.step, other.step))
    return should in _swapped(was)


def unswapped(mention: Mention) -> Iterator[Fraction]:
    """What a figure would be with two neighbouring digits the other way round."""
    for printed in _swapped(str(round(mention.value / mention.step))):
        yield int(printed) * mention.step


def shown(one: Mention, other: Mention) -> int:
    """How many digits two figures show, zeros at the end that both have not counted."""
    return max(map(len, _digits(one.value, other.value, min(one.step, other.step))))


def is_so_but_swapped(mention: Mention, needed: Fraction) -> bool:
    """True where a figure would be what is needed if two of its digits were not swapped."""
    was, should = _digits(mention.value, needed, mention.step)
    return should in _swapped(was)


def is_shifted(one: Decimal, other: Decimal) -> bool:
    """True for two numbers of the same digits, too many for chance, of which one has its point elsewhere or lost it."""
    same = one.normalize().as_tuple().digits == other.normalize().as_tuple().digits
    return same and one != other and digits(one) >= MANY


def _digits(was: Fraction, should: Fraction, step: Fraction) -> tuple[str, str]:
    """Both numbers as digits of a step, rounded, without the zeros at the end that both have."""
    a, b = round(was / step), round(should / step)
    while a % 10 == b % 10 == 0 and a:
        a, b = a // 10, b // 10
    return str(a), str(b)


def _swapped(printed: str) -> Iterator[str]:
    for i in range(len(printed) - 1):
        if printed[i] != printed[i + 1]:
            yield printed[:i] + printed[i + 1] + printed[i] + printed[i + 2 :]
