"""What stands in the ledger beside the figures of a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet

from taizhang.checking.against_ledger import LedgerValue
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import hidden
from taizhang.web.ledger.models import Observation, OrgUnit
from taizhang.web.papers.entries import FigureSaid, as_it_stands, as_read
from taizhang.web.papers.models import Figure
from taizhang.web.papers.released import latest, released


class Stand(StrEnum):
    """How the ledger stands to a figure."""

    NEW = "new"  # it says nothing
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    HIDDEN = "hidden"  # it tells of few confidential cases, so that nobody is told whether the two agree
    TWICE = "twice"  # it has parts of the figure, or a total that the figure is part of: both would count twice


class Standing:
    """What is in force beside some figures. A handful of queries for all of them together."""

    def __init__(self, said: Iterable[FigureSaid]) -> None:
        asked = list(said)
        indicators, periods = ({one.indicator.code for one in asked}, {one.period.code for one in asked})
        rows = Observation.objects.in_force().filter(indicator__in=indicators, period__in=periods).order_by()
        self._rows, self._periods, self._hidden = rows, periods, hidden.numbers()
        self._near: dict[int, set[tuple[str, str]]] = {}
        self._releases = latest(periods)
        self._below: dict[int, set[tuple[str, str]]] = {}
        self._own: dict[tuple[str, int, str], dict[str, Observation]] = defaultdict(dict)
        for row in rows.filter(unit__in={one.unit for one in asked}).select_related("source", "unit"):
            self._own[row.indicator, row.unit_id, row.period][row.split] = row

    def known(self, said: FigureSaid) -> Observation | None:
        """What is in force for the same indicator, unit, period and split, where it has a value."""
        known = self._splits(said).get(said.key[-1])
        return known if known and known.value is not None else None

    def released(self, said: FigureSaid) -> LedgerValue | None:
        """What the latest release of the period adds up to or works out for it."""
        return released(self._releases.get(said.period.code), said)

    def told(self, said: FigureSaid) -> LedgerValue | None:
        """What is known of it: what is in force, else what the release says; nothing of few confidential cases."""
        if self.is_hidden(said):
            return None
        if known := self.known(said):
            return LedgerValue(known.value, said.indicator.unit, str(known.source))
        return self.released(said)

    def is_hidden(self, said: FigureSaid) -> bool:
        """Whether what is in force tells of few confidential cases, or would let others of them be told."""
        known = self.known(said)
        return known is not None and known.pk in self._hidden

    def note(self, said: FigureSaid, observation: Observation | None) -> None:
        """Take account of what was entered meanwhile."""
        if observation:
            self._splits(said)[said.key[-1]] = observation
            self._below.clear()

    def of(self, figure: Figure, said: FigureSaid) -> Stand:
        """How the ledger stands to what the figure says."""
        if self.is_hidden(said):
            return Stand.HIDDEN
        if known := self.known(said):
            return Stand.AGREES if agrees(figure, said, known.value) else Stand.CONTRADICTS
        if not said.indicator.formula and said.indicator.over_units == "sum":
            if any(agrees(figure, said, total) for total in self._totals(said)):
                return Stand.AGREES
            if self._nested(said) or self._reported_near(said):
                return Stand.TWICE
        if total := self.released(said):
            return Stand.AGREES if agrees(figure, said, total.value) else Stand.CONTRADICTS
        return Stand.TWICE if said.indicator.formula and self._parts_known(said) else Stand.NEW

    def _parts_known(self, said: FigureSaid) -> bool:
        """Whether the ledger has something of which the indicator is worked out, for the unit or one below it."""
        if (unit := said.unit).pk not in self._below:
            rows = Observation.objects.in_force().filter(period__in=self._periods, unit__path__startswith=unit.path)
            self._below[unit.pk] = _told_in(rows)
        parts = catalogue().needed_by({said.indicator.code})
        return any((code, said.period.code) in self._below[unit.pk] for code in parts)

    def _reported_near(self, said: FigureSaid) -> bool:
        if (unit := said.unit).pk not in self._near:
            self._near[unit.pk] = _reported_near(self._rows, unit)
        return (said.indicator.code, said.period.code) in self._near[unit.pk]

    def _splits(self, said: FigureSaid) -> dict[str, Observation]:
        return self._own[said.key[:3]]

    def _totals(self, said: FigureSaid) -> list[Decimal]:
        """What the parts of the figure come to, by each way in which they are split and none is missing or hidden."""
        ways: dict[frozenset[str], list[Decimal | None]] = defaultdict(list)
        for row in self._splits(said).values():
            if said.dims.items() < row.dims.items():
                ways[frozenset(row.dims)].append(None if row.pk in self._hidden else row.value)
        return [sum(values, Decimal(0)) for values in ways.values() if None not in values]

    def _nested(self, said: FigureSaid) -> bool:
        mine = set(said.dims.items())
        others = (set(row.dims.items()) for row in self._splits(said).values() if row.value is not None)
        return any(mine < other or other < mine for other in others)


def agrees(figure: Figure, said: FigureSaid, known: Decimal) -> bool:
    """Whether the known value is the one said, or one that would be printed as the figure is.

    How the figure is printed tells nothing of a value that somebody put in its place: that one is compared as it is.
    """
    return known == said.value or (
        as_it_stands(figure, said) and LedgerValue(known, said.indicator.unit).agrees(as_read(figure))
    )


def _reported_near(rows: QuerySet[Observation], unit: OrgUnit) -> set[tuple[str, str]]:
    """The indicators and periods that units below or above this one have reported."""
    above = unit.path.strip("/").split("/")[:-1]
    near = Q(unit__path__startswith=unit.path) | Q(unit__code__in=above)
    return _told_in(rows.filter(near).exclude(unit=unit))


def _told_in(rows: QuerySet[Observation]) -> set[tuple[str, str]]:
    """The indicators and periods of which observations have a value."""
    return set(rows.exclude(value=None).order_by().values_list("indicator", "period").distinct())
