"""Many figures of a paper at once: those of which the reader is sure, and back again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from taizhang.reading.model import Kind
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import chain
from taizhang.web.ledger.models import Observation
from taizhang.web.papers.entries import Below, FigureSaid, said_by
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.review import RIGHT, Decision, take_back, take_in
from taizhang.web.papers.standing import Stand, Standing
from taizhang.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Sure:
    """The figures of which the reader is sure, finest splits first and what formulas work out last, and what stands in
    the ledger beside them.
    """

    figures: list[tuple[Figure, FigureSaid]]
    standing: Standing


def sure(paper: Paper, least: float) -> Sure:
    """The figures that wait, have an actual value, and are linked with at least this score; with the whole of their
    split known to the indicator, and neither a claim, nor another figure, nor the ledger against them.
    """
    said = _sayable(paper, least)
    values: dict[object, set[Decimal]] = defaultdict(set)
    for _figure, one in said:
        values[one.key].add(one.value)
    standing = Standing(one for _figure, one in said)
    alone = [(figure, one) for figure, one in said if len(values[one.key]) == 1]
    good = [pair for pair in alone if standing.of(*pair) in (Stand.NEW, Stand.AGREES)]
    return Sure(sorted(good, key=lambda pair: (pair[1].indicator.formula is not None, -len(pair[1].dims))), standing)


def _sayable(paper: Paper, least: float) -> list[tuple[Figure, FigureSaid]]:
    waiting = paper.figures.filter(state=Figure.State.READ, kind=Kind.ACTUAL, score__gte=least, contradicted=False)
    below, found = Below(paper.unit), []
    for figure in waiting.exclude(code="").exclude(value=None):
        figure.paper = paper
        try:
            said = said_by(figure, below)
        except Refused:
            continue
        if figure.by.keys() <= said.dims.keys():
            found.append((figure, said))
    return found


@transaction.atomic
def accept_sure(paper: Paper, *, least: float, by: Person, only: Container[int] | None = None) -> list[Figure]:
    """Accept the figures of which the reader is sure, or `only` those of them that have these numbers.

    What this person may not accept, and totals of what was just accepted that do not come out, are left waiting. Gives
    those that were accepted.
    """
    check_may(by, RIGHT, unit=paper.unit)
    chain.hold(Observation)
    taken, decision = [], Decision(by)
    ready = sure(paper, least)
    for figure, said in ready.figures:
        if only is not None and figure.number not in only:
            continue
        try:
            taken.append(take_in(figure, "accept", said, ready.standing, decision))
        except Refused:
            continue
        ready.standing.note(said, taken[-1].observation)
    return taken


@transaction.atomic
def take_back_all(paper: Paper, at: datetime, *, reason: str, by: Person) -> int:
    """Take back what the person accepted in one go at that moment. Gives how many."""
    figures = list(paper.figures.filter(decided_at=at, decided_by=by, state=Figure.State.ACCEPTED))
    for figure in figures:
        take_back(figure, by=by, reason=reason)
    return len(figures)
