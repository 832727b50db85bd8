"""What sort of number a figure is, by the rules of `kinds.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from taizhang.reading.figures.context import Context
from taizhang.reading.figures.tables import table
from taizhang.reading.model import Kind

_PLAIN = {Kind.ACTUAL, Kind.RATE}                                      # what no word points to
_SHARED = {Kind.TARGET, Kind.STANDARD, Kind.BUDGET, Kind.CHANGE}       # what a word says of a whole list
_PLANS = {Kind.TARGET, Kind.BUDGET}
_NEXT_OF_LIST = frozenset("、和及与")
_NAMING = frozenset(("的规划", "的计划", "的任务", "的目标"))
_FEW = ("near", "after")   # words of which there are few, and often none
_SHORT = 3                 # characters, in which no verb of its own has room
_NEXT = 60                 # characters from a whole to the sentence that parts it
Condition = tuple[str, re.Pattern[str]]
Test = Callable[[str], re.Match[str] | None]
Rule = tuple[Kind, int, Test, list[tuple[int, Test]]]      # the place in a Context, what it asks; what else, and where


class Kinds:
    """Tells the kinds of one text's figures, in order: a list goes on as it began, a part is what its whole is."""

    def __init__(self) -> None:
        self._before: tuple[Context, Kind] | None = None
        self._outer: tuple[int, str, Kind] | None = None        # of the last figure outside brackets: end, unit, kind
        self._wholes: dict[str, tuple[Context, Kind]] = {}      # the last figure of each unit that no 其中 announced

    def kind(self, context: Context) -> Kind:
        """The kind that the first fitting rule gives, or that of the figure before which this one goes on listing."""
        kind = Kind.RANK if context.number.rank else _by_rule(context)
        opened = _opened(context)
        if kind in _PLAIN:
            kind = self._carried(context, opened) or kind
        self._before = context, kind
        if kind is Kind.RATE:                                   # behind 完成计划的104% comes what was reached
            self._wholes = {unit: whole for unit, whole in self._wholes.items() if whole[1] not in _PLANS}
        if opened < 0:
            self._outer = context.number.end, context.unit, kind
        if "其中" not in context.sentence:
            self._wholes[context.unit] = context, kind
        return kind

    def _carried(self, context: Context, opened: int) -> Kind | None:
        if self._outer and self._outer[:2] == (opened, context.unit) and self._outer[2] not in _PLAIN:
            return self._outer[2]                               # 2015年的316所（公办52所、民办264所）
        if self._before and self._before[1] in _SHARED and _listed(context, self._before[0]):
            return self._before[1]
        if self._before and context.near in _NEXT_OF_LIST and context.clause == self._before[0].clause and (
                self._before[1] is Kind.BASELINE or (self._before[1] is Kind.CHANGE and "分别" in context.lead)):
            return self._before[1]                  # 比上年的2950人次、388.2万元分别增加310人次和24.4万元
        if self._before and self._before[1] is Kind.TARGET and _goes_on(context, self._before[0]):
            return Kind.TARGET
        whole = self._wholes.get(context.unit)
        return whole[1] if whole and whole[1] in _PLANS and _is_part(context, whole[0]) else None


def _by_rule(context: Context) -> Kind:
    words: tuple[Any, ...] = context
    for kind, place, fits, others in _rules_for(context.unit, context.part, not context.near, not context.after):
        if fits(words[place]) and all(fit(words[at]) for at, fit in others):
            return kind
    return Kind.ACTUAL


@lru_cache(1024)
def _rules_for(unit: str, part: str, *without: bool) -> list[Rule]:
    """The rules that unit and part of the report allow, and that hold without words near or after where there are none.

    With what each asks of the words that there are.
    """
    given = {"unit": unit, "part": part} | {name: "" for name, none in zip(_FEW, without, strict=True) if none}
    rules: list[Rule] = []
    for kind, conditions in _RULES:
        if all(pattern.search(given[name]) for name, pattern in conditions if name in given):
            asked = [condition for condition in conditions if condition[0] not in given] or [_ALWAYS]
            first, *others = [(Context._fields.index(name), _test(pattern)) for name, pattern in asked]
            rules.append((kind, *first, others))
    return rules


def _cost(condition: Condition) -> tuple[bool, bool]:
    """What is asked first: of the few words beside the number, and what seldom holds."""
    name, pattern = condition
    return pattern.pattern.startswith("^(?!"), name not in _FEW


def _test(pattern: re.Pattern[str]) -> Callable[[str], re.Match[str] | None]:
    return pattern.match if pattern.pattern.startswith("^") else pattern.search      # the same, and sooner said


def _opened(context: Context) -> int:
    """Where the bracket opens in which a number stands; -1 outside brackets."""
    opened = context.sentence.rfind("（")
    return context.number.start - len(context.sentence) + opened if opened > context.sentence.rfind("）") else -1


def _listed(context: Context, before: Context) -> bool:
    """Whether two numbers stand in one list: 1500人和600人, 5次早餐和5次肉食."""
    return (context.clause == before.clause and context.unit == before.unit and len(context.near) < 14
            and (context.near[:1] in "、和及与" or context.near[-1:] in "和及与、"))


def _goes_on(context: Context, before: Context) -> bool:
    """Whether a number goes on with what a plan told: 将新增学位500个，新增编制20个, 12个班480个学位."""
    if context.start != before.start or _REACHED.search(context.near):
        return False
    if context.unit == "%" and context.near.endswith("的"):         # 完成计划1100人的105.1%
        return False
    if before.after[:3] in _NAMING:                                 # 按照建设30所的规划，建设28所
        return False
    here, there = context.near.strip(), before.near.strip()
    same_words = len(here) > 1 and (here[:2] in there or (len(there) > 1 and here.endswith(there)))
    return same_words or (context.clause == before.clause and 0 < len(here) <= _SHORT)


def _is_part(context: Context, whole: Context) -> bool:
    """Whether a number stands behind 其中 in the sentence of its whole, or in the next that begins so."""
    sentence = context.sentence
    announced = sentence.rfind("其中")
    if announced < 0 or _REACHED.search(sentence, announced):
        return False
    return context.start == whole.start or (announced == 0 and context.start - whole.number.end < _NEXT)


def _rules() -> list[tuple[Kind, list[Condition]]]:
    words = table("kinds")["words"]
    return [(Kind(rule.pop("kind")), sorted(((part, _pattern(text, words)) for part, text in rule.items()), key=_cost))
            for rule in map(dict, table("kinds")["rules"])]


def _pattern(text: str, words: dict[str, str]) -> re.Pattern[str]:
    for name, alternatives in words.items():         # a list may name one behind it
        text = text.replace("{" + name + "}", alternatives)
    return re.compile(text)


_ALWAYS: Condition = ("unit", re.compile(""))
_RULES = _rules()
_REACHED = re.compile(table("kinds")["words"]["reached"])
