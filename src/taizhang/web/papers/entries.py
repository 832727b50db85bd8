"""A figure of a paper -> what it would say in the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from taizhang.catalogue.model import Indicator
from taizhang.checking.against_ledger import VALUES
from taizhang.periods import Period
from taizhang.quantities import Qualifier, Unit, UnitError, format_number
from taizhang.reading.model import Figure as ReadFigure
from taizhang.reading.model import Kind
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.entering import Entry
from taizhang.web.ledger.models import OrgUnit, Source, SourceKind, UnitKind
from taizhang.web.ledger.queries import split_of
from taizhang.web.papers.models import KINDS, Figure, Paper
from taizhang.web.refusals import Refused

_STOP = re.compile(r"[。！？；;\n]")
_DECIMALS = re.compile(r"[.．](\d+)")
_LONGEST = 600
_TELLING = 3  # characters from which on the name of a part is no word of anything else
_SURE_ENOUGH = 0.55
_ONE_SCHOOL = re.compile("第[0-9一二三四五六七八九十百]+所(?:学校|幼儿园|小学|初中)|[该本我]校|[该本]园")


def sentence_of(paper: Paper, start: int, end: int) -> str:
    """The sentence of the paper's text in which the characters from `start` to `end` stand, on one line.

    Empty for what stands nowhere in it (`end` is 0).
    """
    if not end:
        return ""
    text = paper.reading["text"]
    before = [stop.end() for stop in _STOP.finditer(text, max(0, start - _LONGEST), start)]
    after = _STOP.search(text, end, end + _LONGEST)
    first = before[-1] if before else max(0, start - _LONGEST)
    return " ".join(text[first : after.end() if after else end + _LONGEST].split())


class Below:
    """The units at and below the bureau of a paper, to find whom a figure speaks of. One query."""

    def __init__(self, unit: OrgUnit) -> None:
        self.unit = unit
        self._units = list(OrgUnit.objects.filter(path__startswith=unit.path).not_closed())

    def named(self, org: str | None) -> OrgUnit | None:
        """The unit of that name, or the one whose name begins so; None where there is none or more than one."""
        if not org or org == self.unit.name:
            return self.unit
        whole = [one for one in self._units if one.name == org]
        near = whole or [one for one in self._units if one.name.startswith(org)]
        return near[0] if len(near) == 1 else None


@dataclass(frozen=True, slots=True)
class FigureSaid:
    """What a figure says: indicator, unit, period, split, and the value in the indicator's own unit."""

    indicator: Indicator
    unit: OrgUnit
    period: Period
    value: Decimal
    dims: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int, str, str]:
        return self.indicator.code, self.unit.pk, self.period.code, split_of(self.dims)


def as_read(figure: Figure) -> ReadFigure:
    """A figure as checks below the site know it; its id is its number."""
    return ReadFigure(
        str(figure.number), figure.start, figure.end, figure.quote, figure.value, figure.unit, Kind(figure.kind),
        Qualifier(figure.qualifier), figure.measures, figure.code or None, figure.domain or None, figure.score,
        figure.period or None, figure.org or None, figure.by, figure.low, figure.high,
    )  # fmt: skip


def printed_beside(figure: Figure | ReadFigure, value: Decimal, indicator: Indicator | None = None) -> str:
    """A value of the figure's indicator, or of another, as reports print it: with no fewer digits after the point than
    the figure."""
    indicator = indicator or _indicator(figure)
    after_point = _DECIMALS.search(figure.quote)
    usual = max(indicator.decimals, 2 if "元" in indicator.unit else 0) if indicator else 0
    return format_number(value, max(usual, len(after_point[1]) if after_point else 0))


