"""What stands in the ledger beside the figures of a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet

from taizhang.analysis.engine import over_units
from taizhang.checking.against_ledger import Known
from taizhang.web.ledger.models import Observation, OrgUnit
from taizhang.web.papers.entries import Said, as_read
from taizhang.web.papers.models import Figure


class Stand(StrEnum):
    """How the ledger stands to a figure."""

    NEW = "new"  # it says nothing
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    TWICE = "twice"  # it has parts of the figure, or a total that the figure is part of: both would count twice


class Standing:
    """What is in force beside some figures. A handful of queries for all of them together."""

    def __init__(self, said: Iterable[Said]) -> None:
        asked = list(said)
        indicators, periods = ({one.indicator.code for one in asked}, {one.period.code for one in asked})
        rows = Observation.objects.in_force().filter(indicator__in=indicators, period__in=periods).order_by()
        self._rows = rows
        self._near: dict[int, set[tuple[str, str]]] = {}
        self._own: dict[tuple[str, int, str], dict[str, Observation]] = defaultdict(dict)
        for row in rows.filter(unit__in={one.unit for one in asked}).select_related("source", "unit"):
            self._own[row.indicator, row.unit_id, row.period][row.split] = row

    def known(self, said: Said) -> Observation | None:
        """What is in force for the same indicator, unit, period and split, where it has a value."""
        known = self._splits(said).get(said.key[-1])
        return known if known and known.value is not None else None

    def note(self, said: Said, observation: Observation | None) -> None:
        """Take account of what was entered meanwhile."""
        if observation:
            self._splits(said)[said.key[-1]] = observation

    def of(self, figure: Figure, said: Said) -> Stand:
        """How the ledger stands to what the figure says."""
        if known := self.known(said):
            return Stand.AGREES if agrees(figure, said, known.value) else Stand.CONTRADICTS
        if said.indicator.formula or over_units(said.indicator) != "sum":
            return Stand.NEW
        if any(agrees(figure, said, total) for total in self._totals(said)):
            return Stand.AGREES
        return Stand.TWICE if self._nested(said) or self._reported_near(said) else Stand.NEW

    def _reported_near(self, said: Said) -> bool:
        if (unit := said.unit).pk not in self._near:
            self._near[unit.pk] = _reported_near(self._rows, unit)
        return (said.indicator.code, said.period.code) in self._near[unit.pk]

    def _splits(self, said: Said) -> dict[str, Observation]:
        return self._own[said.key[:3]]

    def _totals(self, said: Said) -> list[Decimal]:
        """What the parts of the figure come to, by each way in which they are split."""
        ways: dict[frozenset[str], list[Decimal | None]] = defaultdict(list)
        for row in self._splits(said).values():
            if said.dims.items() < row.dims.items():
                ways[frozenset(row.dims)].append(row.value)
        return [sum(values, Decimal(0)) for values in ways.values() if None not in values]

    def _nested(self, said: Said) -> bool:
        mine = set(said.dims.items())
        others = (set(row.dims.items()) for row in self._splits(said).values() if row.value is not None)
        return any(mine < other or other < mine for other in others)


def agrees(figure: Figure, said: Said, known: Decimal) -> bool:
    """Whether the known value is the one said, or one that would be printed as the figure is."""
    if known == said.value:
        return True
    return figure.value is not None and Known(known, said.indicator.unit).agrees(as_read(figure))


def _reported_near(rows: QuerySet[Observation], unit: OrgUnit) -> set[tuple[str, str]]:
    """The indicators and periods that units below or above this one have reported."""
    above = unit.path.strip("/").split("/")[:-1]
    near = Q(unit__path__startswith=unit.path) | Q(unit__code__in=above)
    found = rows.filter(near).exclude(unit=unit).exclude(value=None)
    return set(found.values_list("indicator", "period").distinct())
