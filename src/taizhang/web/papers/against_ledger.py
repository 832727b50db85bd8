"""The figures of a paper held against the ledger: what is in force, else what the latest release adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from taizhang.checking.against_ledger import Held, LedgerValue, hold
from taizhang.reading.model import Figure as ReadFigure
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.entries import Below, FigureSaid, as_read, said_by
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.standing import Standing
from taizhang.web.refusals import Refused


def beside(paper: Paper, figures: Iterable[Figure]) -> Mapping[int, Held]:
    """What is known of each figure that says a value, by its number; a figure that nothing is known of has none.

    Where the figures, in the order of the text, tell several values of the same thing, the one that agrees is meant,
    else the first: a whole comes before its parts. The others are not said to contradict. Of a paper of which it is not
    settled whose it is nothing is known: it may be of another city.
    """
    if not paper.settled:
        return {}
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

    def key(self, figure: ReadFigure) -> tuple[str, int, str, str]:
        """Of what a figure that something is known of says a value."""
        return self._said[figure.id].key

    def __call__(self, figure: ReadFigure) -> LedgerValue | None:
        said = self._said.get(figure.id)
        return said and self._standing.told(said)


def _comparable(unit: OrgUnit, figures: Iterable[ReadFigure]) -> Iterator[tuple[str, FigureSaid]]:
    below = Below(unit)
    for figure in figures:
        try:
            yield figure.id, said_by(figure, below, roughly=True)
        except Refused:
            continue
