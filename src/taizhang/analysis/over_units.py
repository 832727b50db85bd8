"""What units(), every() and variation() give: aggregates over the units below, worked out in bulk."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.rollup import VALUE
from taizhang.analysis.shapes import Over, Shape, Slot
from taizhang.analysis.wide import Keep, Tables, as_table, by_shape, filled, filling, in_columns
from taizhang.catalogue.formulas.column_functions import EXACT, Column
from taizhang.catalogue.formulas.syntax import Blank, Expression
from taizhang.catalogue.model import Catalogue

COUNTED = pa.schema([("row", pa.int32()), ("indicator", pa.string()), ("kind", pa.string())])
GIVEN = pa.schema([("place", pa.int32()), ("row", pa.int32()), ("column", pa.int32())])
PLACES = pa.schema([("row", pa.int32()), ("function", pa.string()), ("first", pa.int32()), ("second", pa.int32())])
NOTHING: Expression = Blank("")          # the second argument of what has only one
_LEVELS = ("school", "county", "city")


def over_units(slots: Sequence[Slot], first: int, tables: Tables, catalogue: Catalogue, keep: Keep) -> Table:
    """What units(), every() and variation() give at every unit of the tree, as rows like those of `wide.filled`.

    They fill the columns from number `first` on. What several slots count alike is counted once.
    """
    places: dict[Over, int] = {}
    given = [{"place": places.setdefault(one, len(places)), "row": row, "column": first + at}
             for row, slot in enumerate(slots) for at, one in enumerate(slot.over)]
    below = keep("below", _below(list(places), tables, catalogue, keep))
    totals = _aggregated(below)
    return totals.join(as_table(given, GIVEN), "place").select("row", "org", "column", "value")


def _below(places: Sequence[Over], tables: Tables, catalogue: Catalogue, keep: Keep) -> Table:
    """The arguments of each place at each of its units, beside every unit above."""
    values = filled(tables.values, [one for place, over in enumerate(places) for one in filling(place, over.inputs)])
    counted = values.join(_population(places, tables, catalogue), ["row", "org"], how="semi")
    inputs = max(len(one.inputs) for one in places)
    wide = keep("wide_units", in_columns(counted, {f"input_{at}": EXACT for at in range(inputs)}))
    return _parts(wide, places, catalogue).join(tables.above, "unit")


def _population(places: Sequence[Over], tables: Tables, catalogue: Catalogue) -> Table:
    """The units that each place counts: those that reported, or the counties where below them it has no meaning.

    A county that reported for all below it is not one more beside those that did so themselves.
    """
    by_report, by_kind = [], []
    for place, over in enumerate(places):
        codes = {one.indicator for one in over.inputs}
        level = max((catalogue.indicators[code].level for code in codes), key=_LEVELS.index)
        if level == "school":
            by_report += [{"row": place, "indicator": code} for code in codes]
        else:
            by_kind.append({"row": place, "kind": level})
    said = as_table(by_report, COUNTED).join(tables.reported, "indicator").select("row", "unit").distinct()
    for_others = said.join(tables.above.filter(_.unit != _.org), "unit").select("row", unit=_.org)
    reported = said.anti_join(for_others, ["row", "unit"]).select("row", org=_.unit)
    of_kind = as_table(by_kind, COUNTED).join(tables.units, "kind").select("row", org=_.code)
    return reported.union(of_kind)


def _parts(wide: Table, places: Sequence[Over], catalogue: Catalogue) -> Table:
    """The first and the second argument of each place at each of its units, and the function they are for."""
    first: dict[Shape, int] = {}
    second: dict[Shape, int] = {}
    rows = []
    for row, over in enumerate(places):
        one, other = map(Shape, (*over.arguments, NOTHING)[:2])
        rows.append({"row": row, "function": over.function,
                     "first": first.setdefault(one, len(first)), "second": second.setdefault(other, len(second))})
    table = wide.join(as_table(rows, PLACES), "row")
    return table.select("function", place=table.row, unit=table.org,
                        part_0=by_shape(table, table.first, first, catalogue),
                        part_1=by_shape(table, table.second, second, catalogue))


def _aggregated(below: Table) -> Table:
    """Place, org, value: each place as its function has it."""
    made = {function: how(below).cast(VALUE) for function, how in _AGGREGATES.items()}
    totals = below.group_by("function", "place", "org").agg(**made)
    value = ibis.cases(*((totals.function == function, totals[function]) for function in _AGGREGATES))
    return totals.select("place", "org", value=value)


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
