"""What a text says ties its figures (勾稽关系), recomputed.

Each kind of claim is one function over a sentence. A claim is called contradicted only where the words leave
no other reading; otherwise it is uncheckable and says what would be needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from taizhang.reading.claims.growth import changes
from taizhang.reading.claims.listed import impossible_days, listed_names
from taizhang.reading.claims.lost import lost_numbers
from taizhang.reading.claims.per_unit import products
from taizhang.reading.claims.plans import plans
from taizhang.reading.claims.rates import rates
from taizhang.reading.claims.ratios import ratios
from taizhang.reading.claims.repeats import repeats
from taizhang.reading.claims.shares import shares
from taizhang.reading.claims.sums import sums
from taizhang.reading.claims.unannounced import unannounced_sums
from taizhang.reading.claims.view import Sentence, view
from taizhang.reading.model import Claim, Figure, Verdict
from taizhang.reading.structure.sentences import Sentences

KINDS = (sums, shares, changes, products, plans, rates, ratios, listed_names, lost_numbers, impossible_days)


def find_claims(text: str, figures: Sequence[Figure], *,
                sentences: Iterable[tuple[int, int]] | None = None) -> list[Claim]:
    """The claims of a clean text, in reading order, each with its verdict.

    `figures` and `sentences` (start and end of each) are in offsets of `text`; without `sentences` the text is
    cut at full stops and line ends. Claims carry the offsets of their sentence and the ids of their figures.
    """
    read = view(text, figures, sentences or Sentences(text))
    found = [claim for sentence in read for claim in _claims(sentence)]
    for _ in range(2):                       # a list that is found makes room for the wider one around it
        found = _with_unannounced(found, read)
    found += repeats(read)
    found.sort(key=lambda claim: claim.start)
    return [replace(claim, id=f"c{n}") for n, claim in enumerate(found, start=1)]


def _with_unannounced(found: Sequence[Claim], read: Sequence[Sentence]) -> list[Claim]:
    """The claims with those sums that no word announces, which replace what could not be told of the same total."""
    announced = [c for c in found if c.type == "sum"]
    settled = {str(c.members["total"]) for c in announced if c.verdict is not Verdict.UNCHECKABLE}
    lists = [set(c.members["parts"]) for c in announced if c.verdict in (Verdict.HOLDS, Verdict.ROUNDING)]
    detail = {part for parts in lists for part in parts}
    confirmed = {str(c.members["total"]): c for c in unannounced_sums(read, settled, detail) if not _within(c, lists)}
    return [c for c in found if str(c.members.get("total")) not in confirmed] + [*confirmed.values()]


def _within(claim: Claim, lists: Iterable[set[str]]) -> bool:
    """Whether a sum ties only figures of one list: 40 = 20 + 20 among its parts is chance."""
    tied = {str(claim.members["total"]), *claim.members["parts"]}
    return any(tied <= parts for parts in lists)


def _claims(sentence: Sentence) -> Iterator[Claim]:
    for kind in KINDS if sentence.mentions else (impossible_days,):
        yield from kind(sentence)
