"""What sort of number a figure is, by the rules of `kinds.yaml`."""

from __future__ import annotations

import re

from taizhang.reading.figures.context import Context
from taizhang.reading.figures.tables import table
from taizhang.reading.model import Kind

Condition = tuple[str, re.Pattern[str]]


def kind_of(context: Context) -> Kind:
    """The kind that the first fitting rule gives."""
    if context.number.rank:
        return Kind.RANK
    for kind, conditions in _RULES:
        if all(pattern.search(getattr(context, part)) for part, pattern in conditions):
            return kind
    return Kind.ACTUAL


def _rules() -> list[tuple[Kind, list[Condition]]]:
    words = table("kinds")["words"]
    return [(Kind(rule.pop("kind")), [(part, _pattern(text, words)) for part, text in rule.items()])
            for rule in map(dict, table("kinds")["rules"])]


def _pattern(text: str, words: dict[str, str]) -> re.Pattern[str]:
    for name, alternatives in words.items():
        text = text.replace("{" + name + "}", alternatives)
    return re.compile(text)


_RULES = _rules()
