"""The light of a task on a day, worked out by rules, and why; and the rest of how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.model import Title
from taizhang.quantities import MISSING, format_number, round_half_up
from taizhang.supervision.facts import Facts, Seen, facts, see
from taizhang.supervision.light_rules import LightRule, LightRules, light_rules
from taizhang.supervision.model import SETTLED, TaskFacts
from taizhang.supervision.standing import Light, Standing

_NO_RULE = Title("没有适用的亮灯规则", "no rule of lights applies")


def standing(task: TaskFacts, day: date, rules: LightRules | None = None) -> Standing:
    """How a task stands on `day`, by a bureau's rules or the shipped ones; on its last day for good once carried over.
    """
    rules, day = rules or light_rules(), min(day, task.stands_until or day)
    seen = see(task, day)
    known = {**rules.limits, **facts(seen)}
    lit = _lit(rules, known)
    return Standing(
        light=lit[0].light if lit else Light.OFF,
        rule=lit[0].name if lit else "",
        why=_joined(_why(lit, known), *_waits_for_reports(seen)) if lit else _NO_RULE,
        on=day,
        elapsed=_decimal(seen.elapsed), done=_decimal(seen.done),
        days_left=None if task.ends is None else (task.ends - day).days,
        slip_days=_slip(seen), forecast=seen.forecast,
    )


def _lit(rules: LightRules, known: Facts) -> Sequence[LightRule]:
    """The rules that give the light: the first settled one, else all of the worst colour that holds."""
    context = Context(record=known)
    for rule in rules.settled:
        if evaluate(rule.when.root, context) is True:
            return [rule]
    for _, alike in groupby(rules.rules, key=lambda rule: rule.light):
        if lit := [rule for rule in alike if evaluate(rule.when.root, context) is True]:
            return lit
    return []


def _why(lit: Sequence[LightRule], known: Facts) -> Title:
    zh, en = _Words(known, "zh"), _Words(known, "en")
    return _joined(*(Title(rule.why.zh.format_map(zh), rule.why.en.format_map(en)) for rule in lit))


def _joined(*said: Title) -> Title:
    return Title("；".join(dict.fromkeys(one.zh for one in said)), "; ".join(dict.fromkeys(one.en for one in said)))


def _waits_for_reports(seen: Seen) -> Iterator[Title]:
    """What the ledger has of the bound figure while that is of too few units to count, with how many they are."""
    target, found = seen.task.target, seen.task.partial(seen.day)
    if target and found and seen.task.state not in SETTLED:
        value = f"{format_number(found.value)}{target.unit_of_measure}"
        yield Title(f"指标现为{value}，{found.reported}/{found.expected}家已报，报齐前不算达标",
                    f"the figure is {value} with {found.reported} of {found.expected} units reported, and does not "
                    "count as reached before all have")


class _Words(dict[str, str]):
    """The facts as words of one language, each put into words when it is first asked for."""

    def __init__(self, known: Facts, language: str) -> None:
        super().__init__()
        self.known, self.language = known, language

    def __missing__(self, name: str) -> str:
        return _shown(self.known[name], self.language)


def _shown(value: Any, language: str) -> str:
    """A fact as words print it: numbers with one decimal at most, days the way of the language."""
    if value is None:
        return MISSING
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else value.isoformat()
    if isinstance(value, Fraction):
        return format_number(Decimal(value.numerator) / Decimal(value.denominator), 1)
    return format_number(value, 1) if isinstance(value, Decimal) else str(value)


def _decimal(share: Fraction | None) -> Decimal | None:
    return None if share is None else round_half_up(Decimal(share.numerator) / Decimal(share.denominator), 4)


def _slip(seen: Seen) -> int | None:
    """Days after the day first given on which its owner had done, or at this pace will; nobody ends before today."""
    due = seen.task.due
    if due is None:
        return None
    if seen.closed_on or seen.task.applied_on:
        return (seen.asked_on - due).days
    if seen.forecast.reached_on and seen.forecast.value is not None:
        return (max(seen.forecast.reached_on, seen.day) - due).days
    return (seen.day - due).days if seen.day > due else None
