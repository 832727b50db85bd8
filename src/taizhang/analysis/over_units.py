"""What units(), every() and variation() give: aggregates over the units below, worked out in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.rollup import VALUE
from taizhang.analysis.shapes import Over, Shape, Slot, Variant
from taizhang.analysis.wide import WANTED, Keep, Tables, as_table, filled, filling, in_columns, value_of
from taizhang.catalogue.formulas.column_functions import EXACT, Column
from taizhang.catalogue.formulas.syntax import Blank, Expression, Input
from taizhang.catalogue.model import Catalogue

COUNTED = pa.schema([("variant", pa.int32()), ("indicator", pa.string()), ("kind", pa.string())])
NOTHING: Expression = Blank("")          # the second argument of what has only one
_LEVELS = ("school", "county", "city")


@dataclass(frozen=True, slots=True)
class _Place:
    """One aggregate over units: which column of which variant it fills."""

    variant: int
    at: int
    over: Over
    slots: Sequence[Slot]

    def inputs(self, slot: Slot) -> Sequence[Input]:
        return slot.over_inputs[self.at]


def over_units(variants: Sequence[Variant], tables: Tables, catalogue: Catalogue, keep: Keep) -> Table | None:
    """What units(), every() and variation() give at every unit of the tree, as rows like those of `wide.filled`."""
    places = [_Place(number, at, over, one.slots)
              for number, one in enumerate(variants) for at, over in enumerate(one.over)]
    if not places:
        return None
    rows = filled(tables.values, [row for number, place in enumerate(places)
                                  for slot in place.slots for row in filling(number, slot, place.inputs(slot))])
    counted = rows.join(_population(places, tables, catalogue), ["variant", "org"], how="semi")
    inputs = max(len(place.inputs(slot)) for place in places for slot in place.slots)
    wide = keep("wide_units", in_columns(counted, {f"input_{at}": EXACT for at in range(inputs)}))
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
    reported = as_table(by_report, COUNTED).join(tables.reported, "indicator").select("variant", org=_.unit)
    of_kind = as_table(by_kind, COUNTED).join(tables.units, "kind").select("variant", org=_.code)
    return reported.union(of_kind)


def _parts(wide: Table, places: Sequence[_Place], catalogue: Catalogue) -> Table:
    """The first and the second argument of each place at each of its units."""
    made = {}
    for at in range(2):
        arguments = [(*place.over.arguments, NOTHING)[at] for place in places]
        shapes = list(dict.fromkeys(arguments))
        of_shape = {shape: [n for n, one in enumerate(arguments) if one == shape] for shape in shapes}
        made[f"part_{at}"] = ibis.cases(*(
            (wide.variant.isin(numbers), value_of(Shape(shape), wide, catalogue))
            for shape, numbers in of_shape.items()))
    return wide.select("variant", "target", "split", unit=wide.org, **made)


def _aggregated(below: Table, places: Sequence[_Place]) -> Table:
    made = {function: how(below) for function, how in _AGGREGATES.items()}
    totals = below.group_by("variant", "org", "target", "split").agg(**made)
    value = ibis.cases(*((totals.variant.isin([n for n, place in enumerate(places) if place.over.function == function]),
                          totals[function].cast(VALUE)) for function in _AGGREGATES))
    names = as_table([{"variant": number, "column": f"over_{place.at}", "indicator": str(place.variant)}
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
