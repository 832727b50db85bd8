"""Records made into values: what a register's indicators are for one unit and period, at the finest split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from taizhang.catalogue import Catalogue, Indicator
from taizhang.catalogue.formulas.exact import as_decimal
from taizhang.catalogue.model import Register
from taizhang.catalogue.records import rolled_up
from taizhang.checking.known import as_rows
from taizhang.checking.submission import Records
from taizhang.periods import Period

_PLACES = 6  # what a release holds


@dataclass(frozen=True, slots=True)
class Rolled:
    """A value, the split it is of, and how many records stand behind it."""

    indicator: str
    dims: dict[str, str]
    value: Decimal | None
    records: int


Row = Mapping[str, object]


def roll_up(register: Register, records: Records, catalogue: Catalogue, period: Period) -> Iterator[Rolled]:
    """Every value that comes out of the records. A register handed in empty gives its counts and sums as 0.

    A record without the code of a dimension counts in a value that is not split by it, so that none is lost.
    """
    rows = list(as_rows(records))
    for indicator in catalogue.indicators.values():
        if indicator.rollup and indicator.rollup.register == register.code:
            for dims, group in _split(indicator, rows).items():
                exact = rolled_up(indicator, group, catalogue, period)
                value = None if exact is None else as_decimal(exact, _PLACES)
                yield Rolled(indicator.code, dict(dims), value, len(group))


def _split(indicator: Indicator, rows: list[Row]) -> Mapping[tuple[tuple[str, str], ...], list[Row]]:
    groups: dict[tuple[tuple[str, str], ...], list[Row]] = defaultdict(list)
    fields = indicator.rollup.fields
    for row in rows:
        groups[tuple((name, code) for name in indicator.by if (code := row.get(fields[name])))].append(row)
    return groups or {(): []}
