"""Who is meant by a name in a plan: a section or a county of the bureau."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.web.ledger.models import OrgUnit, UnitKind

OWNING = (UnitKind.SECTION, UnitKind.COUNTY)
_BETWEEN = re.compile(r"[、，,；;/\s]+")
_BEHIND = re.compile(r"(?:教育体育局|教育和体育局|教体局|教育局|教育委员会|教委)$")


@dataclass(frozen=True, slots=True)
class Owners:
    """Those who can own a task below one unit, by their names and by the short names that plans use."""

    by_name: dict[str, OrgUnit]

    @classmethod
    def below(cls, unit: OrgUnit) -> Owners:
        units = OrgUnit.objects.filter(path__startswith=unit.path, kind__in=OWNING).not_closed().order_by("-path")
        named = {_BEHIND.sub("", one.name): one for one in units if one.kind == UnitKind.COUNTY}
        return cls(named | {one.name: one for one in units})

    def find(self, names: str) -> tuple[list[OrgUnit], list[str]]:
        """The units that "学生资助管理中心、临浦区" names, in that order, and the names that nobody has."""
        asked = [name for name in _BETWEEN.split(names) if name]
        found = dict.fromkeys(self.by_name[name] for name in asked if name in self.by_name)
        return list(found), [name for name in asked if name not in self.by_name]

    @property
    def names(self) -> list[str]:
        return list(self.by_name)
