"""What the parts of a formula can be: numbers with units, texts with codes, conditions, dates, periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from taizhang.catalogue.formulas.syntax import Name
from taizhang.catalogue.problems import Phrase, Said, nearest
from taizhang.quantities.units import Unit

KINDS = {
    "number": Said("数", "a number"),
    "text": Said("文字", "a text"),
    "truth": Said("条件", "a condition"),
    "date": Said("日期", "a date"),
    "period": Said("报告期", "a period"),
    "codes": Said("多个代码", "several codes"),
}


@dataclass(frozen=True, slots=True)
class Type:
    """What a part of a formula gives. A number without `unit` is bare and takes the unit of what it meets."""

    kind: str
    unit: Unit | None = None
    codes: frozenset[str] | None = None        # the codes that a text may be


NUMBER, TEXT, TRUTH, DATE, PERIOD = (Type(kind) for kind in KINDS if kind != "codes")


class Scope(Protocol):
    """What names mean where a formula stands."""

    @property
    def of_indicators(self) -> bool:
        """Whether names are indicators, so that there are earlier periods and units below."""

    @property
    def over_units(self) -> bool:
        """Whether the formula may count the units below."""

    def name(self, node: Name) -> tuple[Type, Name]:
        """The type of a name and the name in full. Raises LookupError with what is expected."""

    def standard(self, code: str) -> tuple[str, str | None]:
        """The unit of a standard, and the list or dimension it depends on. Raises LookupError likewise."""


class UnknownNameError(LookupError):
    """A name that means nothing here."""

    def __init__(self, found: str, expected: Phrase, near: str = "") -> None:
        self.found, self.expected, self.near = found, expected, near


def unknown(found: str, expected: Phrase, known: Iterable[str]) -> UnknownNameError:
    """A name that leads nowhere, with the nearest that does."""
    return UnknownNameError(found, expected, nearest(found, known))
