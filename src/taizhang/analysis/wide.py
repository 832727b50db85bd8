"""The wide table through which all formulas go: values that fill columns, and a formula's value row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.rollup import VALUE, split_text
from taizhang.analysis.shapes import Shape, Slot
from taizhang.catalogue.formulas.column_functions import Column
from taizhang.catalogue.formulas.columns import column
from taizhang.catalogue.formulas.syntax import Call, Input
from taizhang.catalogue.model import Catalogue

WANTED = pa.schema(
    [("variant", pa.int32()), ("column", pa.string()), ("indicator", pa.string()), ("from_target", pa.string()),
     ("from_split", pa.string()), ("target", pa.string()), ("split", pa.string())]
)

Keep = Callable[[str, Table], Table]


@dataclass(frozen=True, slots=True)
class Tables:
    """What formulas are worked out from: `values` rolled up, `reported` (indicator, unit), `above`, `units`."""

    values: Table
    reported: Table
    above: Table
    units: Table


def as_table(rows: Sequence[dict[str, object]], schema: pa.Schema) -> Table:
    """Rows made here, as a table that can be joined."""
    return ibis.memtable(pa.Table.from_pylist(list(rows), schema=schema))


def filling(variant: int, slot: Slot, inputs: Sequence[Input]) -> Iterator[dict[str, object]]:
    """Which value fills which column of which row."""
    for at, one in enumerate(inputs):
        yield {"variant": variant, "column": f"input_{at}", "indicator": one.indicator, "from_target": one.period,
               "from_split": split_text(dict(one.by)), "target": str(slot.target), "split": split_text(slot.split)}


def filled(values: Table, wanted: Sequence[dict[str, object]]) -> Table:
    """The values that fill columns: variant, org, target, split, column, value."""
    sources = values.select("indicator", "org", "value", from_target=_.target, from_split=_.split)
    found = as_table(wanted, WANTED).join(sources, ["indicator", "from_target", "from_split"])
    return found.select("variant", "org", "target", "split", "column", "value")


def in_columns(rows: Table, kinds: dict[str, str]) -> Table:
    """The values beside each other: a row for each variant, unit, period and split, columns of the `kinds` named."""
    made = {name: rows.value.max(where=rows.column == name).cast(kind) for name, kind in kinds.items()}
    return rows.group_by("variant", "org", "target", "split").agg(**made)


def value_of(shape: Shape, table: Table, catalogue: Catalogue) -> Column:
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