def said_by(figure: Figure | ReadFigure, below: Below, *, roughly: bool = False) -> FigureSaid:
    """What accepting the figure as it was read would enter; `roughly` lets 约 and 余 pass, to be compared only.

    Raises Refused where it says nothing that can be entered as it stands: no value, only about, a target, no indicator,
    no period, a unit that nobody knows, another measure.
    """
    indicator = _indicator(figure)
    unit = below.named(figure.org)
    for code, wrong in (
        ("paper-range", figure.value is None and figure.low is not None),
        ("paper-unread", figure.value is None),
        ("paper-about", not roughly and figure.qualifier != Qualifier.EXACT),
        ("paper-not-a-value", figure.kind not in VALUES),
        ("paper-no-indicator", indicator is None),
        ("paper-no-period", not figure.period),
        ("paper-whose", unit is None),
        ("paper-unsure", not roughly and unit is not None and _unsure(figure, unit)),
        ("paper-split", indicator is not None and not _may_split(indicator, figure.by)),
    ):
        if wrong:
            raise Refused.because(code, figure.quote, **_blanks(figure))
    period = Period.parse(figure.period)
    return FigureSaid(indicator, unit, period, _counted(figure, indicator), _dims(figure, indicator))


def _blanks(figure: Figure | ReadFigure) -> dict[str, object]:
    told = {"quote": figure.quote, "kind": KINDS[Kind(figure.kind)], "org": figure.org}
    return told | {"words": _words(figure), "score": f"{figure.score:.2f}"}


def _indicator(figure: Figure | ReadFigure) -> Indicator | None:
    return catalogue().indicators.get(figure.code)


def _may_split(indicator: Indicator, by: Mapping[str, str]) -> bool:
    """Whether the indicator has each code that it is split by; splits that it does not have at all are left out."""
    return all(
        code in {one.code for one in catalogue().codes_of(indicator, name)}
        for name, code in by.items() if name in indicator.by
    )  # fmt: skip


def _dims(figure: Figure | ReadFigure, indicator: Indicator) -> dict[str, str]:
    """The split as far as the indicator has it: a kindergarten's figure need not say that it is of preschool. What the
    words name stands in where none was read: 公办园在园幼儿 is no total.
    """
    read = {name: code for name, code in figure.by.items() if name in indicator.by}
    words, own = _words(figure), (indicator.title.zh, *indicator.called)
    for name in indicator.by:
        named = {code.code for code in catalogue().codes_of(indicator, name) for word in (code.title.zh, *code.called)
                 if len(word) >= _TELLING and word in words and not any(word in one for one in own)}  # fmt: skip
        if len(named) == 1:
            read.setdefault(name, named.pop())
    return read


def _words(figure: Figure | ReadFigure) -> str:
    return figure.measures if isinstance(figure, Figure) else figure.indicator


def _unsure(figure: Figure | ReadFigure, unit: OrgUnit) -> bool:
    """Whether a person should look twice: linked with little certainty, or told of one school and kept for a bureau."""
    of_one_school = bool(_ONE_SCHOOL.search(_words(figure))) and unit.kind in (UnitKind.CITY, UnitKind.COUNTY)
    return bool(figure.code) and (figure.score < _SURE_ENOUGH or of_one_school)


def _counted(figure: Figure | ReadFigure, indicator: Indicator) -> Decimal:
    try:
        return Unit.parse(figure.unit or "1").convert(figure.value, Unit.parse(indicator.unit))
    except UnitError as error:
        blanks = {"quote": figure.quote, "unit": indicator.unit, "indicator": indicator.title.zh}
        raise Refused.because("paper-other-unit", figure.quote, **blanks) from error


def as_it_stands(figure: Figure, said: FigureSaid) -> bool:
    """Whether what is said has the value that was read: who corrects a figure may mean another value, or measure."""
    try:
        return figure.value is not None and _counted(figure, said.indicator) == said.value
    except Refused:
        return False


def entry_of(said: FigureSaid, figure: Figure, *, by: Person) -> Entry:
    """What goes into the ledger: the value, with the sentence as its source and `by` as who approved it."""
    paper = figure.paper
    source = Source(
        kind=SourceKind.SENTENCE, file=paper.name, sha256=paper.sha256,
        text=sentence_of(paper, figure.start, figure.end), reported_by=(paper.bureau or paper.unit.name)[:80],
        reported_at=paper.uploaded_at, approved_by=by.username, approved_at=timezone.now(),
    )  # fmt: skip
    return Entry(said.indicator.code, said.unit, said.period, said.value, source, dict(said.dims))
