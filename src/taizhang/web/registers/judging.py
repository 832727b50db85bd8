"""One record as it was typed: each field read as a workbook's cell would be, then the register's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from taizhang.catalogue.model import Field, Register
from taizhang.checking import submission as checked
from taizhang.checking.contents import Value
from taizhang.checking.submissions import check
from taizhang.checking.values import reader
from taizhang.findings import Finding, Severity
from taizhang.periods import Period, PeriodKind
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.queries import names
from taizhang.web.registers import columns, finding
from taizhang.web.registers.models import Found
from taizhang.web.registers.tables import register_of, table_of, title_of
from taizhang.workbooks.register_sheet import Table

Contents = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The values as JSON, and what is wrong or odd about them; a finding's place is the field it is about, or ""."""

    row: dict[str, Any]
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [one for one in self.findings if one.severity is Severity.WARNING]


def judge(table: Table, contents: Contents, unit: OrgUnit, *, before: Mapping[str, Any] | None = None) -> Judged:
    """Read and check what was typed, by field. A personal field that still shows its mask keeps what it is `before`.
    As of a file, rules are told once every field can be read: a value that was refused would seem to be missing.
    """
    values: dict[str, Value] = {}
    findings: list[Finding] = []
    known = names()
    for code, field in table.fields.items():
        typed = unmasked(field, contents.get(code, ""), before or {})
        read = reader(field, catalogue(), units=known, today=timezone.localdate())
        values[code], found = read(typed)
        findings += [replace(found, place=code)] if found else []
    row = {code: columns.to_json(value) for code, value in values.items()}
    read_whole = all(one.severity is not Severity.ERROR for one in findings)
    return Judged(row, [*findings, *(_of_rules(table, values, unit) if read_whole else ()), *_of_links(table, row)])


def unmasked(field: Field, typed: str, before: Mapping[str, Any]) -> str:
    """What is meant: a mask that was left alone stands for what it hides."""
    kept = before.get(field.code)
    return str(kept) if field.personal and kept is not None and typed == columns.mask(str(kept)) else typed


def _of_rules(table: Table, values: Mapping[str, Value], unit: OrgUnit) -> Iterator[Finding]:
    """What the rules of the register say of this record alone. Rows below records have no rules of their own."""
    register = register_of(table.code)
    if table.code != register.code:
        return
    alone = checked.Records({code: [value] for code, value in values.items()})
    for found in check(_submission(register, unit, alone), catalogue()):
        yield replace(found, place=next((code for code in found.place.split() if code in values), ""))


def _submission(register: Register, unit: OrgUnit, records: checked.Records) -> checked.Submission:
    return checked.Submission(register, checked.OrgUnit(unit.code, unit.name), this_half(), records=records)


def this_half() -> Period:
    """The half-year of today, by which rules judge what is kept from day to day."""
    return Period.holding(timezone.localdate(), PeriodKind.HALF)


def _of_links(table: Table, row: Mapping[str, Any]) -> Iterator[Finding]:
    """Links to records that their register does not have, by the first field of its key."""
    for code, field in table.fields.items():
        if field.register and row.get(code):
            other = table_of(field.register)
            key = other.fields[other.key[0]]
            wanted = finding.value_of(other, key, row[code])
            if not Found.objects.filter(field=finding.name_of(other, key.code), value=wanted).exists():
                blanks = {"title": field.title, "register": title_of(other.code), "key": key.title}
                yield Finding("record-link-unknown", code, blanks)
