"""What a page of a register is to show, and of which units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from taizhang.catalogue.model import Register
from taizhang.web.accounts.models import Person
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import rights
from taizhang.web.registers.models import Found, Holding, LiveRecord

Place = tuple[str, int]  # a record's place in the order of a page: its value there, its number


@dataclass(frozen=True, slots=True)
class PageAsked:
    """What a page is to show. `filters` are index values by field; `after` and `before` are places in the order."""

    filters: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    sort: str = ""
    down: bool = False
    after: Place | None = None
    before: Place | None = None
    unit: OrgUnit | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The units whose records may be shown (None: all there are), and how many records they have."""

    register: str
    units: list[int] | None
    held: int

    @classmethod
    def of(cls, register: Register, by: Person, unit: OrgUnit | None) -> Scope:
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

    def index(self, name: str) -> QuerySet[Found]:
        """The index of a field, `finding.name_of` it: the hits in others' records are no part of any number of hits."""
        rows = Found.objects.filter(field=name)
        return rows if self.units is None else rows.filter(record__unit__in=self.units)
