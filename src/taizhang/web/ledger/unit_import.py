"""Taking in a workbook of units: what it opens, changes and closes, and from which day; all of it or nothing.

The preview does everything and takes it back again, so that it says what the import itself would say.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.ledger import audit
from taizhang.web.ledger.actions import begin_version, close_unit, open_unit, refresh_paths
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.unit_reading import UnitAsked, UnitsPlan, read
from taizhang.web.refusals import NotAccepted, Refused


def plan(data: bytes, name: str, *, by: Person) -> UnitsPlan:
    """What the workbook would do. Raises NotAccepted where it is no such workbook."""
    made = read(data, name, by=by)
    if made.sound:
        with transaction.atomic():
            with audit.together():
                made.findings += _do(made, by)
            transaction.set_rollback(True)
    return made


@audit.together()
def carry_out(data: bytes, *, by: Person) -> UnitsPlan:
    """Do it. Raises NotAccepted with the findings, and does nothing, where something is wrong."""
    made = read(data, "", by=by)
    if not made.sound or (found := _do(made, by)):
        raise NotAccepted(*(made.findings or found))
    counts = {"added": len(made.opened), "changed": len(made.changed), "closed": len(made.closed)}
    audit.record("units.import", by, by=by, **counts)
    return made


def _do(made: UnitsPlan, by: Person) -> list[Finding]:
    """Open, then change, then close; the findings of every line that was refused."""
    found = []
    steps = [(one, _open) for one in made.opened] + [(one, _change) for one, _changes in made.changed]
    for asked, step in [*steps, *((one, _close) for one in made.closed)]:
        try:
            with transaction.atomic():
                step(asked, by)
        except Refused as refusal:
            found += [Finding(one.code, asked.line.places["code"], one.blanks) for one in refusal.findings]
        except ValidationError as error:
            found.append(asked.line.wrong("code", "unit-invalid", said="；".join(error.messages)))
    refresh_paths()
    return found


def _open(asked: UnitAsked, by: Person) -> None:
    open_unit(code=asked.code, parent=_unit(asked.parent), since=asked.since, by=by, **asked.told)


def _change(asked: UnitAsked, by: Person) -> None:
    changes = asked.changes()
    if "parent" in changes:
        changes["parent"] = _unit(asked.parent)
    begin_version(asked.last.unit, since=asked.since, by=by, **changes)


def _close(asked: UnitAsked, by: Person) -> None:
    into = asked.line.values.get("into")
    close_unit(asked.last.unit, last_day=asked.last_day, by=by, into=_unit(into) if into else None)


def _unit(code: str) -> OrgUnit:
    if unit := OrgUnit.objects.filter(code=code).first():
        return unit
    raise Refused.because("unit-parent-unknown", code, found=code)
