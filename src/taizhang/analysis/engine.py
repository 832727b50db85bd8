"""The whole half-year in a few bulk queries: a release and a catalogue -> one table of values.

What is computed are Ibis expressions (rollup.py, derive.py); of DuckDB only `opened` knows, and only how to connect.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from time import time
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang import __version__
from taizhang.analysis import derive, rollup, timing
from taizhang.analysis.release import TABLES, Release
from taizhang.analysis.shapes import HOW_MANY_UNITS, slots
from taizhang.analysis.wide import Tables, as_table
from taizhang.catalogue.model import Catalogue, Indicator
from taizhang.periods import Period

CALENDAR = pa.schema(
    [("over_time", pa.string()), ("target", pa.string()), ("period", pa.string()), ("source_period", pa.string()),
     ("rank", pa.int32()), ("needed", pa.int32())]
)
MEASURES = pa.schema([("indicator", pa.string()), ("over_time", pa.string()), ("over_units", pa.string()),
                      ("whole_told", pa.bool_())])
UNUSED = 90 * 24 * 3600  # seconds after which what nobody opened is removed
_TABLES = 2              # raised when what is computed changes, so that no file of before is read
_OURS = f"{__version__}-{_TABLES}-"
_KEEPING = Lock()  # who asks while another thread computes waits for that, in place of writing the same file
SPLITS = pa.schema([("cell", pa.string()), ("split", pa.string())])
OVERLAPS = pa.schema([("cell", pa.string()), ("other", pa.string())])


class Computed:
    """The tables that `compute` left on a connection, from which everything else is read.

    `values`: indicator, org, target, split, value, reported. `of_units`: what each unit itself said, and whether that
    was `whole`. `behind`: the observations in force for each target period, once for every split that they are part
    of. `cells`: every observation of the release. `above`: each unit and what stands above it. `units`, `sources` and
    `asked` are those of the release.
    """

    values: Table
    of_units: Table
    behind: Table
    cells: Table
    above: Table
    units: Table
    sources: Table
    asked: Table

    def __init__(self, con: ibis.BaseBackend) -> None:
        self._con = con

    def __getattr__(self, name: str) -> Table:
        """A table that is first asked for; looking it up takes as long as a small query."""
        table = self._con.table(name)
        setattr(self, name, table)
        return table


def opened(release: Release, catalogue: Catalogue, period: Period, cache: Path | None) -> ibis.BaseBackend:
    """A connection with everything computed: in memory, or read from a file that another process may share."""
    if cache is None:
        con = ibis.duckdb.connect()
        compute(con, release, catalogue, period)
        return con
    kept = cache / f"{_OURS}{release.digest[:16]}-{catalogue.digest[:16]}-{period}.duckdb"
    with _KEEPING:
        if kept.exists():
            os.utime(kept)
        else:
            cache.mkdir(mode=0o700, parents=True, exist_ok=True)     # it holds counts too small to be shown
            unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
            unfinished.unlink(missing_ok=True)
            con = ibis.duckdb.connect(unfinished)
            try:
                compute(con, release, catalogue, period)
            finally:
                con.disconnect()
            unfinished.chmod(0o600)
            unfinished.replace(kept)
            _clear(cache)
    return ibis.duckdb.connect(kept, read_only=True)


def _clear(cache: Path) -> None:
    """Remove what another version computed and what nobody opened for long: it is computed again when asked for. The
    folder may hold other things, such as the release itself."""
    for one in cache.glob("*.duckdb*"):
        with suppress(OSError):  # another process was faster, or a system keeps what is open
            if not one.name.startswith(_OURS) or time() - one.stat().st_mtime > UNUSED:
                one.unlink()


def compute(con: ibis.BaseBackend, release: Release, catalogue: Catalogue, period: Period) -> None:
    """Everything of a release for a period and those it is compared with, materialised on the connection."""
    files = {table: con.read_parquet(release.path(table), table_name=f"{table}_file") for table in TABLES}
    units, *_others = (con.create_table(table, files[table]) for table in ("units", "sources", "asked"))
    targets = timing.needed(period)
    cells = con.create_table("cells", rollup.with_cells(files["observations"], release.dimensions))
    measures = as_table(measured(catalogue), MEASURES)
    calendar = as_table(_calendar(targets, map(Period.parse, distinct(cells, "period"))), CALENDAR)
    splits = as_table(_splits(distinct(cells, "cell")), SPLITS)
    overlaps = as_table(_overlaps(distinct(cells, "cell")), OVERLAPS)
    speaking = con.create_table("speaking", rollup.in_force(cells, measures, calendar))
    above = con.create_table("above", rollup.ancestors(units))
    told = con.create_table("told", rollup.told(speaking, splits))
    parts = con.create_table("parts", rollup.counted_from(told, above, units, overlaps))
    con.create_table("behind", rollup.behind(speaking, parts))
    of_units = con.create_table("of_units", rollup.of_units(parts))
    rolled = con.create_table("rolled", rollup.rolled_up(parts, of_units, above))
    counted = rolled.drop("reported").union(_how_many_units(above, units, targets))
    reported = speaking.select("indicator", "unit").distinct()
    tables = Tables(values=counted, reported=reported, above=above, units=units)
    known = catalogue.resting_on(set(distinct(cells, "indicator")))
    worked_out = _worked_out(con, tables, catalogue, known, timing.near(period)).mutate(reported=ibis.null("int32"))
    con.create_table("values", rolled.union(worked_out.select(rolled.columns)))


def _worked_out(con: ibis.BaseBackend, tables: Tables, catalogue: Catalogue, told: Set[str],
                targets: Sequence[Period]) -> Table:
    """Every indicator with a formula that rests on what was `told`, or names nothing and counts the units of the tree.

    The others are missing without being worked out.
    """
    made = [one for indicator in catalogue.indicators.values() if indicator.formula
            if indicator.code in told or not any(catalogue.needs(indicator))
            for one in slots(indicator, catalogue, targets)]
    if not made:
        return tables.values.limit(0)
    return con.create_table("worked_out", derive.work_out(made, tables, catalogue, con.create_table))


def _how_many_units(above: Table, units: Table, targets: Sequence[Period]) -> Table:
    """What `units()` counts: schools and kindergartens at and below each unit of the tree."""
    schools = units.filter(_.kind.isin(["school", "kindergarten"])).select(unit=_.code)
    counted = above.join(schools, "unit").group_by("org").agg(value=_.count().cast(rollup.VALUE))
    periods = ibis.memtable(pa.table({"target": [str(target) for target in targets]}))
    named = counted.cross_join(periods).mutate(indicator=ibis.literal(HOW_MANY_UNITS), split=ibis.literal(""))
    return named.select("indicator", "org", "target", "split", "value")


def measured(catalogue: Catalogue) -> list[dict[str, Any]]:
    """How each indicator that is reported adds up over units and over time."""
    return [
        {"indicator": indicator.code, "over_time": indicator.over_time, "over_units": indicator.over_units,
         "whole_told": is_told_whole(indicator)}
        for indicator in catalogue.indicators.values()
        if indicator.formula is None
    ]


def is_told_whole(indicator: Indicator) -> bool:
    """Whether a county reports it for all below: so in forms. Of a register every record is one more thing."""
    return indicator.rollup is None


def distinct(table: Table, name: str) -> list[Any]:
    """The values that a column has."""
    return table.select(name).distinct().to_pyarrow()[name].to_pylist()  # type: ignore[no-any-return]


def _calendar(targets: Iterable[Period], reported: Iterable[Period]) -> list[dict[str, Any]]:
    rows = (asdict(speaks) for speaks in timing.calendar(targets, reported))
    return [{"source_period": row.pop("source"), **row} for row in rows]


def _splits(cells: Iterable[str]) -> list[dict[str, str]]:
    return [{"cell": cell, "split": split} for cell in cells for split in rollup.coarser(cell)]


def _overlaps(cells: Sequence[str]) -> list[dict[str, str]]:
    return [{"cell": one, "other": other} for one in cells for other in cells if rollup.overlap(one, other)]
