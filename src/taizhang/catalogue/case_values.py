"""The values of one worked case, laid out for exact numbers and for DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from typing import Any, cast

from taizhang.catalogue.formulas.check import elaborate
from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.formulas.exact_functions import Value
from taizhang.catalogue.formulas.parsing import parse
from taizhang.catalogue.formulas.plan import filled, inputs_of, plan
from taizhang.catalogue.formulas.scopes import IndicatorScope
from taizhang.catalogue.formulas.syntax import (
    COMPARISONS,
    Binary,
    Blank,
    Call,
    Expression,
    Input,
    Name,
    Number,
    OneOf,
    Unary,
)
from taizhang.catalogue.model import Case, Catalogue, Field, Table
from taizhang.catalogue.records import read_cell, rolled_up, rolled_up_table
from taizhang.catalogue.rules import Outcome, judge_form, judge_record
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
        fields = self._fields(code)
        blank = dict.fromkeys(fields)
        return [{**blank, **{name: read_cell(text, fields[name]) for name, text in row.items()}} for row in rows]

    def _fields(self, code: str) -> Mapping[str, Field]:
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
        if unit is None and one.rollup and self._rolled(wanted):
            return rolled_up(one, self.records[one.rollup.register], self.catalogue, self.period, dict(wanted.by))
        found = [value for (indicator, by, period, of), value in self.cells.items()
                 if (indicator, period) == (wanted.indicator, wanted.period) and {*wanted.by} <= {*by}
                 and unit in (None, of)]
        return _added_up([None if value is None else Fraction(value) for value in found], one.over_units)

    def _rolled(self, wanted: Input) -> bool:
        """Whether the case has records for the input and gives no value for it outright."""
        given = any(cell[0] == wanted.indicator and cell[2] == wanted.period for cell in self.cells)
        return self._register(wanted) in self.records and wanted.period == str(self.period) and not given

    # -- DuckDB --

    def duckdb(self, texts: list[str]) -> dict[str, Any]:
        import ibis

        from taizhang.catalogue.formulas.tables import work_out

        planned = {f"e{at}": self.planned(text) for at, text in enumerate(texts)}
        rolled = self._rolled_in_duckdb([one for root in planned.values() for one in inputs_of(root)])
        planned = {name: filled(root, rolled) for name, root in planned.items()}
        table = work_out(planned, ibis.memtable(self._observations()), self.catalogue)
        [row] = _engine().to_pyarrow(table).to_pylist()
        return {text: row[f"e{at}"] for at, text in enumerate(texts)}

    def _rolled_in_duckdb(self, inputs: list[Input]) -> dict[Input, Expression]:
        """Those inputs that come out of registers, worked out by DuckDB in one query for each register."""
        found: dict[Input, Expression] = {}
        for code in self.records:
            table = self._records_table(code)
            wanted = [one for one in dict.fromkeys(inputs) if self._rolled(one) and self._register(one) == code]
            if not wanted:
                continue
            values = {f"v{at}": rolled_up_table(self.catalogue.indicators[one.indicator], table, self.catalogue,
                                                self.period, dict(one.by)) for at, one in enumerate(wanted)}
            [row] = _engine().to_pyarrow(table.aggregate(**values)).to_pylist()
            found |= {one: _literal(row[f"v{at}"]) for at, one in enumerate(wanted)}
        return found

    def _register(self, wanted: Input) -> str | None:
        rollup = self.catalogue.indicators[wanted.indicator].rollup
        return rollup.register if rollup else None

    def _observations(self) -> Any:
        import pyarrow as pa

        rows = [{"indicator": indicator, "period": period, "unit": unit or None, "value": value, **dict(by)}
                for (indicator, by, period, unit), value in self.cells.items()]
        columns = [(name, pa.string()) for name in ("indicator", "period", "unit", *sorted(self.catalogue.dimensions))]
        return pa.Table.from_pylist(rows, schema=pa.schema([*columns, ("value", pa.decimal128(38, 6))]))

    def _records_table(self, code: str) -> Any:
        import ibis
        import pyarrow as pa

        fields, rows = self._fields(code), self.records[code]
        types = {"whole": pa.decimal128(38, 6), "number": pa.decimal128(38, 6), "money": pa.decimal128(38, 6),
                 "date": pa.date32(), "yes_no": pa.bool_(), "tags": pa.list_(pa.string())}
        schema = pa.schema([(name, types.get(field.type, pa.string())) for name, field in fields.items()])
        plain = [{name: str(value) if isinstance(value, Period) else value for name, value in row.items()}
                 for row in rows]
        return ibis.memtable(pa.Table.from_pylist(plain, schema=schema))

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
            if any(one.outcome is Outcome.FAIL for one in judged):
                yield rule.code.partition(".")[2]


def expected_formula(text: str, domain: str, catalogue: Catalogue) -> Expression:
    """A key of `expect` or `values`, made explicit. Raises FormulaError."""
    root = parse(text).root
    kind = "truth" if _is_condition(root) else "number"
    return elaborate(root, text, IndicatorScope(catalogue, domain), kind=kind)


def _literal(value: Any) -> Expression:
    return Blank("") if value is None else Number(Decimal(str(value)))


@cache
def _engine() -> Any:
    """One DuckDB for all cases: beginning one takes longer than a case."""
    import ibis

    return ibis.duckdb.connect()


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
