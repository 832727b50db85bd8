"""The figures of the ledger as it is now, whether or not a release of them was sealed."""

from __future__ import annotations

from taizhang.analysis.analysis import Analysis
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Observation, Release
from taizhang.web.ledger.releases import tables_around
from taizhang.web.ledger.snapshots import snapshot
from taizhang.web.reports.drafting import analysis_of, opened


def as_it_stands(period: Period) -> Analysis:
    """The figures of the newest release where it still holds what the ledger says, else of the ledger itself."""
    newest = sealed_as_it_stands(period)
    return analysis_of(newest) if newest else unsealed(period)


def unsealed(period: Period) -> Analysis:
    """The figures of the ledger itself."""
    now = snapshot(period, catalogue=catalogue())
    return Analysis(now, catalogue(), cache=now.folder)  # thrown away together


def sealed_as_it_stands(period: Period) -> Release | None:
    """The newest release of the period, if all that it holds is still so. Raises Refused where it is not what was
    sealed."""
    newest = Release.objects.filter(period=period.code).first()
    return newest if newest and _stands(newest, period) else None


def _stands(release: Release, period: Period) -> bool:
    """Whether nothing was entered since, and the tree, what rounds asked for and the events held are as they were."""
    if Observation.objects.filter(entered_at__gt=release.made_at).exists():
        return False
    sealed = opened(release)
    return all(sealed.holds(name, now) for name, now in tables_around(period).items())
