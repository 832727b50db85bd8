"""Checks every formula of the catalogue and makes it explicit: see `formulas/check.py`.

Indicators are gone through in the order in which they need one another, so that each knows by what its inputs
are split; one that needs itself is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from taizhang.catalogue.build import path_of
from taizhang.catalogue.formulas.check import elaborate
from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.formulas.scopes import IndicatorScope, RecordScope, dimensions_of
from taizhang.catalogue.formulas.syntax import Formula
from taizhang.catalogue.formulas.types import Scope
from taizhang.catalogue.model import OUTLINE_PARTS, Catalogue, Indicator, Outline, Rollup, Rule, Sentence, Version
from taizhang.catalogue.problems import Problem, Said
from taizhang.catalogue.reader import Path, Reader, formula_problem
from taizhang.quantities.units import UnitError


def define(catalogue: Catalogue, reader: Reader) -> Catalogue:
    """The catalogue with explicit formulas; what is wrong with them goes to `reader.problems`."""
    return _Definitions(catalogue, reader).all()


@dataclass(slots=True)
class _Definitions:
    catalogue: Catalogue
    reader: Reader

    def all(self) -> Catalogue:
        indicators = dict(self.catalogue.indicators)
        self.catalogue = replace(self.catalogue, indicators=indicators)
        for code in self._in_order():
            indicators[code] = self._indicator(indicators[code])     # those that need it see what it is split by
        return replace(self.catalogue,
                       rules={code: self._rule(rule) for code, rule in self.catalogue.rules.items()},
                       outlines={code: self._outline(outline) for code, outline in self.catalogue.outlines.items()})

    # -- the order of indicators --

    def _in_order(self) -> list[str]:
        done: dict[str, bool] = {}          # False while being visited
        order: list[str] = []
        for code in self.catalogue.indicators:
            self._visit(code, done, order, [])
        return order

    def _visit(self, code: str, done: dict[str, bool], order: list[str], trail: list[str]) -> None:
        if code in done:
            if not done[code]:
                self._cycle([*trail[trail.index(code):], code])
            return
        done[code] = False
        for other in self.catalogue.needs(self.catalogue.indicators[code]):
            self._visit(other, done, order, [*trail, code])
        done[code] = True
        order.append(code)

    def _cycle(self, trail: list[str]) -> None:
        place = self.reader.place((*path_of(trail[0], "indicators"), "formula"))
        self.reader.problems.append(Problem("catalogue-cycle", place, " → ".join(trail)))

    # -- what has formulas --

    def _indicator(self, one: Indicator) -> Indicator:
        path = path_of(one.code, "indicators")
        scope = IndicatorScope(self.catalogue, one.domain, over_units=True)
        formula = self._explicit(one.formula, (*path, "formula"), scope, unit=one.unit)
        versions = tuple(self._version(version, one, (*path, "versions", at))
                         for at, version in enumerate(one.versions))
        return replace(one, formula=formula, versions=versions, rollup=self._rollup(one, path),
                       by=self._split(one, formula, path))

    def _version(self, version: Version, one: Indicator, path: Path) -> Version:
        scope = IndicatorScope(self.catalogue, one.domain, over_units=True)
        return replace(version, formula=self._explicit(version.formula, (*path, "formula"), scope, unit=one.unit))

    def _rollup(self, one: Indicator, path: Path) -> Rollup | None:
        register = self.catalogue.table(one.rollup.register) if one.rollup else None
        if not one.rollup or not register:
            return one.rollup
        scope = RecordScope(self.catalogue, register)
        return replace(one.rollup, where=self._explicit(one.rollup.where, (*path, "where"), scope, kind="truth"))

    def _split(self, one: Indicator, formula: Formula | None, path: Path) -> tuple[str, ...]:
        """What a worked-out indicator can be split by: what is given, or else whatever all its inputs are split by."""
        possible = dimensions_of(formula.root, self.catalogue) if formula else None
        if possible is None:
            return one.by
        for dimension in one.by:
            if dimension not in possible and dimension in self.catalogue.dimensions:
                self.reader.problems.append(Problem("catalogue-not-split", self.reader.place((*path, "by")), dimension,
                                                    "、".join(possible) or "-"))
        return one.by or possible

    def _rule(self, rule: Rule) -> Rule:
        path, scope = path_of(rule.code, "rules"), self._scope_of(rule)
        if scope is None:
            return rule
        that = self._explicit(rule.that, (*path, "that"), scope, kind="truth")
        where = self._explicit(rule.where, (*path, "where"), scope, kind="truth")
        return replace(rule, where=where, that=that or rule.that)

    def _scope_of(self, rule: Rule) -> Scope | None:
        if register := self.catalogue.registers.get(rule.on):
            return RecordScope(self.catalogue, register)
        return IndicatorScope(self.catalogue, rule.domain) if rule.on in self.catalogue.forms else None

    def _outline(self, outline: Outline) -> Outline:
        scope = IndicatorScope(self.catalogue, outline.domain)

        def sentence(one: Sentence, part: str, at: int) -> Sentence:
            path = (outline.domain, "outline", part, at, "when")
            return replace(one, when=self._explicit(one.when, path, scope, kind="truth"))

        done, problems, following = (tuple(sentence(one, part, at) for at, one in enumerate(getattr(outline, part)))
                                     for part in OUTLINE_PARTS)
        return replace(outline, done=done, problems=problems, next=following)

    def _explicit(self, formula: Formula | None, path: Path, scope: Scope, *, unit: str | None = None,
                  kind: str = "number") -> Formula | None:
        """The formula made explicit, or as it is where it is wrong, which is told."""
        if formula is None:
            return None
        try:
            return Formula(formula.text, elaborate(formula.root, formula.text, scope, unit=unit, kind=kind))
        except FormulaError as error:
            self.reader.problems.append(formula_problem(error, self.reader.place(path)))
        except UnitError as error:
            self.reader.problems.append(Problem("catalogue-wrong-value", self.reader.place(path), str(error),
                                                Said("计量单位", "a unit")))
        return formula
