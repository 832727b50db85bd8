"""Where a report turns to the future without a heading: 下一步，我们将…; 2027年，将….

>>> reported = Period.parse("2026")
>>> [(turn.start, turn.end, turn.year) for turn in turns("新建2所。2027年，我们将再建3所。\\n此外，", reported)]
[(5, 19, 2027)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.periods import Period
from taizhang.reading.structure.dating import ends_its_year, first_year_of, plain_years
from taizhang.reading.words import any_of

_AHEAD, _NEXT, _WILL, _INTENDS = map(any_of, ("ahead", "next", "will", "intends"))
_PARAGRAPH = re.compile(rf"\n *(?:(?P<half>下半年)|{_AHEAD}|接下来)[^。\n]{{0,40}}{_WILL}")
_YEAR = r"[在到]?(?P<year>20[0-3]\d)年(?P<half>下半年)?"
_FIVE_YEARS = "“?十(?P<plan>[一二三四五六七])五”?(?:时期|期间)"
_LATER = rf"(?:{_YEAR}|{_FIVE_YEARS}|(?P<second>下半年)|{_NEXT})(?![的度、和])"
_SENTENCE = re.compile(rf"(?P<before>[\n。！；]) *{_LATER}[^。\n]{{0,24}}?{_INTENDS}")
_REST = re.compile("[^。\n]*")
_DONE = re.compile("已|累计|实际|(?<![比较])今年|完成了|本年")      # was done, whatever year opens the sentence


class Turn(NamedTuple):
    """Where what is planned begins, where it ends if before the next heading, and the year it is for, if it says so."""

    start: int
    end: int | None
    year: int | None


def turns(text: str, reported: Period | None) -> Iterator[Turn]:
    """The turns of a clean text that reports on a period, in no order.

    A paragraph that opens with the future is planned, with those behind it, up to a heading; from a sentence on it is
    planned to the end of the paragraph. A year, the second half of one or a plan of five years counts where it is
    later than what is reported on, and where the sentence tells nothing that was done.
    """
    over = ends_its_year(reported)
    for m in _PARAGRAPH.finditer(text):
        if over and m["half"]:
            continue
        yield Turn(m.start() + 1, None, None)
    plain = plain_years(text)
    for m in _SENTENCE.finditer(plain):
        rest = _REST.match(plain, m.start("before") + 1)
        if _is_later(m, reported) and not (rest and _DONE.search(rest[0])):
            end = text.find("\n", m.end()) if m["before"] != "\n" else -1
            yield Turn(m.start() + 1, end if end >= 0 else None, int(m["year"]) if m["year"] else None)


def _is_later(found: re.Match[str], reported: Period | None) -> bool:
    if found["plan"]:
        return reported is not None and first_year_of(found["plan"]) > reported.year
    first_half = str(reported).endswith(("H1", "Q1", "Q2"))
    if not found["year"]:
        return first_half or not found["second"]
    if reported is None:
        return False
    return int(found["year"]) > reported.year - (first_half and found["half"] is not None)
