"""What the catalogue measures, as a machine that finds the names of all of it in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.reading.figures.tables import table

if TYPE_CHECKING:
    from taizhang.catalogue.model import Catalogue

_OWN, _NAMED, _ALSO = 3.0, 2.0, 1.0      # a domain's own word, the name of an indicator of it, a word that leans to it
Weights = dict[str, float]
_SPLITS = ("stage", "area", "ownership", "residence", "gender")      # dimensions whose codes reports name in passing


class Name(NamedTuple):
    """A word and what it speaks for: domains with a weight, indicators of the catalogue and codes of its dimensions."""

    word: str
    domains: tuple[tuple[str, float], ...]
    indicators: tuple[tuple[str, str], ...] = ()      # code, unit
    codes: tuple[tuple[str, str], ...] = ()           # dimension, code

    @property
    def is_stage(self) -> bool:
        """Whether it names a stage of schooling, as 小学 does."""
        return any(dimension == "stage" for dimension, _ in self.codes)


class Vocabulary:
    """The names of indicators and the words of domains; `hits` finds them, the longest where several start alike."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = list(names)
        self.by_word = {name.word: name for name in self.names}
        self._machine = AhoCorasick([name.word for name in self.names], matchkind=MatchKind.LeftmostLongest)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """Every name in the text as its place in `names`, start and end; in order and without overlap."""
        found: list[tuple[int, int, int]] = self._machine.find_matches_as_indexes(text)
        return found


@cache
def domain_words() -> Vocabulary:
    """The vocabulary without a catalogue: only the words of `domains.yaml`."""
    return Vocabulary(Name(word, tuple(weights.items())) for word, weights in _domains().items())


def vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """The vocabulary of a catalogue: its indicators' titles and other names beside the words of the domains."""
    return Vocabulary(names_of(catalogue))


def names_of(catalogue: Catalogue) -> list[Name]:
    """The names of all that a catalogue measures, and the words of the domains."""
    domains, codes = _domains(), _codes(catalogue)
    indicators: dict[str, list[tuple[str, str]]] = {}
    for indicator in catalogue.indicators.values():
        for word in (str(indicator.title), *indicator.called):
            indicators.setdefault(word, []).append((indicator.code, indicator.unit))
            domains[word] = {indicator.domain: _NAMED} | _inside(word) | domains.get(word, {})
    for word in codes:
        domains[word] = domains.get(word) or _inside(word)
    return [Name(word, tuple(domains.get(word, {}).items()), tuple(indicators.get(word, ())),
                 tuple(codes.get(word, ()))) for word in domains]


def _domains() -> dict[str, Weights]:
    """The words of `domains.yaml` with the weight that each has for each domain."""
    lists_of = {name: lists for name, lists in table("domains").items() if name != "stages"}
    domains: dict[str, Weights] = {word: {} for word in lists_of.pop("no_domain").split()}
    for domain, lists in lists_of.items():
        for words, weight in ((lists["also"], _ALSO), (lists["own"], _OWN)):
            for word in words.split():
                domains.setdefault(word, {})[domain] = weight
    return domains


def _inside(name: str) -> Weights:
    """What the words in a long name speak for: it covers them when the two are looked up together."""
    words = domain_words()
    return dict(weight for i, _, _ in words.hits(name) for weight in words.names[i].domains)


def _codes(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """The words for codes of the dimensions by which reports split their figures."""
    codes: dict[str, list[tuple[str, str]]] = {}
    for name in _SPLITS:
        for code in catalogue.dimensions[name].codes.values() if name in catalogue.dimensions else ():
            for word in (str(code.title), *code.called):
                codes.setdefault(word, []).append((name, code.code))
    return codes
