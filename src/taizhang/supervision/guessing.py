"""What a promise is taken to say: its owner, its due date, its target, and how sure each of them is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from taizhang.catalogue.formulas.measure import measure
from taizhang.catalogue.model import Catalogue, Indicator, Title
from taizhang.catalogue.problems import nearest
from taizhang.periods import Period
from taizhang.quantities import format_number
from taizhang.quantities.units import Unit, UnitError
from taizhang.reading.model import Commitment, Document, Figure
from taizhang.supervision.domains_told import domain_told
from taizhang.supervision.model import BoundTarget
from taizhang.supervision.targets import target_figures, target_of

T = TypeVar("T")
_LIKELY, _GUESSED, _UNKNOWN = 0.8, 0.5, 0.2
_SPLIT = re.compile(r"[、，,；;和及]")
_NO_OWNER = Title("没有写明责任单位，也看不出属于哪个科室", "no owner is named, and none can be told from the words")
_NO_DUE = Title("没有写明时限，也不知道是哪个时期的计划", "no due date is named, and the period planned is not known")


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """What a promise was taken to say, how sure that is, and what to look at where it is not."""

    value: T
    sure: float = 1.0
    unsure: Title | None = None


@dataclass(frozen=True, slots=True)
class PromiseKnown:
    """What promises are held against: the catalogue, the owners that there are, whose figures the targets bind."""

    catalogue: Catalogue
    owners: Sequence[str]
    unit: str


def owners_of(
    one: Commitment, figures: Sequence[Figure], document: Document | None, known: PromiseKnown
) -> Guess[tuple[str, ...]]:
    """Whom the promise names, else the section in charge of the domain that its figures or words belong to."""
    if one.owner:
        return matched([name for name in _SPLIT.split(one.owner) if name], known)
    domains = domains_of(one, figures, document)
    sections = {known.catalogue.domains[domain].section for domain in domains if domain in known.catalogue.domains}
    found = {name for name in matched(list(sections), known).value if not known.owners or name in known.owners}
    if len(found) != 1:
        return Guess((), _UNKNOWN, _NO_OWNER)
    [section] = found
    return Guess((section,), _GUESSED, Title(f"没有写明责任单位，按业务领域暂列{section}",
                                             f"no owner is named; {section} by its field of work"))


def domains_of(one: Commitment, figures: Sequence[Figure], document: Document | None) -> set[str]:
    """The domains of a promise's figures, else the one that its words and the headings above it tell of."""
    headings = [section.title for section in document.sections if section.start <= one.start < section.end] \
        if document else []
    told = domain_told(one.text, headings)
    return {figure.domain for figure in figures if figure.domain} or ({told} if told else set())


def matched(names: Sequence[str], known: PromiseKnown) -> Guess[tuple[str, ...]]:
    """The owners that names stand for; a name that nobody here has is kept as written, and said."""
    if not names:
        return Guess((), _UNKNOWN, _NO_OWNER)
    if not known.owners or set(names) <= set(known.owners):
        return Guess(tuple(names))
    found = tuple(name if name in known.owners else nearest(name, known.owners) or name for name in names)
    changed = [f"{name}→{match}" for name, match in zip(names, found, strict=True) if name != match]
    strange = [name for name in found if name not in known.owners]
    if strange:
        listed = "、".join(strange)
        return Guess(found, _UNKNOWN, Title(f"没有这个责任单位：{listed}", f"no such owner here: {listed}"))
    listed = "、".join(changed)
    return Guess(found, _LIKELY, Title(f"责任单位按相近名称认定：{listed}", f"owners by similar names: {listed}"))


