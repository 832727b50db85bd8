"""Worked cases, by which a domain proves itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from taizhang.catalogue.model.titles import Title

Table = tuple[Mapping[str, str | None], ...]
Expected = Decimal | bool | str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case. `records` and `units` are tables of texts; the others map formulas to values (None: missing)."""

    name: str
    domain: str
    records: Mapping[str, Table] = field(default_factory=dict)
    values: Mapping[str, Expected] = field(default_factory=dict)
    last_year: Mapping[str, Expected] = field(default_factory=dict)
    previous: Mapping[str, Expected] = field(default_factory=dict)
    units: Table = ()
    on: date | None = None
    expect: Mapping[str, Expected] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    note: Title | None = None
