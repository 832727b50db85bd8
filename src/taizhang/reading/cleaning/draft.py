"""A text under repair that remembers where each of its characters came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from taizhang.reading.model import Cleaning

Edit = tuple[int, int, str]   # start and end in the text as it stands, and what is to stand there instead


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which stretch of the text as received each stretch of the clean text came from.

    Stretch `i` begins at `clean[i]`, runs to `clean[i + 1]` and came from `first[i]` to `last[i]`. A stretch as
    long as its origin maps character by character, any other as a whole. What was removed has no stretch.
    """

    clean: list[int]
    first: list[int]
    last: list[int]
    length: int

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where `start` to `end` of the clean text stands in the text as received."""
        if not self.clean:
            return 0, 0
        if start >= end:
            place = self._place(start)[0] if start < self.length else self.last[-1]
            return place, place
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, at: int) -> tuple[int, int]:
        """The origin of one character."""
        i = max(bisect_right(self.clean, at) - 1, 0)
        until = self.clean[i + 1] if i + 1 < len(self.clean) else self.length
        if until - self.clean[i] != self.last[i] - self.first[i]:
            return self.first[i], self.last[i]
        place = self.first[i] + at - self.clean[i]
        return place, place + 1


class Draft:
    """The text as cleaning has left it so far; every pass changes it through `edit`."""

    def __init__(self, text: str) -> None:
        self.received = text
        self.text = text
        self.cleanings: list[Cleaning] = []
        self.alignment = Alignment([0] if text else [], [0] if text else [], [len(text)] if text else [], len(text))

    def edit(self, kind: str, edits: Iterable[Edit]) -> None:
        """Make `edits`, which are in order and do not overlap, and note each as a Cleaning of `kind`."""
        edits = [edit for edit in edits if self.text[edit[0]:edit[1]] != edit[2]]
        if not edits:
            return
        origin, received = self.alignment.origin, self.received
        for start, end, now in edits:
            first, last = origin(start, end)
            self.cleanings.append(Cleaning(kind, first, last, received[first:last], now))
        if any(end - start != len(now) for start, end, now in edits):
            self.alignment = _realigned(self.alignment, edits)
        self.text = _edited(self.text, edits)


def _edited(text: str, edits: list[Edit]) -> str:
    pieces, at = [], 0
    for start, end, now in edits:
        pieces += (text[at:start], now)
        at = end
    return "".join((*pieces, text[at:]))


def _realigned(old: Alignment, edits: list[Edit]) -> Alignment:
    """The alignment after `edits`: old stretches cut at the edits, and one new stretch for each replacement."""
    clean: list[int] = []
    first: list[int] = []
    last: list[int] = []
    length = kept = 0
    for start, end, now in (*edits, (old.length, old.length, "")):
        for a, b in _cut(old, kept, start):
            clean.append(length)
            place, until = old.origin(a, b)
            first.append(place)
            last.append(until)
            length += b - a
        if now:
            clean.append(length)
            place, until = old.origin(start, end)
            first.append(place)
            last.append(until)
            length += len(now)
        kept = end
    return Alignment(clean, first, last, length)


def _cut(old: Alignment, start: int, end: int) -> Iterable[tuple[int, int]]:
    """`start` to `end`, cut where the stretches of `old` begin."""
    if start >= end:
        return
    i = bisect_right(old.clean, start)
    while i < len(old.clean) and old.clean[i] < end:
        yield start, old.clean[i]
        start = old.clean[i]
        i += 1
    yield start, end
