"""Shares that no whole number gives: of a whole of which no part is told, or as the share of a part of any whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import implied, share_claim
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.span import decimal
from taizhang.reading.claims.verdicts import NOTHING, Outcome, Words, claim, percent, say
from taizhang.reading.claims.view import Mention, Sentence, exact, levels
from taizhang.reading.model import Claim, Verdict

_HAVING = re.compile("(?:学历)?(?:合格|达标|持证)率$")       # which all of them may be asked for


def no_such_part(sentence: Sentence, stated: Stated, whole: Mention) -> Iterator[Claim]:
    """The claim that some whole number is this share of the whole; wrong where none is, nor of what a part leaves."""
    size = whole.span
    if size is None or size.lo != size.hi or not size.value or not exact(stated.share):
        return
    least, most = _counts(stated, size.value)
    needs = say("needs-part", low=least, high=most) if least <= most else _of_the_rest(sentence, stated, whole)
    yield _uncheckable(sentence, stated, whole, needs) if needs else _wrong(sentence, stated, whole, least, most)


def no_such_whole(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「发放问卷324份，其中有效301份，有效率97.52%」: wrong for the one count before 其中, and for every other."""
    least, most = implied(stated, part)
    before = [m for m in in_sentence(sentence, part) if m.figure.unit == part.figure.unit and m.number > part.number]
    alone = len(before) == 1 and least > most and part.step == 1 and all(map(exact, (part, stated.share, *before)))
    beside = alone and stated.share.clause - part.clause == 1 and stated.of.endswith("率") \
        and cues.AMONG.search(sentence.text, before[0].end, part.start)
    return share_claim(sentence, stated, part, before[0], Verdict.CONTRADICTED) if beside else None


def of_those_named(sentence: Sentence, stated: Stated, count: Mention) -> Claim | None:
    """「专任教师110人，专任教师学历合格率为91.35%」: of those counted just before, by whom the rate is called."""
    whose = _HAVING.sub("", stated.of)
    named = len(whose) > 1 and count.lead.endswith(whose) and count.clause + 1 == stated.share.clause
    return next(no_such_part(sentence, stated, count), None) if named and whose != stated.of else None


def any_part(stated: Stated, whole: Mention) -> bool:
    """True where some whole number is this share of the whole, or either is not told exactly."""
    least, most = _counts(stated, whole.value)
    return least <= most or not (exact(stated.share) and exact(whole))


def _counts(stated: Stated, size: Fraction) -> tuple[int, int]:
    """The least and the greatest whole number that is this share of so many; the least is greater where none is."""
    span = stated.span.truncated(stated.share.step)
    return math.ceil(span.lo * size / 100), math.ceil(span.hi * size / 100) - 1     # 95 % is not told as 94 %


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
