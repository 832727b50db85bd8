"""Indicators as people look for them: by some words, by a name, by a label chosen from a list."""

from __future__ import annotations

from rapidfuzz import process

from taizhang.catalogue.model import Indicator
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say

FOUND = 12
_NEAR = 45  # of 100: how alike a name must be to come near


def label_of(indicator: Indicator) -> str:
    """An indicator as it is chosen: its name, its unit, and the code that tells it from others of the name."""
    return f"{say(indicator.title)}（{indicator.unit}） {indicator.code}"


def named(text: str) -> Indicator | None:
    """The indicator of a code, alone or in a label, or of a name that only one has."""
    known = catalogue().indicators
    if coded := [known[word] for word in text.split() if word in known]:
        return coded[0]
    called = [one for one in known.values() if text.strip() in (one.title.zh, one.title.en)]
    return called[0] if len(called) == 1 else None


def having(text: str) -> list[Indicator]:
    """The indicators that have all the words in their title, other names or code; none where there are no words."""
    words = text.lower().split()
    return [one for one in catalogue().indicators.values() if words and all(word in _names(one) for word in words)]


def search(text: str, limit: int = FOUND) -> list[Indicator]:
    """The indicators that have the words, the shortest title first; where none has, those whose names come near."""
    if found := having(text):
        return sorted(found, key=lambda one: len(one.title.zh))[:limit]
    known = catalogue().indicators
    names = {code: _names(one) for code, one in known.items()}
    near = process.extract(text.lower(), names, limit=limit, score_cutoff=_NEAR)
    return [known[code] for _name, _score, code in near]


def _names(indicator: Indicator) -> str:
    return " ".join((indicator.title.zh, indicator.title.en, *indicator.called, indicator.code)).lower()
