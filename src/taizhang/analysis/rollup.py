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

from taizhang.analysis.tree import PARTS

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


def overlap(one: str, other: str) -> bool:
    """Whether two cells may hold the same case: they differ in no dimension that both are split by."""
    mine, others = split_of(one), split_of(other)
    return all(mine[dimension] == others[dimension] for dimension in mine.keys() & others.keys())


def with_cells(observations: Table, dimensions: Iterable[str]) -> Table:
    """The observations with their split as one text column `cell` in place of a column for each dimension."""
    parts = [ibis.literal(f"{name}=") + observations[name] for name in sorted(dimensions)]     # null where not split
    cell = ibis.literal(";").join(parts) if parts else ibis.literal("")
    return observations.select("id", "indicator", "unit", "period", "value", "source", cell=cell)


def in_force(observations: Table, measures: Table, calendar: Table) -> Table:
    """For each indicator, unit and target period the observations that speak for it (see timing.py).

    `measures` has `indicator`, `over_time`, `over_units`, `whole_told`; `calendar` the columns of
    timing.Speaks.
    """
    speaking = observations.join(measures, "indicator").join(calendar, ["over_time", "period"])
    whole = (
        speaking.group_by("indicator", "unit", "target", "source_period", "rank", "needed")
        .agg(found=_.period.nunique())
        .filter(_.found == _.needed)
    )
    best = whole.group_by("indicator", "unit", "target").agg(rank=_.rank.min())
    return speaking.join(best, ["indicator", "unit", "target", "rank"])


def told(speaking: Table, splits: Table) -> Table:
    """One value for each indicator, unit, target period and cell, once for every split that it is part of.

    The parts of a period make one the way `over_time` says, however units are combined: a school that served 50 and 48
    days served 98. Parts of which one is missing make none. `splits` maps each `cell` to its
    coarser `split`s.
    """
    key = ("indicator", "over_time", "over_units", "whole_told", "unit", "target", "cell")
    cells = speaking.group_by(key).agg(value=_combined("over_time"), whole=_.value.notnull().all())
    return cells.mutate(value=ibis.ifelse(_.whole, _.value, None)).join(splits, "cell")


def counted_from(parts: Table, above: Table, units: Table, overlaps: Table) -> Table:
    """What `told` gives, with the depth `counts_from`: only below it, in totals of deeper units, does a part count.

    A county that reports a figure for all below it has counted its schools: above, theirs would count twice (see
    docs/decisions/0011). `overlaps` has each pair of cells that may hold the same case, `cell` and `other`.
    """
    wholes = units.filter(_.kind.notin(PARTS)).select(unit=_.code)
    for_all = parts.filter(_.whole & _.whole_told).join(wholes, "unit", how="semi")
    for_all = for_all.select("indicator", "target", "split", org=_.unit, other=_.cell)
    twice = parts.join(above.filter(_.unit != _.org), "unit").join(for_all, ["indicator", "target", "split", "org"])
    twice = twice.join(overlaps, ["cell", "other"])
    key = ["indicator", "unit", "target", "split", "cell"]
    deepest = twice.group_by(key).agg(depth=_.depth.max())
    return parts.left_join(deepest, key).select(*(parts[name] for name in parts.columns),
                                                counts_from=_.depth.fill_null(0))


def behind(speaking: Table, parts: Table) -> Table:
    """Each observation once for every split that it is part of, with `counts_from`."""
    kept = ("indicator", "unit", "target", "split", "id", "period", "cell", "value", "source", "counts_from")
    counted = parts.select("indicator", "unit", "target", "cell", "split", "counts_from")
    return speaking.join(counted, ["indicator", "unit", "target", "cell"]).select(*kept)


def of_units(parts: Table) -> Table:
    """One value for each indicator, unit, target period and split: what each unit itself said."""
    return parts.group_by("indicator", "over_units", "unit", "target", "split").agg(
        value=_combined("over_units"), whole=_.whole.all())


def rolled_up(parts: Table, of_units: Table, above: Table) -> Table:
    """One value for each indicator, unit of the tree, target period and split; `reported` counts the whole reports,
    those too that another counted already. `above` is what `ancestors` gives.
    """
    key = ["indicator", "org", "target", "split"]
    reported = _beside_above(of_units, above).group_by(key).agg(reported=_.whole.cast("int32").sum().cast("int32"))
    once = parts.group_by("indicator", "over_units", "unit", "target", "split", "counts_from").agg(
        value=_combined("over_units"))
    counted = _beside_above(once, above).filter(_.depth > _.counts_from)
    values = counted.group_by([*key, "over_units"]).agg(value=_combined("over_units"))
    return values.join(reported, key).select(
        *key, value=ibis.ifelse(_.reported > 0, _.value, None).cast(VALUE), reported=_.reported)


def parts_of_periods(behind: Table, above: Table) -> Table:
    """What the periods that a target period is made of come to, for each unit of the tree: `org`, `period`, `value`."""
    counted = behind.filter(_.period != _.target).join(above, "unit").filter(_.depth > _.counts_from)
    return counted.group_by("indicator", "org", "target", "period", "split").agg(value=_.value.sum())


def _beside_above(values: Table, above: Table) -> Table:
    """What units said, beside every unit whose total it may be part of."""
    return values.join(above, "unit").filter((_.over_units != "none") | (_.unit == _.org))


def _combined(how: str) -> ibis.Deferred:
    """Several values as one, the way the column `how` says; several that nothing combines make none."""
    rule = _[how].max()
    return ibis.cases(
        (rule == "sum", _.value.sum()),
        (rule == "max", _.value.max()),
        (rule == "min", _.value.min()),
        else_=ibis.ifelse(_.count() == 1, _.value.max(), None),
    )


def ancestors(units: Table) -> Table:
    """Each unit beside itself and every unit above it: `unit`, `org`, and how deep in the tree the latter stands."""
    lines = units.select(unit=_.code, org=_.path.split("/").unnest())
    return lines.join(units.select(org=_.code, depth=_.path.split("/").length().cast("int32")), "org").select(
        "unit", "org", "depth")
