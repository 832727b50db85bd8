"""The whole: everything that is measured, and how one thing is found from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from taizhang.catalogue.formulas.syntax import names
from taizhang.catalogue.model.cases import Case
from taizhang.catalogue.model.collected import Form, Register
from taizhang.catalogue.model.domains import Domain, Outline
from taizhang.catalogue.model.indicators import Indicator
from taizhang.catalogue.model.judging import Rule, Standard
from taizhang.catalogue.model.titles import Code, CodeList, Dimension


@dataclass(frozen=True, slots=True)
class Override:
    """What a bureau's own folder changed: the path of keys, where it stood, and where it stands now."""

    path: tuple[str, ...]
    was: str
    now: str
    at: str
    before: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is measured. Keys are full codes; rules are keyed "domain.rule", outlines by domain."""

    domains: Mapping[str, Domain] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    lists: Mapping[str, CodeList] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    standards: Mapping[str, Standard] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    overrides: tuple[Override, ...] = ()
    digest: str = ""

    def __hash__(self) -> int:
        return hash(self.digest)

    def resolve(self, name: str, domain: str) -> str:
        """The full code of an indicator, form, register or rule as a domain writes it."""
        local = f"{domain}.{name}"
        known = (self.indicators, self.registers, self.forms, self.rules)
        return local if any(local in table for table in known) else name

    def indicator(self, name: str, domain: str = "") -> Indicator:
        """The indicator of that name, looked up in `domain` first. Raises KeyError."""
        return self.indicators[self.resolve(name, domain)]

    def needs(self, indicator: Indicator) -> Iterator[str]:
        """The full codes of the indicators that an indicator's formulas name, of whatever version."""
        for formula in filter(None, (indicator.formula, *(version.formula for version in indicator.versions))):
            for name in names(formula.root):
                code = self.resolve(name.name, indicator.domain)
                if code in self.indicators:
                    yield code

    def needed_by(self, codes: Set[str]) -> set[str]:
        """Everything that the indicators are worked out from, through however many formulas."""
        found: set[str] = set()
        waiting = list(codes)
        while waiting:
            new = set(self.needs(self.indicators[waiting.pop()])) - found
            found |= new
            waiting += new
        return found

    def resting_on(self, codes: Set[str]) -> frozenset[str]:
        """The indicators of the `codes` and all that are worked out from them, through however many formulas."""
        users: dict[str, list[str]] = {}
        for one in self.indicators.values():
            for code in self.needs(one):
                users.setdefault(code, []).append(one.code)
        found, waiting = set[str](), [code for code in codes if code in self.indicators]
        while waiting:
            found.add(code := waiting.pop())
            waiting += [user for user in users.get(code, ()) if user not in found]
        return frozenset(found)

    def codes_of(self, indicator: Indicator, dimension: str) -> tuple[Code, ...]:
        """The codes of a dimension by which an indicator is split."""
        codes = self.dimensions[dimension].codes
        return tuple(codes[code] for code in indicator.only.get(dimension, tuple(codes)))

    def table(self, code: str) -> Register | None:
        """The register of that full code; for "register.child" the rows below its records, as a register whose rows
        have their record's fields besides their own. None where there is neither.
        """
        register, child = self.registers.get(".".join(code.split(".")[:2])), code.split(".")[2:]
        if register is None or not child:
            return register
        below = register.children.get(child[0])
        if below is None:
            return None
        return replace(register, code=code, title=below.title, key=(*register.key, *below.key),
                       fields={**register.fields, **below.fields}, children={})

    def codes(self, code: str) -> CodeList:
        """The dimension or code list of that full code. Raises KeyError."""
        return self.dimensions.get(code) or self.lists[code]

    def rules_on(self, code: str) -> Iterator[Rule]:
        """The rules that a form or register, named by its full code, must pass."""
        return (rule for rule in self.rules.values() if rule.on == code)

    def in_order(self) -> list[Domain]:
        """The domains as a report goes through them."""
        return sorted(self.domains.values(), key=lambda domain: (domain.order, domain.code))

    def with_digest(self, digest: str) -> Catalogue:
        return replace(self, digest=digest)
