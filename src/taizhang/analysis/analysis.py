"""A release, a catalogue and a period -> every figure of the half-year, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import pyarrow as pa
from ibis.expr.types import Table

from taizhang.analysis import engine
from taizhang.analysis.evidence import Evidence
from taizhang.analysis.expecting import Expecting
from taizhang.analysis.gathering import gather, ids_behind
from taizhang.analysis.hiding import Hiding
from taizhang.analysis.release import Release
from taizhang.analysis.results import Result, combined, least_complete
from taizhang.analysis.rollup import parts_of_periods, split_text
from taizhang.analysis.tree import OrgTree, OrgUnit, has_meaning
from taizhang.analysis.values import Values
from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.formulas.plan import indicator_plan, inputs_of, plan
from taizhang.catalogue.formulas.syntax import Formula, Input
from taizhang.catalogue.model import Catalogue, Indicator, Version
from taizhang.periods import Period


class Analysis:
    """All figures of one period, of every unit and every unit above it.

    Making one computes everything in bulk (seconds for a city); asking for a figure only looks it up. Codes are full
    ("student_aid.recipients"), units are codes of the tree, `by` names a split: `value(code, unit, stage="primary")`.
    """

    def __init__(self, release: Release, catalogue: Catalogue, period: Period | str | None = None, *,
                 cache: Path | None = None) -> None:
        """`period` is the release's own unless given. In the folder `cache` what was computed is kept for next time."""
        self.release = release
        self.catalogue = catalogue
        self.period = Period.parse(str(period or release.period))
        self._con = engine.opened(release, catalogue, self.period, cache)
        self._computed = engine.Computed(self._con)
        self.tree = OrgTree.of(self._computed.units.to_pyarrow().to_pylist())
        self._expecting = Expecting(self.tree, catalogue, self._computed.asked, self.run)
        self._values = Values(
            self._computed.values, parts_of_periods(self._computed.behind, self._computed.above))
        self._results: dict[tuple[str, str, str, str], Result] = {}
        self._inputs: dict[tuple[str, str, str], list[Input]] = {}
        self.hiding = Hiding(catalogue, self.tree, self._values, self._planned)

    def value(self, code: str, unit: str, *, period: Period | str | None = None, **by: str) -> Result:
        """The figure of one unit. Raises KeyError for an indicator or unit that does not exist."""
        at = str(period or self.period)
        key = (unit, code, at, split_text(by))
        if key not in self._results:
            self._results[key] = self._result(code, unit, at, by)
        return self._results[key]

    def _result(self, code: str, unit: str, at: str, by: Mapping[str, str]) -> Result:
        indicator, org = self.catalogue.indicators[code], self.tree.units[unit]
        split = split_text(by)
        value, _reported = self._values.at(unit, code, at, split)
        reported, expected = self._rests_on(indicator, unit, split, at, by)
        hidden = self.hiding.below(code, unit, at, by)
        return Result(
            code=code, title=indicator.title.zh, org=unit, period=at, unit=indicator.unit,
            value=value if has_meaning(indicator, org) and not hidden else None, by=tuple(sorted(by.items())),
            hidden_below=hidden,
            reported=reported, expected=expected,
            decimals=indicator.decimals, better=indicator.better,
        )

    def children(self, code: str, unit: str, *, period: Period | str | None = None, **by: str) -> list[Result]:
        """The figures of the units directly below, in the order of the tree.

        Units that are to report and have not come without a value; those that have nothing to do with it do not come.
        """
        indicator = self.catalogue.indicators[code]
        below = [org.code for org in self.tree.children(unit) if has_meaning(indicator, org)]
        self._values.read(below)
        results = (self.value(code, org, period=period, **by) for org in below)
        return [result for result in results if result.value is not None or result.expected]

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

    def broken(self, one: Result, other: Result) -> Version | None:
        """The change of definition (口径) that makes two results of one indicator not comparable, if there is one."""
        if one.operation:
            pairs = zip(one.inputs, other.inputs, strict=True)
            return next((version for pair in pairs if (version := self.broken(*pair))), None)
        ends = (Period.parse(result.period).end for result in (one, other))
        return self.catalogue.indicators[one.code].break_between(*ends)

    def holds(self, condition: Formula, unit: str) -> bool | None:
        """Whether a condition over indicators holds for a unit.

        None where what it says depends on a figure that is missing, and where none of its figures is there.
        """
        planned = plan(condition.root, self.catalogue, self.period, down=False)
        values = {one: self._values.at(unit, one.indicator, one.period, split_text(dict(one.by)))[0]
                  for one in inputs_of(planned)}
        if all(value is None for value in values.values()):
            return None
        return cast("bool | None", evaluate(planned, Context(values.get)))

    def inputs(self, result: Result) -> tuple[Result, ...]:
        """The figures a result is worked out from, down to those that were reported; none for what was reported."""
        if result.operation or not self.catalogue.indicators[result.code].formula:
            return result.inputs
        return tuple(self.value(one.indicator, result.org, period=one.period, **dict(one.by))
                     for one in self._planned(result.code, result.period, dict(result.by)))

    def _planned(self, code: str, at: str, by: Mapping[str, str]) -> list[Input]:
        """What a formula looks up; planned once for all units."""
        key = (code, at, split_text(by))
        if key not in self._inputs:
            self._inputs[key] = inputs_of(indicator_plan(code, self.catalogue, Period.parse(at), by))
        return self._inputs[key]

    def evidence(self, result: Result, *, page: int = 1, size: int = 50) -> Evidence:
        """What stands behind a result: its formula, its inputs, and one page of the observations of each."""
        return self.evidences([result], page=page, size=size)[result.key]

    def evidences(self, results: Iterable[Result], *, page: int = 1, size: int = 50) -> dict[str, Evidence]:
        """The evidence of many results at once, by their keys; one query for all of them."""
        return gather(self, list(results), page=page, size=size)

    def ids_behind(self, results: Iterable[Result]) -> set[str]:
        """The ids of all observations that any of the results rests on."""
        return ids_behind(self, results)

    def _at(self, result: Result, period: Period) -> Result:
        """The same figure of another period."""
        if result.operation:
            return combined(result.operation, *(self._at(one, period) for one in result.inputs))
        return self.value(result.code, result.org, period=period, **dict(result.by))

    def expected(self, result: Result) -> list[OrgUnit]:
        """The units at and below that are to report for a reported figure."""
        return list(self._expecting.units(result.code, result.period, result.org, dict(result.by)))

    @property
    def tables(self) -> engine.Computed:
        """The tables everything is read from, as Ibis expressions."""
        return self._computed

    def run(self, expression: Table) -> pa.Table:
        """What an expression over `tables` gives."""
        return self._con.to_pyarrow(expression)

    def _rests_on(self, indicator: Indicator, unit: str, split: str, at: str, by: Mapping[str, str]) -> tuple[int, int]:
        """How many units have reported, of how many expected; of a formula, its least complete input."""
        if indicator.formula:
            parts = self.inputs(Result(indicator.code, "", unit, at, indicator.unit, None, tuple(sorted(by.items()))))
            return least_complete(parts).rests_on if parts else (0, 0)
        _value, reported = self._values.at(unit, indicator.code, at, split)
        return reported, max(reported, self._expecting.count(indicator.code, at, unit, by))
