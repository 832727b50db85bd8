"""Shares that name both their sides, told before: 「校舍5200平方米。…危房1190平方米。危房占校舍总面积的22.9%」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.parts_above import part_above
from taizhang.reading.claims.shares.share_claims import share_claim, verdict_of
from taizhang.reading.claims.shares.stated import Stated, clause_before
from taizhang.reading.claims.shares.told_above import told_above
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim

_SIDES = re.compile(r"^(?:其中)?(?P<part>[一-龥]{2,10})占(?P<whole>[一-龥]{4,12}?)的$")
_FAR = 4                 # sentences
_CLOSE = Fraction(1, 10)  # of the share: what is further off is of other counts


def of_names(sentence: Sentence, share: Mention) -> Iterator[Claim]:
    """The claims of a share whose words name its part, or both part and whole, among what was told before."""
    return chain(part_above(sentence, share), told_above(sentence, share), both_named(sentence, share))


def both_named(sentence: Sentence, share: Mention) -> Iterator[Claim]:
    """The claim of a share with the only counts before it that are called as its sides are.

    It is wrong only where it is near what they make, and both are exact.
    """
    named = _SIDES.match(clause_before(sentence, share.start))
    part, whole = (_the_one(sentence, share, named[side]) for side in ("part", "whole")) if named else (None, None)
    if part is None or whole is None or part.unit != whole.unit or not 0 < part.number < whole.number:
        return
    stated = Stated(share, part, named["whole"] if named else "")
    verdict = verdict_of(stated, part.span, whole.span)
    made = part.value / whole.value * 100
    if verdict in HOLDING or (exact(part) and exact(whole) and abs(made - share.value) <= _CLOSE * made):
        yield share_claim(sentence, stated, part, whole, verdict)


def _the_one(sentence: Sentence, share: Mention, name: str) -> Mention | None:
    """The count before the share that is called so, 总 apart, where there is no other: 校舍面积 by 校舍总面积."""
    name = cues.THE_NUMBER_OF.sub("", name).replace("总", "")
    told = {m.number: m for above in (sentence, *islice(sentence.earlier(), _FAR)) for m in above.levels
            if m.known and m.unit != "%" and _is_called(name, m.lead.replace("总", ""))
            and (above is not sentence or m.end <= share.start)}
    return next(iter(told.values())) if len(told) == 1 else None


def _is_called(name: str, lead: str) -> bool:
    _, named, behind = lead.rpartition(name)
    return bool(named) and cues.SO_MANY.fullmatch(behind) is not None
