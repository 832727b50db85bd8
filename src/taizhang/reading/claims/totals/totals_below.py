"""Totals sentences below their parts: 「小学生21460人，初中生11835人。…惠及学生33295人」; they are only confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.view import Mention, Sentence, added
from taizhang.reading.model import Claim, Verdict

_FAR = 12                # sentences
_MANY = 1000             # that two stages make by no chance


def totals_below(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count that two stages or kinds side by side, in a sentence above, make together."""
    made: dict[tuple[str, object], tuple[int, list[Mention]]] = {}
    for i, sentence in enumerate(sentences):
        told = [m for m in sentence.levels if m.known and not m.brackets and m.number >= _MANY and m.unit != "%"]
        for whole in told if made else ():
            above, parts = made.get((whole.figure.unit, whole.number), (i - _FAR - 1, []))
            if i - above <= _FAR:
                yield sum_claim(sentence, whole, parts, Verdict.HOLDS)
        for pair in map(list, pairwise(told)):
            if pair[0].figure.unit == pair[1].figure.unit and labels.family(pair) is not None:
                made[pair[0].figure.unit, added(pair)] = i, pair
