"""A release, a catalogue and a period -> every figure of the half-year, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis import engine
from taizhang.analysis.release import Release
from taizhang.analysis.results import Result, combined
from taizhang.analysis.rollup import split_text
from taizhang.analysis.tree import OrgTree, OrgUnit, has_meaning, reporters
from taizhang.catalogue.model import Catalogue, Indicator
from taizhang.periods import Period

Slot = tuple[str, str, str]     # indicator, target period, split


class Analysis:
    """All figures of one period, of every unit and every unit above it.

    Making one computes everything in bulk (seconds for a city); asking for a figure only looks it up. Codes are full
    ("student_aid.recipients"), units are codes of the tree, and `by` names a split: `value(code, unit, stage="primary")`.
    """

    def __init__(self, release: Release, catalogue: Catalogue, period: Period | str | None = None) -> None:
        self.release = release
        self.catalogue = catalogue
        self.period = Period.parse(str(period or release.period))
        self._con = ibis.duckdb.connect()
        self._computed = engine.compute(self._con, release, catalogue, self._targets())
        self.tree = OrgTree.of(self._computed.units.to_pyarrow().to_pylist())
        self._reporters = reporters(catalogue)
        self._values: dict[str, dict[Slot, tuple[Decimal | None, int]]] = {}
        self._expected: dict[tuple[frozenset[str], str, str], int] = {}

    def _targets(self) -> list[Period]:
        """The period itself, those it is compared with, and those that they are."""
        near = [self.period, self.period.same_last_year, self.period.previous]
        return list(dict.fromkeys([*near, *(far for p in near for far in (p.same_last_year, p.previous))]))

    def value(self, code: str, unit: str, *, period: Period | str | None = None, **by: str) -> Result:
        """The figure of one unit. Raises KeyError for an indicator or unit that does not exist."""
        indicator, org = self.catalogue.indicators[code], self.tree.units[unit]
        at = str(period or self.period)
        split = split_text(by)
        value, reported = self._of(unit).get((code, at, split), (None, 0))
        return Result(
            code=code, title=indicator.title.zh, org=unit, period=at, unit=indicator.unit,
            value=value if has_meaning(indicator, org) else None, by=tuple(sorted(by.items())),
            reported=reported, expected=self._expect(indicator, unit, by),
            decimals=indicator.decimals, better=indicator.better,
        )

    def children(self, code: str, unit: str, **by: str) -> list[Result]:
        """The figures of the units directly below, in the order of the tree; those without a value included."""
        indicator = self.catalogue.indicators[code]
        below = [org for org in self.tree.children(unit) if has_meaning(indicator, org) and self._concerned(indicator, org)]
        self._load(org.code for org in below)
        return [self.value(code, org.code, **by) for org in below]

    def by(self, code: str, unit: str, dimension: str) -> list[Result]:
        """The figure split by a dimension, in the order of its codes; only parts that were reported."""
        codes = self.catalogue.dimensions[dimension].codes
        parts = [self.value(code, unit, **{dimension: part}) for part in codes]
        return [part for part in parts if part.value is not None]

    def ranking(self, code: str, unit: str, **by: str) -> list[Result]:
        """The units directly below, best first; those without a value are left out."""
        known = [result for result in self.children(code, unit, **by) if result.value is not None]
        lower_is_better = self.catalogue.indicators[code].better == "lower"
        return sorted(known, key=lambda result: result.known, reverse=not lower_is_better)

    def last_year(self, result: Result) -> Result:
        """The same figure of the same period a year earlier (同比)."""
        return self._at(result, Period.parse(result.period).same_last_year)

    def previous(self, result: Result) -> Result:
        """The same figure of the period before (环比)."""
        return self._at(result, Period.parse(result.period).previous)

    def share(self, part: Result, whole: Result) -> Result:
        """What per cent `part` is of `whole`."""
        return combined("share", part, whole)

    def _at(self, result: Result, period: Period) -> Result:
        if result.operation:
            one, other = result.inputs
            return combined(result.operation, self._at(one, period), self._at(other, period))
        return self.value(result.code, result.org, period=period, **dict(result.by))

    def broken(self, one: Result, other: Result) -> Version | None:
        """The change of definition (口径) that makes two results of one indicator not comparable, if there is one."""
        if not one.code:
            return next((v for a, b in zip(one.inputs, other.inputs, strict=True) if (v := self.broken(a, b))), None)
        ends = (Period.parse(result.period).end for result in (one, other))
        return self.catalogue.indicators[one.code].break_between(*ends)

    def standards(self, unit: str) -> list[Judgement]:
        """Every indicator of the unit that is held against a standard, split by what the standard depends on."""
        bound = (indicator for indicator in self.catalogue.indicators.values() if indicator.standard)
        return [judgement for indicator in bound for judgement in self._judged(indicator, unit)]

    def judge(self, result: Result) -> Judgement | None:
        """The result against its standard at the period's end; None where no standard is bound or none in force."""
        indicator = self.catalogue.indicators.get(result.code)
        standard = indicator and indicator.standard and self.catalogue.standards[indicator.standard]
        if not standard:
            return None
        day = Period.parse(result.period).end
        code = dict(result.by).get(standard.by or "", "")
        row = next((row for row in standard.values if row.holds(day, code)), None)
        return Judgement(result, standard, row, row.values[code]) if row else None

    def evidence(self, result: Result, *, page: int = 1, size: int = 50) -> Evidence:
        """What stands behind a result: formula, inputs, and one page of the observations."""
        return self.evidences([result], page=page, size=size)[result.key]

    def evidences(self, results: Iterable[Result], *, page: int = 1, size: int = 50) -> dict[str, Evidence]:
        """The evidence of many results at once, by their keys; one query for all of them."""
        return Evidences(self, self._computed, page=page, size=size).of(list(results))

    def inputs(self, result: Result) -> tuple[Result, ...]:
        """The results that a result is worked out from; none for what was reported."""
        if result.operation or not (indicator := self.catalogue.indicators[result.code]).formula:
            return result.inputs
        return tuple(
            self.value(leaf.code, result.org, period=leaf.period(Period.parse(result.period)), **by)
            for leaf in derive.leaves(indicator, self.catalogue, Period.parse(result.period).end)
            if (by := leaf.within(dict(result.by))) is not None
        )

    def _judged(self, indicator: Indicator, unit: str) -> Iterator[Judgement]:
        by = self.catalogue.standards[indicator.standard or ""].by
        results = self.by(indicator.code, unit, by) if by in indicator.by and by else [self.value(indicator.code, unit)]
        return (judgement for result in results if result.value is not None and (judgement := self.judge(result)))
