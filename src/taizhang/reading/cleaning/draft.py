"""A text under repair that remembers where each of its characters came from."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from taizhang.reading.model import Cleaning

_PLACES = array("I", range(50_000))

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
        """Make `edits`, which are in order and do not overlap, and note each as a Cleaning of `kind`."""
        edits = list(edits)
        if not edits:
            return
        pieces: list[str] = []
        at, shifts, text, received, origin = 0, False, self.text, self.received, self.alignment.origin
        note = self.cleanings.append
        for start, end, now in edits:
            first, last = origin(start, end)
            note(Cleaning(kind, first, last, received[first:last], now))
            pieces += (text[at:start], now)
            at, shifts = end, shifts or end - start != len(now)
        self.text = "".join((*pieces, text[at:]))
        if shifts:
            self.alignment = self.alignment.after(edits)
