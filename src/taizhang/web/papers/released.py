"""What the latest release of a period adds up to for what figures of papers say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from taizhang.analysis.hiding import hide_below
from taizhang.analysis.rollup import split_text
from taizhang.analysis.tree import has_meaning
from taizhang.checking.against_ledger import LedgerValue
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Release
from taizhang.web.ledger.releases import folder_of
from taizhang.web.papers.entries import FigureSaid
from taizhang.web.reports.drafting import analysis_of


def latest(periods: Iterable[str]) -> dict[str, Release]:
    """The latest release of each period that has one."""
    return {release.period: release for release in Release.objects.filter(period__in=periods).order_by("made_at")}


def released(release: Release | None, said: FigureSaid) -> LedgerValue | None:
    """The value of a unit in a release, worked out from all that was reported below it; none where it is hidden."""
    if release is None or _is_hidden(release, said):
        return None
    values = _values(folder_of(release), catalogue().digest, release.digest, said.unit.code)
    value = values.get((said.indicator.code, said.period.code, split_text(said.dims)))
    where = _("定版 %(name)s") % {"name": release.name}
    return None if value is None else LedgerValue(value, said.indicator.unit, where)


def _is_hidden(release: Release, said: FigureSaid) -> bool:
    if not hide_below(said.indicator.code, catalogue()):
        return False
    limit = analysis_of(release).hiding.below(said.indicator.code, said.unit.code, said.period.code, dict(said.dims))
    return limit > 0


@lru_cache(maxsize=32)
def _values(folder: Path, _catalogue: str, digest: str, unit: str) -> Mapping[tuple[str, str, str], Decimal | None]:
    """All values of one unit in a release, by indicator, period and split. A release never changes."""
    analysis = analysis_of(Release.objects.get(digest=digest, name=folder.name))
    if (org := analysis.tree.units.get(unit)) is None:
        return {}
    values = analysis.tables.values
    columns = values.filter(values.org == unit).select("indicator", "target", "split", "value")
    known, rows = analysis.catalogue.indicators, analysis.run(columns).to_pylist()
    return {
        (row["indicator"], row["target"], row["split"]): row["value"]
        for row in rows if row["indicator"] in known and has_meaning(known[row["indicator"]], org)
    }  # fmt: skip
