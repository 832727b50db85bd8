"""By what a live record is found: each field's value as a short text that sorts as the field does.

A personal field gives a keyed digest (a blind index): the same value is found again, and nothing else can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from taizhang.catalogue.model import Field
from taizhang.periods import Period
from taizhang.web.ledger.inserting import insert_values
from taizhang.web.registers.models import VALUE_LENGTH, Found, LiveRecord
from taizhang.web.sealed import mark
from taizhang.workbooks.register_sheet import Table

_NUMBERS = frozenset(("whole", "number", "money"))
_SHIFT = Decimal(10) ** 20  # makes every number positive, so that more digits are more


def name_of(table: Table, field: str) -> str:
    """How the index calls a field: "domain.register.field"."""
    return f"{table.code}.{field}"


def is_sortable(field: Field) -> bool:
    """Whether a register can be sorted by the field."""
    return not field.personal and field.type not in ("tags", "file")


def store(table: Table, rows: Iterable[tuple[LiveRecord, Mapping[str, Any]]]) -> None:
    """Index live records, each with all its values as JSON."""
    named = [(name_of(table, code), field) for code, field in table.fields.items() if field.type != "file"]
    found = [(record.pk, name, value) for record, row in rows for name, value in _entries(table, named, row)]
    insert_values(Found, [Found._meta.get_field(name) for name in ("record", "field", "value")], found)


def _entries(table: Table, named: list[tuple[str, Field]], row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Where a value is missing, "" for a field to sort by, so that sorting loses no record; of all others, nothing."""
    for name, field in named:
        value = row.get(field.code)
        if field.type == "tags":
            yield from ((name, value_of(table, field, one)) for one in dict.fromkeys(value or ()))
        elif value is not None or is_sortable(field):
            yield name, value_of(table, field, value)


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
