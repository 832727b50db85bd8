"""A worked case once more, as tables of DuckDB: both ways must come to the same."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from taizhang.catalogue.case_values import CaseValues
from taizhang.catalogue.formulas.plan import filled, inputs_of
from taizhang.catalogue.formulas.syntax import Blank, Expression, Input, Number
from taizhang.catalogue.records import rolled_up_table
from taizhang.periods import Period


def in_duckdb(case: CaseValues, texts: list[str]) -> dict[str, Any]:
    """What each of the formulas gives on the case's values, by its text; None where it is missing."""
    import ibis

    from taizhang.catalogue.formulas.tables import work_out

    planned = {f"e{at}": case.planned(text) for at, text in enumerate(texts)}
    rolled = _rolled(case, [one for root in planned.values() for one in inputs_of(root)])
    planned = {name: filled(root, rolled) for name, root in planned.items()}
    table = work_out(planned, ibis.memtable(_observations(case)), case.catalogue)
    [row] = _engine().to_pyarrow(table).to_pylist()
    return {text: row[f"e{at}"] for at, text in enumerate(texts)}


def _rolled(case: CaseValues, inputs: list[Input]) -> dict[Input, Expression]:
    """Those inputs that come out of registers, worked out by DuckDB in one query for each register."""
    found: dict[Input, Expression] = {}
    for code in case.records:
        table = _records(case, code)
        wanted = [one for one in dict.fromkeys(inputs) if case.rolled(one) and case.register(one) == code]
        if not wanted:
            continue
        values = {f"v{at}": rolled_up_table(case.catalogue.indicators[one.indicator], table, case.catalogue,
                                            case.period, dict(one.by)) for at, one in enumerate(wanted)}
        [row] = _engine().to_pyarrow(table.aggregate(**values)).to_pylist()
        found |= {one: _literal(row[f"v{at}"]) for at, one in enumerate(wanted)}
    return found


def _observations(case: CaseValues) -> Any:
    import pyarrow as pa

    rows = [{"indicator": indicator, "period": period, "unit": unit or None, "value": value, **dict(by)}
            for (indicator, by, period, unit), value in case.cells.items()]
    columns = [(name, pa.string()) for name in ("indicator", "period", "unit", *sorted(case.catalogue.dimensions))]
    return pa.Table.from_pylist(rows, schema=pa.schema([*columns, ("value", pa.decimal128(38, 6))]))


def _records(case: CaseValues, code: str) -> Any:
    import ibis
    import pyarrow as pa

    fields, rows = case.fields(code), case.records[code]
    types = {"whole": pa.decimal128(38, 6), "number": pa.decimal128(38, 6), "money": pa.decimal128(38, 6),
             "date": pa.date32(), "yes_no": pa.bool_(), "tags": pa.list_(pa.string())}
    schema = pa.schema([(name, types.get(field.type, pa.string())) for name, field in fields.items()])
    plain = [{name: str(value) if isinstance(value, Period) else value for name, value in row.items()}
             for row in rows]
    return ibis.memtable(pa.Table.from_pylist(plain, schema=schema))


def _literal(value: Any) -> Expression:
    return Blank("") if value is None else Number(Decimal(str(value)))


@cache
def _engine() -> Any:
    """One DuckDB for all cases: beginning one takes longer than a case."""
    import ibis

    return ibis.duckdb.connect()
