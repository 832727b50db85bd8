"""The catalogue as pages to read and search: every indicator, form, register, rule and standard with its authority.

The pages ask for nothing outside their folder. The site serves them as they are, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from taizhang.catalogue.formulas.parsing import parse
from taizhang.catalogue.formulas.syntax import names
from taizhang.catalogue.model import Case, Catalogue, Domain, Form, Indicator, Title
from taizhang.catalogue.standards import SIGNS

_TEMPLATES = Path(__file__).parent / "templates"
_ASSETS = ("reference.css", "reference.js")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index; `words` are what it is found by."""

    title: Title
    code: str
    kind: str
    domain: Domain
    address: str
    words: str


class Reference:
    """The pages of a catalogue by file name: index.html, one for each domain, and what they look like."""

    def __init__(self, catalogue: Catalogue, *, back: str = "") -> None:
        """`back` is the address that the pages lead back to; "" where they stand alone."""
        self.catalogue = catalogue
        self._environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
                                        trim_blocks=True, lstrip_blocks=True)
        self._environment.globals.update(
            catalogue=catalogue, back=back, address=self.address, forms_of=self.forms_of, users_of=self.users_of,
            cases_of=self.cases_of, signs=SIGNS)

    def names(self) -> list[str]:
        """Every page and file."""
        return ["index.html", *(f"{code}.html" for code in self.catalogue.domains), *_ASSETS]

    def page(self, name: str) -> str:
        """The text of a page or file. Raises KeyError where there is none of that name."""
        if name in _ASSETS:
            return (_TEMPLATES / name).read_text("utf-8")
        if name == "index.html":
            return self._environment.get_template("index.html.j2").render(
                domain=None, entries=list(self.entries()), unverified=self.unverified)
        return self._domain(self.catalogue.domains[name.removesuffix(".html")])

    def write(self, folder: Path) -> list[Path]:
        """Write all pages into a folder, which is made where it is missing; gives back their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.names():
            (folder / name).write_text(self.page(name), "utf-8")
        return [folder / name for name in self.names()]

    def _domain(self, domain: Domain) -> str:
        def of(table: Any) -> list[Any]:
            return [one for one in table.values() if one.domain == domain.code]

        found = self.catalogue
        return self._environment.get_template("domain.html.j2").render(
            domain=domain, indicators=of(found.indicators), forms=of(found.forms), registers=of(found.registers),
            rules=of(found.rules), standards=of(found.standards), outline=found.outlines.get(domain.code),
            cases=[case for case in found.cases if case.domain == domain.code])

    # -- the index --

    def entries(self) -> Iterator[Entry]:
        """Every line of the index, domain by domain."""
        kinds: list[tuple[str, Any]] = [
            ("指标 indicator", self.catalogue.indicators), ("报表 form", self.catalogue.forms),
            ("台账 register", self.catalogue.registers), ("标准 standard", self.catalogue.standards)]
        for domain in self.catalogue.in_order():
            for kind, table in kinds:
                yield from (self._entry(one, kind, domain) for one in table.values() if one.domain == domain.code)

    def _entry(self, one: Any, kind: str, domain: Domain) -> Entry:
        cited = [f"{row.source} {row.clause}" for row in getattr(one, "values", ())]
        words = [one.title.zh, one.title.en, one.code, kind, domain.title.zh, *getattr(one, "called", ()), *cited]
        return Entry(one.title, one.code, kind, domain, self.address(one.code), " ".join(words).lower())

    @property
    def unverified(self) -> int:
        """How many standards have a row that nobody has seen in its source."""
        return sum(any(not row.verified for row in one.values) for one in self.catalogue.standards.values())

    def address(self, code: str) -> str:
        """Where a thing stands, by its full code."""
        if standard := self.catalogue.standards.get(code):
            return f"{standard.domain}.html#{code}"
        domain, _, name = code.partition(".")
        return f"{domain}.html#{name}"

    # -- what belongs to an indicator --

    def forms_of(self, indicator: Indicator) -> list[Form]:
        return self._forms[indicator.code]

    def users_of(self, indicator: Indicator) -> list[Indicator]:
        return self._users[indicator.code]

    def cases_of(self, indicator: Indicator) -> list[Case]:
        return self._cases[indicator.code]

    @cached_property
    def _forms(self) -> dict[str, list[Form]]:
        found: dict[str, list[Form]] = defaultdict(list)
        for form in self.catalogue.forms.values():
            for item in form.items:
                found[item.indicator].append(form)
        return found

    @cached_property
    def _users(self) -> dict[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = defaultdict(list)
        for one in self.catalogue.indicators.values():
            for code in dict.fromkeys(name.name for name in names(one.formula.root)) if one.formula else ():
                found[code].append(one)
        return found

    @cached_property
    def _cases(self) -> dict[str, list[Case]]:
        found: dict[str, list[Case]] = defaultdict(list)
        for case in self.catalogue.cases:
            used = {self.catalogue.resolve(name.name, case.domain)
                    for text in case.expect for name in names(parse(text).root)}
            for code in used:
                found[code].append(case)
        return found
