"""By what a live record is found: each field's value as a short text that sorts as the field does.

A personal field gives a keyed digest (a blind index): the same value is found again, and nothing else can be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from taizhang.catalogue.model import Field
from taizhang.periods import Period
from taizhang.web.registers.models import VALUE_LENGTH, Found, LiveRecord
from taizhang.web.sealed import mark
from taizhang.workbooks.register_sheet import Table

_NUMBERS = frozenset(("whole", "number", "money"))
_NOT_FOUND = frozenset(("file",))
_SHIFT = Decimal(10) ** 20  # makes every number positive, so that more digits are more


def name_of(table: Table, field: str) -> str:
    """How the index calls a field: "domain.register.field"."""
    return f"{table.code}.{field}"


def found_by(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The index rows of a record, (field, value); a missing value is "", so that sorting loses no record."""
    for code, field in table.fields.items():
        if field.type not in _NOT_FOUND:
            value = row.get(code)
            for one in value if field.type == "tags" and value else [value]:
                yield name_of(table, code), value_of(table, field, one)


def value_of(table: Table, field: Field, value: Any) -> str:
    """One JSON value of a field as the index keeps it."""
    if value is None or value == []:
        return ""
    if field.personal:
        return blind(table, field, value)
    if field.type in _NUMBERS:
        return f"{Decimal(value) + _SHIFT:028.6f}"
    if field.type == "period":
        return f"{Period.parse(value).start} {value}"
    if field.type == "yes_no":
        return "1" if value else "0"
    return str(value).casefold()[:VALUE_LENGTH]


def blind(table: Table, field: Field, value: Any) -> str:
    """The keyed digest of a personal value; the same person in two fields cannot be told to be one."""
    return mark([name_of(table, field.code), str(value).strip().upper()])


def index(table: Table, record: LiveRecord, row: Mapping[str, Any]) -> Iterator[Found]:
    """The index rows of a record that is live."""
    return (Found(record=record, field=field, value=value) for field, value in dict.fromkeys(found_by(table, row)))
