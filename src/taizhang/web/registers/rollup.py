"""Records made into values: what a register's indicators are for one unit and period, at the finest split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from taizhang.catalogue import Catalogue, Indicator
from taizhang.catalogue.formulas.exact_functions import as_decimal
from taizhang.catalogue.model import Register
from taizhang.catalogue.records import rolled_up
from taizhang.checking.amounts import PLACES
from taizhang.checking.known import as_rows, with_records
from taizhang.periods import Period
from taizhang.web.collection.models import Version
from taizhang.web.registers import columns
from taizhang.web.registers.models import Record
from taizhang.web.registers.tables import register_of
from taizhang.workbooks.register_sheet import tables


@dataclass(frozen=True, slots=True)
class Rolled:
    """A value, the split it is of, and how many records stand behind it."""

    indicator: str
    dims: dict[str, str]
    value: Decimal | None
    records: int


Row = Mapping[str, object]


def rows_of(version: Version, code: str) -> tuple[list[Record], list[Row]]:
    """The records that a version sent for a table, and their values; rows below records have their record's too."""
    register = register_of(code)
    kept, rows = _sent(version, register, code)
    if code == register.code:
        return kept, rows
    _records, above = _sent(version, register, register.code)
    return kept, list(with_records(rows, above, register.key))


def _sent(version: Version, register: Register, code: str) -> tuple[list[Record], list[Row]]:
    kept = list(version.records.filter(register=code).select_related("unit"))
    fields = next(table.fields for table in tables(register) if table.code == code)
    return kept, list(as_rows(columns.as_columns(map(columns.whole, kept), fields)))


def roll_up(code: str, rows: list[Row], catalogue: Catalogue, period: Period) -> Iterator[Rolled]:
    """Every value that comes out of the rows of a table. A register handed in empty gives its counts and sums as 0.

    A record without the code of a dimension counts in a value that is not split by it, so that none is lost.
    """
    for indicator in catalogue.indicators.values():
        if indicator.rollup and indicator.rollup.register == code:
            for dims, group in _split(indicator, rows).items():
                yield Rolled(indicator.code, dict(dims), _value(indicator, group, catalogue, period), len(group))


def of_nothing(code: str, catalogue: Catalogue, period: Period) -> Decimal | None:
    """What an indicator, by its full code, is of no record at all: nought for counts and sums, else missing."""
    indicator = catalogue.indicators.get(code)
    return _value(indicator, [], catalogue, period) if indicator and indicator.rollup else None


def _value(indicator: Indicator, rows: list[Row], catalogue: Catalogue, period: Period) -> Decimal | None:
    exact = rolled_up(indicator, rows, catalogue, period)
    return None if exact is None else as_decimal(exact, PLACES)


def _split(indicator: Indicator, rows: list[Row]) -> Mapping[tuple[tuple[str, str], ...], list[Row]]:
    groups: dict[tuple[tuple[str, str], ...], list[Row]] = defaultdict(list)
    fields = indicator.rollup.fields
    for row in rows:
        groups[tuple((name, code) for name in indicator.by if (code := row.get(fields[name])))].append(row)
    return groups or {(): []}
