"""Numbers that fell out of the text: 「比去年增加人，增长率33.3%」. The figure has no value, only its unit is left."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from taizhang.reading.claims.growth.comparisons import Change, changes_of
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.verdicts import NOTHING, Outcome, Words, claim, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict


def lost_numbers(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each figure of which only the unit is left."""
    if not any(mention.is_lost for mention in sentence.mentions):
        return
    for change in changes_of(sentence):
        if change.amount is not None and change.amount.is_lost:
            yield _lost_change(sentence, change, change.amount)
    for mention in sentence.mentions:
        if mention.is_lost and mention.role is not Role.CHANGE:
            yield claim(sentence, "other", {"lost": mention}, _outcome(mention))


def _lost_change(sentence: Sentence, change: Change, lost: Mention) -> Claim:
    members = {"current": change.current, "base": change.base, "change": lost, "growth": change.rate}
    return claim(sentence, "difference", members, _outcome(lost, _guess(change, lost)))


def _outcome(lost: Mention, guess: Words = NOTHING) -> Outcome:
    """What is not there contradicts nothing; it is asked for."""
    return Outcome(verdict=Verdict.UNCHECKABLE, message=say("lost-number", words=lost.lead[-6:] + lost.figure.quote),
                   cause=guess, needs=say("needs-number"))


def _guess(change: Change, lost: Mention) -> Words:
    """The whole number that the current figure and the growth leave: 48 and 33.3 % give 12."""
    current, rate = change.current, change.rate
    if current is None or rate is None or current.span is None or rate.span is None:
        return NOTHING
    low, high = sorted(_amount(current.value, percent, change.falls) for percent in (rate.span.lo, rate.span.hi))
    numbers = range(ceil(low), floor(high) + 1)
    return say("cause-by-growth", number=f"{numbers[0]}{lost.figure.quote}") if len(numbers) == 1 else NOTHING


def _amount(current: Fraction, percent: Fraction, falls: bool) -> Fraction:
    ratio = percent / 100
    return current * ratio / (1 - ratio if falls else 1 + ratio)
