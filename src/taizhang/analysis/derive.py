"""Formulas worked out in bulk, at every unit of the tree, from the sums there.

All formulas go through one wide table with the columns input_0, input_1, …: a row is one formula (`variant`) of one
unit, period and split. Formulas of one shape are one expression, however many there are. Planning has put the
definitions of what a formula uses in its place, so that every input is a figure that was reported.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.over_units import over_units
from taizhang.analysis.shapes import Shape, Variant
from taizhang.analysis.wide import Keep, Tables, as_table, filled, filling, in_columns, value_of
from taizhang.catalogue.formulas.column_functions import EXACT, Column
from taizhang.catalogue.model import Catalogue

NUMBERED = pa.schema([("variant", pa.int32()), ("shape", pa.int32()), ("indicator", pa.string())])


def work_out(variants: Sequence[Variant], tables: Tables, catalogue: Catalogue, keep: Keep) -> Table:
    """Every variant for every unit of the tree: indicator, org, target, split, value. What is missing has no row.

    `keep(name, expression)` materialises a step, so that no query grows with the number of formulas.
    """
    rows = filled(tables.values, [row for number, one in enumerate(variants)
                                  for slot in one.slots for row in filling(number, slot, slot.inputs)])
    over = over_units(variants, tables, catalogue, keep)
    wide = keep("wide", _wide(rows if over is None else rows.union(over), variants))
    shapes = list(dict.fromkeys(one.shape for one in variants))
    numbers = [{"variant": number, "shape": shapes.index(one.shape), "indicator": one.code}
               for number, one in enumerate(variants)]
    table = wide.join(as_table(numbers, NUMBERED), "variant")
    value = _by_shape(table, shapes, catalogue)
    return table.select("indicator", "org", "target", "split", value=value).filter(_.value.notnull())


def _wide(rows: Table, variants: Sequence[Variant]) -> Table:
    """One row for each variant, unit, period and split, with every column that a shape may use."""
    inputs = max((len(slot.inputs) for one in variants for slot in one.slots), default=0)
    over = max((len(one.shape.over) for one in variants), default=0)
    named = {f"input_{at}": EXACT for at in range(inputs)} | {f"over_{at}": "float64" for at in range(over)}
    return in_columns(rows, named)


def _by_shape(table: Table, shapes: Sequence[Shape], catalogue: Catalogue) -> Column:
    """The value of each row by its shape."""
    return ibis.cases(*((table.shape == number, value_of(shape, table, catalogue))
                        for number, shape in enumerate(shapes)))
