"""Numbers that fell out of the text: 「比去年增加人，增长率33.3%」."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from taizhang.reading.claims import cues
from taizhang.reading.claims.verdicts import NOTHING, Outcome, Words, claim, say
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
        yield claim(sentence, "difference", {"current": current, "growth": rate}, Outcome(
            verdict=Verdict.CONTRADICTED, message=say("lost-number", words=match.group()),
            cause=_guess(current, rate, falls, match.group("unit"))))
    for match in cues.LOST_MONEY.finditer(sentence.text):
        yield claim(sentence, "other", {}, Outcome(
            verdict=Verdict.UNCHECKABLE, message=say("lost-number", words=match.group()), needs=say("needs-number")))


def _guess(current: Mention | None, rate: Mention | None, falls: bool, unit: str) -> Words:
    """The whole number that the current figure and the growth leave: 48 and 33.3 % give 12."""
    if current is None or rate is None or current.span is None or rate.span is None:
        return NOTHING
    low, high = sorted(_change(current.value, percent, falls) for percent in (rate.span.lo, rate.span.hi))
    numbers = range(ceil(low), floor(high) + 1)
    return say("cause-by-growth", number=f"{numbers[0]}{unit}") if len(numbers) == 1 else NOTHING


def _change(current: Fraction, percent: Fraction, falls: bool) -> Fraction:
    ratio = percent / 100
    return current * ratio / (1 - ratio if falls else 1 + ratio)
