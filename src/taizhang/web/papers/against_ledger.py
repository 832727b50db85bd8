"""The figures of a paper held against the ledger: what is in force, else what the latest release adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from taizhang.analysis.rollup import split_text
from taizhang.analysis.tree import has_meaning
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Release
from taizhang.web.ledger.releases import folder_of
from taizhang.web.papers.entries import Below, Said, in_base, prints_as, said_by
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.standing import Standing
from taizhang.web.refusals import Refused
from taizhang.web.reports.drafting import analysis_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of what a figure says: the value in the indicator's unit, and where it stands."""

    value: Decimal
    unit: str
    where: str
    agrees: bool

    @property
    def stand(self) -> str:
        return "agrees" if self.agrees else "contradicts"


def known(paper: Paper, figures: Iterable[Figure]) -> Mapping[int, Known]:
    """What is known of each figure that says a value, by its number; a figure that nothing is known of has none."""
    said = dict(_comparable(paper, figures))
    standing = Standing(one for _figure, one in said.values())
    releases = _latest({one.period.code for _figure, one in said.values()})
    return {number: found for number, pair in said.items() if (found := _known(*pair, standing, releases))}


def _comparable(paper: Paper, figures: Iterable[Figure]) -> Iterable[tuple[int, tuple[Figure, Said]]]:
    below = Below(paper.unit)
    for figure in figures:
        try:
            yield figure.number, (figure, said_by(figure, below, roughly=True))
        except Refused:
            continue


def in_release(figure: Figure, said: Said) -> Known | None:
    """What the latest release of the period adds up to for what a figure says."""
    return _in_release(figure, said, _latest({said.period.code}))


def _known(figure: Figure, said: Said, standing: Standing, releases: Mapping[str, Release]) -> Known | None:
    if observation := standing.known(said):
        return _compared(figure, said, observation.value, str(observation.source))
    return _in_release(figure, said, releases)


def _in_release(figure: Figure, said: Said, releases: Mapping[str, Release]) -> Known | None:
    release = releases.get(said.period.code)
    value = _released(release, said) if release else None
    return None if value is None else _compared(figure, said, value, release.name)


def _compared(figure: Figure, said: Said, value: Decimal, where: str) -> Known:
    """The value as known there; it agrees where it would be printed as the figure is, or is what is said of it."""
    agrees = value == said.value or prints_as(figure, in_base(value, said.indicator, figure))
    return Known(value, said.indicator.unit, where, agrees)


def _latest(periods: Iterable[str]) -> dict[str, Release]:
    """The latest release of each period that has one."""
    return {release.period: release for release in Release.objects.filter(period__in=periods).order_by("made_at")}


def _released(release: Release, said: Said) -> Decimal | None:
    """The value of a unit in a release, worked out from all that was reported below it."""
    values = _values(folder_of(release), catalogue().digest, release.digest, said.unit.code)
    return values.get((said.indicator.code, said.period.code, split_text(said.dims)))


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
