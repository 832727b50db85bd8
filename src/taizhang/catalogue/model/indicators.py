"""An indicator: what is measured, how it comes about, and what it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from taizhang.catalogue.formulas.syntax import Formula
from taizhang.catalogue.model.titles import Title


@dataclass(frozen=True, slots=True)
class Rollup:
    """How an indicator comes out of a register, or out of the rows below its records ("domain.register.child"): `how`
    is counts, sums or averages; without `field` it counts records.

    `fields` maps each dimension that the register can be split by to the field that holds it.
    """

    how: str
    register: str
    field: str | None
    where: Formula | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """The value to reach, by when, and the document that says so."""

    value: Decimal
    by: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A definition of an indicator (口径) in force from a day; `comparable` says whether with the one before."""

    start: date
    note: Title | None = None
    formula: Formula | None = None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. It is worked out by `formula`, comes out of a register (`rollup`), or is a form's cell."""

    code: str
    domain: str
    title: Title
    unit: str
    called: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)    # codes of a dimension, where not all
    formula: Formula | None = None
    rollup: Rollup | None = None
    over_units: str = "sum"
    over_time: str = "sum"
    level: str = "school"
    better: str | None = None
    standard: str | None = None
    target: Target | None = None
    decimals: int = 0
    versions: tuple[Version, ...] = ()
    note: Title | None = None

    @property
    def name(self) -> str:
        """The code as the domain itself writes it."""
        return self.code.partition(".")[2]

    def formula_on(self, day: date) -> Formula | None:
        """The definition in force on a day: the newest version that has one, else the formula itself."""
        dated = (version.formula for version in reversed(self.versions) if version.start <= day and version.formula)
        return next(dated, self.formula)

    def break_between(self, one: date, other: date) -> Version | None:
        """The version that makes values of the two days not comparable, or None where they can be compared."""
        early, late = sorted((one, other))
        broken = (v for v in self.versions if early < v.start <= late and not v.comparable)
        return next(broken, None)
