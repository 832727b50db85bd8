"""Checks registers: their keys, fields, children and states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from taizhang.catalogue.checks.known import REGISTER, Known
from taizhang.catalogue.model import Field, Register
from taizhang.catalogue.problems import Problem, Said, nearest
from taizhang.catalogue.reader import Path

_NEEDS = {"code": "list", "tags": "list", "link": "register", "money": "unit"}
_WANTED = {"mirror": ("system", "reference_date"), "case": ("hide_below", "retain_years"), "tree_change": ("change",)}


class Registers(Known):
    """Checks one register after another."""

    def all(self) -> Iterator[Problem]:
        for one in self.catalogue.registers.values():
            yield from self.register(one)

    def register(self, one: Register) -> Iterator[Problem]:
        path = (one.domain, "registers", one.code.partition(".")[2])
        yield from self._columns(one.fields, one.key, path, one.domain)
        for child in one.children.values():
            yield from self._columns(child.fields, child.key, (*path, "children", child.code), one.domain)
        for state, following in one.states.items():
            for other in following:
                yield from self.known(other, one.states, Said("状态", "a state"), self.at(*path, "states", state))
        for key in _WANTED.get(one.kind, ()):
            if not getattr(one, key):
                yield Problem("catalogue-missing-key", self.at(*path), expected=key)

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
                                  Said("分组或代码表", "a dimension or code list"), self.at(*path, "list"),
                                  home=("lists", domain))
        if one.register:
            yield from self.known(one.register, self.catalogue.registers, REGISTER,
                                  self.at(*path, "register"), home=("registers", domain))
        if one.unit:
            yield from self.unit(one.unit, self.at(*path, "unit"))
        if one.min is not None and one.max is not None and one.min > one.max:
            yield Problem("catalogue-wrong-value", self.at(*path, "max"), str(one.max), f"≥ {one.min}")
