"""A text under repair that remembers where each of its characters came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
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
        i = max(bisect_right(self.clean, start) - 1, 0)
        return self._from(i, start, end)

    def origins(self, edits: list[Edit]) -> Iterator[tuple[int, int]]:
        """The origin of each edit, in order."""
        clean, i, count = self.clean, 0, len(self.clean)
        for start, end, _ in edits:
            while i + 1 < count and clean[i + 1] <= start:
                i += 1
            yield self._from(i, start, end)

    def _from(self, i: int, start: int, end: int) -> tuple[int, int]:
        """The origin of `start` to `end`, where `start` lies in stretch `i`."""
        shift = self.first[i] - self.clean[i]
        until = self.clean[i + 1] if i + 1 < len(self.clean) else self.length
        one_by_one = until + shift == self.last[i]
        first = min(start + shift, self.last[i]) if one_by_one else self.first[i]
        if start >= end:
            return first, first
        if end <= until:
            return first, (end + shift if one_by_one else self.last[i])
        return first, self._from(j := bisect_right(self.clean, end - 1) - 1, max(self.clean[j], end - 1), end)[1]


class Draft:
    """The text as cleaning has left it so far; every pass changes it through `edit`."""

    def __init__(self, text: str) -> None:
        self.received = text
        self.text = text
        self.cleanings: list[Cleaning] = []
        self.alignment = Alignment([0] if text else [], [0] if text else [], [len(text)] if text else [], len(text))

    def edit(self, kind: str, edits: Iterable[Edit]) -> None:
        """Make `edits`, which are in order and do not overlap, and note each as a Cleaning of `kind`."""
        edits = list(edits)
        if not edits:
            return
        for edit, (first, last) in zip(edits, self.alignment.origins(edits), strict=True):
            self.cleanings.append(Cleaning(kind, first, last, self.received[first:last], edit[2]))
        if any(end - start != len(now) for start, end, now in edits):
            self.alignment = _realigned(self.alignment, edits)
        self.text = _edited(self.text, edits)


def _edited(text: str, edits: list[Edit]) -> str:
    pieces: list[str] = []
    at = 0
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
