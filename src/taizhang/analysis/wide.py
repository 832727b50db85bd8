"""The wide table through which all formulas go: values that fill columns, and a formula's value row by row.

Rows and columns go by number: comparing texts would take most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from taizhang.analysis.rollup import VALUE, split_text
from taizhang.analysis.shapes import Shape
from taizhang.catalogue.formulas.column_functions import Column
from taizhang.catalogue.formulas.columns import column
from taizhang.catalogue.formulas.syntax import Call, Input
from taizhang.catalogue.model import Catalogue

WANTED = pa.schema(
    [("row", pa.int32()), ("column", pa.int32()), *((name, pa.string()) for name in ("indicator", "target", "split"))]
)

Keep = Callable[[str, Table], Table]


@dataclass(frozen=True, slots=True)
class Tables:
    """What formulas are worked out from: `values` rolled up, `reported` (indicator, unit), `above`, `units`."""

    values: Table
    reported: Table
    above: Table
    units: Table


def as_table(rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> Table:
    """Rows made here, as a table that can be joined."""
    return ibis.memtable(pa.Table.from_pylist(list(rows), schema=schema))


def filling(row: int, inputs: Sequence[Input]) -> Iterator[dict[str, object]]:
    """Which value fills which column of a row, both by number."""
    for at, one in enumerate(inputs):
        yield {"row": row, "column": at, "indicator": one.indicator, "target": one.period,
               "split": split_text(dict(one.by))}


def filled(values: Table, wanted: Sequence[dict[str, object]]) -> Table:
    """The values that fill columns, for each unit: row, org, column, value."""
    found = as_table(wanted, WANTED).join(values, ["indicator", "target", "split"])
    return found.select("row", "org", "column", "value")


def in_columns(values: Table, kinds: Mapping[str, str]) -> Table:
    """The values beside each other: for each row and unit the columns named, in their order, of the `kinds` given."""
    made = {name: values.value.max(where=values.column == at).cast(kind)
            for at, (name, kind) in enumerate(kinds.items())}
    return values.group_by("row", "org").agg(**made)


def by_shape(table: Table, shape: Column, shapes: Mapping[Shape, int], catalogue: Catalogue) -> Column:
    """The value of each row by its `shape`, which is numbered as in `shapes`."""
    return ibis.cases(*((shape == number, _value_of(one, table, catalogue)) for one, number in shapes.items()))


def _value_of(shape: Shape, table: Table, catalogue: Catalogue) -> Column:
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
