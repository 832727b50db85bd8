"""Shares of a whole that is named as the sum of counts: 「占需加固和重建总面积的32.6%」 of 需加固21.6, 重建4.8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import holding, share_of_those_together
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import candidates, in_reach
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, added, exact, levels
from taizhang.reading.model import Claim

_TOGETHER = re.compile("(?P<names>[一-龥]{2,}(?:[、和与及][一-龥]{2,})+?)(?:总[一-龥]{1,3}|合计|之和)$")
_AND = re.compile("[、和与及]")
_NAME = 2                # characters by which each is called


def of_counts_named_together(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim of the counts told last, one after another, that have the names; wrong only where no other count fits.

    Not where a count of all of them is told too, nor where they may be of other people of these stages.
    """
    found = _TOGETHER.search(stated.of)
    if found is None:
        return None
    first, *others = _AND.split(found["names"])           # 三年需加固和重建, 小学、初中在校生
    names, kind = [first[-_NAME:], *(other[:_NAME] for other in others)], others[-1][_NAME:]
    told = next(_told(sentence, part, names), None)
    if told is None or added(told) < part.number:
        return None
    claim = share_of_those_together(sentence, stated._replace(among=tuple(told)), part)
    of_them = all(kind in m.label for m in told) if kind else not any(map(cues.SORTS.match, names))
    sure = of_them and all(map(exact, (*told, part, stated.share))) and not _fits_another(sentence, stated, part, told)
    return claim if claim.verdict in HOLDING or sure else None


def _told(sentence: Sentence, part: Mention, names: Sequence[str]) -> Iterator[list[Mention]]:
    """Counts in a row of which each has its own of the names alone; none where one before them has all."""
    for place in (sentence, *in_reach(sentence)):
        counts = [m for m in levels(place.levels, part.unit) if m.known and not m.brackets
                  and (place is not sentence or m.end <= part.start)]
        if any(all(name in m.label for name in names) for m in counts):
            return
        rows = zip(*(counts[n:] for n in range(len(names))), strict=False)
        yield from (list(row) for row in rows if all(
            [name in m.label for name in names] == [name == own for name in names]
            for m, own in zip(row, names, strict=True)))


def _fits_another(sentence: Sentence, stated: Stated, part: Mention, told: Sequence[Mention]) -> bool:
    return any(whole not in told for whole, _ in holding(stated, part, candidates(sentence, stated, part)))
