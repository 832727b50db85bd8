"""What is filled in: forms, a cell an indicator, and registers, a row a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.catalogue.model.titles import Title


@dataclass(frozen=True, slots=True)
class FormItem:
    """An indicator on a form: one cell for each code of its dimensions."""

    indicator: str
    required: bool = True
    min: Decimal | None = None
    max: Decimal | None = None
    note: Title | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of indicators that kinds of unit fill each period. `kind` is grid, scorecard or matrix."""

    code: str
    domain: str
    title: Title
    filled_by: tuple[str, ...]
    every: str
    kind: str = "grid"
    items: tuple[FormItem, ...] = ()
    rows: str | None = None
    scorers: tuple[str, ...] = ()
    columns: str | None = None
    note: Title | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a register. `list` is the full code of a dimension or code list; `register` of a link."""

    code: str
    title: Title
    type: str
    unit: str | None = None
    list: str | None = None
    kind: str | None = None
    register: str | None = None
    optional: bool = False
    personal: bool = False
    outside: bool = False
    min: Decimal | None = None
    max: Decimal | None = None
    pattern: str | None = None
    called: tuple[str, ...] = ()
    note: Title | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """Rows below a record, with fields of their own."""

    code: str
    title: Title
    key: tuple[str, ...]
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Register:
    """A list of records kept through time. `kind` is records, mirror, case or tree_change."""

    code: str
    domain: str
    title: Title
    filled_by: tuple[str, ...]
    key: tuple[str, ...]
    fields: Mapping[str, Field]
    kind: str = "records"
    children: Mapping[str, Child] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    system: str = ""
    reference_date: str = ""
    hide_below: int | None = None
    retain_years: int | None = None
    change: str | None = None
    note: Title | None = None
