"""Links a figure to the catalogue: its domain by the words around it, its indicator by name and unit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from taizhang.quantities import Unit, UnitError
from taizhang.reading.figures.context import Context
from taizhang.reading.figures.headings import Headings
from taizhang.reading.figures.vocabulary import Name, Vocabulary

_BACK, _AHEAD = 100, 40     # so many characters off a word still speaks for a figure
_NEAR = 14                  # at this distance a word counts half
_OF_OTHERS = 0.4            # words of other numbers count less where one of
_LISTED = {"所", "人"}       # these, which lists tell stage by stage, has words of its own
_PURPOSE = 1.7              # what a sum is for is often told behind it: 投入60万元，用于维修校舍
_BEHIND = 0.8               # words behind a number count less than those before it,
_OTHERS = 0.5               # those behind the next comma or number still less
_NEXT = 0.3                 # and those of the next sentence little
_OVER_A_STOP = 0.45         # what is left of a word's weight across a full stop
_IN_HEAD = 0.35             # what a word weighs in the heading above
_HIGHER = 0.7               # what is left of the weight of the heading above that
_BARE = 4                   # characters: a name so short (整改率) may be that of many things
_ENOUGH = 0.35              # less weight than this leaves the domain open

Weights = dict[str, float]
Beside = tuple[tuple[int, int], tuple[int, int]]      # from where to where the words before and behind a number stand
T = TypeVar("T")
Pairs = tuple[tuple[str, T], ...]

_LISTS = ("、", "和", "与", "及")
_NEXT_OF_LIST = re.compile("|".join(_LISTS))
_STOP = re.compile("[。\n！？]")
_LINE = re.compile("\n")


class Link(NamedTuple):
    """The domain and the indicator of a figure with how sure they are, 0 to 1."""

    domain: str | None
    code: str | None
    score: float
    by: dict[str, str]


class Linker:
    """Looks up the names in one text once, then links its figures one by one."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._domains: _Said[tuple[int, Pairs[float], bool]] = _Said([], [])
        self._indicators: _Said[Name] = _Said([], [])
        self._codes: _Said[Pairs[str]] = _Said([], [])
        for place, start, end in vocabulary.hits(text):
            name = vocabulary.names[place]
            if name.domains:
                self._domains.add(start, (end, name.domains, bool(name.codes) and _is_stage(name)))
            if name.indicators:
                self._indicators.add(start, name)
            if name.codes:
                self._codes.add(start, name.codes)
        self._headings = Headings(text)
        self._head_weights: dict[int, Weights] = {-1: {}}
        self._stops = [-1, *(m.start() for m in _STOP.finditer(text))]
        self._lines = [*(m.start() for m in _LINE.finditer(text)), len(text)]

    def link(self, context: Context, phrase: str) -> Link:
        """The domain that the nearest words speak for, the indicator and the codes whose names stand beside the number.

        A `phrase` that is itself the name of an indicator settles both, unless it is short and the words around it
        speak for another domain.
        """
        beside = _beside(context)
        by = self._split(context, beside)
        named = self._vocabulary.by_word.get(phrase)
        weights = self._weights(context, beside, of_a_stage="stage" in by)
        domain = max(weights, key=weights.__getitem__, default="")
        best = weights.get(domain, 0.0)
        for indicator, unit in named.indicators if named else ():
            of = indicator.partition(".")[0]
            if goes_with(context.unit, unit) and (len(phrase) > _BARE or weights.get(of, 0.0) * 2 >= best):
                return Link(of, indicator, 1.0, by)
        if best < _ENOUGH:
            return Link(None, None, round(best, 2), by)
        code = self._indicator(context, beside, domain)
        sure = best / sum(weights.values()) * best / (best + 1)      # ahead of the others, and strong in itself
        return Link(domain, code, round(sure if code else 0.8 * sure, 2), by)

    def split_only(self, context: Context) -> str | None:
        """The dimension by which a number's own words, that say no more, split it: stage for 中职 in 小学9人、中职4人.

        Nothing where it has no words at all, None where they say what is counted.
        """
        words = context.near.strip("、 ").removeprefix("其中")
        if not words:
            return "" if not context.after and context.lead else None
        named = self._vocabulary.by_word.get(words)
        return named.codes[0][0] if named and named.codes else None

    def _weights(self, context: Context, beside: Beside, *, of_a_stage: bool) -> Weights:
        """How much the words around a number and the headings above it speak for each domain.

        Beside the name of a stage (初中21所) the stages named around it are those of other numbers. What stands in
        the next paragraph counts nothing.
        """
        (own, start), (end, own_end) = beside
        weights = defaultdict(float, self._heading_weights(self._headings.over(start)))
        starts, said, stops = *self._domains, self._stops
        here = bisect_left(starts, start)
        sentence, kept = bisect_left(stops, start) - 1, 1.0
        others = _OF_OTHERS if context.unit in _LISTED and here > 0 and starts[here - 1] >= own else 1.0
        purpose = _PURPOSE if context.unit == "元" else others
        for i in range(here - 1, bisect_left(starts, start - _BACK) - 1, -1):      # backwards from the number
            while starts[i] < stops[sentence]:
                sentence, kept = sentence - 1, kept * _OVER_A_STOP
            ends, domains, staged = said[i]
            if of_a_stage and staged and starts[i] < own:
                continue
            factor = (kept if starts[i] >= own else kept * others) * _NEAR / (_NEAR + start - ends)
            for domain, weight in domains:
                weights[domain] += weight * factor
        stop = stops[bisect_left(stops, end)] if end < stops[-1] else end + _AHEAD
        for i in range(here, bisect_left(starts, min(end + _AHEAD, self._line_end(end)))):
            at = starts[i]
            kept = _BEHIND if at < own_end else purpose * (_OTHERS if at < stop else _NEXT)
            factor = kept * _NEAR / (_NEAR + at - end)
            _, domains, staged = said[i]
            if of_a_stage and staged and at >= own_end:
                continue
            for domain, weight in domains:
                weights[domain] += weight * factor
        return weights

    def _line_end(self, at: int) -> int:
        return self._lines[min(bisect_left(self._lines, at), len(self._lines) - 1)]

    def _heading_weights(self, place: int) -> Weights:
        """What a heading and those above it speak for, worked out once for all figures under it."""
        if place not in self._head_weights:
            heading = self._headings.all[place]
            weights = {domain: weight * _HIGHER for domain, weight in self._heading_weights(heading.above).items()}
            for _, domains, _ in self._domains.between(heading.start, heading.end):
                for domain, weight in domains:
                    weights[domain] = weights.get(domain, 0.0) + weight * _IN_HEAD
            self._head_weights[place] = weights
        return self._head_weights[place]

    def _indicator(self, context: Context, beside: Beside, domain: str) -> str | None:
        """The indicator of the domain with the longest name before the number, else behind it, and a unit that fits."""
        for left, right in beside:
            found = [(len(name.word), code) for name in self._indicators.between(left, right)
                     for code, unit in name.indicators
                     if code.startswith(domain + ".") and goes_with(context.unit, unit)]
            if found:
                return max(found)[1]
        return None

    def _split(self, context: Context, beside: Beside) -> dict[str, str]:
        """By which codes of the catalogue's dimensions the words beside the number split it: {"stage": "senior"}."""
        before, behind = (context.turn[:2], (0, 0)) if context.turn else beside
        by: dict[str, str] = {}
        for codes in (*self._codes.between(*behind)[::-1], *self._codes.between(*before)):
            by.update(codes)                                    # of several the nearest, those before it first
        return by


def _is_stage(name: Name) -> bool:
    return any(dimension == "stage" for dimension, _ in name.codes)


def _beside(context: Context) -> Beside:
    """Where the words before a number and behind it stand; the next of a list has words of its own: 、初中150人."""
    number, behind = context.number, context.after
    if len(behind) < len(context.rest):                         # another number follows
        behind = _NEXT_OF_LIST.split(behind, maxsplit=1)[0]
    own = 0 if context.near[-1:] in _LISTS else len(context.near)         # 20名高中教师、5名小学教师
    return (number.start - own, number.start), (number.end, number.end + len(behind))


class _Said(NamedTuple, Generic[T]):
    """What words of a text speak for, by where they start."""

    starts: list[int]
    things: list[T]

    def add(self, start: int, thing: T) -> None:
        self.starts.append(start)
        self.things.append(thing)

    def between(self, start: int, end: int) -> list[T]:
        return self.things[bisect_left(self.starts, start):bisect_left(self.starts, end)]


@lru_cache(4096)
def goes_with(printed: str, measured: str) -> bool:
    """Whether a number in the unit `printed` can be a value of an indicator measured in `measured`."""
    try:
        return Unit.parse(printed).compatible(Unit.parse(measured))
    except UnitError:
        return False
