"""Checks indicators: their units, dimensions, sources and versions."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalogue.build import path_of
from taizhang.catalogue.checks.known import DIMENSION, REGISTER, STANDARD, Known
from taizhang.catalogue.formulas.measure import measure
from taizhang.catalogue.model import Field, Indicator, Rollup
from taizhang.catalogue.problems import Place, Problem, Said
from taizhang.catalogue.reader import Path
from taizhang.quantities.units import UnitError


class Indicators(Known):
    """Checks one indicator after another."""

    def all(self) -> Iterator[Problem]:
        for one in self.catalogue.indicators.values():
            yield from self.indicator(one)

    def indicator(self, one: Indicator) -> Iterator[Problem]:
        path = path_of(one.code, "indicators")
        yield from self.unit(one.unit, self.at(*path, "unit"))
        for dimension in one.by:
            yield from self.known(dimension, self.catalogue.dimensions, DIMENSION, self.at(*path, "by"))
        yield from self._only(one, path)
        if one.standard:
            yield from self.known(one.standard, self.catalogue.standards, STANDARD,
                                  self.at(*path, "standard"), home=("standards", one.domain))
        if one.rollup:
            yield from self._rollup(one, one.rollup, path)
        yield from self._versions(one, path)

    def _only(self, one: Indicator, path: Path) -> Iterator[Problem]:
        for dimension, codes in one.only.items():
            place = self.at(*path, "only", dimension)
            yield from self.known(dimension, one.by, Said("本指标的分组", "a dimension of the indicator"), place)
            for code in codes if dimension in self.catalogue.dimensions else ():
                yield from self.known(code, self.catalogue.dimensions[dimension].codes, Said("代码", "a code"), place)

    def _rollup(self, one: Indicator, rollup: Rollup, path: Path) -> Iterator[Problem]:
        place = self.at(*path, rollup.how)
        if one.formula:
            yield Problem("catalogue-two-sources", place, f"{rollup.how}, formula")
        register = self.catalogue.table(rollup.register)
        if not register:
            yield from self.known(rollup.register, self.catalogue.registers, REGISTER, place,
                                  home=("registers", one.domain))
            return
        if rollup.field:
            yield from self.known(rollup.field, register.fields, Said("台账的字段", "a field of the register"), place)
        elif rollup.how != "counts":
            yield Problem("catalogue-wrong-value", place, register.code, Said("台账.字段", "register.field"))
        yield from self._summed(one, register.fields.get(rollup.field or ""), place)
        for dimension in one.by:
            if dimension in self.catalogue.dimensions and dimension not in rollup.fields:
                yield Problem("catalogue-unknown-code", self.at(*path, "by"), dimension, Said(
                    f"台账 {register.code} 中以该分组为代码表的字段", f"a field of {register.code} with that list"))

    def _summed(self, one: Indicator, summed: Field | None, place: Place) -> Iterator[Problem]:
        if not summed or not one.rollup or one.rollup.how == "counts":
            return
        if summed.type not in ("whole", "number", "money"):
            yield Problem("catalogue-wrong-value", place, f"{summed.code}: {summed.type}", "whole、number、money")
        elif summed.unit and not self._alike(summed.unit, one.unit):
            yield Problem("catalogue-wrong-unit", place, summed.unit, one.unit)

    def _alike(self, one: str, other: str) -> bool:
        try:
            return measure(one).compatible(measure(other))
        except UnitError:
            return True

    def _versions(self, one: Indicator, path: Path) -> Iterator[Problem]:
        for at, (before, after) in enumerate(zip(one.versions, one.versions[1:], strict=False), start=1):
            if after.start <= before.start:
                yield Problem("catalogue-dates-overlap", self.at(*path, "versions", at, "from"), str(after.start),
                              str(before.start))