def due_of(one: Commitment, document: Document | None) -> Guess[date | None]:
    """The date that the promise names, else the last day of the period that the document plans."""
    named = one.deadline and _day(one.deadline)
    if named:
        return Guess(named)
    planned = _planned_period(document)
    if planned is None:
        return Guess(None, _UNKNOWN, _NO_DUE)
    words = f"时限写作“{one.deadline}”" if one.deadline else "没有写明时限"
    words_en = f"due “{one.deadline}”" if one.deadline else "no due date is named"
    return Guess(planned.end, _GUESSED, Title(f"{words}，暂按{planned.zh}末",
                                              f"{words_en}: the end of {planned.code} for now"))


def _day(named: str) -> date | None:
    try:
        return date.fromisoformat(named)
    except ValueError:
        pass
    try:
        return Period.parse(named).end
    except ValueError:
        return None


def _planned_period(document: Document | None) -> Period | None:
    """A plan is named after the period that it plans, a report after the one before."""
    if document is None or document.period is None:
        return None
    period = Period.parse(document.period)
    return period if document.kind == "plan" else period.next


def bound_of(figures: Sequence[Figure], known: PromiseKnown) -> Guess[BoundTarget | None]:
    """The figure to be reached, by preference one that the catalogue knows; of several, none is certain."""
    candidates = sorted(target_figures(figures), key=lambda one: (one.code is None, -one.score))
    if not candidates:
        return Guess(None)
    first, bound = candidates[0], _bound(candidates[0], known)
    sure = first.score if bound.indicator else _LIKELY
    if len(candidates) > 1:
        listed = "、".join(one.quote for one in candidates)
        return Guess(bound, sure * _GUESSED, Title(f"有几个数（{listed}），暂以{first.quote}为目标",
                                                   f"several figures ({listed}): {first.quote} for now"))
    return Guess(bound, sure, _doubt(first, bound, known) if sure <= _LIKELY else None)


def _doubt(figure: Figure, bound: BoundTarget, known: PromiseKnown) -> Title:
    """What to look at where a figure may not be the indicator that it was taken for, or is none that is known."""
    if bound.indicator is None:
        return Title(f"目标{figure.quote}没有对应的指标，只能由责任单位报数",
                     f"no indicator for {figure.quote}: the owner has to report it")
    title = known.catalogue.indicators[bound.indicator].title
    return Title(f"目标{figure.quote}对应指标“{title.zh}”，请核对", f"{figure.quote} is taken as {title.en}; check it")


def _bound(figure: Figure, known: PromiseKnown) -> BoundTarget:
    """A figure as a target, counted as its indicator is; without the indicator where the units do not go together."""
    target = target_of(figure, unit=known.unit)
    indicator = known.catalogue.indicators.get(figure.code or "")
    value = None if indicator is None else _counted_as(figure, indicator)
    if indicator is None or value is None:
        return replace(target, indicator=None)
    return of_indicator(indicator.code, value, known)


def _counted_as(figure: Figure, indicator: Indicator) -> Decimal | None:
    """The figure's value in the indicator's unit; things counted go together whatever their measure word."""
    if figure.value is None:
        return None
    try:
        return Unit.parse(figure.unit).convert(figure.value, Unit.parse(indicator.unit))
    except UnitError:
        return figure.value if measure(figure.unit) == measure(indicator.unit) else None


def of_indicator(code: str, value: Decimal, known: PromiseKnown) -> BoundTarget:
    """A target of an indicator, in its unit and to its better side."""
    indicator = known.catalogue.indicators[code]
    return BoundTarget(value=Decimal(value), unit_of_measure=indicator.unit, indicator=code, unit=known.unit,
                       lower=indicator.better == "lower")


def aim_of(code: str, value: Decimal, catalogue: Catalogue) -> str:
    """A target in words, to the better side of its indicator: 开工率达到100%, 大班额清零."""
    indicator = catalogue.indicators[code]
    if indicator.better == "lower":
        within = f"降到{format_number(value)}{indicator.unit}以内"
        return f"{indicator.title.zh}{within if value else '清零'}"
    return f"{indicator.title.zh}达到{format_number(value)}{indicator.unit}"
