"""What stands above a place of a text: numbered headings, 一是 … and sentences so short that they head a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_HEAD = re.compile(                             # behind a mark that ends what stands before it
    r"[\s。；，](?:(?:(?P<chapter>[一二三四五六七八九十]{1,3}、)|(?P<section>（[一二三四五六七八九十]{1,3}）)"
    r"|(?P<item>\d{1,2}[.．、](?!\d))|(?P<point>[一二三四五六七八九十]是))[^。\n；，]{2,24}"
    r"|(?<=。)(?P<lead>[^，。；：\n\d]{4,16})(?=。))"
)
_LEVELS = {"chapter": 0, "section": 1, "item": 2, "point": 3, "lead": 4}


class Heading(NamedTuple):
    """A heading's place, and the place in the list of the heading that it stands under (-1: none)."""

    start: int
    end: int
    above: int


class Headings:
    """The headings of a text, each under the last one of a higher level."""

    def __init__(self, text: str) -> None:
        self.all: list[Heading] = []
        open_at: dict[int, int] = {}                # level -> the last heading of it
        for found in _HEAD.finditer("\n" + text):     # so that the first line begins like any other
            level = _LEVELS[found.lastgroup or "lead"]
            open_at = {higher: place for higher, place in open_at.items() if higher < level}
            above = open_at[max(open_at)] if open_at else -1
            open_at[level] = len(self.all)
            self.all.append(Heading(found.start(), found.end() - 1, above))
        self._starts = [heading.start for heading in self.all]

    def over(self, at: int) -> int:
        """The place in the list of the heading over a place of the text; -1 where there is none."""
        return bisect_right(self._starts, at) - 1
