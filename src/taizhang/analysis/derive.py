"""Formulas worked out in bulk, at every unit of the tree, from the sums there.

All formulas are one query: they share the columns input_0, input_1, … of one wide table, and `variant` says which
formula a row is of. Planning has put the definitions of what a formula uses in its place, so that every input is a
figure that was reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.rollup import VALUE, split_text
from taizhang.analysis.shapes import Over, Shape, Variant
from taizhang.catalogue.formulas.columns import EXACT, Column, column
from taizhang.catalogue.formulas.syntax import Call, Input
from taizhang.catalogue.model import Catalogue

WANTED = pa.schema(
    [("variant", pa.int32()), ("column", pa.string()), ("indicator", pa.string()), ("from_target", pa.string()),
     ("from_split", pa.string()), ("target", pa.string()), ("split", pa.string())]
)


@dataclass(frozen=True, slots=True)
class Tables:
    """What formulas are worked out from: `values` rolled up, `reported` (indicator, unit), `above`, `units`."""

    values: Table
    reported: Table
    above: Table
    units: Table


def work_out(variants: Sequence[Variant], tables: Tables, catalogue: Catalogue) -> Table:
    """Every variant for every unit of the tree: indicator, org, target, split, value. What is missing has no row."""
    rows = _filled(tables.values, [row for number, one in enumerate(variants) for row in _wanted(number, one)])
    for number, one in enumerate(variants):
        for at, over in enumerate(one.shape.over):
            rows = rows.union(_over_units(over, _Place(number, at), one, tables, catalogue))
    wide = _wide(rows, variants)
    value = ibis.cases(*((wide.variant == number, _value(one.shape, wide, catalogue))
                         for number, one in enumerate(variants)))
    codes = ibis.cases(*((wide.variant == number, one.code) for number, one in enumerate(variants)))
    return wide.select("org", "target", "split", indicator=codes, value=value).filter(_.value.notnull())


@dataclass(frozen=True, slots=True)
class _Place:
    """Which column of which variant an aggregate over units fills."""

    variant: int
    at: int


def _wanted(number: int, variant: Variant, over: int | None = None) -> Iterator[dict[str, object]]:
    """Which value fills which column of which row; of the shape itself, or of its aggregate `over`."""
    for slot in variant.slots:
        for at, one in enumerate(slot.inputs if over is None else slot.over_inputs[over]):
            yield {"variant": number, "column": f"input_{at}", "indicator": one.indicator, "from_target": one.period,
                   "from_split": split_text(dict(one.by)), "target": str(slot.target), "split": split_text(slot.split)}


def _filled(values: Table, wanted: list[dict[str, object]]) -> Table:
    """The values that fill columns: variant, org, target, split, column, value."""
    places = ibis.memtable(pa.Table.from_pylist(wanted, schema=WANTED))
    sources = values.select("indicator", "org", "value", from_target=_.target, from_split=_.split)
    found = places.join(sources, ["indicator", "from_target", "from_split"])
    return found.select("variant", "org", "target", "split", "column", "value")


def _wide(rows: Table, variants: Sequence[Variant]) -> Table:
    """One row for each variant, unit, period and split, with every column that a shape may use."""
    inputs = max((len(slot.inputs) for one in variants for slot in one.slots), default=0)
    over = max((len(one.shape.over) for one in variants), default=0)
    return _columns(rows, [(f"input_{at}", EXACT) for at in range(inputs)] + [(f"over_{at}", "float64") for at in range(over)])


def _columns(rows: Table, named: Sequence[tuple[str, str]]) -> Table:
    made = {name: rows.value.max(where=rows.column == name).cast(kind) for name, kind in named}
    return rows.group_by("variant", "org", "target", "split").agg(**made)


def _value(shape: Shape, wide: Table, catalogue: Catalogue) -> Column:
    """A shape's value, row by row; truths are 1 and 0."""
    truths = frozenset(f"over_{at}" for at, over in enumerate(shape.over) if over.function == "every")
    made = column(shape.root, _Wide(catalogue, wide, truths))
    return (made.cast("int32") if made.type().is_boolean() else made).cast(VALUE)


@dataclass(frozen=True, slots=True)
class _Wide:
    """The columns of the wide table, by the names that a shape has for them."""

    catalogue: Catalogue
    table: Table
    truths: frozenset[str]
    period: None = None          # planning has put in everything that depends on it

    def look_up(self, wanted: Input) -> Column:
        raise KeyError(wanted)

    def record(self, name: str) -> Column:
        return self.table[name] == 1 if name in self.truths else self.table[name]

    def over_units(self, call: Call) -> Column:
        raise KeyError(call)


# --- over the units below ----------------------------------------------------------------------------------


def _over_units(over: Over, place: _Place, variant: Variant, tables: Tables, catalogue: Catalogue) -> Table:
    """What `units`, `every` or `variation` gives at every unit of the tree, as rows like those of `_filled`."""
    slots = [slot.over_inputs[place.at] for slot in variant.slots]
    population = _population({one.indicator for inputs in slots for one in inputs}, tables, catalogue)
    rows = _filled(tables.values, list(_wanted(place.variant, variant, place.at)))
    counted = rows.join(population, rows.org == population.unit, how="semi")
    wide = _columns(counted, [(f"input_{at}", EXACT) for at in range(max(map(len, slots)))])
    parts = {f"part_{at}": _value(Shape(one), wide, catalogue) for at, one in enumerate(over.arguments)}
    below = wide.select("variant", "target", "split", unit=wide.org, **parts).join(tables.above, "unit")
    totals = below.group_by("variant", "org", "target", "split").agg(value=_AGGREGATES[over.function](below))
    return totals.select("variant", "org", "target", "split", column=ibis.literal(f"over_{place.at}"),
                         value=totals.value.cast(VALUE))


def _population(codes: set[str], tables: Tables, catalogue: Catalogue) -> Table:
    """The units that are counted: those that reported, or the counties where below them it has no meaning."""
    level = max((catalogue.indicators[code].level for code in codes), key=_LEVELS.index, default="school")
    if level != "school":
        return tables.units.filter(_.kind == level).select(unit=_.code)
    return tables.reported.filter(_.indicator.isin(sorted(codes))).select("unit").distinct()


_LEVELS = ("school", "county", "city")


def _how_many(below: Table) -> Column:
    """For how many units the condition holds; missing where it is known of none."""
    return below.part_0.sum()


def _all_hold(below: Table) -> Column:
    """0 as soon as one does not hold; missing while one is unknown; else 1."""
    unknown = below.part_0.isnull().any()
    return ibis.ifelse((below.part_0.min() == 1) & unknown, None, below.part_0.min())


def _variation(below: Table) -> Column:
    """The coefficient of variation of assets ÷ pupils, weighted by pupils (教督〔2017〕6号, 校际差异系数).

    Units without pupils are left out; a unit with pupils whose assets are missing makes it missing, and so does a
    mean of nothing.
    """
    counted = (below.part_1 != 0).fill_null(False)
    assets, pupils = below.part_0.cast("float64"), ibis.ifelse(counted, below.part_1, None).cast("float64")
    mean = assets.sum(where=counted) / pupils.sum()
    squares = (assets * assets / pupils).sum(where=counted) / pupils.sum()
    spread = ibis.greatest(squares - mean * mean, 0.0).sqrt()
    unknown = (counted & below.part_0.isnull()).any()
    return ibis.ifelse(unknown | (mean == 0), None, spread / mean)


_AGGREGATES = {"units": _how_many, "every": _all_hold, "variation": _variation}
