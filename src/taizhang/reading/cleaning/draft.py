"""A text under repair that remembers where each of its characters came from."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from operator import sub

from taizhang.reading.model import Cleaning

_PLACES = array("I", range(50_000))
_CLEANING = partial(tuple.__new__, Cleaning)      # as Cleaning._make, without counting the fields each time

Edit = tuple[int, int, str]   # start and end in the text as it stands, and what is to stand there instead


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where in the text as received each character of the clean text came from: from `first[i]` to `last[i]`.

    Characters of a replacement as long as what it replaced map one by one, those of any other as a whole.
    """

    first: array[int]
    last: array[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where `start` to `end` of the clean text stands in the text as received."""
        if start < end:
            return self.first[start], self.last[end - 1]
        place = self.first[start] if start < len(self.first) else self.last[-1] if self.last else 0
        return place, place

    def after(self, edits: Iterable[Edit]) -> Alignment:
        """The alignment of the text that `edits` make."""
        first, last, kept = array("I"), array("I"), 0
        for start, end, now in edits:
            if end - start == len(now):
                continue
            first += self.first[kept:start]
            last += self.last[kept:start]
            if now:
                place, until = self.origin(start, end)
                first.extend([place] * len(now))
                last.extend([until] * len(now))
            kept = end
        return Alignment(first + self.first[kept:], last + self.last[kept:])


def _untouched(length: int) -> Alignment:
    """The alignment of a text before any edit, copied for all but the longest texts: counting takes its time."""
    places = _PLACES if length < len(_PLACES) else array("I", range(length + 1))
    return Alignment(places[:length], places[1:length + 1])


class Draft:
    """The text as cleaning has left it so far; every pass changes it through `edit`."""

    def __init__(self, text: str) -> None:
        self.received = text
        self.text = text
        self.cleanings: list[Cleaning] = []
        self.alignment = _untouched(len(text))

    def edit(self, kind: str, edits: Iterable[Edit]) -> None:
        """Make `edits`, which are in order and do not overlap, and note each as a Cleaning of `kind`.

        Each takes the place of a character at least. Done in bulk: a page of a sharing site has thousands.
        """
        edits = list(edits)
        if not edits:
            return
        starts, ends, nows = zip(*edits, strict=True)
        text, received, alignment = self.text, self.received, self.alignment
        firsts = [alignment.first[start] for start in starts]
        lasts = [alignment.last[end - 1] for end in ends]
        was = [received[first:last] for first, last in zip(firsts, lasts, strict=True)]
        self.cleanings += map(_CLEANING, zip(repeat(kind), firsts, lasts, was, nows, strict=False))
        kept = [text[end:start] for end, start in zip((0, *ends), (*starts, None), strict=True)]
        self.text = "".join(chain.from_iterable(zip(kept, (*nows, ""), strict=True)))
        if list(map(len, nows)) != list(map(sub, ends, starts)):
            self.alignment = alignment.after(edits)
