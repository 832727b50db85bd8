"""The index walked in the order of a page, from where the last page ended: only what is passed is looked at."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from taizhang.web.registers import finding
from taizhang.web.registers.models import Found, LiveRecord
from taizhang.web.registers.scope import PageAsked, Place, Scope
from taizhang.workbooks.register_sheet import Table


def walked(table: Table, asked: PageAsked, scope: Scope, size: int) -> tuple[list[Place], bool]:
    """The next places, those before where one was backwards; and whether there are more."""
    rising = (bool(asked.sort) and not asked.down) == (asked.before is None)
    place = asked.before or asked.after
    rows = _unsorted(table, asked, scope) if not asked.sort else _in_order(table, asked, scope)
    found = list(_from(rows, place, rising, size + 1))
    return found[:size], len(found) > size


def _in_order(table: Table, asked: PageAsked, scope: Scope) -> QuerySet[Found]:
    rows = scope.index(finding.name_of(table, asked.sort))
    for name, value in asked.filters.items():
        rows = rows.filter(_has(table, name, value, "record"))
    return rows


def _unsorted(table: Table, asked: PageAsked, scope: Scope) -> QuerySet[LiveRecord]:
    rows = scope.records
    for name, value in asked.filters.items():
        rows = rows.filter(_has(table, name, value, "pk"))
    return rows


def _has(table: Table, name: str, value: str, number: str) -> Exists:
    return Exists(Found.objects.filter(record=OuterRef(number), field=finding.name_of(table, name), value=value))


def _from(rows: QuerySet, place: Place | None, rising: bool, size: int) -> Iterable[Place]:
    """The next places in the order. Equal values are asked for apart: each question is one range of the index."""
    than, sign = ("gt", "") if rising else ("lt", "-")
    if rows.model is LiveRecord:
        on = {f"pk__{than}": place[1]} if place else {}
        return [("", number) for number in rows.filter(**on).order_by(f"{sign}pk").values_list("pk", flat=True)[:size]]
    order = (f"{sign}value", f"{sign}record")
    if place is None:
        return rows.order_by(*order).values_list("value", "record")[:size]
    equal = rows.filter(value=place[0], **{f"record__{than}": place[1]}).order_by(f"{sign}record")
    found = list(equal.values_list("value", "record")[:size])
    if len(found) < size:
        further = rows.filter(**{f"value__{than}": place[0]}).order_by(*order)
        found += further.values_list("value", "record")[: size - len(found)]
    return found
