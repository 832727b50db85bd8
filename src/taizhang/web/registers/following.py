"""Live records and submissions: what was approved comes to stand on the register, what stands there can be reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from taizhang.catalogue.model import Register
from taizhang.checking import submission as checked
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.collection.models import Version
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import columns, keeping, states
from taizhang.web.registers.keeping import Origin, Step
from taizhang.web.registers.models import Change, LiveRecord, Record
from taizhang.web.registers.tables import table_of
from taizhang.web.sealed import mark
from taizhang.workbooks.register_sheet import tables


@transaction.atomic
def take_over(register: Register, version: Version, *, by: Person) -> int:
    """Bring the register up to what an approved version says, by key: records are added and changed, none is ended,
    and what was changed on the register after the version was sent stays. How many records changed.
    """
    above: dict[str, LiveRecord] = {}
    count = 0
    for table in tables(register):
        own = table_of(table.code)
        sent = version.records.filter(register=table.code).order_by("pk")
        live = _live(table.code, version.submission.unit)
        steps = [step for record in sent if (step := _step(own, register, record, live, above, version))]
        keeping.take(own, steps, Origin(by, at=version.entered_at, version=version))
        count += len(steps)
        if table.code == register.code and register.children:
            above = {record.key: record for record in _live(table.code, version.submission.unit).values()}
    return count


def _live(code: str, unit: OrgUnit) -> dict[tuple[int | None, str], LiveRecord]:
    rows = LiveRecord.objects.filter(register=code, unit=unit, ended_on=None)
    return {(record.parent_id, record.key): record for record in rows}


def _step(  # noqa: PLR0913, PLR0917 - what a record is held against
    own: Any, register: Register, sent: Record, live: Mapping[tuple[int | None, str], LiveRecord],
    above: Mapping[str, LiveRecord], version: Version) -> Step | None:  # fmt: skip
    row = columns.whole(sent)
    parent = None if own.code == register.code else above.get(mark([row.get(code) for code in register.key]))
    if parent is None and own.code != register.code:
        return None
    after = {code: row.get(code) for code in own.fields}
    found = live.get((parent.pk if parent else None, mark([row.get(code) for code in own.key])))
    if found is None:
        fresh = LiveRecord(register=own.code, unit=version.submission.unit, parent=parent)
        return Step(Change.Action.ADD, fresh, after, state="" if parent else states.first(register))
    before = columns.whole(found)
    newer = found.changed_at > version.entered_at or states.is_settled(found)
    if newer or all(before.get(code) == value for code, value in after.items()):
        return None
    return Step(Change.Action.EDIT, found, after)


def as_sent(register: Register, unit: OrgUnit, period: Period) -> checked.Submission:
    """The unit's live records, with the rows below them, as if they had come in a workbook."""
    read: dict[str, checked.Records] = {}
    above = {record.pk: columns.whole(record) for record in _in_order(register.code, unit)}
    for table in tables(register):
        rows = above.values() if table.code == register.code else _below(table.code, unit, register, above)
        read[table.code] = columns.as_columns(rows, table.fields)
    children = {code.rpartition(".")[2]: records for code, records in read.items() if code != register.code}
    who = checked.OrgUnit(unit.code, unit.name)
    return checked.Submission(register, who, period, records=read[register.code], children=children)


def _in_order(code: str, unit: OrgUnit) -> Iterable[LiveRecord]:
    return LiveRecord.objects.filter(register=code, unit=unit, ended_on=None).order_by("pk")


def _below(
    code: str, unit: OrgUnit, register: Register, above: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {**{name: above[row.parent_id].get(name) for name in register.key}, **columns.whole(row)}
        for row in _in_order(code, unit)
        if row.parent_id in above
    ]
