"""Figures held against the standards in force."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import Result
from taizhang.catalogue.model import Standard, StandardValue
from taizhang.catalogue.standards import meets, row_at
from taizhang.periods import Period
from taizhang.quantities import Unit

_SINGLE, _WHOLE = ("school", "kindergarten"), ("county", "city", "province", "nation")
# the kinds of unit that a standard binds, by its scope; one without a scope binds all
BOUND = {"school": _SINGLE, "kindergarten": _SINGLE, "county": _WHOLE, "nation": _WHOLE}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A result held against the standard in force at the period's end: `threshold` in the standard's unit."""

    result: Result
    standard: Standard
    row: StandardValue
    threshold: Decimal
    met: bool


def judge(analysis: Analysis, result: Result) -> Judgement | None:
    """The result against its indicator's standard.

    None where it has none, none is in force for it, they measure different things, or the standard is for units of
    another kind: what binds each school says nothing of a county's mean.
    """
    indicator = analysis.catalogue.indicators.get(result.code)
    standard = analysis.catalogue.standards[indicator.standard] if indicator and indicator.standard else None
    if standard is None or result.value is None or not _binds(standard, analysis.tree.units[result.org].kind):
        return None
    day, code = Period.parse(result.period).end, dict(result.by).get(standard.by or "")
    row = row_at(standard, day, code)
    met = meets(standard, _counted_in(result, standard.unit), day, code)
    return None if row is None or met is None else Judgement(result, standard, row, row.values[code or ""], met)


def judged(analysis: Analysis, unit: str) -> list[Judgement]:
    """Every indicator of a unit that is held against a standard, split by what the standard depends on."""
    found = []
    for indicator in analysis.catalogue.indicators.values():
        if indicator.standard:
            by = analysis.catalogue.standards[indicator.standard].by
            split = by and by in indicator.by
            results = analysis.by(indicator.code, unit, by) if by and split else [analysis.value(indicator.code, unit)]
            found += [judgement for result in results if (judgement := judge(analysis, result))]
    return found


def _binds(standard: Standard, kind: str) -> bool:
    """What is due to each pupil, class or building says nothing of a unit's total."""
    return not standard.scope or kind in BOUND.get(standard.scope, ())


def _counted_in(result: Result, unit: str) -> Decimal | None:
    """The value counted in `unit`; None where the two do not measure the same."""
    if not unit:
        return result.known
    own, other = result.quantity.unit, Unit.parse(unit)
    return own.convert(result.known, other) if own.compatible(other) else None
