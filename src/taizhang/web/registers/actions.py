"""What is done with the records of registers."""

from __future__ import annotations

import json

from django.db import transaction

from taizhang.checking.submission import Submission
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.collection.models import Version
from taizhang.web.ledger import audit
from taizhang.web.refusals import Refused
from taizhang.web.registers import columns
from taizhang.web.registers.models import Record
from taizhang.web.sealed import mark, seal
from taizhang.workbooks.register_sheet import Table, tables


def keep(version: Version, sent: Submission) -> None:
    """Store the records of a version and the rows below them, personal fields encrypted.

    Part of the action that makes the version.
    """
    for table in tables(sent.what):
        child = table.code.removeprefix(sent.what.code).lstrip(".")
        if records := sent.children.get(child) if child else sent.records:
            rows = (_record(version, table, row, records.place(at)) for at, row in enumerate(columns.rows(records)))
            Record.objects.bulk_create(rows, batch_size=500)


def _record(version: Version, table: Table, row: dict[str, columns.Json], place: str) -> Record:
    secret = {name: row[name] for name, field in table.fields.items() if field.personal and name in row}
    return Record(
        version=version,
        register=table.code,
        unit=version.submission.unit,
        key=mark([row.get(name) for name in table.key]),
        place=place,
        fields={name: value for name, value in row.items() if name not in secret},
        sealed=seal(json.dumps(secret, ensure_ascii=False).encode()) if secret else b"",
    )


@transaction.atomic
def unmask(record: Record, *, reason: str, by: Person) -> dict[str, columns.Json]:
    """The personal fields of one record, for a reason that is written down. Raises Refused without one."""
    check_may(by, "record.unmask", unit=record.unit, domain=record.register.partition(".")[0])
    if not reason.strip():
        raise Refused.because("web-unmask-reason", str(record))
    audit.record("record.unmask", record, by=by, register=record.register, reason=reason.strip())
    return columns.personal(record)
