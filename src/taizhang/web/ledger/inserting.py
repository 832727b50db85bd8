"""Storing many new rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from django.db import connection, connections
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    OneToOneField,
    PositiveIntegerField,
    TextField,
)

_PLAIN = {str, int, type(None)}
_PLAIN_FIELDS = {CharField, TextField, IntegerField, BigIntegerField, PositiveIntegerField, ForeignKey, OneToOneField}


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one model with one statement that is prepared once.

    `bulk_create` compiles every value of every row anew, which for the tens of thousands of values of a round takes
    longer than the database needs to store them. Keys are given beforehand for all of the rows or for none: those that
    the database gives are not read back.
    """
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if rows[0].pk is not None or not field.primary_key]
    insert_values(type(rows[0]), fields, list(zip(*(_prepared(field, rows) for field in fields), strict=True)))
    for row in rows:
        row._state.adding = False


def insert_values(model: type[Model], fields: Sequence[Field], rows: Sequence[tuple[object, ...]]) -> None:
    """The same for values of `fields` that are what the database takes already: no object is made for any row."""
    if rows:
        statement = _statement(model._meta.db_table, [field.column for field in fields])
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _prepared(field: Field, rows: Sequence[Model]) -> list[object]:
    """A column as the database takes it. Plain text, whole numbers and nothing need no asking in plain fields; rows
    that are made together share their days and times."""
    values = [getattr(row, field.attname) for row in rows]
    real = connections[connection.alias]  # `connection` would be looked up anew for each value
    prepare = partial(field.get_db_prep_save, connection=real)
    if isinstance(field, DateField):
        prepare = cache(prepare)
    if type(field) in _PLAIN_FIELDS:
        return [value if type(value) in _PLAIN else prepare(value) for value in values]
    return list(map(prepare, values))


def _statement(table: str, columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(table)} ({names}) VALUES ({places})"  # noqa: S608 - names of our own models
