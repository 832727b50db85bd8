"""What is done with the records of registers: one at a time here, by file in `importing.py`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from taizhang.checking.submission import Submission
from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.collection.models import Version
from taizhang.web.ledger import audit
from taizhang.web.ledger.inserting import insert
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted, Refused, WrongState
from taizhang.web.registers import columns, keeping, rights, states, tree
from taizhang.web.registers.judging import Contents, Judged, judge
from taizhang.web.registers.keeping import Origin, Step, adding
from taizhang.web.registers.models import Change, LiveRecord, Record
from taizhang.web.registers.tables import register_of, table_of
from taizhang.web.sealed import seal
from taizhang.workbooks.register_sheet import Table, tables


def keep(version: Version, sent: Submission) -> None:
    """Store the records of a version and the rows below them, personal fields encrypted.

    Part of the action that makes the version.
    """
    for table in tables(sent.what):
        child = table.code.removeprefix(sent.what.code).lstrip(".")
        if records := sent.children.get(child) if child else sent.records:
            rows = enumerate(columns.rows(records))
            insert([_record(version, table, row, records.place(at)) for at, row in rows])


def _record(version: Version, table: Table, row: dict[str, columns.Json], place: str) -> Record:
    secret = {name: row[name] for name, field in table.fields.items() if field.personal and name in row}
    return Record(
        version=version,
        register=table.code,
        unit=version.submission.unit,
        key=columns.key_of(table, row),
        place=place,
        fields={name: value for name, value in row.items() if name not in secret},
        sealed=seal(json.dumps(secret, ensure_ascii=False).encode()) if secret else b"",
    )


@transaction.atomic
def add(  # noqa: PLR0913 - what a record is made of
    code: str, contents: Contents, *, unit: OrgUnit, by: Person, parent: LiveRecord | None = None, reason: str = ""
) -> LiveRecord:
    """A new record of the register, or row below `parent`, from what was typed by field.

    Raises NotAccepted with the findings, each placed at its field; where they are only warnings, a `reason` lets the
    record pass. Raises Refused for a register that is kept elsewhere, a kind of unit that does not keep it, or a key
    that is there already; WrongState below a record that has ended.
    """
    table = table_of(code)
    check_may_edit(by, code, unit)
    _check_above(parent)
    judged = _accepted(judge(table, contents, unit), reason)
    step = adding(table, judged.row, unit=unit, parent=parent, reason=reason.strip())
    return _take(table, step, by, fields=sorted(name for name, value in judged.row.items() if value is not None))


@transaction.atomic
def edit(record: LiveRecord, contents: Contents, *, by: Person, reason: str = "") -> LiveRecord:
    """Change a record to what was typed; a masked personal field that was left alone stays. One that was submitted or
    approved begins anew in its first state. Raises as `add`, and WrongState where somebody changed it since `record`
    was read.
    """
    table = table_of(record.register)
    check_may_edit(by, record.register, record.unit)
    _check_open(record)
    _check_above(record.parent)
    before = columns.whole(record)
    judged = _accepted(judge(table, contents, record.unit, before=before), reason)
    changed = sorted(name for name in table.fields if before.get(name) != judged.row.get(name))
    if not changed:
        return record
    step = Step(Change.Action.EDIT, record, judged.row, reason=reason.strip(), state=states.edited(record))
    return _take(table, step, by, fields=changed)


@transaction.atomic
def end(record: LiveRecord, *, reason: str, by: Person) -> LiveRecord:
    """Take a record off the register, with the rows below it; it stays in the history. Raises Refused without a
    reason."""
    check_may_edit(by, record.register, record.unit)
    _check_open(_locked(record))
    _check_reason(record, reason)
    today = timezone.localdate()
    for row in record.below.filter(ended_on=None):
        end(row, reason=reason, by=by)
    step = Step(Change.Action.END, record, columns.whole(record), reason=reason.strip(), ended_on=today)
    return _take(table_of(record.register), step, by)


@transaction.atomic
def resume(record: LiveRecord, *, reason: str, by: Person) -> LiveRecord:
    """Put an ended record back on the register. Raises Refused without a reason, or where its key is taken again;
    WrongState where it has not ended, or the record above it has."""
    check_may_edit(by, record.register, record.unit)
    _check_reason(record, reason)
    _check_above(record.parent)
    if record.ended_on is None or not record.fields:
        raise WrongState.because("record-not-ended", str(record))
    step = Step(Change.Action.RESUME, record, columns.whole(record), reason=reason.strip())
    return _take(table_of(record.register), step, by)


@transaction.atomic
def move(  # noqa: PLR0913 - as said of the record, and of what it opens
    record: LiveRecord, to: str, *, by: Person, reason: str = "", code: str = "", parent: OrgUnit | None = None
) -> LiveRecord:
    """Bring a record to the next of its register's states. Approving one that changes the tree changes the tree;
    `code` and `parent` are of a unit that it opens. Raises Refused where a return gives no reason.
    """
    states.check_move(record, to, by=by)
    if to == "returned":
        _check_reason(record, reason)
    register, row = register_of(record.register), columns.whole(record)
    if register.change and to == states.APPROVED:
        tree.carry_out(register.change, tree.TreeChange(row, by, code=code.strip(), parent=parent))
    step = Step(Change.Action.MOVE, record, row, reason=reason.strip(), state=to)
    return _take(table_of(record.register), step, by, to=to)


def check_may_edit(by: Person, code: str, unit: OrgUnit) -> None:
    """Raises NotAllowed where `by` may not change the register's records of the unit, Refused where nobody may."""
    register = register_of(code)
    if register.kind == "mirror":
        raise Refused.because("record-mirror", str(register.title), system=register.system)
    check_may_import(by, code, unit)


