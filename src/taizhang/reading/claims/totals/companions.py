"""Figures that go beside those of a sum: where the visits of several lines make a total, so should the money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from taizhang.quantities import read_number
from taizhang.reading.claims.slips import is_shifted, of_sum
from taizhang.reading.claims.totals.columns import Unit, is_of, unit_of_parts
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Places, Sentence, Told, added, exact
from taizhang.reading.model import Claim

_COUNTED = re.compile("(?P<n>[两三四五六])[项者类][一-龥]{0,4}?(?:合计|共计|总计|共)[一-龥]{0,4}$")
_WORDS = 12              # characters before a total, in which stands how many parts it has
_FEWEST = 3              # parts, with which two columns go together by no chance
_WRONG = Fraction(1, 2), Fraction(2)     # of its total a column that is meant to make it is no less and no more


def companion_sums(places: Places, sums: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for each figure beside the total of a sum over several segments, where each part has one beside it too.

    Called wrong only for visits, since of people one may be in two lines and amounts are rounded; and where the point
    of a total stands elsewhere, or a slip explains a total that says how many parts it has. `places` are those of the
    figures by their ids.
    """
    for found in sums:
        parts = [places[part] for part in found.members["parts"]] if "total" in found.members else []
        if found.verdict not in HOLDING or len(parts) < 2:
            continue
        above, total = places[str(found.members["total"])]
        segments = len({(sentence.start, part.segment) for sentence, part in parts})
        counted = _COUNTED.search(above.text, max(0, total.start - _WORDS), total.start)
        for whole in (m for m in above.levels if m.known and m.segment == total.segment):
            beside = counted is not None and read_number(counted["n"]) == len(parts) \
                and 0 <= whole.clause - total.clause <= 1
            if whole.unit not in (total.unit, "%", "") and segments >= (2 if beside else _FEWEST):
                yield from _beside(above, whole, parts, counted=beside)


def _beside(above: Sentence, whole: Mention, parts: Sequence[Told], *,
            counted: bool) -> Iterator[Claim]:
    unit = unit_of_parts(whole)
    beside = [_nearest(sentence, part, unit) for sentence, part in parts]
    column = [m for m in beside if m is not None]
    if len(column) < len(parts) or not whole.number:
        return
    verdict = verdict_of(whole, column)
    least, most = _WRONG
    visits = whole.figure.unit == "人次" and all(exact(m) for m in (whole, *column))
    told = "重复" in above.text or any(m.number == abs(added(column) - whole.number) for m in above.mentions)
    if verdict in HOLDING or (visits and not told and least < added(column) / whole.number < most) \
            or (counted and of_sum(whole, column)) or is_shifted(whole.number, added(column)):
        yield sum_claim(above, whole, column, verdict)                   # shifted: 3.1874万元 of 31.874万元


def _nearest(sentence: Sentence, part: Mention, unit: Unit) -> Mention | None:
    """The figure of a unit that stands just before a part, or behind it, in its segment and outside brackets."""
    alike = [m for m in sentence.levels if is_of(m, unit) and m.known and m.segment == part.segment and not m.brackets]
    before = [m for m in alike if m.end <= part.start]
    return before[-1] if before else next((m for m in alike if m.start >= part.end), None)
