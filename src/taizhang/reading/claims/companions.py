"""Figures that go beside those of a sum: where the visits of several lines make a total, so should the money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from taizhang.reading.claims.columns import Unit, is_of, unit_of_parts
from taizhang.reading.claims.slips import is_shifted
from taizhang.reading.claims.sum_claims import sum_claim
from taizhang.reading.claims.sum_verdicts import verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, Told, added, exact
from taizhang.reading.model import Claim

_FEWEST = 3              # parts, with which two columns go together by no chance
_WRONG = Fraction(1, 2), Fraction(2)     # of its total a column that is meant to make it is no less and no more


def companion_sums(places: Told, sums: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for each figure beside the total of a sum over several segments, where each part has one beside it too.

    Called wrong only for visits, since of people one may be in two lines and amounts are rounded; and where the point
    of a total stands elsewhere. `places` are those of the figures by their ids.
    """
    for found in sums:
        parts = [places[part] for part in found.members["parts"]] if "total" in found.members else []
        if found.verdict not in HOLDING or len({(sentence.start, part.segment) for sentence, part in parts}) < _FEWEST:
            continue
        above, total = places[str(found.members["total"])]
        for whole in (m for m in above.levels if m.known and m.segment == total.segment):
            if whole.unit not in (total.unit, "%", ""):
                yield from _beside(above, whole, parts)


def _beside(above: Sentence, whole: Mention, parts: Sequence[tuple[Sentence, Mention]]) -> Iterator[Claim]:
    unit = unit_of_parts(whole)
    beside = [_nearest(sentence, part, unit) for sentence, part in parts]
    column = [m for m in beside if m is not None]
    if len(column) < len(parts) or not whole.number:
        return
    verdict = verdict_of(whole, column)
    least, most = _WRONG
    visits = whole.figure.unit == "人次" and all(exact(m) for m in (whole, *column))
    if verdict in HOLDING or (visits and least < added(column) / whole.number < most) \
            or is_shifted(whole.number, added(column)):      # 3.1874万元 of 31.874万元
        yield sum_claim(above, whole, column, verdict)


def _nearest(sentence: Sentence, part: Mention, unit: Unit) -> Mention | None:
    """The figure of a unit that stands just before a part, or behind it, in its segment and outside brackets."""
    alike = [m for m in sentence.levels if is_of(m, unit) and m.known and m.segment == part.segment and not m.brackets]
    before = [m for m in alike if m.end <= part.start]
    return before[-1] if before else next((m for m in alike if m.start >= part.end), None)
