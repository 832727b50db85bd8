"""The ways to read a row of figures as a list, and which of them make a total."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from taizhang.reading.claims import cues
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.view import Mention

LARGE = 20               # what is below this is made by figures of another sentence too often by chance
_A_YEAR = re.compile("(?:其中)?(?:19|20)\\d\\d年")


def groupings(column: list[Mention]) -> list[list[Mention]]:
    """Ways to read a list, likeliest first: the first segment, the head of each segment, all items."""
    items = heads(column, "item")
    first = [m for m in items if m.segment == items[0].segment]
    ways = [first]
    if len(first) < len(items):
        ways += [heads(column, "segment"), items]
    if len(items) < len(column):
        ways.append(column)
    return ways if len(first) > 1 else sorted(ways, key=lambda way: len(way) < 2)


def heads(mentions: Iterable[Mention], place: str) -> list[Mention]:
    """The first figure of each item or segment; what follows in it is detail."""
    first: dict[int, Mention] = {}
    for mention in mentions:
        first.setdefault(getattr(mention, place), mention)
    return list(first.values())


def adding_up(group: list[Mention], whole: Mention, *, at_end: bool = False,
              goes_on: bool = False) -> list[Mention] | None:
    """The figures of a list that make the total exactly, or None.

    What follows the list (or precedes it, where the total stands at its end) may be of something else, so that
    a shorter list will do, unless the names show that all of it belongs together; with `goes_on` it will wherever they
    are not one year after another.
    """
    made, ordered = Decimal(0), group[::-1] if at_end else group
    for n, part in enumerate(ordered, start=1):
        if not part.known or made > whole.number:
            return None
        made += part.number
        if made == whole.number and n > 1 and (
                (goes_on and not _are_years(ordered[:n + 1])) or n == len(group)
                or ordered[n].number >= whole.number or _may_end(ordered, n)):
            return group[-n:] if at_end else group[:n]
    return None


def _may_end(group: list[Mention], n: int) -> bool:
    """Whether a list may end behind its `n`th part: what goes on is of something else, or is left (剩余12个)."""
    return cues.OTHERS.search(group[n].lead) is not None or not labels.exclusive(group)


def _are_years(parts: list[Mention]) -> bool:
    """True for a list that goes on from year to year: 其中2021年32人、2022年35人、2023年41人."""
    return all(_A_YEAR.fullmatch(part.lead) for part in parts)
