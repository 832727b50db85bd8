"""Lists of parts that go on in the sentence after: 「学校98所。其中…95所。市内另有本科院校1所、高职院校2所」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taizhang.reading.claims.totals.groupings import LARGE, adding_up
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.view import Mention, Sentence, added, levels
from taizhang.reading.model import Claim, Verdict


def continued_sums(sentences: Sequence[Sentence], wrong: Iterable[Claim]) -> list[Claim]:
    """The sums again, in which what is lacking stands in the sentence after; each has no verdict but uncheckable.

    `wrong` are claims with too small a sum. All the counts of their unit in the next sentence make what is lacking, or
    the first of them do where that is no small number.
    """
    places = {sentence.start: i for i, sentence in enumerate(sentences)}
    mentions = {m.figure.id: m for sentence in sentences for m in sentence.mentions}
    found = []
    for claim in wrong:
        i = places[claim.start]
        whole, parts = mentions[str(claim.members["total"])], [mentions[part] for part in claim.members["parts"]]
        if i + 1 < len(sentences) and _is_made(whole, parts, levels(sentences[i + 1].levels, whole.unit)):
            found.append(sum_claim(sentences[i], whole, parts, Verdict.UNCHECKABLE))
    return found


def _is_made(whole: Mention, parts: list[Mention], further: list[Mention]) -> bool:
    lacking = whole.number - added(parts)
    if lacking <= 0 or not all(m.known for m in (whole, *parts, *further)):
        return False
    if added(further) == lacking:
        return True
    return lacking >= LARGE and bool(adding_up([*parts, *further], whole, goes_on=True))
