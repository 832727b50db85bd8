"""Triggers that make the database itself refuse to change or remove what only grows."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = (
    "ledger_observation", "ledger_source", "ledger_auditevent", "reports_reportversion", "reports_seal",
    "rounds_roundevent",
    "supervision_progressentry", "supervision_evidence", "supervision_taskevent", "supervision_measurement",
    "supervision_lightrules",
)  # fmt: skip

_INSTALL = {
    "sqlite": [
        "CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event} ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$",
        "CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {event} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_grows()",
    ],
}
_EVENTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}
_REMOVE = {
    "sqlite": "DROP TRIGGER IF EXISTS {table}_no_{event}",
    "postgresql": "DROP TRIGGER IF EXISTS {table}_no_{event} ON {table}",
}


def install(schema: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on. A later migration that makes SQLite rebuild one of the tables must end with this again."""
    vendor = schema.connection.vendor
    for statement in _INSTALL[vendor]:
        _on_each(schema, statement)


def remove(schema: BaseDatabaseSchemaEditor) -> None:
    """Take them off, so that a migration can be undone."""
    _on_each(schema, _REMOVE[schema.connection.vendor])


def _on_each(schema: BaseDatabaseSchemaEditor, statement: str) -> None:
    with schema.connection.cursor() as cursor:
        made = schema.connection.introspection.table_names(cursor)  # an earlier migration knows not all of them yet
    for table in (name for name in TABLES if name in made):
        for event in _EVENTS[schema.connection.vendor]:
            # through a cursor: `schema.execute` would take the % of the function for a parameter
            with schema.connection.cursor() as cursor:
                cursor.execute(statement.format(table=table, event=event), None)
