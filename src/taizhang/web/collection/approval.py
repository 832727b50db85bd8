"""How an approved submission becomes observations: cells one by one, records rolled up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from taizhang.catalogue.model import Register
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue, form_or_register
from taizhang.web.collection.models import Submission, Version
from taizhang.web.ledger.entering import Entry, enter
from taizhang.web.ledger.models import Observation, Source, SourceKind
from taizhang.web.registers import rollup
from taizhang.web.registers.following import take_over
from taizhang.workbooks.register_sheet import tables

NO_LONGER = "重新报送后不再填报 no longer reported"


def enter_values(versions: Iterable[Version], *, by: Person) -> list[Observation]:
    """Write the values of approved versions into the ledger, and take back what earlier ones said more."""
    now, taken = timezone.now(), list(versions)
    for version in taken:
        if register := catalogue().registers.get(version.submission.what):
            take_over(register, version, by=by)
    return enter([entry for version in taken for entry in _entries(version, by, now)], by=by)


def _entries(version: Version, by: Person, now: datetime) -> list[Entry]:
    submission = version.submission
    what, period = form_or_register(submission.what), Period.parse(submission.period)
    values = _from_records(what, version) if isinstance(what, Register) else _from_cells(version)
    entries = [
        Entry(indicator, submission.unit, period, value, _source(version, by, now, told), dims)
        for indicator, dims, value, told in values
    ]
    return [*entries, *(_withdrawn(submission, version, entries, by, now) if version.number > 1 else ())]


Valued = tuple[str, dict[str, str], Decimal | None, dict[str, str]]


def _from_cells(version: Version) -> Iterator[Valued]:
    for cell in version.cells:
        sheet, _mark, address = cell["place"].rpartition("!")
        told = {"kind": SourceKind.CELL, "sheet": sheet, "cell": address, "text": cell["raw"]}
        yield cell["indicator"], cell["by"], None if cell["value"] is None else Decimal(cell["value"]), told


def _from_records(register: Register, version: Version) -> Iterator[Valued]:
    period = Period.parse(version.submission.period)
    for table in tables(register):
        _records, rows = rollup.rows_of(version, table.code)
        for value in rollup.roll_up(table.code, rows, catalogue(), period):
            told = {"kind": SourceKind.RECORDS, "text": f"{table.code}: {value.records}"}
            yield value.indicator, value.dims, value.value, told


def _source(version: Version, by: Person, now: datetime, told: dict[str, str]) -> Source:
    return Source(
        submission=f"{version.submission_id}.{version.number}",
        file=version.file.name if version.file else "",
        sha256=version.file.sha256 if version.file else "",
        reported_by=version.entered_by.username,
        reported_at=version.entered_at,
        approved_by=by.username,
        approved_at=now,
        **told,
    )


def _withdrawn(
    submission: Submission, version: Version, entries: Iterable[Entry], by: Person, now: datetime
) -> Iterator[Entry]:
    """What an earlier version of this submission reported and this one does not. A cell that is left out is missing
    from now on; where a register has no record of a split any more, what is counted or summed there is nought.
    """
    kept, period = {entry.key for entry in entries}, Period.parse(submission.period)
    earlier = Observation.objects.in_force().filter(
        unit=submission.unit, period=submission.period, source__submission__startswith=f"{submission.pk}.",
    )  # fmt: skip
    is_register = submission.what in catalogue().registers
    for row in earlier:
        left = rollup.of_nothing(row.indicator, catalogue(), period) if is_register else None
        if (row.unit_id, row.period, row.indicator, row.split) not in kept and row.value != left:
            told = {"kind": SourceKind.CORRECTION, "reason": NO_LONGER}
            yield Entry(row.indicator, submission.unit, period, left, _source(version, by, now, told), row.dims)
