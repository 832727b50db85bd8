"""What is read of registers: which there are for a person, a record's history, what stands behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from taizhang.catalogue.model import Domain, Field, Indicator, Register
from taizhang.catalogue.records import matching
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import Version
from taizhang.web.ledger.models import Observation, OrgUnit, Source
from taizhang.web.ledger.queries import observations
from taizhang.web.registers import columns, rights
from taizhang.web.registers.models import Change, Holding, LiveRecord, Record, Twins
from taizhang.web.registers.rollup import rows_of
from taizhang.web.registers.tables import register_of, table_of
from taizhang.workbooks.register_sheet import Table, tables


@dataclass(frozen=True, slots=True)
class Held:
    """A register as the list shows it: how many live records there are where the person may read."""

    register: Register
    count: int


def registers(by: Person) -> list[tuple[Domain, list[Held]]]:
    """The registers that `by` may read, by domain in the order of reports."""
    known = catalogue()
    readable = [one for one in known.registers.values() if rights.may_do(by, "record.read", one)]
    counts = _counts(readable, by)
    by_domain = [
        (domain, [Held(one, counts.get(one.code, 0)) for one in readable if one.domain == domain.code])
        for domain in known.in_order()
    ]
    return [(domain, mine) for domain, mine in by_domain if mine]


def _counts(registers: list[Register], by: Person) -> dict[str, int]:
    """How many live records of each register `by` may read: a query for each set of units, of which there are few."""
    alike: dict[str, tuple[QuerySet[OrgUnit], list[str]]] = {}
    for one in registers:
        units = rights.units(by, "record.read", one)
        alike.setdefault(str(units.query), (units, []))[1].append(one.code)
    found: dict[str, int] = {}
    for units, codes in alike.values():
        held = Holding.objects.filter(register__in=codes, unit__in=units)
        found |= dict(held.values_list("register").annotate(Sum("count")))
    return found


def live(by: Person, number: int) -> LiveRecord:
    """A record that `by` may read: of their own units, or one of another unit that names one of theirs.

    Raises LiveRecord.DoesNotExist for all others, so that nobody learns which there are.
    """
    record = LiveRecord.objects.select_related("unit", "parent").get(pk=number)
    register = register_of(record.register)
    readable = rights.units(by, "record.read", register)
    if not readable.filter(pk=record.unit_id).exists() and not _names(record, register, readable):
        raise LiveRecord.DoesNotExist
    return record


def _names(record: LiveRecord, register: Register, units: QuerySet[OrgUnit]) -> bool:
    """Whether the record names one of the units as the other side."""
    codes = [record.fields.get(one.code) for one in register.fields.values() if one.type == "unit"]
    return not rights.is_confined(register) and units.filter(code__in=[code for code in codes if code]).exists()


@dataclass(frozen=True, slots=True)
class Past:
    """A change, and for each field that it touched what stood there before and after, personal ones masked."""

    change: Change
    fields: list[tuple[Field, Any, Any]]
    state: tuple[str, str] | None


def history(record: LiveRecord) -> list[Past]:
    """Every change of a record, newest first."""
    fields, now = table_of(record.register).fields, columns.whole(record)
    told, state = [], record.state
    for change in record.changes.select_related("by", "proposal", "version").order_by("-number"):
        before = change.before | columns.personal(change)
        was = before.pop("_state", state)
        shown = [
            (fields[name], _masked(fields[name], value), _masked(fields[name], now.get(name)))
            for name, value in before.items()
            if name in fields
        ]
        told.append(Past(change, shown, (was, state) if was != state else None))
        now, state = now | before, was
    return told


def twins(by: Person, register: Register) -> QuerySet[Twins]:
    """The pairs that `by` may settle: of whose records both are of units where they may."""
    mine = rights.units(by, "record.settle", register)
    return Twins.objects.filter(register=register.code, one__unit__in=mine, other__unit__in=mine)


def _masked(field: Field, value: Any) -> Any:
    return columns.mask(str(value)) if field.personal and value is not None else value


# --- figures ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fed:
    """An indicator that comes out of a register, with its latest period in force and the observations of it there."""

    indicator: Indicator
    period: Period | None
    values: list[Observation]


def fed_by(register: Register, by: Person, *, most: int = 12) -> list[Fed]:
    """The indicators that a register feeds, each with its latest values as far as `by` may read them."""
    codes = {register.code, *(f"{register.code}.{child}" for child in register.children)}
    indicators = [one for one in catalogue().indicators.values() if one.rollup and one.rollup.register in codes]
    seen = observations(by).filter(indicator__in=[one.code for one in indicators])
    lasts = dict(seen.order_by("period_end").values_list("indicator", "period").distinct())  # the latest comes last
    told = []
    for one in indicators:
        last = lasts.get(one.code)
        mine = seen.filter(indicator=one.code, period=last).select_related("unit", "source")
        values = mine.order_by("unit__path", "split")[:most] if last else []
        told.append(Fed(one, Period.parse(last) if last else None, list(values)))
    return told


@dataclass(frozen=True, slots=True)
class Behind:
    """The records that made a figure, as they were sent."""

    observation: Observation
    register: Register
    table: Table
    records: list[Record]


def behind(source: Source) -> Behind:
    """The records behind the observation of a source of kind `records`: those that its indicator counts at its split.

    Raises Observation.DoesNotExist where the source is of another kind, or its version or indicator is gone.
    """
    observation = source.observations.select_related("unit").first()
    indicator = catalogue().indicators.get(observation.indicator) if observation else None
    if source.kind != "records" or indicator is None or indicator.rollup is None:
        raise Observation.DoesNotExist
    version = _version(source.submission)
    kept, rows = rows_of(version, indicator.rollup.register)
    chosen = matching(indicator, rows, catalogue(), Period.parse(observation.period), observation.dims)
    register, code = register_of(indicator.rollup.register), indicator.rollup.register
    table = next(one for one in tables(register) if one.code == code)
    return Behind(observation, register, table, [kept[at] for at in chosen])


def _version(submission: str) -> Version:
    number, _dot, version = submission.partition(".")
    found = Version.objects.filter(Q(submission=number, number=version)) if number.isdigit() else Version.objects.none()
    if one := found.select_related("submission__unit").first():
        return one
    raise Observation.DoesNotExist
