"""Records updated from an .xlsx file by their keys: what it would do is worked out and shown; then it is done, or not.

A line finds its record by the record's number where the file has that column, else by its key. A number that none of
the unit's live records has is refused: the line would be added to a unit that it does not belong to. A column that the
file has not changes nothing; an empty cell empties its field; a mask that was left alone stands for what it hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from taizhang.catalogue.model import Register
from taizhang.checking import submission as checked
from taizhang.checking.submissions import check
from taizhang.findings import Finding, Severity
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import columns, incoming, states
from taizhang.web.registers.exporting import NUMBER
from taizhang.web.registers.judging import this_half
from taizhang.web.registers.keeping import Row, Step, adding, live_of
from taizhang.web.registers.models import Change, LiveRecord
from taizhang.web.registers.tables import table_of
from taizhang.web.sealed import mark
from taizhang.workbooks.opening import Book, open_book
from taizhang.workbooks.register_sheet import Table, tables
from taizhang.workbooks.safety import Refused as NotOpened

_PASSED_OVER = frozenset(("sheet-found-by-labels", "sheet-column-missing"))  # the bureau's own sheets are welcome


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do to one unit's records: steps by table, and what is wrong or odd."""

    steps: dict[str, list[Step]] = field(default_factory=dict)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.severity is Severity.ERROR]

    def of(self, action: str) -> list[Step]:
        """The steps of one action, in the order of the file."""
        return [step for steps in self.steps.values() for step in steps if step.action == action]

    @property
    def counts(self) -> dict[str, int]:
        named = {"added": Change.Action.ADD, "changed": Change.Action.EDIT, "ended": Change.Action.END}
        return {name: len(self.of(action)) for name, action in named.items()} | {"unchanged": self.unchanged}

    @property
    def digest(self) -> str:
        """The same for the same steps on the same records."""
        return mark(
            [
                [code, step.action, step.record.pk, step.record.steps, step.record.key, step.row]
                for code, steps in self.steps.items()
                for step in steps
            ]
        )


def plan(register: Register, unit: OrgUnit, data: bytes, name: str, *, replaces: bool = False) -> ImportPlan:
    """Read a file and work out what it would do to the unit's live records. With `replaces`, those that the file has
    not are ended. Never raises for what is in the file: all that is wrong stands in the findings.
    """
    try:
        book = open_book(data, name)
    except NotOpened as refused:
        return ImportPlan(findings=[refused.finding])
    return _Planning(register, unit, book, replaces).plan()


@dataclass(slots=True)
class _Planning:
    register: Register
    unit: OrgUnit
    book: Book
    replaces: bool
    findings: list[Finding] = field(default_factory=list)
    unchanged: int = 0

    def plan(self) -> ImportPlan:
        steps: dict[str, list[Step]] = {}
        read: dict[str, checked.Records] = {}
        above = {record.key: record for record in live_of(self.register.code, self.unit)}
        for table in tables(self.register):
            before = list(above.values()) if table.code == self.register.code else live_of(table.code, self.unit)
            known = {str(record.pk): record for record in before}
            records = self._read(table, known)
            if records is None:
                continue
            read[table.code] = records
            steps[table.code] = list(self._steps(table, records, known, above))
        if not read and not self.findings:
            self.findings.append(Finding("proposal-no-sheet", self.book.name, {"register": self.register.title}))
        self.findings += self._checked(read)
        return ImportPlan(steps, self.unchanged, [*self.book.findings, *self.findings])

    def _read(self, table: Table, known: Mapping[str, LiveRecord]) -> checked.Records | None:
        read = incoming.read(self.book, self.register, table, known)
        if read is None:
            return None
        self.findings += [one for one in read.findings if one.code not in _PASSED_OVER]
        return read.records

    def _checked(self, read: Mapping[str, checked.Records]) -> list[Finding]:
        """What the register's rules and keys say of all that the file holds."""
        own = read.get(self.register.code)
        if own is None or any(one.severity is Severity.ERROR for one in self.findings):
            return []
        below = {code.rpartition(".")[2]: records for code, records in read.items() if code != self.register.code}
        sent = checked.Submission(
            self.register, checked.OrgUnit(self.unit.code, self.unit.name), this_half(), records=own, children=below
        )
        return check(sent, catalogue())

    def _steps(
        self, table: Table, records: checked.Records, known: Mapping[str, LiveRecord], above: dict[str, LiveRecord]
    ) -> Iterator[Step]:
        own = table_of(table.code)
        by_key = {(record.parent_id, record.key): record for record in known.values()}
        seen: dict[int, str] = {}
        given = [code for code in own.fields if code in records.letters]
        for at, row in enumerate(columns.rows(records)):
            number, key, place = str(row.get(NUMBER.code) or ""), columns.key_of(own, row), records.place(at)
            if number and number not in known:
                self._find("record-elsewhere", place, number=number, unit=self.unit.name)
                continue
            parent = None if table.code == self.register.code else above.get(columns.key_of(self.register, row))
            if parent is None and table.code != self.register.code:
                self._find("record-orphan", place, register=self.register.title)
            elif found := known.get(number) or by_key.get((parent.pk if parent else None, key)):
                if found.pk in seen:
                    self._find("record-line-twice", place, before=seen[found.pk], number=found.pk)
                seen[found.pk] = place
                yield from self._edited(found, own, {code: row.get(code) for code in given}, place)
            else:
                step = adding(own, row, unit=self.unit, parent=parent)
                above.setdefault(key, step.record)
                yield step
        if self.replaces:
            yield from self._ended(record for record in known.values() if record.pk not in seen)

    def _find(self, code: str, place: str, **blanks: object) -> None:
        self.findings.append(Finding(code, place, blanks))

    def _edited(self, record: LiveRecord, own: Table, given: Row, place: str) -> Iterator[Step]:
        before = columns.whole(record)
        after = {**before, **given}
        if all(before.get(code) == after.get(code) for code in own.fields):
            self.unchanged += 1
        elif states.is_settled(record):
            self._find("record-settled", place)
        else:
            whole = {code: after.get(code) for code in own.fields}
            yield Step(Change.Action.EDIT, record, whole, state=states.edited(record))

    def _ended(self, records: Iterable[LiveRecord]) -> Iterator[Step]:
        """Those that the file has not; what a page does not end, no file ends."""
        for record in records:
            if states.is_settled(record):
                self._find("record-settled-left-out", str(self.register.title), number=record.pk)
            else:
                yield Step(Change.Action.END, record, columns.whole(record), ended_on=timezone.localdate())


def before_and_after(step: Step) -> list[tuple[str, Any, Any]]:
    """The fields that an edit changes: code, before, after."""
    before = columns.whole(step.record)
    return [(code, before.get(code), value) for code, value in step.row.items() if before.get(code) != value]
