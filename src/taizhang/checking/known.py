"""The values that rules ask for: of this submission, of others of the same unit and period, and of earlier periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from taizhang.catalogue.formulas.syntax import Input
from taizhang.catalogue.model import Catalogue, Register
from taizhang.catalogue.records import rolled_up
from taizhang.checking.submission import Cell, Records, Submission, Values
from taizhang.periods import Period

Row = Mapping[str, object]
_COMBINED: dict[str, Callable[[list[Decimal]], Decimal]] = {
    "sum": lambda values: sum(values, Decimal(0)), "max": max, "min": min, "none": lambda values: values[0],
}


@dataclass(frozen=True, slots=True)
class KnownValues:
    """Values of one unit; `values` are by period's code, then by indicator and split."""

    catalogue: Catalogue
    period: Period
    values: Mapping[str, Values]
    registers: Mapping[str, Submission] = field(default_factory=dict)

    def look_up(self, wanted: Input) -> Fraction | Decimal | None:
        """The value of an indicator for a split: of all cells that have it, missing where one of them is missing."""
        indicator = self.catalogue.indicators[wanted.indicator]
        if indicator.rollup and wanted.period == self.period.code:
            records = self.registers.get(indicator.rollup.register)
            if records is None:
                return None
            rows = rows_of(records, indicator.rollup.register)
            return rolled_up(indicator, rows, self.catalogue, self.period, dict(wanted.by))
        by = set(wanted.by)
        found = [value for (code, split), value in self.values.get(wanted.period, {}).items()
                 if code == wanted.indicator and by <= set(split)]
        if not found or None in found or (indicator.over_units == "none" and len(found) > 1):
            return None
        return _COMBINED[indicator.over_units]([value for value in found if value is not None])


def known(submission: Submission, catalogue: Catalogue, *, others: Iterable[Submission], last_period: Values | None,
          last_year: Values | None) -> KnownValues:
    """What is known of the submission's unit. Others of another unit or period are left aside."""
    together = [submission, *(other for other in others
                              if other.unit.code == submission.unit.code and other.period == submission.period)]
    now = {key: value for one in together for key, value in one.values.items()}
    period = submission.period
    earlier = {period.previous.code: last_period or {}, period.same_last_year.code: last_year or {}}
    registers = {code: one for one in together if one.records is not None for code in _tables(one)}
    return KnownValues(catalogue, period, {**earlier, period.code: now}, registers)


def _tables(submission: Submission) -> Iterator[str]:
    """The codes of the tables that came with a register: its own, and "register.child" of the rows below."""
    yield submission.what.code
    yield from (f"{submission.what.code}.{child}" for child in submission.children)


def rows_of(submission: Submission, code: str) -> Iterator[Row]:
    """The records of a register, or by "register.child" the rows below them with their records' fields."""
    records = submission.records or Records({})
    if code == submission.what.code or not isinstance(submission.what, Register):
        return as_rows(records)
    return with_records(as_rows(submission.children[code.rpartition(".")[2]]), as_rows(records), submission.what.key)


def with_records(below: Iterable[Row], records: Iterable[Row], key: Sequence[str]) -> Iterator[Row]:
    """Each row below a record with the fields of the record besides its own; `key` is the register's."""
    above = {tuple(row[code] for code in key): row for row in records}
    return ({**above.get(tuple(row[code] for code in key), {}), **row} for row in below)


def as_rows(records: Records) -> Iterator[dict[str, object]]:
    """Each record as a mapping of field to value."""
    names = list(records.columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*records.columns.values(), strict=True))


def places_of(cells: Iterable[Cell], wanted: Input) -> list[str]:
    """The places of the cells that take part in a value."""
    by = set(wanted.by)
    return [cell.place for cell in cells if cell.indicator == wanted.indicator and by <= set(cell.by)]
