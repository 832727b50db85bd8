"""Mergers and splits: several units that become one, one that becomes several. What is closed keeps its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from taizhang.web.accounts.models import Person
from taizhang.web.ledger import audit
from taizhang.web.ledger.actions import begin_version, close_unit, open_unit, refresh_paths, succeed
from taizhang.web.ledger.models import OrgUnit, OrgUnitVersion, Succession
from taizhang.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that is to be opened."""

    code: str
    name: str
    kind: str
    parent: OrgUnit
    stages: tuple[str, ...] = ()
    area: str = ""
    ownership: str = ""

    def open(self, *, since: date, by: Person) -> OrgUnit:
        return open_unit(
            code=self.code, name=self.name, kind=self.kind, parent=self.parent, since=since, by=by,
            stages=list(self.stages), area=self.area, ownership=self.ownership,
        )  # fmt: skip


@transaction.atomic
def merge_units(units: Sequence[OrgUnit], *, into: OrgUnit | NewUnit, since: date, by: Person) -> OrgUnit:
    """From `since` on `into` stands for all the units; those that are not it are closed the day before.

    What stood below them stands below it. Raises Refused where nothing would be closed.
    """
    heir = into.open(since=since, by=by) if isinstance(into, NewUnit) else into
    closing = [unit for unit in dict.fromkeys(units) if unit != heir]
    if not closing:
        raise Refused.because("unit-nothing-to-merge", heir.name)
    for unit in closing:
        for child in OrgUnitVersion.objects.filter(parent=unit, until=None).exclude(unit=heir).select_related("unit"):
            begin_version(child.unit, since=since, by=by, parent=heir)
        close_unit(unit, last_day=since - timedelta(days=1), by=by, into=heir)
    audit.record("unit.merge", heir, by=by, units=[unit.code for unit in closing], since=since.isoformat())
    refresh_paths()
    return heir


@transaction.atomic
def split_unit(unit: OrgUnit, parts: Sequence[NewUnit], *, since: date, by: Person, closes: bool) -> list[OrgUnit]:
    """From `since` on the parts stand beside the unit, or in its place where it `closes`.

    Raises Refused where it closes and leaves fewer than two parts, or none.
    """
    if len(parts) < (2 if closes else 1):
        raise Refused.because("unit-too-few-parts", unit.name)
    made = [part.open(since=since, by=by) for part in parts]
    for one in made:
        succeed(unit, one, how=Succession.How.SPLIT, since=since)
    audit.record("unit.split", unit, by=by, units=[one.code for one in made], since=since.isoformat())
    if closes:
        close_unit(unit, last_day=since - timedelta(days=1), by=by)
    return made
