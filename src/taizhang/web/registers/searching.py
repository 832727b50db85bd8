"""Pages of a register: found, filtered, sorted, one page at a time, at the same cost for any length of register.

Two ways lead to a page. Where a filter, a search or one's own units leave few records, those are fetched and sorted.
Else the index is walked in the order of the page from where the last one ended, and only what is passed is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from django.db.models import Exists, OuterRef, QuerySet, Sum

from taizhang.catalogue.model import Field, Register
from taizhang.web.accounts.models import Person
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import finding, rights
from taizhang.web.registers.models import Found, Holding, LiveRecord
from taizhang.web.registers.tables import table_of
from taizhang.workbooks.register_sheet import Table

PAGE = 50
FEW = 2000  # records that are fetched to be sorted
PARTNERS = 500  # units of one's own that another's record may name
_LAST = "\U0010ffff"
Place = tuple[str, int]  # a record's place in the order of a page: its value there, its number


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is to show. `filters` are index values by field; `after` and `before` are places in the order."""

    filters: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    sort: str = ""
    down: bool = False
    after: Place | None = None
    before: Place | None = None
    unit: OrgUnit | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The records in order, their number where it is known (`more` says that there are more), and where to go on."""

    records: list[LiveRecord]
    count: int | None
    more: bool
    earlier: Place | None
    later: Place | None


def page(register: Register, asked: Asked, *, by: Person, size: int = PAGE) -> Page:
    """A page of the live records of a register that `by` may read."""
    table = table_of(register.code)
    scope = _Scope.of(register, by, asked.unit)
    candidates, cut = _candidates(table, asked, scope)
    if candidates is None:
        places, more = _walked(table, asked, scope, size)
        count = None if asked.filters else scope.held
    else:
        places, more = _sliced(_sorted(table, candidates, asked), asked, size)
        count = len(candidates)
    backwards = asked.before is not None
    places = places[::-1] if backwards else places
    earlier = places[0] if places and (more if backwards else asked.after is not None) else None
    later = places[-1] if places and (more or backwards) else None
    return Page(_records([number for _, number in places]), count, cut, earlier, later)


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


@dataclass(frozen=True, slots=True)
class _Scope:
    """The units whose records may be shown (None: all there are), and how many records they have."""

    register: str
    units: list[int] | None
    held: int

    @classmethod
    def of(cls, register: Register, by: Person, unit: OrgUnit | None) -> _Scope:
        units = rights.units(by, "record.read", register)
        if unit:
            units = units.filter(path__startswith=unit.path)
        held = Holding.objects.filter(register=register.code)
        everything = held.aggregate(Sum("count"))["count__sum"] or 0
        here = held.filter(unit__in=units).aggregate(Sum("count"))["count__sum"] or 0
        return cls(register.code, None if here == everything else list(units.values_list("pk", flat=True)), here)

    @property
    def records(self) -> QuerySet[LiveRecord]:
        rows = LiveRecord.objects.filter(register=self.register, ended_on=None)
        return rows if self.units is None else rows.filter(unit__in=self.units)


def _candidates(table: Table, asked: Asked, scope: _Scope) -> tuple[set[int] | None, bool]:
    """The records that a page chooses from, None where there are too many to fetch; and whether more were found than
    a search lists."""
    sets: list[set[int]] = []
    cut = False
    if asked.search:
        found = _searched(table, asked.search, scope)
        cut = len(found) > FEW
        sets.append(set(found[:FEW]))
    left = {}
    for name, value in asked.filters.items():
        numbers = _numbers(table, name, value)
        if len(numbers) > FEW:
            left[name] = value
        else:
            sets.append(set(numbers))
    if not sets and scope.held <= FEW:
        sets.append(set(scope.records.values_list("pk", flat=True)))
    if not sets:
        return None, False
    chosen = reduce(set.__and__, sets)
    for name, value in left.items():
        chosen = set(
            Found.objects.filter(record__in=chosen, field=finding.name_of(table, name), value=value).values_list(
                "record", flat=True
            )
        )
    if scope.units is not None:
        chosen = set(scope.records.filter(pk__in=chosen).values_list("pk", flat=True))
    return chosen, cut


def _numbers(table: Table, name: str, value: str) -> list[int]:
    rows = Found.objects.filter(field=finding.name_of(table, name), value=value).order_by("record")
    return list(rows.values_list("record", flat=True)[: FEW + 1])


def _searched(table: Table, text: str, scope: _Scope) -> list[int]:
    """Records of which a text begins so, a personal field is exactly so, or the unit's name has it."""
    begun, whole = searchable(table)
    start = text.casefold()
    found: dict[int, None] = {}
    for one in begun:
        rows = Found.objects.filter(field=finding.name_of(table, one.code), value__gte=start, value__lt=start + _LAST)
        found |= dict.fromkeys(rows.order_by("value", "record").values_list("record", flat=True)[: FEW + 1])
    for one in whole:
        found |= dict.fromkeys(_numbers(table, one.code, finding.blind(table, one, text)))
    units = OrgUnit.objects.filter(name__contains=text).values_list("pk", flat=True)[:PARTNERS]
    if named := list(units):
        found |= dict.fromkeys(scope.records.filter(unit__in=named).values_list("pk", flat=True)[: FEW + 1])
    return list(found)


def _sorted(table: Table, candidates: Collection[int], asked: Asked) -> list[Place]:
    if not asked.sort:
        return [("", number) for number in sorted(candidates, reverse=True)]
    rows = Found.objects.filter(record__in=candidates, field=finding.name_of(table, asked.sort))
    return sorted(rows.values_list("value", "record"), reverse=asked.down)


def _sliced(places: list[Place], asked: Asked, size: int) -> tuple[list[Place], bool]:
    """The places after or before where one was; those before come backwards, as they do from the index."""
    rising = bool(asked.sort) and not asked.down
    if asked.before is not None:
        places = [one for one in reversed(places) if (one < asked.before) == rising and one != asked.before]
    elif asked.after is not None:
        places = [one for one in places if (one > asked.after) == rising and one != asked.after]
    return places[:size], len(places) > size


def _walked(table: Table, asked: Asked, scope: _Scope, size: int) -> tuple[list[Place], bool]:
    """The same from the index, in its order."""
    rising = (bool(asked.sort) and not asked.down) == (asked.before is None)
    place = asked.before or asked.after
    rows = _unsorted(table, asked, scope) if not asked.sort else _in_order(table, asked, scope)
    found = list(_from(rows, place, rising, size + 1))
    return found[:size], len(found) > size


def _in_order(table: Table, asked: Asked, scope: _Scope) -> QuerySet[Found]:
    rows = Found.objects.filter(field=finding.name_of(table, asked.sort))
    if scope.units is not None:
        rows = rows.filter(record__unit__in=scope.units)
    for name, value in asked.filters.items():
        rows = rows.filter(_has(table, name, value, "record"))
    return rows


def _unsorted(table: Table, asked: Asked, scope: _Scope) -> QuerySet[LiveRecord]:
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


def _records(numbers: list[int]) -> list[LiveRecord]:
    """The records in the order of their numbers."""
    by_number = LiveRecord.objects.select_related("unit").in_bulk(numbers)
    return [by_number[number] for number in numbers]
