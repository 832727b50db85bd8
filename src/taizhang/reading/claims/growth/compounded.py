"""What growth of so much a year makes over years: 「年均增长11.1%，2025年为8735元，比2020年增长69.3%」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge_percentage, percent, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim
from taizhang.reading.structure.dating import first_year_of

_YEAR_BY_YEAR = "年均增长"
_YEARLY = re.compile(f"{_YEAR_BY_YEAR}(?:了|率为)?$")
_SINCE = re.compile(r"(?:比|较)((?:19|20)\d\d)年增长(?:了)?")
_REACHED = re.compile(r"(?:到)?((?:19|20)\d\d)年(?:末|底)?(?:达到?|为|增至|增加到|提高到)")
_FIVE_YEARS = re.compile("“?十([一二三四五六七])五”?(?:时期|期间|以来)")
_MOST = 20               # years
_SURE = 3                # right ones in a list, beside which another is wrong

Growths = tuple[Mention, Mention, int, int]


def compounded(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each growth since a year right behind the growth of each year and the level that was reached.

    Called wrong only where the plan of five years that the sentence names runs just from the one year to the other, or
    where others of the same list are right.
    """
    if _YEAR_BY_YEAR not in sentence.text or cues.OTHER_COUNT.search(sentence.text):
        return
    told = [(_claim(sentence, *one[:3]), one) for one in _told(sentence)]
    sure = sum(found.verdict in HOLDING for found, _ in told) >= _SURE
    yield from (found for found, one in told if found.verdict in HOLDING or sure or _is_of_plan(sentence, *one[2:]))


def _told(sentence: Sentence) -> Iterator[Growths]:
    """The growth of each year, that since a year, how many years they are, and which is the first of them."""
    for yearly, level, since in zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False):
        base, reached = _SINCE.fullmatch(since.lead), _REACHED.fullmatch(level.lead)
        beside = yearly.segment == level.segment == since.segment and yearly.figure.unit == since.figure.unit == "%"
        if base and reached and beside and _YEARLY.search(yearly.lead) and yearly.known and since.known:
            years = int(reached[1]) - int(base[1])
            if 1 < years <= _MOST:
                yield yearly, since, years, int(base[1])


def _is_of_plan(sentence: Sentence, years: int, base: int) -> bool:
    """Whether the sentence tells of the five years behind the base."""
    named = _FIVE_YEARS.search(sentence.text)
    return named is not None and years == 5 and base + 1 == first_year_of(named[1])


def _claim(sentence: Sentence, yearly: Mention, since: Mention, years: int) -> Claim:
    one, stated = yearly.span or point(yearly.value), since.span or point(since.value)
    lo, value, hi = (((1 + rate / 100) ** years - 1) * 100 for rate in (one.lo, one.value, one.hi))
    made = Span(Fraction(value), Fraction(lo), Fraction(hi))
    members = {"growth": since, "yearly": yearly}
    return claim(sentence, "growth", members, Outcome(
        verdict=judge_percentage(stated, made, since.step), stated=since.value, computed=made.value,
        message=say("compounded", years=years, yearly=yearly, stated=since, computed=percent(made.value))))
