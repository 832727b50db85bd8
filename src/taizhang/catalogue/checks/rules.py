"""Checks rules: what they are on, and the blanks of what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from taizhang.catalogue.build import path_of
from taizhang.catalogue.checks.known import Known
from taizhang.catalogue.model import Rule
from taizhang.catalogue.problems import Problem, Said
from taizhang.catalogue.reader import Path

_BLANK = re.compile(r"\{([^{}]*)\}")
_ALWAYS_SAID = ("found", "expected")


class Rules(Known):
    """Checks one rule after another."""

    def all(self) -> Iterator[Problem]:
        for rule in self.catalogue.rules.values():
            yield from self.rule(rule)

    def rule(self, rule: Rule) -> Iterator[Problem]:
        path = path_of(rule.code, "rules")
        tables = {**self.catalogue.registers, **self.catalogue.forms}
        place = self.at(*path, "on")
        if not self.broken(rule.on, "forms", rule.domain):
            yield from self.known(rule.on, tables, Said("台账或报表", "a register or a form"), place,
                                  home=("registers", rule.domain))
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
                                          self.at(*path, "says", language))
