"""Pages of a register: found, filtered, sorted, one page at a time, at the same cost for any length of register.

Two ways lead to a page. Where a filter, a search or one's own units leave few records, those are fetched and sorted.
Else the index is walked in the order of the page (`walking.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce

from django.db.models import QuerySet

from taizhang.catalogue.model import Field, Register
from taizhang.web.accounts.models import Person
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import finding, rights, walking
from taizhang.web.registers.models import VALUE_LENGTH, Found, LiveRecord
from taizhang.web.registers.scope import PageAsked, Place, Scope
from taizhang.web.registers.tables import table_of
from taizhang.workbooks.register_sheet import Table

PAGE = 50
FEW = 2000  # records that are fetched to be sorted
PARTNERS = 500  # units of one's own that another's record may name
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """The records in order, their number where it is known (`more` says that there are more), and where to go on."""

    records: list[LiveRecord]
    count: int | None
    more: bool
    earlier: Place | None
    later: Place | None


def page(register: Register, asked: PageAsked, *, by: Person, size: int = PAGE) -> RecordsPage:
    """A page of the live records of a register that `by` may read."""
    table = table_of(register.code)
    scope = Scope.of(register, by, asked.unit)
    candidates, cut = _candidates(table, asked, scope)
    if candidates is None:
        places, more = walking.walked(table, asked, scope, size)
        count = None if asked.filters else scope.held
    else:
        places, more = _sliced(_sorted(table, candidates, asked), asked, size)
        count = len(candidates)
    backwards = asked.before is not None
    places = places[::-1] if backwards else places
    earlier = places[0] if places and (more if backwards else asked.after is not None) else None
    later = places[-1] if places and (more or backwards) else None
    return RecordsPage(_records([number for _, number in places]), count, cut, earlier, later)


def searchable(table: Table) -> tuple[list[Field], list[Field]]:
    """The fields of which the beginning is searched, and the personal ones of which only the whole is."""
    texts = [one for one in table.fields.values() if one.type in ("text", "person", "link")]
    return [one for one in texts if not one.personal], [one for one in texts if one.personal]


def named_with(units: QuerySet[OrgUnit], register: Register, *, size: int = PAGE) -> list[LiveRecord]:
    """The records of other units that name one of `units`: agreements, exchanges, hand-overs.

    Confidential records are seen by nobody else, whomever they name.
    """
    named = [one for one in register.fields.values() if one.type == "unit" and not one.personal]
    if rights.is_confined(register) or not named or not (few := list(units[: PARTNERS + 1])) or len(few) > PARTNERS:
        return []
    table = table_of(register.code)
    codes = [unit.code.casefold() for unit in few]
    rows = Found.objects.filter(field__in=[finding.name_of(table, one.code) for one in named], value__in=codes)
    found = rows.exclude(record__unit__in=few).order_by("-record").values_list("record", flat=True)
    return _records(list(dict.fromkeys(found[:size])))


def _candidates(table: Table, asked: PageAsked, scope: Scope) -> tuple[set[int] | None, bool]:
    """The records that a page chooses from, None where there are too many to fetch; and whether more were found than
    a search lists."""
    searched = _searched(table, asked.search, scope) if asked.search else []
    few, many = _filtered(table, asked.filters, scope)
    sets = ([set(searched[:FEW])] if asked.search else []) + few
    if not sets and scope.held <= FEW:
        sets.append(set(scope.records.values_list("pk", flat=True)))
    if not sets:
        return None, False
    chosen = reduce(set.__and__, sets)
    for name, value in many.items():
        rows = Found.objects.filter(record__in=chosen, field=finding.name_of(table, name), value=value)
        chosen = set(rows.values_list("record", flat=True))
    return chosen, len(searched) > FEW


def _filtered(table: Table, filters: Mapping[str, str], scope: Scope) -> tuple[list[set[int]], dict[str, str]]:
    """One's records of each filter that finds few, and the filters that find too many to fetch."""
    found = {name: _numbers(table, name, value, scope) for name, value in filters.items()}
    few = [set(numbers) for numbers in found.values() if len(numbers) <= FEW]
    return few, {name: value for name, value in filters.items() if len(found[name]) > FEW}


def _numbers(table: Table, name: str, value: str, scope: Scope) -> list[int]:
    rows = scope.index(finding.name_of(table, name)).filter(value=value).order_by("record")
    return list(rows.values_list("record", flat=True)[: FEW + 1])


def _searched(table: Table, text: str, scope: Scope) -> list[int]:
    """One's records of which a text begins so, a personal field is exactly so, or the unit's name has it."""
    begun, whole = searchable(table)
    start = text.casefold()[:VALUE_LENGTH]  # the index keeps no more
    found: dict[int, None] = {}
    for one in begun:
        rows = scope.index(finding.name_of(table, one.code)).filter(value__gte=start, value__lt=start + _LAST)
        found |= dict.fromkeys(rows.order_by("value", "record").values_list("record", flat=True)[: FEW + 1])
    for one in whole:
        found |= dict.fromkeys(_numbers(table, one.code, finding.blind(table, one, text), scope))
    units = OrgUnit.objects.filter(name__contains=text).values_list("pk", flat=True)[:PARTNERS]
    if named := list(units):
        found |= dict.fromkeys(scope.records.filter(unit__in=named).values_list("pk", flat=True)[: FEW + 1])
    return list(found)


def _sorted(table: Table, candidates: Collection[int], asked: PageAsked) -> list[Place]:
    if not asked.sort:
        return [("", number) for number in sorted(candidates, reverse=True)]
    rows = Found.objects.filter(record__in=candidates, field=finding.name_of(table, asked.sort))
    return sorted(rows.values_list("value", "record"), reverse=asked.down)


def _sliced(places: list[Place], asked: PageAsked, size: int) -> tuple[list[Place], bool]:
    """The places after or before where one was; those before come backwards, as they do from the index."""
    rising = bool(asked.sort) and not asked.down
    if asked.before is not None:
        places = [one for one in reversed(places) if (one < asked.before) == rising and one != asked.before]
    elif asked.after is not None:
        places = [one for one in places if (one > asked.after) == rising and one != asked.after]
    return places[:size], len(places) > size


def _records(numbers: list[int]) -> list[LiveRecord]:
    """The records in the order of their numbers."""
    by_number = LiveRecord.objects.select_related("unit").in_bulk(numbers)
    return [by_number[number] for number in numbers]
