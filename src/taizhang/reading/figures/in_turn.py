"""Names told first and their numbers after, in the same order: 小学、初中入学率分别为100%、99.8%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from taizhang.reading.figures.lexing import Number

_TOLD = re.compile(r"(?P<names>[^，。；：\n（）\d]{2,60}?)(?:分别|依次)[^，。；：\n（）\d、]{0,6}$")
_ANNOUNCED = re.compile("分别|依次")
_AND = re.compile("[、和与及]")
_MOST = 12          # names told at once
_NEAR = 6           # characters between the announcement and the first number
_FAR = 70           # characters in front of the announcement


class Turn(NamedTuple):
    """Where the name of a number stands, and what it shares with the last of the names: 小学 and 入学率."""

    start: int
    end: int
    shared: str


def turns(text: str, found: Sequence[Number]) -> dict[int, Turn]:
    """For each number told so, by its place in `found`, the name that belongs to it."""
    made: dict[int, Turn] = {}
    starts = [number.start for number in found]
    for announced in _ANNOUNCED.finditer(text):
        i = bisect_left(starts, announced.end())              # the first number behind it
        near = i < len(starts) and starts[i] - announced.end() <= _NEAR
        told = _TOLD.search(text, max(0, announced.start() - _FAR), starts[i]) if near else None
        names = list(_names(told["names"], told.start())) if told else []
        if names and len(names) == _listed(text, found, i) > 1:
            made |= {i + n: name for n, name in enumerate(names)}
    return made


def _listed(text: str, found: Sequence[Number], i: int) -> int:
    """How many numbers stand in a list from the `i`th on."""
    listed = found[i:i + _MOST]
    between = (text[one.end:next_.start].strip() for one, next_ in pairwise(listed))
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
