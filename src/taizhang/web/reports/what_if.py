"""The figures as they are, and as they would be if an observation had another value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.release import Release as Sealed
from taizhang.analysis.supposing import Supposed, differing, suppose
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Observation, Release
from taizhang.web.ledger.queries import history
from taizhang.web.reports.analyses import sealed_as_it_stands, unsealed
from taizhang.web.reports.drafting import analysis_of


@dataclass(frozen=True, slots=True)
class World:
    """All figures of one release, or of the ledger of now, before the change and after it."""

    before: Analysis
    after: Supposed


class WhatIf:
    """What if an observation had another value: nothing is changed by asking, and no world is worked out twice.

    A release that was sealed before the observation was entered is changed at the value that it superseded.
    """

    def __init__(self, observation: Observation, value: Decimal | None) -> None:
        self.observation = observation
        self._changes = {str(one.pk): value for one in history(observation)}
        self._known: dict[Release | Period, World] = {}

    def sealed(self, release: Release) -> World:
        """The world of a release."""
        return self._known.get(release) or self._keep(release, analysis_of(release))

    def now(self, period: Period) -> World:
        """The world of the ledger as it stands, in the period."""
        if release := sealed_as_it_stands(period):
            return self.sealed(release)
        return self._known.get(period) or self._keep(period, unsealed(period))

    def _keep(self, key: Release | Period, before: Analysis) -> World:
        after = self._same_for(before.release) or suppose(before.release, catalogue(), self._changes)
        return self._known.setdefault(key, World(before, after))

    def _same_for(self, release: Sealed) -> Supposed | None:
        """What was worked out for another release that holds the same observations of all that the change reaches."""
        for world in self._known.values():
            other, reached = world.before.release, world.after.analysis.catalogue.indicators
            if self.observation.indicator in reached and release.period == other.period:
                changed = differing(release, other)
                if changed is not None and changed.isdisjoint(reached):
                    return world.after
        return None
