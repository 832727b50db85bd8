"""Shares of which only the whole is told: does any whole number of it give the percentage?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.span import decimal
from taizhang.reading.claims.verdicts import NOTHING, Outcome, Words, claim, percent, say
from taizhang.reading.claims.view import Mention, Sentence, exact, levels
from taizhang.reading.model import Claim, Verdict


def no_such_part(sentence: Sentence, stated: Stated, whole: Mention) -> Iterator[Claim]:
    """The claim that some whole number is this share of the whole; wrong where none is, nor of what a part leaves."""
    size = whole.span
    if size is None or size.lo != size.hi or not exact(stated.share):
        return
    least, most = _counts(stated, size.value)
    needs = say("needs-part", low=least, high=most) if least <= most else _of_the_rest(sentence, stated, whole)
    yield _uncheckable(sentence, stated, whole, needs) if needs else _wrong(sentence, stated, whole, least, most)


def _counts(stated: Stated, size: Fraction) -> tuple[int, int]:
    """The least and the greatest whole number that is this share of so many; the least is greater where none is."""
    span = stated.span.truncated(stated.share.step)
    return math.ceil(span.lo * size / 100), math.floor(span.hi * size / 100)


def _of_the_rest(sentence: Sentence, stated: Stated, whole: Mention) -> Words:
    """「交流120人（其中校长7人），骨干教师占教师交流总数的30.1%」: 34 of the 113 who are no heads may be meant."""
    parts = (m for m in levels(sentence.levels, whole.unit) if m.known and 0 < m.number < whole.number)
    for part in parts:
        for size in (whole.value - part.value, part.value):
            least, most = _counts(stated, size)
            if least <= most:
                return say("needs-which-whole", whole=whole, part=part, size=f"{decimal(size):f}", low=least, high=most)
    return NOTHING


def _uncheckable(sentence: Sentence, stated: Stated, whole: Mention, needs: Words) -> Claim:
    return claim(sentence, "share", {"whole": whole, "share": stated.share}, Outcome(
        verdict=Verdict.UNCHECKABLE, stated=stated.share.value, needs=needs))


def _wrong(sentence: Sentence, stated: Stated, whole: Mention, least: int, most: int) -> Claim:
    below, above = (Fraction(count) / whole.value * 100 for count in (most, least))
    nearest = min(below, above, key=lambda made: abs(made - stated.span.value))
    return claim(sentence, "share", {"whole": whole, "share": stated.share}, Outcome(
        verdict=Verdict.CONTRADICTED, stated=stated.share.value, computed=nearest,
        message=say("share-of-no-count", whole=whole, stated=stated.share, below=most, below_share=percent(below),
                    above=least, above_share=percent(above)),
        cause=say("cause-other-denominator")))
