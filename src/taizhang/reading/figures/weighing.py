"""How much the words around a number and the headings above it speak for each domain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from taizhang.reading.figures.context import Context
from taizhang.reading.figures.headings import Headings
from taizhang.reading.figures.vocabulary import Name, Weights

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
_OF_SUBJECT = 2.5            # what the domain of a report's title weighs, above all headings
_HIGHER = 0.7               # what is left of the weight of the heading above that

Beside = tuple[tuple[int, int], tuple[int, int]]      # from where to where the words before and behind a number stand
Hit = tuple[int, int, Name]                           # from where to where a name stands

_LISTS = ("、", "和", "与", "及")
_NEXT_OF_LIST = re.compile("|".join(_LISTS))
_STOP = re.compile("[。\n！？]")
_LINE = re.compile("\n")


class Said:
    """The names that a text says, in order, by where they start."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.hits = hits
        self.starts = [start for start, _, _ in hits]
        self._names = [name for _, _, name in hits]

    def between(self, start: int, end: int) -> list[Name]:
        return self._names[bisect_left(self.starts, start):bisect_left(self.starts, end)]


def beside(context: Context) -> Beside:
    """Where the words before a number and behind it stand; the next of a list has words of its own: 、初中150人."""
    number, behind = context.number, context.after
    if len(behind) < len(context.rest):                         # another number follows
        behind = _NEXT_OF_LIST.split(behind, maxsplit=1)[0]
    own = 0 if context.near[-1:] in _LISTS else len(context.near)         # 20名高中教师、5名小学教师
    return (number.start - own, number.start), (number.end, number.end + len(behind))


class Weighing:
    """Weighs the words of one text for its figures, one by one."""

    def __init__(self, text: str, words: Sequence[Hit], subject: str | None) -> None:
        self._words = Said(words)
        self._headings = Headings(text)
        self._head_weights: dict[int, Weights] = {-1: {subject: _OF_SUBJECT} if subject else {}}
        self._stops = [-1, *(m.start() for m in _STOP.finditer(text))]
        self._lines = [*(m.start() for m in _LINE.finditer(text)), len(text)]

    def weights(self, context: Context, around: Beside, *, of_a_stage: bool) -> Weights:
        """How much the words around a number and the headings above it speak for each domain.

        Beside the name of a stage (初中21所) the stages named around it are those of other numbers. What stands in
        the next paragraph counts nothing.
        """
        own, start = around[0]
        weights: Weights = defaultdict(float, self._heading_weights(self._headings.over(start)))
        here = bisect_left(self._words.starts, start)
        others = _OF_OTHERS if context.unit in _LISTED and here > 0 and self._words.starts[here - 1] >= own else 1.0
        self._before(weights, here, around, others, of_a_stage)
        self._behind(weights, here, around, _PURPOSE if context.unit == "元" else others, of_a_stage)
        return weights

    def _before(self, weights: Weights, here: int, around: Beside, others: float, of_a_stage: bool) -> None:
        """Add the words before a number, walking backwards from it."""
        (own, start), words, stops = around[0], self._words.hits, self._stops
        sentence, kept = bisect_left(stops, start) - 1, 1.0
        for i in range(here - 1, bisect_left(self._words.starts, start - _BACK) - 1, -1):
            at, end, name = words[i]
            while at < stops[sentence]:
                sentence, kept = sentence - 1, kept * _OVER_A_STOP
            if of_a_stage and at < own and name.is_stage:
                continue
            factor = (kept if at >= own else kept * others) * _NEAR / (_NEAR + start - end)
            for domain, weight in name.domains:
                weights[domain] += weight * factor

    def _behind(self, weights: Weights, here: int, around: Beside, others: float, of_a_stage: bool) -> None:
        """Add the words behind a number, up to the end of its line."""
        (end, own_end), words, stops = around[1], self._words, self._stops
        stop = stops[bisect_left(stops, end)] if end < stops[-1] else end + _AHEAD
        line_end = self._lines[min(bisect_left(self._lines, end), len(self._lines) - 1)]
        for at, _, name in words.hits[here:bisect_left(words.starts, min(end + _AHEAD, line_end))]:
            if of_a_stage and at >= own_end and name.is_stage:
                continue
            kept = _BEHIND if at < own_end else others * (_OTHERS if at < stop else _NEXT)
            factor = kept * _NEAR / (_NEAR + at - end)
            for domain, weight in name.domains:
                weights[domain] += weight * factor

    def _heading_weights(self, place: int) -> Weights:
        """What a heading and those above it speak for, worked out once for all figures under it."""
        if place not in self._head_weights:
            heading = self._headings.all[place]
            weights = {domain: weight * _HIGHER for domain, weight in self._heading_weights(heading.above).items()}
            for word in self._words.between(heading.start, heading.end):
                for domain, weight in word.domains:
                    weights[domain] = weights.get(domain, 0.0) + weight * _IN_HEAD
            self._head_weights[place] = weights
        return self._head_weights[place]
