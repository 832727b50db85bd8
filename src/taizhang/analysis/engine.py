"""The whole half-year in a few bulk queries: a release and a catalogue -> one table of values.

`Engine` owns the connection. What it computes are Ibis expressions (rollup.py, derive.py); the only thing it knows
of DuckDB is how to connect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis import derive, rollup, timing
from taizhang.analysis.release import Release
from taizhang.analysis.shapes import HOW_MANY_UNITS, variants
from taizhang.catalogue.formulas.syntax import Formula, Name
from taizhang.catalogue.model import Catalogue, Indicator
from taizhang.periods import Period

CALENDAR = pa.schema(
    [("over_time", pa.string()), ("target", pa.string()), ("period", pa.string()), ("source_period", pa.string()),
     ("rank", pa.int32()), ("needed", pa.int32())]
)
MEASURES = pa.schema([("indicator", pa.string()), ("over_time", pa.string()), ("over_units", pa.string())])
PARTS = ("done", "problems", "next")
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
    units = con.read_parquet(release.path("units"), table_name="units")
    sources = con.read_parquet(release.path("sources"), table_name="sources")
    observations = con.read_parquet(release.path("observations"), table_name="observations")
    cells = con.create_table("cells", rollup.with_cells(observations, release.dimensions))
    measures = _keep(con, "measures", measured(catalogue), MEASURES)
    reported = [Period.parse(text) for text in column(cells.select("period").distinct(), "period")]
    calendar = _keep(con, "calendar", _calendar(targets, reported), CALENDAR)
    splits = _keep(con, "splits", _splits(column(cells.select("cell").distinct(), "cell")), SPLITS)
    speaking = con.create_table("speaking", rollup.in_force(cells, measures, calendar))
    above = con.create_table("above", rollup.ancestors(units))
    of_units = con.create_table("of_units", rollup.of_units(speaking, splits))
    rolled = con.create_table("rolled", rollup.rolled_up(of_units, above))
    reported = con.create_table("reported", speaking.select("indicator", "unit").distinct())
    counted = rolled.select("indicator", "org", "target", "split", "value").union(_how_many_units(above, units, targets))
    tables = derive.Tables(values=counted, reported=reported, above=above, units=units)
    values = rolled.union(_worked_out(con, tables, catalogue, targets).mutate(reported=ibis.null("int32")).select(rolled.columns))
    return Computed(values=con.create_table("values", values), speaking=speaking, splits=splits, above=above,
                    units=units, sources=sources)


def _worked_out(con: ibis.BaseBackend, tables: derive.Tables, catalogue: Catalogue, targets: Sequence[Period]) -> Table:
    """Every indicator with a formula, and the condition of every sentence of the outlines."""
    made = [one for indicator in catalogue.indicators.values() if indicator.formula
            for one in variants(indicator.code, Formula(indicator.code, Name(indicator.code)), catalogue, targets,
                                _splits_of(indicator, catalogue))]
    for code, formula in conditions(catalogue):
        made += variants(code, formula, catalogue, targets[:1], [{}])
    if not made:
        return tables.values.limit(0)
    return con.create_table("worked_out", derive.work_out(made, tables, catalogue, con.create_table))


def _splits_of(indicator: Indicator, catalogue: Catalogue) -> list[dict[str, str]]:
    """The total, and each code of each dimension that the indicator is split by."""
    codes = ({dimension: code} for dimension in indicator.by for code in catalogue.dimensions[dimension].codes)
    return [{}, *codes]


def conditions(catalogue: Catalogue) -> Iterator[tuple[str, Formula]]:
    """The condition of every sentence of the outlines, under the name by which `Analysis.holds` asks for it."""
    for domain, outline in catalogue.outlines.items():
        for part in PARTS:
            for at, sentence in enumerate(getattr(outline, part)):
                if sentence.when:
                    yield condition_code(domain, part, at), sentence.when


def condition_code(domain: str, part: str, at: int) -> str:
    """The name of the condition of a domain's sentence: its part and its place there, from 0."""
    return f"{domain}/{part}/{at}"


def _how_many_units(above: Table, units: Table, targets: Sequence[Period]) -> Table:
    """What `units()` counts: schools and kindergartens at and below each unit of the tree."""
    schools = units.filter(_.kind.isin(["school", "kindergarten"])).select(unit=_.code)
    counted = above.join(schools, "unit").group_by("org").agg(value=_.count().cast(rollup.VALUE))
    periods = ibis.memtable(pa.table({"target": [str(target) for target in targets]}))
    return counted.cross_join(periods).select(
        "org", "target", "value", indicator=ibis.literal(HOW_MANY_UNITS), split=ibis.literal(""),
    ).select("indicator", "org", "target", "split", "value")


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
