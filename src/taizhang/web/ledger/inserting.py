"""Storing many new rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one model with one statement that is prepared once.

    `bulk_create` compiles every value of every row anew, which for the tens of thousands of values of a round takes
    longer than the database needs to store them. Keys are given beforehand for all of the rows or for none: those that
    the database gives are not read back.
    """
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if rows[0].pk is not None or not field.primary_key]
    with connection.cursor() as cursor:
        cursor.executemany(
            _statement(rows[0]._meta.db_table, [field.column for field in fields]),
            [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows],
        )
    for row in rows:
        row._state.adding = False


def _statement(table: str, columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(table)} ({names}) VALUES ({places})"  # noqa: S608 - names of our own models
