"""What a catalogue is made of. Everything is frozen; `taizhang.catalogue.load` makes it from files.

Codes are full ("student_aid.recipients") wherever one thing names another; inside formulas they stand as
written, and `Catalogue.resolve` gives the full one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from taizhang.catalogue.formulas.syntax import Formula

UNVERIFIED = frozenset(("M+", "M?"))


@dataclass(frozen=True, slots=True)
class Title:
    """A name, or a sentence, in both languages; as a string it is the Chinese one."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list; `called` are other words for it."""

    code: str
    title: Title
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeList:
    """What a field of type code may hold. `code` is "gender", or "domain.scheme" where only one domain uses it."""

    code: str
    title: Title
    codes: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dimension(CodeList):
    """A code list by which indicators are split."""


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of the bureau's work."""

    code: str
    title: Title
    section: str = ""
    purpose: str = ""
    order: int = 100


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
        dated = [v.formula for v in self.versions if v.start <= day and v.formula]
        return dated[-1] if dated else self.formula

    def break_between(self, one: date, other: date) -> Version | None:
        """The version that makes values of the two days not comparable, or None where they can be compared."""
        early, late = sorted((one, other))
        broken = (v for v in self.versions if early < v.start <= late and not v.comparable)
        return next(broken, None)


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


@dataclass(frozen=True, slots=True)
class Rule:
    """A check. `level` is hard or soft; `on` is the full code of a register or a form; `says` has blanks in braces."""

    code: str
    domain: str
    level: str
    on: str
    that: Formula
    says: Title
    where: Formula | None = None

    def __hash__(self) -> int:
        return hash(self.code)  # the whole would take longer than what is looked up by it


@dataclass(frozen=True, slots=True)
class StandardValue:
    """A row of a standard: what holds from `start` to `end` (None: until further notice).

    `values` has the code it depends on as key, or "" where it depends on none. `sure` says how well it is known.
    """

    start: date
    end: date | None
    values: Mapping[str, Decimal]
    sure: str
    source: str
    clause: str = ""
    note: Title | None = None

    @property
    def verified(self) -> bool:
        return self.sure not in UNVERIFIED

    def holds(self, day: date, code: str) -> bool:
        return code in self.values and self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """A row of a scorecard, with the points it gives and the rows below it."""

    title: Title
    points: Decimal | None = None
    items: tuple[ScoreItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """A dated threshold. `by` is the dimension or list on whose codes it depends, `op` how a value is held to it."""

    code: str
    domain: str
    title: Title
    unit: str = ""
    op: str = "eq"
    scope: str = ""
    by: str | None = None
    values: tuple[StandardValue, ...] = ()
    items: tuple[ScoreItem, ...] = ()
    note: Title | None = None


@dataclass(frozen=True, slots=True)
class OutlineTask:
    """What a planned sentence promises: who, which indicator is to reach what, by when."""

    owner: str
    target: Mapping[str, Decimal] = field(default_factory=dict)
    due: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something a report says: `say` holds wordings of the same thing, `when` the condition."""

    say: tuple[str, ...]
    when: Formula | None = None
    task: OutlineTask | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What a report says of a domain: achievements, problems, next steps."""

    domain: str
    done: tuple[Sentence, ...] = ()
    problems: tuple[Sentence, ...] = ()
    next: tuple[Sentence, ...] = ()


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
