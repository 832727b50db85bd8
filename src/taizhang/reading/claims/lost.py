"""Numbers that fell out of the text: 「比去年增加人，增长率33.3%」."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from taizhang.reading.claims import cues
from taizhang.reading.claims.verdicts import NOTHING, Words, claim
from taizhang.reading.claims.view import Mention, Role, Sentence, levels
from taizhang.reading.model import Claim, Verdict


def lost_numbers(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each place where a unit follows a change or a sum of money without any number."""
    for match in cues.LOST_NUMBER.finditer(sentence.text):
        falls = cues.IS_DOWN.fullmatch(match.group("word")) is not None
        current = next((m for m in reversed(levels(sentence.mentions)) if m.end <= match.start()), None)
        rate = next((m for m in sentence.mentions if m.start >= match.end() and m.role is Role.CHANGE), None)
        if current is not None and rate is not None and (rate.figure.unit != "%" or rate.segment != current.segment):
            rate = None
        yield claim(
            sentence, "difference", {"current": current, "growth": rate}, verdict=Verdict.CONTRADICTED,
            message=_message(match.group()), cause=_guess(current, rate, falls, match.group("unit")),
        )
    for match in cues.LOST_MONEY.finditer(sentence.text):
        yield claim(sentence, "other", {}, verdict=Verdict.UNCHECKABLE, message=_message(match.group()), needs="缺失的数字")


def _message(words: str) -> Words:
    return Words(f"“{words}”中间缺少数字", f"a number is missing in “{words}”")


def _guess(current: Mention | None, rate: Mention | None, falls: bool, unit: str) -> Words:
    """The whole numbers that current figure and growth leave: 48 and 33.3 % give 12."""
    if current is None or rate is None or current.span is None or rate.span is None:
        return NOTHING
    low, high = (_change(current.value, percent, falls) for percent in (rate.span.lo, rate.span.hi))
    whole = list(range(ceil(min(low, high)), floor(max(low, high)) + 1))
    if len(whole) != 1:
        return NOTHING
    return Words(f"按增幅推算可能是{whole[0]}{unit}", f"by the growth rate it may be {whole[0]}")


def _change(current: Fraction, percent: Fraction, falls: bool) -> Fraction:
    ratio = percent / 100
    return current * ratio / (1 - ratio if falls else 1 + ratio)
