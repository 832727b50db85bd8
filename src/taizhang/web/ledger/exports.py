"""Observations in the forms that other programs take, each streamed, so that a ledger of any length goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from taizhang.catalogue.model import Catalogue
from taizhang.periods import Period, PeriodKind
from taizhang.web.csv_lines import EXCEL_MARK, csv_lines
from taizhang.web.ledger.models import Observation, ObservationQuerySet
from taizhang.web.pieces import Pieces

_BATCH = 5000


def as_csv(found: ObservationQuerySet, catalogue: Catalogue) -> Iterator[str]:
    """One line a value, one column for each dimension of the catalogue. Missing values stay empty."""
    dimensions = sorted(catalogue.dimensions)
    yield EXCEL_MARK
    yield from csv_lines(["id", "indicator", "unit", "period", *dimensions, "value"], (
        [row.id, row.indicator, row.unit.code, row.period, *_split(row, dimensions), _written(row)]
        for row in _rows(found)
    ))  # fmt: skip


def as_sdmx_csv(found: ObservationQuerySet, catalogue: Catalogue) -> Iterator[str]:
    """SDMX-CSV 2.0 (SDMX 3.0, "Format specifications for CSV"): one line an observation.

    A dimension by which a value is not split is `_T`, total. The status of a value that was reported as missing is
    `O` (code list CL_OBS_STATUS), of others `A`.
    """
    dimensions = sorted(catalogue.dimensions)
    head = [
        "STRUCTURE", "STRUCTURE_ID", "ACTION", "INDICATOR", "REF_AREA", "TIME_PERIOD",
        *(name.upper() for name in dimensions), "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS",
    ]  # fmt: skip
    yield from csv_lines(head, (_sdmx(row, dimensions, catalogue) for row in _rows(found)))


def _sdmx(row: Observation, dimensions: Sequence[str], catalogue: Catalogue) -> list[object]:
    indicator = catalogue.indicators.get(row.indicator)
    return [
        "dataflow", "TAIZHANG:OBSERVATIONS(1.0)", "I",
        row.indicator, row.unit.code, sdmx_period(Period.parse(row.period)),
        *(code or "_T" for code in _split(row, dimensions)),
        _written(row), indicator.unit if indicator else "", "O" if row.value is None else "A",
    ]  # fmt: skip


# the standard reporting periods of SDMX 3.0, section 6 (4.2.6); school years and terms are time ranges (4.2.8)
_SDMX: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.YEAR: lambda period: f"{period.year}",
    PeriodKind.HALF: lambda period: f"{period.year}-S{period.number}",
    PeriodKind.QUARTER: lambda period: f"{period.year}-Q{period.number}",
    PeriodKind.MONTH: lambda period: f"{period.year}-M{period.number:02}",
}


def sdmx_period(period: Period) -> str:
    """A period as SDMX writes it: 2026-S1; a school year as the day it begins and how long it lasts."""
    if period.kind in _SDMX:
        return _SDMX[period.kind](period)
    months = len(list(period.parts("month")))
    return f"{period.start.isoformat()}/{'P1Y' if months == 12 else f'P{months}M'}"


def as_parquet(found: ObservationQuerySet, catalogue: Catalogue) -> Iterator[bytes]:
    """Parquet with the columns of a release's observations, a row group at a time."""
    dimensions = sorted(catalogue.dimensions)
    text = ("id", "indicator", "unit", "period")
    schema = pa.schema([
        *((name, pa.string()) for name in text), ("value", pa.decimal128(38, 6)),
        *((name, pa.string()) for name in dimensions),
    ])  # fmt: skip
    file = Pieces()
    with pq.ParquetWriter(file, schema) as writer:
        rows = _rows(found)
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.table(_columns(batch, dimensions), schema))
            yield file.taken()
    yield file.taken()


def _columns(batch: Sequence[Observation], dimensions: Sequence[str]) -> list[list[object]]:
    told = [
        (str(row.id), row.indicator, row.unit.code, row.period, row.value, *(row.dims.get(name) for name in dimensions))
        for row in batch
    ]
    return [list(column) for column in zip(*told, strict=True)]


def _rows(found: ObservationQuerySet) -> Iterator[Observation]:
    return found.select_related("unit").order_by("id").iterator(chunk_size=2000)


def _split(row: Observation, dimensions: Iterable[str]) -> list[str]:
    return [row.dims.get(name, "") for name in dimensions]


def _written(row: Observation) -> Decimal | str:
    return "" if row.value is None else row.value
