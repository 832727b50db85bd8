"""Which domain the words of a promise tell of, and the headings that it stands under."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.reading.figures.vocabulary import domain_words

_IN_HEAD = 0.5       # what a word in a heading weighs against one in the promise itself
_ENOUGH = 1.0        # a word that several domains share does not settle it
_AHEAD = 0.5         # of all weight, so that the best domain stands alone


def domain_told(text: str, headings: Iterable[str]) -> str | None:
    """The code of the domain, None where the words tell of none or of several alike."""
    weights: dict[str, float] = {}
    for words, factor in ((text, 1.0), *((heading, _IN_HEAD) for heading in headings)):
        for domain, weight in _weights(words):
            weights[domain] = weights.get(domain, 0.0) + weight * factor
    best = max(weights, key=weights.__getitem__, default=None)
    if best is None or weights[best] < _ENOUGH or weights[best] <= _AHEAD * sum(weights.values()):
        return None
    return best


def _weights(words: str) -> Iterable[tuple[str, float]]:
    vocabulary = domain_words()
    return (weight for name, _, _ in vocabulary.hits(words) for weight in vocabulary.names[name].domains)
