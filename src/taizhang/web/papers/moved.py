"""Where the places of a paper's earlier text lie in its text as it is read now."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

Span = tuple[int, int]
_CLAUSE = re.compile("[^。！？；：，、]*[。！？；：，、]?")


class _Run(NamedTuple):
    """Characters from `start` to `end` of the earlier text, which stand in the present one so much further on."""

    start: int
    end: int
    further: int


class Moved:
    """Leads places of one text to the same clauses of another, in which lines may be broken otherwise."""

    def __init__(self, before: str, now: str) -> None:
        self._same = before == now
        if not self._same:
            self._before, self._now = _printed(before), _printed(now)
            self._runs = list(_runs(*("".join(text.split()) for text in (before, now))))

    def __call__(self, start: int, end: int) -> Span | None:
        """Where the characters from `start` to `end` stand now; None where their clause stands nowhere."""
        if self._same:
            return start, end
        first, after = bisect_left(self._before, start), bisect_left(self._before, end)
        run = next((one for one in self._runs if one.start <= first < after <= one.end), None)
        return run and (self._now[first + run.further], self._now[after - 1 + run.further] + 1)


def _printed(text: str) -> list[int]:
    """The places of all characters that are no blanks."""
    return [at for at, character in enumerate(text) if not character.isspace()]


def _runs(before: str, now: str) -> Iterator[_Run]:
    """The stretches of whole clauses that both texts have, in the same order."""
    clauses, present = _CLAUSE.findall(before), _CLAUSE.findall(now)
    starts, others = ([0, *accumulate(map(len, found))] for found in (clauses, present))
    for a, b, size in SequenceMatcher(None, clauses, present, autojunk=False).get_matching_blocks():
        yield _Run(starts[a], starts[a + size], others[b] - starts[a])
