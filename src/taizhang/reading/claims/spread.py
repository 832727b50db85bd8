"""Sums spread over sentences: a total in one, its parts each in a sentence or a line of its own. Only confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.sums import sum_claim
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

REACH = 12               # sentences that a list may run over
SMALLEST = 20            # totals below this agree by chance too often


def spread_sums(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each total that the first figures of the sentences after it, or before it, add up to exactly."""
    for i, sentence in enumerate(sentences):
        for whole in levels(sentence.mentions):
            if not whole.known or whole.value < SMALLEST or whole.unit in ("%", "") or whole.brackets:
                continue
            rest = [m for m in sentence.mentions if m.start > whole.end]
            heads = [*_head(rest, whole), *_heads(sentences[i + 1 : i + 1 + REACH], whole)]
            parts = _adding_up(heads, whole)
            if parts is None and cues.GRAND_TOTAL.search(whole.lead):
                parts = _adding_up(_columns_above(sentences[max(0, i - 3) : i], whole), whole)
            if parts is not None:
                yield sum_claim(sentence, whole, parts, Verdict.HOLDS)


def _heads(sentences: Sequence[Sentence], whole: Mention) -> Iterator[Mention]:
    for sentence in sentences:
        yield from _head(sentence.mentions, whole)


def _head(mentions: Sequence[Mention], whole: Mention) -> list[Mention]:
    """The first figure of the total's unit, as far as it can be a part."""
    return [m for m in levels(mentions, whole.unit) if m.known and not m.brackets][:1]


def _columns_above(sentences: Sequence[Sentence], whole: Mention) -> list[Mention]:
    """Nearest first, the first figure of each segment of the sentences before."""
    heads: list[Mention] = []
    for sentence in reversed(sentences):
        segments: dict[int, Mention] = {}
        for mention in levels(sentence.mentions, whole.unit):
            if mention.known and not mention.brackets:
                segments.setdefault(mention.segment, mention)
        heads += reversed(segments.values())
    return heads


def _adding_up(heads: Sequence[Mention], whole: Mention) -> list[Mention] | None:
    """The first three or more of the figures, if they make the total to the unit."""
    made = Fraction(0)
    for n, head in enumerate(heads, start=1):
        made += head.value
        if made >= whole.value:
            return list(heads[:n]) if made == whole.value and n > 2 else None
    return None
