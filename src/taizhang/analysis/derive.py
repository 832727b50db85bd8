"""Formulas worked out in bulk, at every unit of the tree, from the sums there.

All formulas go through one wide table with the columns input_0, input_1, …: a row is one formula (`variant`) of one
unit, period and split. Formulas of one shape are one expression, however many there are. Planning has put the
definitions of what a formula uses in its place, so that every input is a figure that was reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.rollup import VALUE, split_text
from taizhang.analysis.shapes import Over, Shape, Slot, Variant
from taizhang.catalogue.formulas.column_functions import EXACT, Column
from taizhang.catalogue.formulas.columns import column
from taizhang.catalogue.formulas.syntax import Blank, Call, Expression, Input
from taizhang.catalogue.model import Catalogue

WANTED = pa.schema(
    [("variant", pa.int32()), ("column", pa.string()), ("indicator", pa.string()), ("from_target", pa.string()),
     ("from_split", pa.string()), ("target", pa.string()), ("split", pa.string())]
)
NUMBERED = pa.schema([("variant", pa.int32()), ("shape", pa.int32()), ("indicator", pa.string())])
COUNTED = pa.schema([("variant", pa.int32()), ("indicator", pa.string()), ("kind", pa.string())])
NOTHING: Expression = Blank("")          # the second argument of what has only one
_LEVELS = ("school", "county", "city")

Keep = Callable[[str, Table], Table]


@dataclass(frozen=True, slots=True)
class Tables:
    """What formulas are worked out from: `values` rolled up, `reported` (indicator, unit), `above`, `units`."""

    values: Table
    reported: Table
    above: Table
    units: Table


def work_out(variants: Sequence[Variant], tables: Tables, catalogue: Catalogue, keep: Keep) -> Table:
    """Every variant for every unit of the tree: indicator, org, target, split, value. What is missing has no row.

    `keep(name, expression)` materialises a step, so that no query grows with the number of formulas.
    """
    rows = _filled(tables.values, [row for number, one in enumerate(variants)
                                   for slot in one.slots for row in _wanted(number, slot, slot.inputs)])
    over = _over_units(variants, tables, catalogue, keep)
    wide = keep("wide", _wide(rows if over is None else rows.union(over), variants))
    shapes = list(dict.fromkeys(one.shape for one in variants))
    numbers = [{"variant": number, "shape": shapes.index(one.shape), "indicator": one.code}
               for number, one in enumerate(variants)]
    table = wide.join(_rows(numbers, NUMBERED), "variant")
    value = _by_shape(table, shapes, catalogue)
    return table.select("indicator", "org", "target", "split", value=value).filter(_.value.notnull())


def _rows(rows: Sequence[dict[str, object]], schema: pa.Schema) -> Table:
    return ibis.memtable(pa.Table.from_pylist(list(rows), schema=schema))


def _wanted(variant: int, slot: Slot, inputs: Sequence[Input]) -> Iterator[dict[str, object]]:
    """Which value fills which column of which row."""
    for at, one in enumerate(inputs):
        yield {"variant": variant, "column": f"input_{at}", "indicator": one.indicator, "from_target": one.period,
               "from_split": split_text(dict(one.by)), "target": str(slot.target), "split": split_text(slot.split)}


def _filled(values: Table, wanted: Sequence[dict[str, object]]) -> Table:
    """The values that fill columns: variant, org, target, split, column, value."""
    sources = values.select("indicator", "org", "value", from_target=_.target, from_split=_.split)
    found = _rows(wanted, WANTED).join(sources, ["indicator", "from_target", "from_split"])
    return found.select("variant", "org", "target", "split", "column", "value")


def _wide(rows: Table, variants: Sequence[Variant]) -> Table:
    """One row for each variant, unit, period and split, with every column that a shape may use."""
    inputs = max((len(slot.inputs) for one in variants for slot in one.slots), default=0)
    over = max((len(one.shape.over) for one in variants), default=0)
    named = {f"input_{at}": EXACT for at in range(inputs)} | {f"over_{at}": "float64" for at in range(over)}
    return _columns(rows, named)


def _columns(rows: Table, kinds: dict[str, str]) -> Table:
    made = {name: rows.value.max(where=rows.column == name).cast(kind) for name, kind in kinds.items()}
    return rows.group_by("variant", "org", "target", "split").agg(**made)


def _by_shape(table: Table, shapes: Sequence[Shape], catalogue: Catalogue) -> Column:
    """The value of each row by its shape."""
    return ibis.cases(*((table.shape == number, _value(shape, table, catalogue))
                        for number, shape in enumerate(shapes)))


def _value(shape: Shape, table: Table, catalogue: Catalogue) -> Column:
    """A shape's value, row by row; truths are 1 and 0."""
    truths = frozenset(f"over_{at}" for at, function in enumerate(shape.over) if function == "every")
    made = column(shape.root, _Named(catalogue, table, truths))
    return (made.cast("int32") if made.type().is_boolean() else made).cast(VALUE)


