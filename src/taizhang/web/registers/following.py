"""Live records and submissions: what was approved comes to stand on the register, what stands there can be reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction

from taizhang.catalogue.model import Register
from taizhang.checking import submission as checked
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.collection.models import Version
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import columns, keeping, states
from taizhang.web.registers.keeping import Origin, Row, Step, live_of
from taizhang.web.registers.models import Change, LiveRecord
from taizhang.web.registers.tables import table_of
from taizhang.workbooks.register_sheet import Table, tables

Place = tuple[int | None, str]  # where a record stands: the record above it, and its key


@transaction.atomic
def take_over(register: Register, version: Version, *, by: Person) -> int:
    """Bring the register up to what an approved version says, by key: records are added and changed, none is ended,
    and what was changed, ended or given another key on the register after the version was sent stays. What the
    version brings is approved, where the register has that state. How many records changed.
    """
    above: dict[str, LiveRecord] = {}
    count = 0
    for table in tables(register):
        own, unit = table_of(table.code), version.submission.unit
        stood = dict(_stood(own, unit, version.entered_at))
        steps = list(_steps(own, register, version, above, stood))
        keeping.take(own, steps, Origin(by, at=version.entered_at, version=version))
        count += len(steps)
        if table.code == register.code and register.children:
            moved = {key: record for (_parent, key), record in stood.items() if record.ended_on is None}
            above = moved | {record.key: record for record in live_of(table.code, unit)}
    return count


def _stood(table: Table, unit: OrgUnit, since: datetime) -> Iterator[tuple[Place, LiveRecord]]:
    """Each place where a record that changed since then has stood, with what it is now."""
    changed = {"record__register": table.code, "record__unit": unit, "record__changed_at__gt": since}
    newer = Change.objects.filter(at__gt=since, **changed).select_related("record").order_by("record", "-number")
    for record, changes in groupby(newer, key=attrgetter("record")):
        row = columns.whole(record)
        yield (record.parent_id, record.key), record
        for change in changes:
            row |= change.before | columns.personal(change)
            yield (record.parent_id, columns.key_of(table, row)), record


def _steps(
    table: Table,
    register: Register,
    version: Version,
    above: Mapping[str, LiveRecord],
    stood: Mapping[Place, LiveRecord],
) -> Iterator[Step]:
    """What the rows of one table change. Those below a record find it `above`; without one they change nothing, as do
    those of records that `stood` there when they were sent.
    """
    unit = version.submission.unit
    live = {(record.parent_id, record.key): record for record in live_of(table.code, unit)}
    for sent in version.records.filter(register=table.code).order_by("pk"):
        row = columns.whole(sent)
        parent = None if table.code == register.code else above.get(columns.key_of(register, row))
        if parent is None and table.code != register.code:
            continue
        place = (parent.pk if parent else None, columns.key_of(table, row))
        found = live.get(place)
        if found is not None:
            yield from _brought(table, register, found, row, version)
        elif place not in stood:
            added = keeping.adding(table, row, unit=unit, parent=parent)
            yield replace(added, state=states.brought(register, added.record) or added.state)


def _brought(
    table: Table, register: Register, found: LiveRecord, row: Row, version: Version
) -> Iterator[Step]:
    """What a row changes of the live record that it finds: its fields, or its state alone."""
    if found.changed_at > version.entered_at or states.is_settled(found):
        return
    before, after = columns.whole(found), {code: row.get(code) for code in table.fields}
    state = states.brought(register, found)
    if any(before.get(code) != value for code, value in after.items()):
        yield Step(Change.Action.EDIT, found, after, state=state)
    elif state is not None:
        yield Step(Change.Action.MOVE, found, after, state=state)


def as_sent(register: Register, unit: OrgUnit, period: Period) -> checked.Submission:
    """The unit's live records, with the rows below them, as if they had come in a workbook."""
    read: dict[str, checked.Records] = {}
    above = {record.pk: columns.whole(record) for record in live_of(register.code, unit)}
    for table in tables(register):
        rows = above.values() if table.code == register.code else _below(table.code, unit, register, above)
        read[table.code] = columns.as_columns(rows, table.fields)
    children = {code.rpartition(".")[2]: records for code, records in read.items() if code != register.code}
    who = checked.OrgUnit(unit.code, unit.name)
    return checked.Submission(register, who, period, records=read[register.code], children=children)


def _below(
    code: str, unit: OrgUnit, register: Register, above: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {**{name: above[row.parent_id].get(name) for name in register.key}, **columns.whole(row)}
        for row in live_of(code, unit)
        if row.parent_id in above
    ]
