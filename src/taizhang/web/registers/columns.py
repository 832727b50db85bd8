"""Records between their two forms: columns of typed values, as checks read them, and rows of JSON, as they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from taizhang.catalogue.model import Field, Register
from taizhang.checking.contents import Value
from taizhang.checking.submission import Records
from taizhang.periods import Period
from taizhang.web.ledger.fields import plain
from taizhang.web.registers.models import LiveRecord, Record
from taizhang.web.sealed import mark, unseal
from taizhang.workbooks.register_sheet import Table

Json = Any
_NUMBERS = {"whole", "number", "money"}


def rows(records: Records) -> Iterable[dict[str, Json]]:
    """One dictionary of JSON values for each record."""
    for index in range(len(records)):
        yield {name: to_json(column[index]) for name, column in records.columns.items()}


def columns(register: Register, kept: Iterable[Record]) -> Records:
    """The records again, personal fields included: for machines that work figures out, never for a page."""
    return as_columns(map(whole, kept), register.fields)


def as_columns(kept: Iterable[Mapping[str, Json]], fields: Mapping[str, Field]) -> Records:
    """Rows of JSON as columns of typed values."""
    lines = list(kept)
    return Records({name: [from_json(row.get(name), field) for row in lines] for name, field in fields.items()})


def whole(record: Record | LiveRecord) -> dict[str, Json]:
    """All fields of a record, the personal ones included: for machines, never for a page."""
    return record.fields | personal(record)


def personal(record: Record | LiveRecord) -> dict[str, Json]:
    """The personal fields of a record. Whoever shows them to a person goes through `actions.unmask`."""
    return json.loads(unseal(record.sealed)) if record.sealed else {}


def key_of(table: Table | Register, row: Mapping[str, Json]) -> str:
    """The keyed digest of a row's key fields: the same record is found again by it without being read."""
    return mark([row.get(name) for name in table.key])


def masked(record: Record | LiveRecord, fields: Mapping[str, Field]) -> dict[str, Json]:
    """A record as pages show it: of a personal field only the first character."""
    hidden = {name: mask(str(value)) for name, value in personal(record).items() if value is not None}
    return {name: hidden.get(name, record.fields.get(name)) for name in fields}


def mask(text: str) -> str:
    """张＊＊ for 张小花; a number of an identity card keeps as little."""
    return text[:1] + "＊" * min(len(text) - 1, 8)


def to_json(value: Value) -> Json:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return value.code
    return list(value) if isinstance(value, tuple) else value


def from_json(value: Json, field: Field) -> Value:
    if value is None:
        return None
    if field.type in _NUMBERS:
        return Decimal(value)
    if field.type == "date":
        return date.fromisoformat(value)
    if field.type == "period":
        return Period.parse(value)
    return tuple(value) if isinstance(value, list) else value
