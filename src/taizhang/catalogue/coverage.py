"""Which systems that bureaus name in their reports the catalogue holds, and under which codes.

`coverage.yaml` is no part of the catalogue itself: a bureau that takes an indicator out in its own folder still has
a catalogue, and only its coverage says what is no longer held.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from taizhang.catalogue.kinds import TEXT, Key, Many, Named, Plain, Shape
from taizhang.catalogue.model import Catalogue
from taizhang.catalogue.problems import CatalogueError, Place, Said

COVERAGE = Path(__file__).parent / "coverage.yaml"
_NUMBER = re.compile(r"\d{3}-\d{2}")


@dataclass(frozen=True, slots=True)
class System:
    """One thing that a report names: our words for it, the codes that hold it, its number (report and order).

    What is only named beside the systems has no number.
    """

    name: str
    codes: tuple[str, ...]
    number: str = ""

    @property
    def report(self) -> str:
        return self.number.partition("-")[0]

    @property
    def domain(self) -> str:
        """The domain that holds it: that of its first code."""
        return self.codes[0].partition(".")[0] if self.codes else ""

    def unknown(self, catalogue: Catalogue) -> list[str]:
        """Its codes that the catalogue does not have."""
        return [code for code in self.codes if not is_code(code, catalogue)]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The numbered systems, and what the reports name beside them."""

    systems: Mapping[str, System]
    also: tuple[System, ...] = ()

    def by_domain(self) -> Mapping[str, Counter[str]]:
        """How many systems of each report every domain holds."""
        found: dict[str, Counter[str]] = {}
        for system in self.systems.values():
            found.setdefault(system.domain, Counter())[system.report] += 1
        return found

    def reports(self) -> list[str]:
        return sorted({system.report for system in self.systems.values()})

    def lacking(self, catalogue: Catalogue) -> Iterator[tuple[System, list[str]]]:
        """What the catalogue does not hold in full, each with the codes that are not there."""
        for system in (*self.systems.values(), *self.also):
            unknown = system.unknown(catalogue)
            if unknown or not system.codes:
                yield system, unknown


def is_code(code: str, catalogue: Catalogue) -> bool:
    """Whether it is an indicator, form, register, rule or standard, or a code of a list such as programme.culture."""
    tables = (catalogue.indicators, catalogue.forms, catalogue.registers, catalogue.rules, catalogue.standards)
    owner, _, local = code.partition(".")
    codes = catalogue.dimensions.get(owner) or catalogue.lists.get(owner)
    return any(code in table for table in tables) or (codes is not None and local in codes.codes)


def read_coverage(path: Path = COVERAGE) -> Coverage:
    """The coverage of that file. Raises CatalogueError with every mistake found."""
    from taizhang.catalogue.reader import Reader
    from taizhang.catalogue.yaml_source import Entries, read_text

    reader = Reader()
    tree = read_text(path.read_text("utf-8"), path.name, reader.problems)
    made = reader.read(_FILE, tree or Entries(place=Place(path.name, 1, 1)), ())
    if reader.problems:
        raise CatalogueError(reader.problems)
    return cast(Coverage, made)


def _number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return text


def _numbered(**values: Any) -> Any:
    return lambda number: System(number=number, **values)


_SYSTEM = {"name": Key(TEXT, True), "codes": Key(Many(TEXT), True)}
_FILE = Shape({
    "systems": Key(Named(Shape(_SYSTEM, make=_numbered), Plain(_number, Said("报告-序号，如 000-01", "such as 000-01")),
                         tell=True), True),
    "also": Key(Many(Shape(_SYSTEM, make=System))),
}, make=Coverage)
