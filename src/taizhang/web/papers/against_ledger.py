"""The figures of a paper held against the ledger: what is in force, else what the latest release adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from taizhang.analysis.hiding import hide_below
from taizhang.analysis.rollup import split_text
from taizhang.analysis.tree import has_meaning
from taizhang.checking.against_ledger import Held, Known, hold
from taizhang.reading.model import Figure as ReadFigure
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import hidden
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.ledger.releases import folder_of
from taizhang.web.papers.entries import Below, Said, as_read, said_by
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.standing import Standing
from taizhang.web.refusals import Refused
from taizhang.web.reports.drafting import analysis_of


def beside(paper: Paper, figures: Iterable[Figure]) -> Mapping[int, Held]:
    """What is known of each figure that says a value, by its number; a figure that nothing is known of has none.

    Where the figures, in the order of the text, tell several values of the same thing, the one that agrees is meant,
    else the first: a whole comes before its parts. The others are not said to contradict.
    """
    read = [as_read(figure) for figure in figures]
    ledger = Ledger(paper.unit, read)
    found = [one for one in hold(read, ledger) if one.known]
    meant: dict[tuple[str, int, str, str], Decimal | None] = {}
    for one in sorted(found, key=lambda one: not one.agrees):
        meant.setdefault(ledger.key(one.figure), one.figure.value)
    return {
        int(one.figure.id): one for one in found
        if one.agrees or meant[ledger.key(one.figure)] == one.figure.value
    }  # fmt: skip


def stand_of(held: Held) -> str:
    """How the ledger stands to a figure, in the word that pages use."""
    return "agrees" if held.agrees else "contradicts"


class Ledger:
    """Looks up what is known of figures of a unit's paper. A handful of queries for all of them together."""

    def __init__(self, unit: OrgUnit, figures: Iterable[ReadFigure]) -> None:
        self._said = dict(_comparable(unit, figures))
        self._standing = Standing(self._said.values())
        self._releases = _latest({one.period.code for one in self._said.values()})

    def key(self, figure: ReadFigure) -> tuple[str, int, str, str]:
        """Of what a figure that something is known of says a value."""
        return self._said[figure.id].key

    def __call__(self, figure: ReadFigure) -> Known | None:
        if (said := self._said.get(figure.id)) is None:
            return None
        if observation := self._standing.known(said):
            if observation.pk in hidden.numbers():
                return None
            return Known(observation.value, said.indicator.unit, str(observation.source))
        return _released(self._releases.get(said.period.code), said)


def _comparable(unit: OrgUnit, figures: Iterable[ReadFigure]) -> Iterator[tuple[str, Said]]:
    below = Below(unit)
    for figure in figures:
        try:
            yield figure.id, said_by(figure, below, roughly=True)
        except Refused:
            continue


def in_release(said: Said) -> Known | None:
    """What the latest release of the period adds up to for what a figure says."""
    return _released(_latest({said.period.code}).get(said.period.code), said)


def _latest(periods: Iterable[str]) -> dict[str, Release]:
    """The latest release of each period that has one."""
    return {release.period: release for release in Release.objects.filter(period__in=periods).order_by("made_at")}


def _released(release: Release | None, said: Said) -> Known | None:
    """The value of a unit in a release, worked out from all that was reported below it; none where it is hidden."""
    if release is None or _is_hidden(release, said):
        return None
    values = _values(folder_of(release), catalogue().digest, release.digest, said.unit.code)
    value = values.get((said.indicator.code, said.period.code, split_text(said.dims)))
    return None if value is None else Known(value, said.indicator.unit, release.name)


def _is_hidden(release: Release, said: Said) -> bool:
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
