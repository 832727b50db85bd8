"""Lists some sentences below their total, with details of other things between; they are only ever confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from taizhang.reading.claims import slips
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.groupings import LARGE, groupings
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.view import NEAR, Mention, Sentence, added
from taizhang.reading.model import Claim, Verdict

_FAR = 16                # sentences
_FEW = 3                 # parts, so many of which make a total of
_MANY = 1000             # steps by no chance,
_OF_KINDS = 100          # or of as many as this where nothing is in two of them;
_BY_PAIR = 10_000        # and two parts, one of this


def lists_below(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each list that makes what is told in one of the sentences above."""
    above: dict[tuple[str, object], tuple[int, Sentence, Mention]] = {}
    for i, sentence in enumerate(sentences):
        told = [m for m in sentence.levels if m.known and not m.brackets and m.unit not in ("%", "")]
        if not told:
            continue
        for unit in {m.unit: None for m in told} if len(told) > 1 and above else ():
            for parts in _lists([m for m in told if m.unit == unit]):
                found = above.get((unit, added(parts)))
                if found is not None and (_is_no_chance(found[2], parts, i - found[0])
                                          or _is_named(sentence, found[2], parts, i - found[0])):
                    yield sum_claim(found[1], found[2], parts, Verdict.HOLDS)
        above |= {(m.unit, m.number): (i, sentence, m) for m in told if m.number >= LARGE}


def _lists(column: list[Mention]) -> Iterator[list[Mention]]:
    """The ways to read figures of a unit as a list, its beginnings, and what stands side by side."""
    if len(column) < 2:
        return
    segments = [[m for m in column if m.segment == n] for n in dict.fromkeys(m.segment for m in column)]
    for way in (*groupings(column), *(segments if len(segments) > 1 else ())):
        yield from (way[:n] for n in range(len(way), 1, -1))
    yield from map(list, pairwise(column[1:]))


def _is_named(sentence: Sentence, whole: Mention, parts: list[Mention], sentences: int) -> bool:
    """True for a list of what its sentence names again: 「劝返836人。…对劝返学生分类安置，随班就读502人、…」."""
    words = sentence.text[max(0, parts[0].start - LONGEST) : parts[0].start]
    return len(parts) >= _FEW and sentences <= NEAR and whole.number >= _OF_KINDS \
        and len({m.figure.unit for m in (whole, *parts)}) == 1 and labels.words_shared(whole.lead, words) > 0


def _is_no_chance(whole: Mention, parts: list[Mention], sentences: int) -> bool:
    if len({m.figure.unit for m in (whole, *parts)}) > 1 or sentences > _FAR:
        return False
    size = slips.scaled(whole, parts)
    if len(parts) < _FEW:
        return size >= _BY_PAIR or (size >= _MANY and labels.exclusive(parts))
    if size >= _MANY:
        return True
    return size >= (LARGE if sentences <= NEAR and labels.family(parts) else _OF_KINDS) and labels.exclusive(parts)
