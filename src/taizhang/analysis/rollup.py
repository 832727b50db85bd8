"""Observations -> totals of every unit and every unit above it, by every split and in all.

Everything here is an Ibis expression, so that the same lines run on DuckDB and on Spark. What a unit said of a cell
in the parts of a period is added up first; a value is the sum, maximum or minimum of that. A unit counts as reported
when nothing of its part is missing; what no unit has reported whole is missing, never 0.

A split is written as text, its dimensions in order: `residence=local;stage=primary`; the empty text is the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import ibis
from ibis import _
from ibis.expr.types import Table

VALUE = "decimal(38, 9)"


def split_text(by: Mapping[str, str]) -> str:
    """The split as text: {"stage": "primary"} is "stage=primary"."""
    return ";".join(f"{dimension}={by[dimension]}" for dimension in sorted(by))


def split_of(text: str) -> dict[str, str]:
    """The split that the text names."""
    return dict(part.split("=", 1) for part in text.split(";") if part)


def coarser(cell: str) -> list[str]:
    """Every split that `cell` is part of, from the total to itself."""
    parts = [part for part in cell.split(";") if part]
    return [";".join(kept) for size in range(len(parts) + 1) for kept in combinations(parts, size)]


def with_cells(observations: Table, dimensions: Iterable[str]) -> Table:
    """The observations with their split as one text column `cell` in place of a column for each dimension."""
    parts = [ibis.literal(f"{name}=") + observations[name] for name in sorted(dimensions)]     # null where not split
    cell = ibis.literal(";").join(parts) if parts else ibis.literal("")
    return observations.select("id", "indicator", "unit", "period", "value", "source", cell=cell)


def in_force(observations: Table, measures: Table, calendar: Table) -> Table:
    """For each indicator, unit and target period the observations that speak for it (see timing.py).

    `measures` has `indicator`, `over_time`, `over_units`, `adds_up`; `calendar` the columns of timing.Speaks.
    """
    speaking = observations.join(measures, "indicator").join(calendar, ["over_time", "period"])
    whole = (
        speaking.group_by("indicator", "unit", "target", "source_period", "rank", "needed")
        .agg(found=_.period.nunique())
        .filter(_.found == _.needed)
    )
    best = whole.group_by("indicator", "unit", "target").agg(rank=_.rank.min())
    return speaking.join(best, ["indicator", "unit", "target", "rank"])


def behind(speaking: Table, splits: Table) -> Table:
    """Each observation once for every split that it is part of. `splits` maps `cell` to its coarser `split`s."""
    kept = ("indicator", "unit", "target", "split", "id", "period", "cell", "value", "source")
    return speaking.join(splits, "cell").select(*kept)


def over_time(speaking: Table) -> Table:
    """One value for each indicator, unit, target period and cell, from what `in_force` gives.

    The parts of a period are added up however units are combined: a school that served 50 and 48 days served 98. Of
    ratios (not `adds_up`) several make none.
    """
    return speaking.group_by("indicator", "over_units", "unit", "target", "cell").agg(
        value=ibis.ifelse(_.adds_up.all() | (_.count() == 1), _.value.sum(), None), whole=_.value.notnull().all())


def of_units(told: Table, splits: Table) -> Table:
    """One value for each indicator, unit, target period and split, from what `over_time` gives."""
    parts = told.join(splits, "cell")
    return parts.group_by("indicator", "over_units", "unit", "target", "split").agg(
        value=_combined(), whole=_.whole.all())


def rolled_up(values: Table, above: Table) -> Table:
    """One value for each indicator, unit of the tree, target period and split; `reported` counts the whole reports.

    `above` maps each `unit` to itself and every `org` above it.
    """
    return (
        values.join(above, "unit")
        .filter((_.over_units != "none") | (_.unit == _.org))
        .group_by("indicator", "over_units", "org", "target", "split")
        .agg(value=_combined(), reported=_.whole.cast("int32").sum().cast("int32"))
        .select(
            "indicator", "org", "target", "split", value=ibis.ifelse(_.reported > 0, _.value, None).cast(VALUE),
            reported=_.reported,
        )
    )


def _combined() -> ibis.Deferred:
    """Several values as one, the way `over_units` says; several that nothing combines make none."""
    return ibis.cases(
        (_.over_units.max() == "sum", _.value.sum()),
        (_.over_units.max() == "max", _.value.max()),
        (_.over_units.max() == "min", _.value.min()),
        else_=ibis.ifelse(_.count() == 1, _.value.max(), None),
    )


def ancestors(units: Table) -> Table:
    """Each unit beside itself and every unit above it: `unit`, `org`."""
    return units.select(unit=_.code, org=_.path.split("/").unnest())
