"""Judges rules: by record for a register, by values for a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from taizhang.catalogue.formulas.exact import Context, Lookup, evaluate
from taizhang.catalogue.formulas.exact_functions import Value, as_decimal
from taizhang.catalogue.formulas.plan import plan
from taizhang.catalogue.formulas.scopes import dimensions_of
from taizhang.catalogue.formulas.syntax import COMPARISONS, Binary, Expression, Name
from taizhang.catalogue.model import Catalogue, Field, Rule
from taizhang.periods import Period

_BLANK = re.compile(r"\{([^{}]*)\}")
_MISSING = {"zh": "未填", "en": "missing"}
_DIGITS = 4                           # shown of a number that does not end, trailing zeros dropped


class RuleOutcome(StrEnum):
    """What a rule says of one record or form."""

    PASS = "pass"                     # noqa: S105
    FAIL = "fail"
    UNKNOWN = "unknown"               # a value is missing
    NOT_APPLICABLE = "not_applicable"  # `where` does not hold


# nearly all judgements: what a message would show is not looked up
_SILENT = (RuleOutcome.PASS, RuleOutcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """`values` fill the blanks of `says` where there is something to say: fields or indicators, and `found` and
    `expected` of a comparison."""

    rule: Rule
    outcome: RuleOutcome
    values: Mapping[str, Value] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def message(self, language: str = "zh") -> str:
        """What the rule says, in "zh" or "en", with its blanks filled."""
        text = self.rule.says.en if language == "en" else self.rule.says.zh
        return _BLANK.sub(lambda blank: self._shown(blank[1], language), text)

    def _shown(self, name: str, language: str) -> str:
        value = self.values.get(name)
        if value is None:
            return _MISSING[language]
        title = self.titles.get(name, {}).get(str(value))
        return str(getattr(title, language)) if title else shown(value)


def shown(value: Value | Decimal) -> str:
    """A value as a message prints it."""
    if isinstance(value, Fraction | Decimal | int) and not isinstance(value, bool):
        number = f"{as_decimal(Fraction(value), _DIGITS):f}"
        return number.rstrip("0").rstrip(".") if "." in number else number
    return value.isoformat() if isinstance(value, date) else str(value)


def judge_record(rule: Rule, record: Mapping[str, Any], catalogue: Catalogue, period: Period) -> Judgement:
    """What a rule says of one record of its register; `record` holds values by field, None where left empty."""
    context = Context(record=record, catalogue=catalogue, period=period)
    outcome = _outcome(rule.where.root if rule.where else None, rule.that.root, context)
    if outcome in _SILENT:
        return Judgement(rule, outcome)
    titles = _titles(catalogue.registers[rule.on].fields, catalogue)
    return Judgement(rule, outcome, {**record, **_compared(rule.that.root, context)}, titles)


def judge_form(rule: Rule, look_up: Lookup, catalogue: Catalogue, period: Period,
               by: Mapping[str, str] | None = None) -> Judgement:
    """What a rule says of a form's values, all together or `by` some codes; `look_up` gives the values."""
    context = Context(look_up=look_up, catalogue=catalogue, period=period)
    planned = _planned(rule, catalogue, period, tuple((by or {}).items()))
    outcome = _outcome(planned.where, planned.that, context)
    if outcome in _SILENT:
        return Judgement(rule, outcome)
    shown_values = {blank: evaluate(root, context) for blank, root in planned.blanks.items()}
    return Judgement(rule, outcome, {**shown_values, **_compared(planned.that, context)})


@dataclass(frozen=True, slots=True)
class _Planned:
    """A rule on a form, planned for a period and a split; `blanks` are the indicators that its words show."""

    where: Expression | None
    that: Expression
    blanks: Mapping[str, Expression]


@lru_cache(maxsize=20_000)  # every unit of a kind is judged by the same plans
def _planned(rule: Rule, catalogue: Catalogue, period: Period, by: tuple[tuple[str, str], ...]) -> _Planned:
    def planned(root: Expression) -> Expression:
        return plan(root, catalogue, period, dict(by))

    blanks = {blank: catalogue.resolve(blank, rule.domain)
              for text in (rule.says.zh, rule.says.en) for blank in _BLANK.findall(text)}
    return _Planned(
        planned(rule.where.root) if rule.where else None, planned(rule.that.root),
        {blank: planned(Name(code)) for blank, code in blanks.items() if code in catalogue.indicators},
    )


@lru_cache(maxsize=20_000)
def dimensions_of_rule(rule: Rule, catalogue: Catalogue) -> tuple[str, ...]:
    """The dimensions by which a form's rule can be judged cell by cell."""
    return dimensions_of(rule.that.root, catalogue) or ()


def _outcome(where: Expression | None, that: Expression, context: Context) -> RuleOutcome:
    if where is not None and evaluate(where, context) is not True:
        return RuleOutcome.NOT_APPLICABLE
    holds = evaluate(that, context)
    return RuleOutcome.UNKNOWN if holds is None else RuleOutcome.PASS if holds else RuleOutcome.FAIL


def _compared(that: Expression, context: Context) -> dict[str, Value]:
    """Both sides of a comparison."""
    if isinstance(that, Binary) and that.op in COMPARISONS:
        return {"found": evaluate(that.left, context), "expected": evaluate(that.right, context)}
    return {}


def _titles(fields: Mapping[str, Field], catalogue: Catalogue) -> dict[str, Mapping[str, Any]]:
    """For each field that holds a code, what the codes are called."""
    return {name: {code: of_code.title for code, of_code in catalogue.codes(one.list).codes.items()}
            for name, one in fields.items() if one.list and one.type == "code"}
