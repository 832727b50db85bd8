"""The one way in which live records change: records, their history, their index and their count, all or nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.collection.models import Version
from taizhang.web.ledger.inserting import insert
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import Refused, WrongState
from taizhang.web.registers import columns, finding, states
from taizhang.web.registers.models import Change, Found, Holding, LiveRecord, Proposal, Twins
from taizhang.web.registers.tables import register_of, title_of
from taizhang.web.sealed import seal
from taizhang.workbooks.register_sheet import Table

BATCH = 500
Row = Mapping[str, Any]
_UPDATED = ["unit", "key", "fields", "sealed", "state", "steps", "changed_at", "ended_on"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Who changes records, when, and by what: a page, a file, or a submission that was approved."""

    by: Person
    at: datetime = field(default_factory=timezone.now)
    proposal: Proposal | None = None
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to become of one record: `row` holds all its values as JSON, personal ones included.

    A record to be added has no primary key yet. `state` and `ended_on` are what the record is to have afterwards.
    """

    action: str
    record: LiveRecord
    row: Row
    reason: str = ""
    state: str | None = None
    ended_on: date | None = None


def adding(
    table: Table, row: Row, *, unit: OrgUnit, parent: LiveRecord | None = None, reason: str = ""
) -> Step:
    """The step that makes a new record, in the state in which those of its register begin."""
    record = LiveRecord(register=table.code, unit=unit, parent=parent)
    state = "" if parent else states.first(register_of(table.code))
    return Step(Change.Action.ADD, record, {name: row.get(name) for name in table.fields}, reason, state)


def live_of(code: str, unit: OrgUnit) -> QuerySet[LiveRecord]:
    """The records that a unit has in a table today, the oldest first."""
    return LiveRecord.objects.filter(register=code, unit=unit, ended_on=None).order_by("pk")


@transaction.atomic
def take(table: Table, steps: Sequence[Step], origin: Origin) -> list[LiveRecord]:
    """Do all the steps on records of one table. Raises Refused where a key is taken, WrongState where somebody else
    changed a record meanwhile.
    """
    _check_unchanged(steps)
    was_live = Counter(step.record.unit_id for step in steps if step.record.pk and step.record.ended_on is None)
    changes = [_changed(table, step, origin) for step in steps]
    records = [step.record for step in steps]
    try:
        with transaction.atomic():
            _write(records)
    except IntegrityError as error:
        raise Refused.because("record-key-taken", table.title, register=title_of(table.code)) from error
    for change in changes:
        change.record_id = change.record.pk  # known since the records were stored
    insert(changes)
    _index(table, steps)
    if records and records[0].parent_id is None:
        live = Counter(record.unit_id for record in records if record.ended_on is None)
        live.subtract(was_live)
        _count(table.code, live)
    return records


def _check_unchanged(steps: Sequence[Step]) -> None:
    """Lock the records, so that of two who change one the second is told."""
    seen = {step.record.pk: step.record.steps for step in steps if step.record.pk}
    if not seen:
        return
    now: dict[int, int] = {}
    keys = sorted(seen)
    for start in range(0, len(keys), BATCH):
        locked = LiveRecord.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + BATCH])
        now |= dict(locked.order_by("pk").values_list("pk", "steps"))
    for step in steps:
        if step.record.pk and now.get(step.record.pk) != step.record.steps:
            raise WrongState.because("record-changed-meanwhile", str(step.record))


def _changed(table: Table, step: Step, origin: Origin) -> Change:
    """Put the row into the record; gives the change with what stood there before."""
    record = step.record
    before = columns.whole(record) if record.pk else {}
    differing = {name: before.get(name) for name in {*before, *step.row} if before.get(name) != step.row.get(name)}
    open_part, secret = _parted(table, differing if record.pk else {})
    open_part |= {name: None for name, value in secret.items() if value is None}
    if step.state is not None and step.state != record.state:
        open_part["_state"] = record.state
    record.fields, hidden = _parted(table, {name: value for name, value in step.row.items() if value is not None})
    record.sealed = _sealed(hidden)
    record.key = columns.key_of(table, step.row)
    record.state = record.state if step.state is None else step.state
    record.steps, record.changed_at, record.ended_on = record.steps + 1, origin.at, step.ended_on
    return Change(
        record=record, number=record.steps, action=step.action, before=open_part, sealed=_sealed(secret),
        reason=step.reason, proposal=origin.proposal, version=origin.version, by=origin.by, at=origin.at,
    )  # fmt: skip


def _parted(table: Table, row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that anybody may see, and the personal ones."""
    secret = {name for name, one in table.fields.items() if one.personal}
    open_part = {name: value for name, value in row.items() if name not in secret}
    return open_part, {name: value for name, value in row.items() if name in secret}


def _sealed(hidden: Row) -> bytes:
    return seal(json.dumps(hidden, ensure_ascii=False).encode()) if any(v is not None for v in hidden.values()) else b""


def _write(records: Sequence[LiveRecord]) -> None:
    known = [one for one in records if one.pk]
    LiveRecord.objects.bulk_create([one for one in records if one.pk is None], batch_size=BATCH)
    LiveRecord.objects.bulk_update(known, _UPDATED, batch_size=100)


def _index(table: Table, steps: Sequence[Step]) -> None:
    """The index knows live records only."""
    stale = [step.record.pk for step in steps if step.record.steps > 1]
    for start in range(0, len(stale), BATCH):
        Found.objects.filter(record__in=stale[start : start + BATCH])._raw_delete(using=Found.objects.db)
    finding.store(table, ((step.record, step.row) for step in steps if step.record.ended_on is None))


def _count(register: str, more: Counter[int]) -> None:
    for unit, count in more.items():
        if count:
            Holding.objects.get_or_create(register=register, unit_id=unit)
            Holding.objects.filter(register=register, unit=unit).update(count=F("count") + count)


@transaction.atomic
def clear(records: QuerySet[LiveRecord], *, by: Person) -> None:
    """Empty ended records and their history, since they may be kept no longer, and why they were or were not the same
    as others. Each keeps a change that says so."""
    now, numbers = timezone.now(), list(records.values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        few = LiveRecord.objects.filter(pk__in=numbers[start : start + BATCH])
        changes = [
            Change(record=one, number=one.steps + 1, action=Change.Action.EXPIRE, by=by, at=now)
            for one in few.select_for_update()
        ]
        Change.objects.filter(record__in=few).update(before={}, sealed=b"", reason="")
        Twins.objects.filter(Q(one__in=few) | Q(other__in=few)).update(reason="")
        Change.objects.bulk_create(changes)
        few.update(fields={}, sealed=b"", steps=F("steps") + 1, changed_at=now)
