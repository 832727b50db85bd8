"""A bureau's papers side by side: what each says of the same thing, period by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from taizhang.catalogue.model import Indicator
from taizhang.reading.model import Kind
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.models import KINDS, Figure, Paper
from taizhang.web.papers.queries import papers
from taizhang.web.papers.versions import compared, versions_of

SHOWN = frozenset({Kind.ACTUAL, Kind.RATE, Kind.SHARE, Kind.TARGET})
OTHERS = 4
Thing = tuple[str, str, str, str, str]  # indicator or words, unit, domain, wished or reached, split


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One thing that is measured: its name, domain and unit, and what each paper says of it, by the paper's key."""

    name: str
    unit: str
    domain: str
    kind: str
    split: str
    cells: Mapping[int, list[Figure]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of a unit, oldest first, and a row for each thing that is measured in them."""

    unit: OrgUnit
    papers: list[Paper]
    rows: list[ShelfRow]


def shelf_of(unit: OrgUnit, by: Person, *, shared: bool = False) -> Shelf:
    """The papers of a unit that `by` may see, side by side; `shared` leaves out what only one of them says."""
    found = sorted(
        papers(by).filter(pk__in=compared(), unit=unit), key=lambda one: (one.period[:4], one.period, one.uploaded_at)
    )
    figures = Figure.objects.filter(paper__in=found, kind__in=SHOWN).exclude(value=None)
    figures = figures.exclude(state=Figure.State.REJECTED).select_related("observation")
    rows = [row for row in _rows(figures) if not shared or len(row.cells) > 1]
    return Shelf(unit, found, rows)


def _rows(figures: Iterable[Figure]) -> list[ShelfRow]:
    cells: dict[Thing, dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        cells[_thing(figure)][figure.paper_id].append(figure)
    rows = [_row(thing, found) for thing, found in cells.items()]
    order = {domain.code: at for at, domain in enumerate(catalogue().in_order())}
    return sorted(rows, key=lambda row: (order.get(row.domain, len(order)), row.name, row.kind, row.split))


def _thing(figure: Figure) -> Thing:
    """What a figure is of: the indicator where it is linked, else its words; wished or reached; whose, split how."""
    code = figure.observation.indicator if figure.observation else figure.code
    split = "，".join([*([figure.org] if figure.org else []), *map(_part, sorted(figure.by.items()))])
    unit = "" if code else figure.unit
    return code or figure.measures, unit, figure.domain, "target" if figure.kind == Kind.TARGET else "", split


def _part(part: tuple[str, str]) -> str:
    dimension = catalogue().dimensions.get(part[0])
    found = dimension.codes.get(part[1]) if dimension else None
    return say(found.title) if found else part[1]


def _row(thing: Thing, cells: Mapping[int, list[Figure]]) -> ShelfRow:
    name, unit, domain, kind, split = thing
    known: Indicator | None = catalogue().indicators.get(name)
    shown = (say(known.title), known.unit, known.domain) if known else (name, unit, domain)
    return ShelfRow(*shown, str(KINDS[Kind.TARGET]) if kind else "", split, dict(cells))


def others_of(figure: Figure) -> list[Figure]:
    """What each of the bureau's other papers says of the same thing, the latest period first."""
    if not figure.paper.settled or (not figure.code and len(figure.measures) < 4):
        return []
    same = {"code": figure.code} if figure.code else {"measures": figure.measures, "unit": figure.unit}
    found = Figure.objects.filter(paper__unit=figure.paper.unit_id, org=figure.org, **same)
    found = found.filter(paper__in=compared()).exclude(paper__in=[figure.paper, *versions_of(figure.paper)])
    found = found.exclude(state=Figure.State.REJECTED).select_related("paper")
    alike = (one for one in found.defer("paper__reading").order_by("-period", "number") if one.by == figure.by)
    first: dict[int, Figure] = {}
    for one in alike:
        first.setdefault(one.paper_id, one)
    return [*first.values()][:OTHERS]
