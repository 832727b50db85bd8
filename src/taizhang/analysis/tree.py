"""The org tree of a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from taizhang.catalogue.model import Indicator

LEVELS = {"city": 3, "county": 2, "township": 1, "section": 3, "school": 0, "kindergarten": 0}
PARTS = ("school", "kindergarten", "township")      # kinds that report for themselves; the others for all below them
OF_UNITS = ("stage", "area", "ownership")     # dimensions that say something of a unit itself


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """A node of the tree as it stood at the period's end."""

    code: str
    name: str
    parent: str | None
    kind: str
    stages: frozenset[str]
    area: str | None
    ownership: str | None
    path: tuple[str, ...]

    def within(self, by: Mapping[str, str]) -> bool:
        """Whether the unit has a part in a split, as far as that says something of units."""
        stage, area, ownership = (by.get(name) for name in OF_UNITS)
        return (
            (stage is None or not self.stages or stage in self.stages)
            and (area is None or self.area is None or area == self.area)
            and (ownership is None or self.ownership is None or ownership == self.ownership)
        )


@dataclass(frozen=True, slots=True)
class OrgTree:
    """All units by their code, in the order of the release, and those directly and anywhere below each."""

    units: Mapping[str, OrgUnit]
    _children: Mapping[str, Sequence[OrgUnit]]
    _below: Mapping[str, Sequence[OrgUnit]]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str | None]]) -> OrgTree:
        """The tree from rows of the release's table `units`."""
        units = (
            OrgUnit(
                code=str(row["code"]), name=str(row["name"]), parent=row["parent"], kind=str(row["kind"]),
                stages=frozenset(filter(None, (row["stages"] or "").split(","))), area=row["area"],
                ownership=row["ownership"], path=tuple(str(row["path"]).split("/")),
            )
            for row in rows
        )
        known = {unit.code: unit for unit in units}
        children: dict[str, list[OrgUnit]] = {}
        below: dict[str, list[OrgUnit]] = {}
        for unit in known.values():
            children.setdefault(unit.parent or "", []).append(unit)
            for code in unit.path:
                below.setdefault(code, []).append(unit)
        return cls(known, children, below)

    @property
    def root(self) -> OrgUnit:
        """The unit that stands under no other."""
        return next(unit for unit in self.units.values() if unit.parent is None)

    def children(self, code: str) -> Sequence[OrgUnit]:
        """The units directly below one."""
        return self._children.get(code, ())

    def below(self, code: str) -> Sequence[OrgUnit]:
        """The unit itself and all units under it."""
        return self._below.get(code, ())


def has_meaning(indicator: Indicator, unit: OrgUnit) -> bool:
    """Whether the unit stands high enough for the indicator's `level`."""
    return LEVELS.get(unit.kind, 0) >= LEVELS[indicator.level]
