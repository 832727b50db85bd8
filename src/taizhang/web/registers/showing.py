"""Records laid out for pages and files: every value in the catalogue's words, personal ones masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from taizhang.catalogue.model import Field, Title
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import columns
from taizhang.web.registers.models import LiveRecord, Record
from taizhang.workbooks.register_sheet import Table

COLUMNS = 8  # shown of a long record, unless all are asked for
_INPUTS = {"date": "date", "whole": "number", "number": "number", "money": "number"}
YES_NO = (("是", _("是")), ("否", _("否")))


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as a line of a table: its values in the order of the columns."""

    record: LiveRecord | Record
    values: list[Any]


def lines(table: Table, fields: Sequence[Field], records: Sequence[LiveRecord | Record]) -> list[Shown]:
    """Records as lines with the given columns, with one query for the units they name."""
    rows = [columns.masked(record, table.fields) for record in records]
    units = unit_names(fields, rows)
    return [
        Shown(record, [value(field, row.get(field.code), units) for field in fields])
        for record, row in zip(records, rows, strict=True)
    ]


def unit_names(fields: Iterable[Field], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the units that the rows name, by code."""
    named = [field.code for field in fields if field.type == "unit"]
    codes = {row.get(code) for row in rows for code in named} if named else set()
    return dict(OrgUnit.objects.filter(code__in=codes - {None}).values_list("code", "name")) if codes - {None} else {}


def value(field: Field, found: Any, units: Mapping[str, str] | None = None) -> Any:
    """A value as a reader sees it: a title for a code, a name for a unit. Masked values are texts already."""
    if found is None or field.personal:
        return found
    if field.type == "code":
        return _title(field, found)
    if field.type == "tags":
        return [_title(field, one) for one in found]
    return _OTHERS.get(field.type, lambda one, _units: one)(found, units or {})


_OTHERS = {
    "yes_no": lambda one, _units: {True: YES_NO[0][1], False: YES_NO[1][1]}[one],
    "period": lambda one, _units: Title(Period.parse(one).zh, Period.parse(one).en),
    "unit": lambda one, units: units.get(one, one),
}


def _title(field: Field, code: str) -> Title | str:
    """The title of a code; one that left the list keeps its code."""
    known = catalogue().codes(field.list or "").codes
    return known[code].title if code in known else code


@dataclass(frozen=True, slots=True)
class Box:
    """A field to fill in: what stands in it as text, what may be chosen, what is wrong with it."""

    field: Field
    content: str
    options: list[tuple[str, Title | str]]
    findings: list[Finding]

    @property
    def chosen(self) -> list[str]:
        """Of a field of several codes, those chosen."""
        return self.content.split("、") if self.content else []

    @property
    def input(self) -> str:
        """The kind of HTML input."""
        return _INPUTS.get(self.field.type, "text")


def boxes(table: Table, contents: Mapping[str, str], findings: Iterable[Finding] = ()) -> list[Box]:
    """The form of a record with what stands in it and what was found, by field."""
    found = list(findings)
    return [
        Box(field, contents.get(code, ""), options(field), [one for one in found if one.place == code])
        for code, field in table.fields.items()
    ]  # fmt: skip


def options(field: Field) -> list[tuple[str, Title | str]]:
    """What may be chosen: codes with their titles; yes and no; nothing for what is typed."""
    if field.type in ("code", "tags"):
        return [(one.code, one.title) for one in catalogue().codes(field.list or "").codes.values()]
    return list(YES_NO) if field.type == "yes_no" else []


def contents_of(table: Table, record: LiveRecord) -> dict[str, str]:
    """What the form of a record holds before anybody types: personal fields masked, the rest as it would be typed."""
    row = columns.masked(record, table.fields)
    return {code: _typed(field, row.get(code)) for code, field in table.fields.items()}


def _typed(field: Field, found: Any) -> str:
    if field.type == "period" and found and not field.personal:
        return Period.parse(found).zh
    if isinstance(found, bool):
        return "是" if found else "否"
    return "、".join(found) if isinstance(found, list) else str("" if found is None else found)
