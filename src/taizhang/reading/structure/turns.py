"""Where a report turns to the future without a heading: 下一步，我们将…; 2027年，将….

>>> [(turn.start, turn.end, turn.year) for turn in turns("新建2所。2027年，我们将再建3所。\\n此外，", 2026)]
[(5, 19, 2027)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.reading.structure.dating import plain_years
from taizhang.reading.words import any_of

_AHEAD, _NEXT, _WILL, _INTENDS = map(any_of, ("ahead", "next", "will", "intends"))
_PARAGRAPH = re.compile(rf"\n *(?:{_AHEAD}|接下来)[^。\n]{{0,40}}{_WILL}")
_YEAR = r"[在到]?(?P<year>20[0-3]\d)年(?P<half>下半年)?"
_SENTENCE = re.compile(rf"(?P<before>[\n。！；]) *(?:{_YEAR}|{_NEXT})(?![的度、和])[^。\n]{{0,24}}?{_INTENDS}")


class Turn(NamedTuple):
    """Where what is planned begins, where it ends if before the next heading, and the year it is for, if it says so."""

    start: int
    end: int | None
    year: int | None


def turns(text: str, reported: int | None) -> Iterator[Turn]:
    """The turns of a clean text whose report is of the year `reported`, in no order.

    A paragraph that opens with the future is planned, with those behind it, up to a heading; from a sentence on it is
    planned to the end of the paragraph. A year counts where it is later than the report's own.
    """
    for m in _PARAGRAPH.finditer(text):
        yield Turn(m.start() + 1, None, None)
    for m in _SENTENCE.finditer(plain_years(text)):
        year = int(m["year"]) if m["year"] else None
        if year is None or (reported is not None and year >= reported + (m["half"] is None)):
            end = text.find("\n", m.end()) if m["before"] != "\n" else -1
            yield Turn(m.start() + 1, end if end >= 0 else None, year)
