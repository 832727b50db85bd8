"""The figures of the ledger as it is now, whether or not a release of them was sealed."""

from __future__ import annotations

from taizhang.analysis.analysis import Analysis
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Observation, Release
from taizhang.web.ledger.releases import stands_around
from taizhang.web.ledger.snapshots import snapshot
from taizhang.web.reports.drafting import analysis_of


def as_it_stands(period: Period) -> Analysis:
    """The figures of the newest release where it still holds what the ledger does, else of the ledger itself."""
    newest = sealed_as_it_stands(period)
    return analysis_of(newest) if newest else unsealed(period)


def unsealed(period: Period) -> Analysis:
    """The figures of the ledger itself."""
    now = snapshot(period, catalogue=catalogue())
    return Analysis(now, catalogue(), cache=now.folder)  # thrown away together


def sealed_as_it_stands(period: Period) -> Release | None:
    """The newest release of the period, if nothing of what it holds has changed since it was sealed."""
    newest = Release.objects.filter(period=period.code).first()
    grown = newest and Observation.objects.filter(entered_at__gt=newest.made_at).exists()
    return newest if newest and not grown and stands_around(newest) else None
