"""Which other counts of its sentence a share may be of, if it is not of those that seem to be meant.

「应征462万元，实征388万元，其中当年350万元，征收率84%」; 「公办园仅9所、在园幼儿2748人，公办占比37%」;
「计划26所，开工20所，其中今年9所，完成计划的76.9%」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, permutations

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import verdict_of
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.span import Span, total
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, levels

_PLAN = re.compile(f"{cues.PLAN.pattern}|核定|编制")
_MOST = 6                # counts among which they are looked for, as of more some fit by chance
_ALL = 100               # per cent, which any two equal counts make


def of_some_counts(sentence: Sentence, stated: Stated) -> bool:
    """True where a rate is that of two counts, of two together, of what one leaves of the largest, or of a plan."""
    is_rate, of_plan = stated.of.endswith("率"), stated.of.endswith("完成") or _PLAN.search(stated.of)
    if not (is_rate or of_plan) or stated.part is None or stated.share.number == _ALL:
        return False
    counts = [m for m in levels(sentence.levels, stated.part.unit) if m.known and m.number > 0
              and m.segment == stated.share.segment]
    pairs = _pairs if is_rate else _pairs_of_plan
    return len(counts) <= _MOST and any(verdict_of(stated, part, whole) in HOLDING for part, whole in pairs(counts))


def told_beside(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The count beside the part that may be meant instead: 「公办园仅9所、在园幼儿2748人，公办占比37%」."""
    if stated.turn or not cues.OF_WHOLE.match(stated.of):
        return None
    beside = (m for m in sentence.levels if part.end <= m.start < stated.share.start and m.clause == part.clause
              and m.unit not in (part.unit, "%", "") and m.known and m.brackets == part.brackets)
    return next(beside, None)


def _pairs(counts: list[Mention]) -> Iterator[tuple[Span, Span]]:
    """What may be part and whole: 就业 and 升学 of 毕业生, 上线 of 报名 without 对口升学."""
    spans = sorted((m.span for m in counts if m.span), key=lambda span: span.value)
    yield from permutations(spans, 2)
    for largest in spans[-1:]:
        yield from ((one + other, largest) for one, other in combinations(spans[:-1], 2))
        yield from ((one, largest - other) for one, other in permutations(spans[:-1], 2))


def _pairs_of_plan(counts: list[Mention]) -> Iterator[tuple[Span, Span]]:
    """What may be done of what is planned, one count or several: 计划26所，已建成8所、封顶6所、开工4所."""
    done = [m.span for m in counts if m.span and not _PLAN.search(m.lead)]
    for plan in (m.span for m in counts if m.span and _PLAN.search(m.lead)):
        yield from ((one, plan) for one in done)
        yield from ((one + other, plan) for one, other in combinations(done, 2))
        yield total(done), plan
