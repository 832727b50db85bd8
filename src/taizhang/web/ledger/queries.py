"""Reading the ledger: the tree of any day, the observations in force, and what stands behind one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from taizhang.checking.submission import Key, key_of
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.ledger import chain, hidden
from taizhang.web.ledger.models import (
    AuditEvent,
    Observation,
    ObservationQuerySet,
    OrgUnit,
    OrgUnitVersion,
)


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit as it stood on a day; `path` holds the codes from the root, each closed by "/"."""

    code: str
    name: str
    kind: str
    parent: str | None
    stages: list[str]
    area: str
    ownership: str
    path: str


def root() -> OrgUnit | None:
    """The unit that all others are below, which never had a parent; None as long as there is no tree."""
    return OrgUnit.objects.exclude(versions__parent__isnull=False).first()


def tree_at(day: date) -> dict[str, UnitThen]:
    """Every unit that was open on `day`, by its code, parents before children. One query for the whole tree, and
    another where a parent was not."""
    rows = OrgUnitVersion.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day).order_by("unit__code")
    told = rows.values_list("unit__code", "name", "kind", "parent__code", "stages", "area", "ownership")
    by_code = {row[0]: row for row in told}
    absent = {row[3] for row in by_code.values()} - {None, *by_code}
    paths = dict(OrgUnit.objects.filter(code__in=absent).values_list("code", "path")) if absent else {}
    made: dict[str, UnitThen] = {}
    for code in by_code:
        _place(code, by_code, made, paths)
    return made


_Row = tuple[str, str, str, str | None, list[str], str, str]


def _place(
    code: str, rows: Mapping[str, _Row], made: dict[str, UnitThen], absent: Mapping[str, str]
) -> UnitThen | None:
    """Put a unit below its parent. Where that was not open that day, the unit has none, but its path goes on from the
    one that the parent has (`absent`): rights go by paths, and to be below nobody is the root's alone."""
    if code in made or code not in rows:
        return made.get(code)
    _code, name, kind, parent, *details = rows[code]
    above = _place(parent, rows, made, absent) if parent else None
    path = f"{above.path if above else absent.get(parent or '', '')}{code}/"
    made[code] = UnitThen(code, name, kind, above.code if above else None, *details, path)
    return made[code]


def split_of(dims: Mapping[str, str]) -> str:
    """The dimensions as one text in one order: "residence=in,stage=primary"."""
    return ",".join(f"{name}={code}" for name, code in sorted(dims.items()))


def observations(by: Person) -> ObservationQuerySet:
    """The observations in force that `by` may read; without those that tell of few confidential cases."""
    mine = Observation.objects.in_force().filter(reach(by, "observation.read", domain="indicator"))
    return mine.exclude(pk__in=hidden.numbers())


def values_of(unit: str, *periods: Period) -> list[dict[Key, Decimal | None]]:
    """What is in force for a unit, by its code: for each period by indicator and split, as checks want it."""
    values: dict[str, dict[Key, Decimal | None]] = {period.code: {} for period in periods}
    rows = Observation.objects.in_force().filter(unit__code=unit, period__in=values).order_by()
    for period, indicator, dims, value in rows.values_list("period", "indicator", "dims", "value"):
        values[period][key_of(indicator, dims)] = value
    return [values[period.code] for period in periods]  # of a year, the period before and the one a year ago are one


def units(by: Person, *, on: date) -> list[UnitThen]:
    """The units that `by` may look into or manages, as they stood on a day, in the order of the tree."""
    mine = OrgUnit.objects.filter(reach(by, "observation.read", unit="") | reach(by, "unit.manage", unit=""))
    codes = set(mine.values_list("code", flat=True))
    return sorted((unit for unit in tree_at(on).values() if unit.code in codes), key=lambda unit: unit.path)


def names() -> dict[str, str]:
    """Every open unit's name by its code."""
    return dict(OrgUnit.objects.not_closed().values_list("code", "name"))


def history(observation: Observation) -> list[Observation]:
    """The observation and all it supersedes, newest first."""
    line = [observation]
    while line[-1].supersedes_id:
        line.append(Observation.objects.select_related("source", "unit").get(pk=line[-1].supersedes_id))
    return line


def lines_of(observations: Iterable[Observation]) -> dict[int, Observation]:
    """Which of the observations each has become, by the number of itself and of all that it supersedes. A query for
    each step back, however many they are."""
    lines, step = {}, {one.pk: one for one in observations}
    while step:
        lines |= step
        back = Observation.objects.filter(superseded_by__in=step).order_by().values_list("pk", "superseded_by")
        step = {older: step[newer] for older, newer in back}
    return lines


def verify() -> list[Finding]:
    """Walk both chains; no finding means that nothing was changed or removed."""
    return [finding for model in (Observation, AuditEvent) for finding in chain.verify(model)]