def check_may_import(by: Person, code: str, unit: OrgUnit) -> None:
    """As `check_may_edit`; a mirror is imported, as it is nowhere else brought up to date."""
    register = register_of(code)
    if unit.kind not in register.filled_by:
        raise Refused.because("record-not-filled-here", unit.name, register=register.title)
    rights.check(by, "record.edit", register, unit)


def _check_open(record: LiveRecord) -> None:
    if record.ended_on is not None:
        raise WrongState.because("record-ended", str(record))
    if states.is_settled(record):
        raise WrongState.because("record-settled", str(record))


def _check_above(parent: LiveRecord | None) -> None:
    """Below a record that has ended nothing changes; nor does it end while something is written below it."""
    if parent is not None and _locked(parent).ended_on is not None:
        raise WrongState.because("record-ended", str(parent))


def _locked(record: LiveRecord) -> LiveRecord:
    """The record as it stands now, until the transaction is over."""
    return LiveRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)


def _check_reason(record: LiveRecord, reason: str) -> None:
    if not reason.strip():
        raise Refused.because("record-reason", str(record))


def _accepted(judged: Judged, reason: str) -> Judged:
    found: Sequence[Finding] = judged.errors or ([] if reason.strip() else judged.warnings)
    if found:
        raise NotAccepted(*judged.findings)
    return judged


def _take(table: Table, step: Step, by: Person, **detail: object) -> LiveRecord:
    [record] = keeping.take(table, [step], Origin(by))
    audit.record(f"record.{step.action}", record, by=by, register=table.code, **_told(record, step.reason), **detail)
    return record


def _told(record: Record | LiveRecord, reason: str) -> dict[str, str]:
    """The reason, where the audit log may keep it: what is said of a confidential record has its time, the log none."""
    return {} if rights.is_confined(register_of(record.register)) else {"reason": reason}


@transaction.atomic
def unmask(record: Record | LiveRecord, *, reason: str, by: Person) -> dict[str, columns.Json]:
    """The personal fields of one record, for a reason, which is written down where the record is not confidential; who
    looked and when always is. Raises Refused without one."""
    rights.check(by, "record.unmask", register_of(record.register), record.unit)
    if not reason.strip():
        raise Refused.because("web-unmask-reason", str(record))
    audit.record("record.unmask", record, by=by, register=record.register, **_told(record, reason.strip()))
    return columns.personal(record)
