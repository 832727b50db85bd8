"""What the address of a register's page asks for, read and written again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from taizhang.catalogue.model import Field, Title
from taizhang.checking.values import reader
from taizhang.web.asked_numbers import whole
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import columns, finding, showing
from taizhang.web.registers.scope import PageAsked, Place
from taizhang.workbooks.register_sheet import Table

_CHOSEN = ("code", "tags", "yes_no")
_TYPED = ("period", "date")
_PREFIX = "f-"


@dataclass(frozen=True, slots=True)
class Filter:
    """A field by which a page can be narrowed, what may be chosen, and what is."""

    field: Field
    name: str
    content: str
    options: list[tuple[str, Title | str]]


def filters(table: Table, query: QueryDict) -> list[Filter]:
    """The fields to narrow by: codes and yes or no to choose, periods and days to type."""
    return [
        Filter(field, _PREFIX + code, query.get(_PREFIX + code, ""), showing.options(field))
        for code, field in table.fields.items() if field.type in (*_CHOSEN, *_TYPED) and not field.personal
    ]  # fmt: skip


def asked(table: Table, query: QueryDict, unit: OrgUnit | None) -> PageAsked:
    """The question. What means nothing, an unknown field or a broken place, is left out."""
    sort = query.get("sort", "").lstrip("-")
    known = sort in table.fields and finding.is_sortable(table.fields[sort])
    return PageAsked(
        filters=_wanted(table, query),
        search=query.get("q", "").strip()[:80],
        sort=sort if known else "",
        down=known and query.get("sort", "").startswith("-"),
        after=_place(query.get("after")),
        before=_place(query.get("before")),
        unit=unit,
    )


def _wanted(table: Table, query: QueryDict) -> dict[str, str]:
    found = {}
    for one in filters(table, query):
        if one.content:
            read = reader(one.field, catalogue(), units={}, today=None)
            value, wrong = read(one.content)
            if value is not None and wrong is None:
                plain = columns.to_json(value)
                plain = plain[0] if isinstance(plain, list) else plain
                found[one.field.code] = finding.value_of(table, one.field, plain)
    return found


def _place(text: str | None) -> Place | None:
    value, _dot, number = (text or "").rpartition("~")
    return None if (pk := whole(number)) is None else (value, pk)


def written(place: Place | None) -> str:
    """A place as the address holds it."""
    return f"{place[0]}~{place[1]}" if place else ""


def sorted_by(asked: PageAsked) -> Mapping[str, str]:
    """What the heads of the table ask for next: the other way round for the column that sorts now."""
    return {asked.sort: asked.sort if asked.down else f"-{asked.sort}"}
