"""Checks that every name in the catalogue leads somewhere and that the parts fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from taizhang.catalogue.build import path_of
from taizhang.catalogue.formulas.measure import measure
from taizhang.catalogue.model import Catalogue, Child, Field, Form, Indicator, Register, Rule, Standard, StandardValue
from taizhang.catalogue.problems import Phrase, Place, Problem, Said, nearest
from taizhang.catalogue.reader import Path, Reader
from taizhang.quantities.units import UnitError

_NEEDS = {"code": "list", "tags": "list", "link": "register", "money": "unit"}
_WANTED = {"mirror": ("system", "reference_date"), "case": ("hide_below", "retain_years"), "tree_change": ("change",)}
_BLANK = re.compile(r"\{([^{}]*)\}")
_VALUE_KEYS = ("value", "from", "to", "sure", "source", "clause")
_ALWAYS_SAID = ("found", "expected")


def check_references(catalogue: Catalogue, reader: Reader) -> Iterator[Problem]:
    """Everything wrong with codes, units, dates and keys. Formulas are checked elsewhere."""
    check = _Check(catalogue, reader)
    for code in catalogue.domains:
        if (code, "domain") not in reader.places:
            yield Problem("catalogue-missing-file", check.first_of(code), found="domain.yaml")
    for indicator in catalogue.indicators.values():
        yield from check.indicator(indicator)
    for form in catalogue.forms.values():
        yield from check.form(form)
    for register in catalogue.registers.values():
        yield from check.register(register)
    for rule in catalogue.rules.values():
        yield from check.rule(rule)
    for standard in catalogue.standards.values():
        yield from check.standard(standard)
    yield from check.standards_once()
    yield from check.outlines()


@dataclass(slots=True)
class _Check:
    catalogue: Catalogue
    reader: Reader

    def first_of(self, domain: str) -> Place:
        return min(place for path, place in self.reader.places.items() if path and path[0] == domain)

    def at(self, *path: str | int) -> Place:
        return self.reader.place(path)

    def known(self, code: str, table: Iterable[str], what: Phrase, place: Place, kind: str = "",
              domain: str = "") -> Iterator[Problem]:
        """A problem where `code` stands in no table, unless it does stand in the files and is broken itself."""
        if code in table or (kind and self._broken(code, kind, domain)):
            return
        shown = [one.removeprefix(f"{domain}.") for one in table]
        yield Problem("catalogue-unknown-code", place, code, what, nearest(code, shown))

    def _broken(self, code: str, kind: str, domain: str) -> bool:
        own, name = (code.split(".", 1) if "." in code else (domain, code))
        if kind == "lists":
            return (own, "domain") in self.reader.broken
        return any(path in self.reader.broken for path in ((own, kind), (own, kind, name), (own, kind, code)))

    def unit(self, unit: str, place: Place) -> Iterator[Problem]:
        try:
            measure(unit)
        except UnitError:
            yield Problem("catalogue-wrong-value", place, unit, Said("计量单位，如 万元、人/百生", "a unit such as 万元, 人/百生"))

    # -- indicators and forms --

    def indicator(self, one: Indicator) -> Iterator[Problem]:
        path = path_of(one.code, "indicators")
        yield from self.unit(one.unit, self.at(*path, "unit"))
        for dimension in one.by:
            yield from self.known(dimension, self.catalogue.dimensions, Said("分组", "a dimension"), self.at(*path, "by"))
        yield from self._only(one, path)
        if one.standard:
            yield from self.known(one.standard, self.catalogue.standards, Said("标准", "a standard"),
                                  self.at(*path, "standard"), "standards", one.domain)
        if one.rollup:
            yield from self._rollup(one, path)
        yield from self._versions(one, path)

    def _only(self, one: Indicator, path: Path) -> Iterator[Problem]:
        for dimension, codes in one.only.items():
            place = self.at(*path, "only", dimension)
            yield from self.known(dimension, one.by, Said("本指标的分组", "a dimension of the indicator"), place)
            for code in codes if dimension in self.catalogue.dimensions else ():
                yield from self.known(code, self.catalogue.dimensions[dimension].codes, Said("代码", "a code"), place)

    def _rollup(self, one: Indicator, path: Path) -> Iterator[Problem]:
        rollup = one.rollup
        assert rollup
        place = self.at(*path, rollup.how)
        if one.formula:
            yield Problem("catalogue-two-sources", place, f"{rollup.how}, formula")
        yield from self.known(rollup.register, self.catalogue.registers, Said("台账", "a register"), place, "registers",
                              one.domain)
        register = self.catalogue.registers.get(rollup.register)
        if not register:
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

    def form(self, form: Form) -> Iterator[Problem]:
        path = (form.domain, "forms", form.code.partition(".")[2])
        seen: set[str] = set()
        for at, item in enumerate(form.items):
            place = self.at(*path, "items", at)
            yield from self.known(item.indicator, self.catalogue.indicators, Said("指标", "an indicator"), place,
                                  "indicators", form.domain)
            if item.indicator in seen:
                yield Problem("catalogue-twice", place, item.indicator)
            seen.add(item.indicator)
            found = self.catalogue.indicators.get(item.indicator)
            if found and found.rollup:
                yield Problem("catalogue-two-sources", place, f"{item.indicator}: {found.rollup.register}")
        if form.rows:
            yield from self.known(form.rows, self.catalogue.standards, Said("标准", "a standard"), self.at(*path, "rows"),
                                  "standards", form.domain)
        wanted = {"scorecard": "rows", "matrix": "columns"}.get(form.kind)
        if wanted and not getattr(form, wanted):
            yield Problem("catalogue-missing-key", self.at(*path), expected=wanted)

    # -- registers --

    def register(self, one: Register) -> Iterator[Problem]:
        path = (one.domain, "registers", one.code.partition(".")[2])
        yield from self._columns(one.fields, one.key, path, one.domain)
        for child in one.children.values():
            yield from self._child(child, (*path, "children", child.code), one.domain)
        for state, following in one.states.items():
            for other in following:
                yield from self.known(other, one.states, Said("状态", "a state"), self.at(*path, "states", state))
        for key in _WANTED.get(one.kind, ()):
            if not getattr(one, key):
                yield Problem("catalogue-missing-key", self.at(*path), expected=key)

    def _child(self, child: Child, path: Path, domain: str) -> Iterator[Problem]:
        yield from self._columns(child.fields, child.key, path, domain)

    def _columns(self, fields: Mapping[str, Field], key: tuple[str, ...], path: Path, domain: str) -> Iterator[Problem]:
        for name in key:
            yield from self._key(name, fields, path)
        for one in fields.values():
            yield from self._field(one, (*path, "fields", one.code), domain)

    def _key(self, name: str, fields: Mapping[str, Field], path: Path) -> Iterator[Problem]:
        place = self.at(*path, "key")
        if name not in fields:
            if (*path, "fields", name) not in self.reader.broken:
                yield Problem("catalogue-register-key", place, name, "、".join(fields), nearest(name, fields))
        elif fields[name].optional:
            yield Problem("catalogue-register-key-optional", place, name)

    def _field(self, one: Field, path: Path, domain: str) -> Iterator[Problem]:
        needed = _NEEDS.get(one.type)
        if needed and not getattr(one, needed):
            yield Problem("catalogue-missing-key", self.at(*path), expected=needed)
        if one.list:
            yield from self.known(one.list, {**self.catalogue.dimensions, **self.catalogue.lists},
                                  Said("分组或代码表", "a dimension or code list"), self.at(*path, "list"), "lists", domain)
        if one.register:
            yield from self.known(one.register, self.catalogue.registers, Said("台账", "a register"),
                                  self.at(*path, "register"), "registers", domain)
        if one.unit:
            yield from self.unit(one.unit, self.at(*path, "unit"))
        if one.min is not None and one.max is not None and one.min > one.max:
            yield Problem("catalogue-wrong-value", self.at(*path, "max"), str(one.max), f"≥ {one.min}")

    # -- rules, standards, outlines --

    def rule(self, rule: Rule) -> Iterator[Problem]:
        path = path_of(rule.code, "rules")
        tables = {**self.catalogue.registers, **self.catalogue.forms}
        problems = list(self.known(rule.on, tables, Said("台账或报表", "a register or a form"), self.at(*path, "on"),
                                   "registers", rule.domain))
        if problems and not self._broken(rule.on, "forms", rule.domain):
            yield from problems
        if rule.on in tables:
            yield from self._blanks(rule, path)

    def _blanks(self, rule: Rule, path: Path) -> Iterator[Problem]:
        """Every blank of `says` must be a field, or an indicator, that the rule can fill in."""
        register = self.catalogue.registers.get(rule.on)
        known: Mapping[str, Any] = register.fields if register else self.catalogue.indicators
        for language, text in (("zh", rule.says.zh), ("en", rule.says.en)):
            for blank in _BLANK.findall(text):
                name = blank if register else self.catalogue.resolve(blank, rule.domain)
                if blank not in _ALWAYS_SAID and name not in known:
                    yield from self.known(name, known, Said("可填入的名称", "a name that can be filled in"),
                                          self.at(*path, "says", language), domain=rule.domain)

    def standard(self, one: Standard) -> Iterator[Problem]:
        path = (one.domain, "standards", one.code)
        if one.unit:
            yield from self.unit(one.unit, self.at(*path, "unit"))
        used = {code for row in one.values for code in row.values if code}
        if used:
            yield from self._codes(used, one, path)
        for at, row in enumerate(one.values):
            if not row.values:
                yield Problem("catalogue-missing-key", self.at(*path, "values", at), expected="value")
            yield from self._dates(row, one.values[at + 1:], self.at(*path, "values", at))
        if not one.values and not one.items:
            yield Problem("catalogue-missing-key", self.at(*path), expected="values")

    def _codes(self, used: set[str], one: Standard, path: Path) -> Iterator[Problem]:
        known = self.catalogue.codes(one.by).codes if one.by else {}
        for code in sorted(used - {*known}):
            yield Problem("catalogue-unknown-code", self.at(*path, "values"), code,
                          Said("value，或同一代码表中的代码", "value, or codes of one list"),
                          nearest(code, [*_VALUE_KEYS, *known]))

    def _dates(self, row: StandardValue, later: tuple[StandardValue, ...], place: Place) -> Iterator[Problem]:
        if row.end and row.end < row.start:
            yield Problem("catalogue-dates-overlap", place, f"to {row.end}", f"≥ {row.start}")
        for other in later:
            shared = row.values.keys() & other.values.keys()
            if shared and (other.start == row.start or (row.end and other.start <= row.end)):
                yield Problem("catalogue-dates-overlap", place, f"from {row.start} to {row.end or '…'}",
                              f"from {other.start}")

    def standards_once(self) -> Iterator[Problem]:
        """A standard's id is the same everywhere, so it is given in one domain only."""
        home = {one.code: one.domain for one in self.catalogue.standards.values()}
        for path, place in self.reader.places.items():
            if len(path) == 3 and path[1] == "standards" and home.get(str(path[2]), path[0]) != path[0]:
                yield Problem("catalogue-twice", place, str(path[2]))

    def outlines(self) -> Iterator[Problem]:
        for outline in self.catalogue.outlines.values():
            for part in ("done", "problems", "next"):
                for at, sentence in enumerate(getattr(outline, part)):
                    for code in sentence.task.target if sentence.task else ():
                        yield from self.known(code, self.catalogue.indicators, Said("指标", "an indicator"),
                                              self.at(outline.domain, "outline", part, at, "task", "target"),
                                              "indicators", outline.domain)
