"""Who is meant by a name in a plan, a section or a county of the bureau; and by what name each is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count

from taizhang.supervision.ranking import Stood
from taizhang.web.ledger.models import OrgUnit, UnitKind

OWNING = (UnitKind.SECTION, UnitKind.COUNTY)
_BETWEEN = re.compile(r"[、，,；;/\s]+")
_BEHIND = re.compile(r"(?:教育体育局|教育和体育局|教体局|教育局|教育委员会|教委)$")


def apart(found: Iterable[Stood]) -> list[Stood]:
    """Tasks whose owners are called so that none can be taken for another."""
    stood = list(found)
    names = names_apart(OrgUnit.objects.filter(code__in={facts.owner_code for facts, _how in stood}))
    return [(replace(facts, owner=names[facts.owner_code]), how) for facts, how in stood]


def names_apart(units: Iterable[OrgUnit]) -> dict[str, str]:
    """What each unit is called, by its code: of units of one name those below a county as 临浦区教育局基教科."""
    units = list(units)
    owners = OrgUnit.objects.filter(kind__in=OWNING, name__in={one.name for one in units}).not_closed().order_by()
    alike = set(owners.values("name").annotate(Count("pk")).filter(pk__count__gt=1).values_list("name", flat=True))
    below = {one.code: _above(one) for one in units if one.name in alike and one.path.count("/") > 2}
    above = dict(OrgUnit.objects.filter(code__in=below.values()).values_list("code", "name")) if below else {}
    return {one.code: above.get(below.get(one.code), "") + one.name for one in units}


def _above(unit: OrgUnit) -> str:
    return unit.path.rstrip("/").rpartition("/")[0].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Owners:
    """Those who can own a task below one unit, by their names and by the short names that plans use.

    Of several of one name it is the unit's own that has it alone; where none is, it is nobody's.
    """

    by_name: dict[str, OrgUnit]

    @classmethod
    def below(cls, unit: OrgUnit) -> Owners:
        below = OrgUnit.objects.filter(path__startswith=unit.path, kind__in=OWNING).not_closed()
        units = list(below.order_by("-path"))
        names = names_apart(units)
        short = {_BEHIND.sub("", one.name): one for one in units if one.kind == UnitKind.COUNTY}
        own = {one.name: one for one in units if _above(one) == unit.code}
        return cls(short | {names[one.code]: one for one in units} | own)

    def find(self, names: str) -> tuple[list[OrgUnit], list[str]]:
        """The units that "学生资助管理中心、临浦区" names, in that order, and the names that nobody has."""
        asked = [name for name in _BETWEEN.split(names) if name]
        found = dict.fromkeys(self.by_name[name] for name in asked if name in self.by_name)
        return list(found), [name for name in asked if name not in self.by_name]

    def named(self, unit: OrgUnit) -> str:
        """The name by which `find` finds a unit again."""
        return next((name for name, one in reversed(self.by_name.items()) if one == unit), unit.name)

    @property
    def names(self) -> list[str]:
        return list(self.by_name)
