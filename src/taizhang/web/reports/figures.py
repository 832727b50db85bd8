"""Figures for a writer to put into a text: found by words or by value, each a result of the analysis with its proof."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from ibis import _ as row

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, POINTS, MissingFigureError, Result, combined
from taizhang.analysis.rollup import split_of
from taizhang.analysis.timing import near
from taizhang.catalogue.model import Indicator
from taizhang.quantities import Quantity, Unit
from taizhang.web.indicators import having
from taizhang.web.reports.labels import label
from taizhang.writing.words import direction, no_base, shown, without_sign

FOUND = 30      # results of one search
ITSELF, LAST_YEAR, GROWTH = "", "last_year", "growth"


@dataclass(frozen=True, slots=True)
class Found:
    """A result as a writer may take it: what it is, how it is printed, and the `spec` by which it is found again."""

    result: Result
    printed: str
    spec: str
    org: str

    @property
    def label(self) -> str:
        said = label(self.result)
        return f"{said}（{direction(self.result)}）" if self.result.operation else said


def search(analysis: Analysis, words: str, org: str, *, within: str) -> list[Found]:
    """The results of a unit whose indicator has all the words in its title, other names or code.

    Each comes with its parts, that of a year ago, and the change, as far as they have a value. There are none of a unit
    that is neither the one of the report, `within`, nor below it.
    """
    if not is_within(analysis, org, within):
        return []
    return list(islice((found for one in having(words) for found in _of(analysis, one, org)), FOUND))


def _of(analysis: Analysis, indicator: Indicator, org: str) -> Iterator[Found]:
    total = analysis.value(indicator.code, org)
    parts = (part for dimension in indicator.by for part in analysis.by(indicator.code, org, dimension))
    for result in (total, *parts):
        for how in (ITSELF, LAST_YEAR, GROWTH):
            if found := _found(analysis, result, how):
                yield found


def _found(analysis: Analysis, base: Result, how: str) -> Found | None:
    """The result, or its value a year ago or the change since; None where that has no value."""
    result = _derived(analysis, base, how)
    if result is None or result.value is None:
        return None
    try:
        printed = (without_sign if how == GROWTH else shown)(result).text
    except MissingFigureError:
        return None
    spec = json.dumps([base.code, base.org, base.period, dict(base.by), how], ensure_ascii=False)
    return Found(result, printed, spec, analysis.tree.units[base.org].name)


def _derived(analysis: Analysis, base: Result, how: str) -> Result | None:
    if how == ITSELF:
        return base
    then = analysis.last_year(base)
    if how == LAST_YEAR:
        return then
    if base.value is None or no_base(base, then, analysis):
        return None
    return base - then if base.unit in (PERCENT, POINTS) else combined("growth", base, then)


def is_within(analysis: Analysis, org: str, unit: str) -> bool:
    """Whether a unit was `unit` itself or below it when the release was sealed."""
    return any(one.code == org for one in analysis.tree.below(unit))


def by_spec(analysis: Analysis, spec: str, *, within: str) -> Found:
    """The result that a spec names. Raises ValueError for one that is none, has no value, or is of a unit that is
    neither the one of the report, `within`, nor below it."""
    try:
        code, org, period, by, how = json.loads(spec)
        found = _found(analysis, analysis.value(code, org, period=period, **by), how)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(spec) from error
    if found is None or not is_within(analysis, org, within):
        raise ValueError(spec)
    return found


def equal(analysis: Analysis, typed: Quantity, org: str) -> list[Found]:
    """The results of a unit and those directly below it that print as what was typed, to the digits typed.

    Its own come first, and of these the ones of the analysis' period.
    """
    if typed.value is None:
        return []
    orgs = [org, *(unit.code for unit in analysis.tree.children(org))]
    results = [*_with_value(analysis, typed, orgs), *_changes(analysis, typed, org)]
    found = filter(None, (_found(analysis, result, how) for result, how in results))
    here = str(analysis.period)
    return sorted(found, key=lambda one: (one.result.org != org, one.result.period != here))[:FOUND]


def _with_value(analysis: Analysis, typed: Quantity, orgs: list[str]) -> Iterator[tuple[Result, str]]:
    periods = [str(period) for period in near(analysis.period)]
    rows = analysis.tables.values.filter(row.org.isin(orgs) & row.target.isin(periods))
    for unit, codes in _by_unit(analysis, typed.unit).items():
        low, high = _between(typed, Unit.parse(unit))
        told = analysis.run(rows.filter(row.indicator.isin(codes) & row.value.between(low, high)))
        for one in told.to_pylist():
            value = analysis.value(one["indicator"], one["org"], period=one["target"], **split_of(one["split"]))
            yield value, ITSELF


def _by_unit(analysis: Analysis, typed: Unit) -> dict[str, list[str]]:
    """The indicators that can be what was typed, by the unit they are counted in."""
    found: dict[str, list[str]] = {}
    for indicator in analysis.catalogue.indicators.values():
        unit = Unit.parse("" if indicator.unit == "1" else indicator.unit)
        if unit.compatible(typed) or (not typed.symbol and "/" not in indicator.unit):
            found.setdefault(indicator.unit, []).append(indicator.code)
    return found


def _between(typed: Quantity, unit: Unit) -> tuple[Decimal, Decimal]:
    """The values, counted in `unit`, that print as what was typed: half of its last digit to either side."""
    value = typed.value or Decimal(0)
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    low, high = value - half, value + half
    if typed.unit.compatible(unit):
        low, high = typed.unit.convert(low, unit), typed.unit.convert(high, unit)
    return low, high.next_minus()


def _changes(analysis: Analysis, typed: Quantity, org: str) -> Iterator[tuple[Result, str]]:
    """Growth and change in points since last year, for a percentage that was typed."""
    if typed.unit.symbol not in (PERCENT, "百分点", POINTS):
        return
    low, high = _between(typed, typed.unit)
    for indicator in analysis.catalogue.indicators.values():
        base = analysis.value(indicator.code, org)
        change = _derived(analysis, base, GROWTH)
        if change and change.value is not None and low <= abs(change.value) <= high:
            yield base, GROWTH


def orgs_of(analysis: Analysis, org: str) -> Iterable[tuple[str, str]]:
    """The units whose results can be searched: the report's own and those directly below, as (code, name)."""
    return [(unit.code, unit.name) for unit in (analysis.tree.units[org], *analysis.tree.children(org))]
