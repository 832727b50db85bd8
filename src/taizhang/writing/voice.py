"""One meaning, several wordings (wordings.yaml): the same whenever the report is written, and seldom twice running."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from zlib import crc32

import yaml

from taizhang.periods import Period
from taizhang.writing.pieces import Own, Text
from taizhang.writing.words import Shown, Words

Named = Shown | Text | str | Words
_BLANK = re.compile(r"\{(\w+)\}")


@cache
def wordings() -> Mapping[str, tuple[str, ...]]:
    """Every wording, by what it means."""
    text = files(__package__).joinpath("wordings.yaml").read_text("utf-8")
    return {meaning: tuple(said) for meaning, said in yaml.safe_load(text).items()}


@dataclass(slots=True)
class Voice:
    """Says meanings in words; remembers which wording of each was taken last."""

    _last: dict[str, str] = field(default_factory=dict)

    def say(self, meaning: str, place: str, **named: Named) -> Words:
        """A meaning in words, its blanks filled. Raises KeyError where there is no such meaning.

        Which wording is taken follows from what it is said of (`place`); it is not the one just taken for this meaning.
        """
        able = [one for one in wordings()[meaning] if set(_BLANK.findall(one)) <= named.keys()]
        self._last[meaning] = _choose([one for one in able if one != self._last.get(meaning)] or able, place)
        return tuple(_pieces(self._last[meaning], named))


def _choose(wordings: Sequence[str], place: str) -> str:
    return wordings[crc32(place.encode()) % len(wordings)]


def _pieces(wording: str, named: Mapping[str, Named]) -> Iterator[Text | Shown | Own]:
    for at, part in enumerate(_BLANK.split(wording)):
        piece = named[part] if at % 2 else part
        if isinstance(piece, tuple):
            yield from piece
        elif piece != "":
            yield Text(piece) if isinstance(piece, str) else piece


def in_turn(wordings: tuple[str, ...], period: Period, place: str = "") -> tuple[str, ...]:
    """The wordings, beginning with the one whose turn it is at a place: the next period begins with the next."""
    first = (period.year * 12 + period.number + crc32(place.encode())) % len(wordings)
    return wordings[first:] + wordings[:first]
