"""Rules over long registers: the columns are judged all at once, and only what does not clearly pass one by one.

The quick judgement is the analysis engine's (`formulas.columns`); the exact one, and the message, stay with
`catalogue.rules`, so that a long register is judged as a short one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from taizhang.catalogue.model import Catalogue, Field, Rule
from taizhang.checking.contents import Value
from taizhang.periods import Period

LONG = 3000  # records, differing in what a rule asks, from which starting the engine pays
_ARROW_TYPES = {"whole": "decimal", "number": "decimal", "money": "decimal", "date": "date32", "yes_no": "bool",
                "code": "string", "text": "string", "person": "string", "unit": "string"}


def to_judge(rule: Rule, columns: Mapping[str, Sequence[Value]], fields: Mapping[str, Field], catalogue: Catalogue,
             period: Period) -> Sequence[int]:
    """The records of which the quick judgement does not say that they pass, or to which the rule does not apply."""
    count = len(next(iter(columns.values()), ()))
    if count < LONG or _few(columns) or not all(fields[name].type in _ARROW_TYPES for name in columns):
        return range(count)
    import ibis

    from taizhang.catalogue.formulas.columns import column
    from taizhang.catalogue.records import RecordColumns

    table = ibis.memtable(_arrow(columns, fields))
    where = RecordColumns(catalogue, table, period)
    settled = column(rule.that.root, where).fill_null(False)
    if rule.where:
        settled |= ~column(rule.where.root, where).fill_null(False)
    return table.filter(~settled).order_by("_record")["_record"].to_pyarrow().to_pylist()  # type: ignore[no-any-return]


def _few(columns: Mapping[str, Sequence[Value]]) -> bool:
    """Whether the records agree so often in what the rule asks that judging each kind once is quicker."""
    return len(set(zip(*columns.values(), strict=True))) < LONG


def _arrow(columns: Mapping[str, Sequence[Value]], fields: Mapping[str, Field]) -> Any:
    import pyarrow as pa

    types = {"decimal": pa.decimal128(38, 6), "date32": pa.date32(), "bool": pa.bool_(), "string": pa.string()}
    arrays = {name: pa.array(values, types[_ARROW_TYPES[fields[name].type]]) for name, values in columns.items()}
    return pa.table({**arrays, "_record": pa.array(range(len(next(iter(columns.values())))))})
