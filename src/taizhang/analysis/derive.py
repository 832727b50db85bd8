"""Formulas worked out in bulk, at every unit of the tree, from the sums there.

All formulas go through one wide table with the columns input_0, input_1, …: a row is one formula of one period and
split (`Slot`) at one unit. Formulas of one shape are one expression, however many there are. Planning has put the
definitions of what a formula uses in its place, so that every input is a figure that was reported.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.over_units import over_units
from taizhang.analysis.rollup import split_text
from taizhang.analysis.shapes import Shape, Slot
from taizhang.analysis.wide import Keep, Tables, as_table, by_shape, filled, filling, in_columns
from taizhang.catalogue.formulas.column_functions import EXACT
from taizhang.catalogue.model import Catalogue

NUMBERED = pa.schema(
    [("row", pa.int32()), ("shape", pa.int32()), *((name, pa.string()) for name in ("indicator", "target", "split"))]
)


def work_out(slots: Sequence[Slot], tables: Tables, catalogue: Catalogue, keep: Keep) -> Table:
    """Every slot for every unit of the tree: indicator, org, target, split, value. What is missing has no row.

    `keep(name, expression)` materialises a step, so that no query grows with the number of formulas.
    """
    shapes: dict[Shape, int] = {}
    rows = [{"row": row, "shape": shapes.setdefault(one.shape, len(shapes)), "indicator": one.code,
             "target": str(one.target), "split": split_text(one.split)} for row, one in enumerate(slots)]
    table = keep("wide", _wide(slots, tables, catalogue, keep)).join(as_table(rows, NUMBERED), "row")
    value = by_shape(table, table.shape, shapes, catalogue)
    return table.select("indicator", "org", "target", "split", value=value).filter(_.value.notnull())


def _wide(slots: Sequence[Slot], tables: Tables, catalogue: Catalogue, keep: Keep) -> Table:
    """For each slot and unit every column that a shape may use."""
    inputs = max(len(one.inputs) for one in slots)
    over = max(len(one.over) for one in slots)
    values = filled(tables.values, [one for row, slot in enumerate(slots) for one in filling(row, slot.inputs)])
    if over:
        values = values.union(over_units(slots, inputs, tables, catalogue, keep))
    return in_columns(values, {f"input_{at}": EXACT for at in range(inputs)}
                      | {f"over_{at}": "float64" for at in range(over)})
