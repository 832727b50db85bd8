"""Names told first and their numbers after, in the same order: 小学、初中入学率分别为100%、99.8%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from taizhang.reading.figures.lexing import Number

_TOLD = re.compile(r"(?P<names>[^，。；：\n（）\d]{2,60}?)(?:分别|依次)[^，。；：\n（）\d、]{0,6}$")
_AND = re.compile("[、和与及]")
_FAR = 80           # characters in front of the first number


class Turn(NamedTuple):
    """Where the name of a number stands, and what it shares with the last of the names: 小学 and 入学率."""

    start: int
    end: int
    shared: str


def turns(text: str, found: Sequence[Number]) -> dict[int, Turn]:
    """For each number told so, by its place in `found`, the name that belongs to it."""
    made: dict[int, Turn] = {}
    for i, number in enumerate(found):
        before = text[max(0, number.start - _FAR):number.start]
        if ("分别" in before or "依次" in before) and i not in made and (told := _TOLD.search(before)):
            names = list(_names(told["names"], number.start - len(before) + told.start()))
            if len(names) == _listed(text, found, i) > 1:
                made |= {i + n: name for n, name in enumerate(names)}
    return made


def _listed(text: str, found: Sequence[Number], i: int) -> int:
    """How many numbers stand in a list from the `i`th on."""
    between = (text[one.end:next_.start].strip() for one, next_ in zip(found[i:], found[i + 1:], strict=False))
    return 1 + sum(1 for _ in takewhile("、，和与及".__contains__, between))


def _names(words: str, start: int) -> Iterator[Turn]:
    places, at = [], 0
    for mark in [*_AND.finditer(words), None]:
        places.append((start + at, start + (mark.start() if mark else len(words))))
        at = mark.end() if mark else at
    shared = _shared(*(words[left - start:right - start] for left, right in places[-2:])) if len(places) > 1 else ""
    for place in places[:-1]:
        yield Turn(*place, shared)
    yield Turn(*places[-1], "")


def _shared(other: str, last: str) -> str:
    """What the last name says for all: 入学率 behind 小学、初中; nothing where each name has an end of its own."""
    return "" if other[-1:] == last[-1:] else last[len(other):]
