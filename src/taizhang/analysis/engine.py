"""The whole half-year in a few bulk queries: a release and a catalogue -> one table of values.

`Engine` owns the connection. What it computes are Ibis expressions (rollup.py, derive.py); the only thing it knows
of DuckDB is how to connect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis import rollup, timing
from taizhang.analysis.release import Release
from taizhang.catalogue.model import Catalogue, Indicator
from taizhang.periods import Period

CALENDAR = pa.schema(
    [("over_time", pa.string()), ("target", pa.string()), ("period", pa.string()), ("source_period", pa.string()),
     ("rank", pa.int32()), ("needed", pa.int32())]
)
MEASURES = pa.schema([("indicator", pa.string()), ("over_time", pa.string()), ("over_units", pa.string())])
SPLITS = pa.schema([("cell", pa.string()), ("split", pa.string())])


@dataclass(frozen=True, slots=True)
class Computed:
    """The tables that everything else is read from.

    `values`: indicator, org, target, split, value, reported. `speaking`: the observations in force for each target
    period. `splits`: which `cell` belongs to which coarser `split`. `above`: each unit and what stands above it.
    """

    values: Table
    speaking: Table
    splits: Table
    above: Table
    units: Table
    sources: Table


def compute(con: ibis.BaseBackend, release: Release, catalogue: Catalogue, targets: Sequence[Period]) -> Computed:
    """Everything of a release for the `targets`, materialised on the connection."""
    units = con.read_parquet(release.path("units"), "units")
    sources = con.read_parquet(release.path("sources"), "sources")
    observations = con.read_parquet(release.path("observations"), "observations")
    cells = con.create_table("cells", rollup.with_cells(observations, release.dimensions))
    measures = _keep(con, "measures", measured(catalogue), MEASURES)
    reported = [Period.parse(text) for text in column(cells.select("period").distinct(), "period")]
    calendar = _keep(con, "calendar", _calendar(targets, reported), CALENDAR)
    splits = _keep(con, "splits", _splits(column(cells.select("cell").distinct(), "cell")), SPLITS)
    speaking = con.create_table("speaking", rollup.in_force(cells, measures, calendar))
    above = con.create_table("above", rollup.ancestors(units))
    of_units = con.create_table("of_units", rollup.of_units(speaking, splits))
    values = con.create_table("base_values", rollup.rolled_up(of_units, above))
    return Computed(values=values, speaking=speaking, splits=splits, above=above, units=units, sources=sources)


def measured(catalogue: Catalogue) -> list[dict[str, Any]]:
    """How each indicator that is reported adds up over units and over time."""
    return [
        {"indicator": indicator.code, "over_time": indicator.over_time, "over_units": over_units(indicator)}
        for indicator in catalogue.indicators.values()
        if indicator.formula is None
    ]


def over_units(indicator: Indicator) -> str:
    """How units make a total. Ratios typed into a form never add up: two schools at 90% are not at 180%."""
    ratio = "%" in indicator.unit or "/" in indicator.unit or (indicator.rollup and indicator.rollup.how == "averages")
    return "none" if ratio and indicator.over_units == "sum" else indicator.over_units


def column(table: Table, name: str) -> list[Any]:
    """One column of a table as a list."""
    return table.to_pyarrow()[name].to_pylist()  # type: ignore[no-any-return]


def _calendar(targets: Iterable[Period], reported: Iterable[Period]) -> list[dict[str, Any]]:
    rows = (asdict(speaks) for speaks in timing.calendar(targets, reported))
    return [{"source_period": row.pop("source"), **row} for row in rows]


def _splits(cells: Iterable[str]) -> list[dict[str, str]]:
    return [{"cell": cell, "split": split} for cell in cells for split in rollup.coarser(cell)]


def _keep(con: ibis.BaseBackend, name: str, rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> Table:
    return con.create_table(name, ibis.memtable(pa.Table.from_pylist(list(rows), schema=schema)))