@dataclass(frozen=True, slots=True)
class _Named:
    """The columns of a table, by the names that a shape has for them."""

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


@dataclass(frozen=True, slots=True)
class _Place:
    """One aggregate over units: which column of which variant it fills."""

    variant: int
    at: int
    over: Over
    slots: Sequence[Slot]

    def inputs(self, slot: Slot) -> Sequence[Input]:
        return slot.over_inputs[self.at]


def _over_units(variants: Sequence[Variant], tables: Tables, catalogue: Catalogue, keep: Keep) -> Table | None:
    """What units(), every() and variation() give at every unit of the tree, as rows like those of `_filled`."""
    places = [_Place(number, at, over, one.slots)
              for number, one in enumerate(variants) for at, over in enumerate(one.over)]
    if not places:
        return None
    rows = _filled(tables.values, [row for number, place in enumerate(places)
                                   for slot in place.slots for row in _wanted(number, slot, place.inputs(slot))])
    counted = rows.join(_population(places, tables, catalogue), ["variant", "org"], how="semi")
    inputs = max(len(place.inputs(slot)) for place in places for slot in place.slots)
    wide = keep("wide_units", _columns(counted, {f"input_{at}": EXACT for at in range(inputs)}))
    below = keep("below", _parts(wide, places, catalogue).join(tables.above, "unit"))
    return _aggregated(below, places)


def _population(places: Sequence[_Place], tables: Tables, catalogue: Catalogue) -> Table:
    """The units that each place counts: those that reported, or the counties where below them it has no meaning."""
    by_report, by_kind = [], []
    for number, place in enumerate(places):
        codes = {one.indicator for slot in place.slots for one in place.inputs(slot)}
        level = max((catalogue.indicators[code].level for code in codes), key=_LEVELS.index)
        if level == "school":
            by_report += [{"variant": number, "indicator": code} for code in codes]
        else:
            by_kind.append({"variant": number, "kind": level})
    reported = _rows(by_report, COUNTED).join(tables.reported, "indicator").select("variant", org=_.unit)
    of_kind = _rows(by_kind, COUNTED).join(tables.units, "kind").select("variant", org=_.code)
    return reported.union(of_kind)


def _parts(wide: Table, places: Sequence[_Place], catalogue: Catalogue) -> Table:
    """The first and the second argument of each place at each of its units."""
    made = {}
    for at in range(2):
        arguments = [(*place.over.arguments, NOTHING)[at] for place in places]
        shapes = list(dict.fromkeys(arguments))
        of_shape = {shape: [n for n, one in enumerate(arguments) if one == shape] for shape in shapes}
        made[f"part_{at}"] = ibis.cases(*(
            (wide.variant.isin(numbers), _value(Shape(shape), wide, catalogue)) for shape, numbers in of_shape.items()))
    return wide.select("variant", "target", "split", unit=wide.org, **made)


def _aggregated(below: Table, places: Sequence[_Place]) -> Table:
    made = {function: how(below) for function, how in _AGGREGATES.items()}
    totals = below.group_by("variant", "org", "target", "split").agg(**made)
    value = ibis.cases(*((totals.variant.isin([n for n, place in enumerate(places) if place.over.function == function]),
                          totals[function].cast(VALUE)) for function in _AGGREGATES))
    names = _rows([{"variant": number, "column": f"over_{place.at}", "indicator": str(place.variant)}
                   for number, place in enumerate(places)], WANTED).select("variant", "column", filled="indicator")
    named = totals.select("variant", "org", "target", "split", value=value).join(names, "variant")
    return named.select(named.filled.cast("int32").name("variant"), "org", "target", "split", "column", "value")


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
