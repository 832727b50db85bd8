"""Indicators that come out of a register: counted, summed or averaged over its records.

An empty register that was handed in counts as nought; one not handed in has no records and no values at all.
Fields left empty are not counted, summed or averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.formulas.exact_functions import Value
from taizhang.catalogue.formulas.measure import measure
from taizhang.catalogue.formulas.syntax import Formula, names
from taizhang.catalogue.model import Catalogue, Field, Indicator, Rollup
from taizhang.periods import Period

Record = Mapping[str, Any]


def read_cell(text: str | None, field: Field) -> Value | Decimal | tuple[str, ...]:
    """A field's value from plain text as the worked cases write it. Raises ValueError where it is none."""
    return None if text is None else _READ.get(field.type, str)(text)


_READ: dict[str, Callable[[str], Any]] = {
    "whole": Decimal, "number": Decimal, "money": Decimal,
    "date": date.fromisoformat, "period": Period.parse,
    "yes_no": lambda text: {"true": True, "false": False}[text],
    "tags": lambda text: tuple(text.split(",")),
}


def rolled_up(indicator: Indicator, records: Iterable[Record], catalogue: Catalogue, period: Period,
              by: Mapping[str, str] | None = None) -> Fraction | None:
    """The indicator's value from the records of its register, in the indicator's unit.

    `by` keeps the records with these codes. None where there is nothing to average. Raises ValueError for an
    indicator that comes out of no register.
    """
    rollup = _rollup(indicator)
    kept = list(records)
    chosen = [kept[at] for at in matching(indicator, kept, catalogue, period, by or {})]
    if rollup.field is None:
        return Fraction(len(chosen))
    values = [one[rollup.field] for one in chosen if one.get(rollup.field) is not None]
    if rollup.how == "counts":
        return Fraction(len(set(values)))
    total = sum((Fraction(value) for value in values), Fraction(0)) * _factor(indicator, catalogue)
    if rollup.how == "sums":
        return total
    return total / len(values) if values else None


def matching(indicator: Indicator, records: Sequence[Record], catalogue: Catalogue, period: Period,
             by: Mapping[str, str]) -> list[int]:
    """Which of the records, by their place, are those that the indicator counts, sums or averages at a split."""
    rollup = _rollup(indicator)
    return [at for at, one in enumerate(records) if _counts(one, rollup, catalogue, period, by)]


def rolled_up_table(indicator: Indicator, records: Any, catalogue: Catalogue, period: Period,
                    by: Mapping[str, str] | None = None) -> Any:
    """The same as an Ibis value: an aggregate over `records`, an Ibis table with a column for each field."""
    import ibis

    from taizhang.catalogue.formulas.columns import column

    rollup = _rollup(indicator)
    here = ibis.literal(True)
    for dimension, code in (by or {}).items():
        here &= (records[rollup.fields[dimension]] == code).fill_null(False)
    if rollup.where:
        here &= column(rollup.where.root, RecordColumns(catalogue, records, period)).fill_null(False)
    if rollup.field is None:
        return records.count(where=here)
    values = records[rollup.field]
    if rollup.how == "counts":
        return values.nunique(where=here).fill_null(0)
    factor = _factor(indicator, catalogue)
    if rollup.how == "sums":
        return values.sum(where=here).fill_null(0).cast("float64") * factor.numerator / factor.denominator
    return values.cast("float64").mean(where=here) * factor.numerator / factor.denominator


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Names are the columns of a table of records."""

    catalogue: Catalogue
    table: Any
    period: Period | None

    def look_up(self, wanted: Any) -> Any:
        raise KeyError(wanted)

    def record(self, name: str) -> Any:
        return self.table[name]

    def over_units(self, call: Any) -> Any:
        raise KeyError(call)


def _rollup(indicator: Indicator) -> Rollup:
    if indicator.rollup is None:
        raise ValueError(f"{indicator.code} does not come out of a register")
    return indicator.rollup


def _counts(record: Record, rollup: Rollup, catalogue: Catalogue, period: Period, by: Mapping[str, str]) -> bool:
    """Whether a record is one of those counted."""
    if any(record.get(rollup.fields[dimension]) != code for dimension, code in by.items()):
        return False
    if rollup.where is None:
        return True
    return _holds(rollup.where, catalogue, period, tuple(map(record.get, _fields_of(rollup.where))))


@lru_cache(maxsize=20_000)  # the records of a register agree in most of what conditions ask
def _holds(condition: Formula, catalogue: Catalogue, period: Period, values: tuple[Any, ...]) -> bool:
    """Whether the condition is known to hold of a record with these values in the fields that it names."""
    record = dict(zip(_fields_of(condition), values, strict=True))
    return evaluate(condition.root, Context(record=record, catalogue=catalogue, period=period)) is True


@cache
def _fields_of(condition: Formula) -> tuple[str, ...]:
    return tuple(sorted({name.name for name in names(condition.root)}))


def _factor(indicator: Indicator, catalogue: Catalogue) -> Fraction:
    """How many of the indicator's unit one of the field's is."""
    rollup = _rollup(indicator)
    table = catalogue.table(rollup.register)
    unit = table.fields[rollup.field or ""].unit if table else None
    return measure(unit).scale / measure(indicator.unit).scale if unit else Fraction(1)
