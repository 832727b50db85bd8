"""What sort of number a figure is, by the rules of `kinds.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from taizhang.reading.figures.context import Context
from taizhang.reading.figures.tables import table
from taizhang.reading.model import Kind

_PLAIN = {Kind.ACTUAL, Kind.RATE}                                      # what no word points to
_SHARED = {Kind.TARGET, Kind.STANDARD, Kind.BUDGET, Kind.CHANGE}       # what a word says of a whole list
Condition = tuple[str, re.Pattern[str]]
Rule = tuple[Kind, list[tuple[str, Callable[[str], re.Match[str] | None]]]]


def kind_of(context: Context, before: tuple[Context, Kind] | None = None) -> Kind:
    """The kind that the first fitting rule gives, or that of the figure before which this one goes on listing."""
    if context.number.rank:
        return Kind.RANK
    kind = _by_rule(context)
    if before and kind in _PLAIN and before[1] in _SHARED and _listed(context, before[0]):
        return before[1]
    return kind


def _by_rule(context: Context) -> Kind:
    for kind, conditions in _rules_for(context.unit, context.part):
        for part, matches in conditions:
            if not matches(getattr(context, part)):
                break
        else:
            return kind
    return Kind.ACTUAL


@lru_cache(1024)
def _rules_for(unit: str, part: str) -> list[Rule]:
    """The rules that unit and part of the report allow, with what they ask of the words."""
    given = {"unit": unit, "part": part}
    return [(kind, [(name, pattern.search) for name, pattern in conditions if name not in given])
            for kind, conditions in _RULES
            if all(pattern.search(given[name]) for name, pattern in conditions if name in given)]


def _listed(context: Context, before: Context) -> bool:
    """Whether two numbers stand in one list: 1500人和600人, 5次早餐和5次肉食."""
    return (context.clause == before.clause and context.unit == before.unit and len(context.near) < 14
            and (context.near[:1] in "、和及与" or context.near[-1:] in "和及与、"))


def _rules() -> list[tuple[Kind, list[Condition]]]:
    words = table("kinds")["words"]
    return [(Kind(rule.pop("kind")), [(part, _pattern(text, words)) for part, text in rule.items()])
            for rule in map(dict, table("kinds")["rules"])]


def _pattern(text: str, words: dict[str, str]) -> re.Pattern[str]:
    for name, alternatives in words.items():
        text = text.replace("{" + name + "}", alternatives)
    return re.compile(text)


_RULES = _rules()
