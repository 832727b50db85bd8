"""Links a figure to the catalogue: its domain by the words around it, its indicator by name and unit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from taizhang.quantities import Unit, UnitError
from taizhang.reading.figures.context import Context
from taizhang.reading.figures.vocabulary import Hit, Vocabulary

_HEAD = re.compile(r"(?:^|(?<=[\n。；;，\s]))(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d)|"
                   r"[一二三四五六七八九十]是)[^。\n；;，]{2,40}", re.M)
_REACH = 160                # so many characters back and on a word still speaks for a figure
_NEAR = 14                  # at this distance a word counts half
_OVER_A_STOP = 0.45         # what is left of a word's weight across a full stop
_IN_HEAD = 0.35             # what a word weighs that stands in the heading above
_ENOUGH = 0.35              # less weight than this leaves the domain open


@dataclass(frozen=True, slots=True)
class Link:
    """The domain and the indicator of a figure with how sure they are, 0 to 1."""

    domain: str | None = None
    code: str | None = None
    score: float = 0.0


class Linker:
    """Looks up the names in one text once, then links its figures one by one."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._hits = vocabulary.hits(text)
        self._starts = [hit.start for hit in self._hits]
        self._stops = [m.start() for m in re.finditer("[。\n！？]", text)]
        self._heads = [(m.start(), m.end()) for m in _HEAD.finditer(text)]
        self._head_starts = [start for start, _ in self._heads]

    def link(self, context: Context) -> Link:
        """The domain that the nearest words speak for, and the indicator whose name stands beside the number."""
        weights = self._weights(context)
        if not weights:
            return Link()
        domain = max(weights, key=weights.__getitem__)
        if weights[domain] < _ENOUGH:
            return Link(score=round(weights[domain], 2))
        code = self._indicator(context, domain)
        share = weights[domain] / sum(weights.values())
        return Link(domain, code, round(min(1.0, share * (1.0 if code else 0.8)), 2))

    def _weights(self, context: Context) -> dict[str, float]:
        start, end = context.number.start, context.number.end
        weights: dict[str, float] = {}
        stop = bisect_left(self._stops, start)
        for hit in self._between(start - _REACH, end + _REACH // 2):
            distance = start - hit.end if hit.end <= start else hit.start - end
            crossed = abs(bisect_left(self._stops, hit.start) - stop)
            factor = _OVER_A_STOP ** crossed / (1 + max(0, distance) / _NEAR)
            _add(weights, hit, factor if hit.end <= start else factor * (0.8 if not crossed else 0.3))
        for head, weight in self._heads_above(start):
            for hit in self._between(*head):
                _add(weights, hit, weight)
        return weights

    def _heads_above(self, at: int) -> list[tuple[tuple[int, int], float]]:
        last = bisect_right(self._head_starts, at)
        return [(self._heads[i], _IN_HEAD / (1 + n)) for n, i in enumerate(range(last - 1, max(-1, last - 3), -1))]

    def _between(self, start: int, end: int) -> list[Hit]:
        return self._hits[bisect_left(self._starts, start):bisect_left(self._starts, end)]

    def _indicator(self, context: Context, domain: str) -> str | None:
        """The indicator of the domain with the longest name in the number's clause and a unit that goes with it."""
        left, right = context.number.start - len(context.near), context.number.end + len(context.after)
        best: tuple[int, str] | None = None
        for hit in self._between(left, right):
            for code, unit in hit.name.indicators:
                if code.startswith(domain + ".") and goes_with(context.unit, unit):
                    best = max(best or (0, ""), (hit.end - hit.start, code))
        return best[1] if best else None


def _add(weights: dict[str, float], hit: Hit, factor: float) -> None:
    for domain, weight in hit.name.domains:
        weights[domain] = weights.get(domain, 0.0) + weight * factor


def goes_with(printed: str, measured: str) -> bool:
    """Whether a number in the unit `printed` can be a value of an indicator measured in `measured`."""
    try:
        return Unit.parse(printed).compatible(Unit.parse(measured))
    except UnitError:
        return False
