"""The values of one worked case, worked out with exact numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, cast

from taizhang.catalogue.formulas.check import elaborate
from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.formulas.exact_functions import Value
from taizhang.catalogue.formulas.parsing import parse
from taizhang.catalogue.formulas.plan import plan
from taizhang.catalogue.formulas.scopes import IndicatorScope
from taizhang.catalogue.formulas.syntax import (
    COMPARISONS,
    Binary,
    Call,
    Expression,
    Input,
    Name,
    OneOf,
    Unary,
)
from taizhang.catalogue.model import Case, Catalogue, Field, Table
from taizhang.catalogue.records import read_cell, rolled_up
from taizhang.catalogue.rules import RuleOutcome, judge_form, judge_record
from taizhang.periods import Period

_WHOLE = ""                            # the unit of values that are given for all units together
Cell = tuple[str, tuple[tuple[str, str], ...], str, str]     # indicator, filter, period, unit


@dataclass(slots=True)
class CaseValues:
    """One case with its values laid out as observations."""

    case: Case
    catalogue: Catalogue
    period: Period
    cells: dict[Cell, Decimal | None] = field(default_factory=dict)
    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = ((self.case.values, self.period), (self.case.previous, self.period.previous),
                 (self.case.last_year, self.period.same_last_year))
        for values, period in given:
            for text, value in values.items():
                name = self.name(text)
                self.cells[name.name, name.by, str(period), _WHOLE] = _decimal(value)
        for row in self.case.units:
            self._unit(dict(row))
        self.records = {code: self._read(code, rows) for code, rows in self.case.records.items()}

    def _unit(self, row: dict[str, str | None]) -> None:
        unit = row.pop("unit")
        for text, value in row.items():
            name = self.name(text)
            self.cells[name.name, name.by, str(self.period), str(unit)] = _decimal(value)

    def _read(self, code: str, rows: Table) -> list[dict[str, Any]]:
        fields = self.fields(code)
        blank = dict.fromkeys(fields)
        return [{**blank, **{name: read_cell(text, fields[name]) for name, text in row.items()}} for row in rows]

    def fields(self, code: str) -> Mapping[str, Field]:
        """The fields of a register, or of the rows below its records."""
        table = self.catalogue.table(code)
        return table.fields if table else {}

    def name(self, text: str) -> Name:
        return cast(Name, self.elaborated(text))           # loading has checked it

    def elaborated(self, text: str) -> Expression:
        return expected_formula(text, self.case.domain, self.catalogue)

    def planned(self, text: str) -> Expression:
        return plan(self.elaborated(text), self.catalogue, self.period)

    # -- exact --

    def exact(self, text: str) -> Value:
        return evaluate(self.planned(text), self.context())

    def context(self) -> Context:
        names = dict.fromkeys(cell[3] for cell in self.cells if cell[3])
        units = [Context(partial(self._value, unit=unit), catalogue=self.catalogue, period=self.period)
                 for unit in names]
        return Context(self._value, units=units, catalogue=self.catalogue, period=self.period)

    def _value(self, wanted: Input, unit: str | None = None) -> Fraction | None:
        """The values given that the input covers, added up as the indicator says."""
        one = self.catalogue.indicators[wanted.indicator]
        if unit is None and one.rollup and self.rolled(wanted):
            return rolled_up(one, self.records[one.rollup.register], self.catalogue, self.period, dict(wanted.by))
        found = [value for (indicator, by, period, of), value in self.cells.items()
                 if (indicator, period) == (wanted.indicator, wanted.period) and {*wanted.by} <= {*by}
                 and unit in (None, of)]
        return _added_up([None if value is None else Fraction(value) for value in found], one.over_units)

    def rolled(self, wanted: Input) -> bool:
        """Whether the case has records for the input and gives no value for it outright."""
        given = any(cell[0] == wanted.indicator and cell[2] == wanted.period for cell in self.cells)
        return self.register(wanted) in self.records and wanted.period == str(self.period) and not given

    def register(self, wanted: Input) -> str | None:
        """Out of which register an input comes."""
        rollup = self.catalogue.indicators[wanted.indicator].rollup
        return rollup.register if rollup else None

    # -- rules --

    def failed(self) -> Iterator[str]:
        """The local names of the domain's rules that fail on the case's records or values."""
        for rule in self.catalogue.rules.values():
            if rule.domain != self.case.domain:
                continue
            if rule.on in self.records:
                judged = [judge_record(rule, record, self.catalogue, self.period) for record in self.records[rule.on]]
            elif rule.on in self.catalogue.forms:
                judged = [judge_form(rule, self.context().look_up, self.catalogue, self.period)]
            else:
                continue
            if any(one.outcome is RuleOutcome.FAIL for one in judged):
                yield rule.code.partition(".")[2]


def expected_formula(text: str, domain: str, catalogue: Catalogue) -> Expression:
    """A key of `expect` or `values`, made explicit. Raises FormulaError."""
    root = parse(text).root
    kind = "truth" if _is_condition(root) else "number"
    return elaborate(root, text, IndicatorScope(catalogue, domain, over_units=True), kind=kind)


def _is_condition(root: Expression) -> bool:
    match root:
        case Binary(op, _, _):
            return op in (*COMPARISONS, "and", "or")
        case Unary(op, _):
            return op == "not"
        case Call(function, _):
            return function in ("every", "missing")
    return isinstance(root, OneOf)


def _added_up(values: list[Fraction | None], how: str) -> Fraction | None:
    if not values or None in values or (how == "none" and len(values) > 1):
        return None
    known = [value for value in values if value is not None]
    return max(known) if how == "max" else min(known) if how == "min" else sum(known, Fraction(0))


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
