"""Storing many new rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def insert(rows: Sequence[Model]) -> None:
    """Store new rows of one model, their keys already given, with one statement that is prepared once.

    `bulk_create` compiles every value of every row anew, which for the tens of thousands of values of a round takes
    longer than the database needs to store them.
    """
    if not rows:
        return
    fields = rows[0]._meta.concrete_fields
    with connection.cursor() as cursor:
        cursor.executemany(
            _statement(rows[0]),
            [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows],
        )
    for row in rows:
        row._state.adding = False


def _statement(row: Model) -> str:
    quote, meta = connection.ops.quote_name, row._meta
    columns = ", ".join(quote(field.column) for field in meta.concrete_fields)
    places = ", ".join(["%s"] * len(meta.concrete_fields))
    return f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own models
