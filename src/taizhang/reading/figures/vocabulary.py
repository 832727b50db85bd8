"""What the catalogue measures, as a machine that finds the names of all of it in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.reading.figures.tables import table

if TYPE_CHECKING:
    from taizhang.catalogue.model import Catalogue

_OWN, _ALSO = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Name:
    """A word and what it speaks for: domains with a weight, and indicators of the catalogue that bear it."""

    word: str
    domains: tuple[tuple[str, float], ...]
    indicators: tuple[tuple[str, str], ...] = ()      # code, unit


@dataclass(frozen=True, slots=True)
class Hit:
    """A name where it stands in a text."""

    start: int
    end: int
    name: Name


class Vocabulary:
    """The names of indicators and the words of domains; `hits` finds them, the longest where several start alike."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = list(names)
        self._machine = AhoCorasick([name.word for name in self.names], matchkind=MatchKind.LeftmostLongest)

    def hits(self, text: str) -> list[Hit]:
        """Every name in the text, in order and without overlap."""
        return [Hit(start, end, self.names[i]) for i, start, end in self._machine.find_matches_as_indexes(text)]


@cache
def domain_words() -> Vocabulary:
    """The vocabulary without a catalogue: only the words of `domains.yaml`."""
    return Vocabulary(_names(None))


def vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """The vocabulary of a catalogue: its indicators' titles and other names beside the words of the domains."""
    return Vocabulary(_names(catalogue))


def _names(catalogue: Catalogue | None) -> Iterator[Name]:
    domains: dict[str, dict[str, float]] = {}
    for domain, lists in table("domains").items():
        for words, weight in ((lists["also"], _ALSO), (lists["own"], _OWN)):
            for word in words.split():
                domains.setdefault(word, {})[domain] = weight
    indicators: dict[str, list[tuple[str, str]]] = {}
    for indicator in catalogue.indicators.values() if catalogue else ():
        for word in (str(indicator.title), *indicator.called):
            indicators.setdefault(word, []).append((indicator.code, indicator.unit))
            domains.setdefault(word, {}).setdefault(indicator.domain, _OWN)
    for word, weights in domains.items():
        yield Name(word, tuple(weights.items()), tuple(indicators.get(word, ())))
