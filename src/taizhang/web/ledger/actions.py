"""What changes the tree of units: each change from a day on, the past as it was."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit, OrgUnitVersion, Succession
from taizhang.web.ledger.queries import tree_at
from taizhang.web.refusals import Refused

_NAMED = 5  # of the units that stand in the way of a closing; all are counted


@transaction.atomic
def open_unit(  # noqa: PLR0913 - a unit has that many facts
    *, code: str, name: str, kind: str, parent: OrgUnit | None, since: date, by: Person | None, **details: object
) -> OrgUnit:
    """A new node of the tree; `details` are `stages`, `area` and `ownership`.

    Only the root has no parent. `by` may be None as long as there are no people, while a tree is first laid out.
    Raises Refused where the parent is not there from the day `since` on.
    """
    _check_may_open(parent, by)
    if parent:
        _check_stays(parent, since)
    unit = OrgUnit(code=code, name=name, kind=kind, opened=since, path=f"{parent.path if parent else ''}{code}/")
    unit.full_clean(exclude=["path"])
    unit.save()
    OrgUnitVersion.objects.create(unit=unit, since=since, parent=parent, name=name, kind=kind, **details)
    if by:
        audit.record("unit.open", unit, by=by, code=code, since=since.isoformat())
    return unit


def _check_may_open(parent: OrgUnit | None, by: Person | None) -> None:
    if parent is None and OrgUnit.objects.exists():
        raise Refused.because("web-unit-second-root")
    if by:
        check_may(by, "unit.manage", unit=parent)
    elif Person.objects.exists():
        raise Refused.because("web-unit-needs-person")


def _check_stays(parent: OrgUnit, since: date) -> None:
    """Raises Refused where the parent is not there on that day or has an end: a unit without its parent would stand
    below nobody. Whoever would close the parent at this moment waits, and then sees the new unit."""
    parent.versions.select_for_update().filter(until=None).first()
    parent.refresh_from_db(fields=["opened", "closed"])
    gone = parent.closed and parent.closed + timedelta(days=1)
    if gone or since < parent.opened:
        raise Refused.because("unit-parent-closed", parent.name, since=max(since, gone or since))


@transaction.atomic
def change_unit(unit: OrgUnit, *, since: date, by: Person, **changes: object) -> OrgUnitVersion:
    """Rename, move (`parent=`) or describe anew (`stages`, `area`, `ownership`, `kind`) from the day `since` on.

    Raises Refused where the day lies before the last change, or where the unit would come to stand below itself.
    """
    version = begin_version(unit, since=since, by=by, **changes)
    refresh_paths()
    return version


def begin_version(unit: OrgUnit, *, since: date, by: Person, **changes: object) -> OrgUnitVersion:
    """`change_unit` for one of many: whoever calls it calls `refresh_paths` once, in the same transaction."""
    check_may(by, "unit.manage", unit=unit)
    last = _in_force_of(unit)
    parent = changes.get("parent", last.parent)
    if since <= last.since:
        raise Refused.because("web-unit-before-last", unit.name, since=since, last=last.since)
    if parent != last.parent:
        _check_may_move(unit, parent, since, by)
    _end_version(last, since - timedelta(days=1))
    kept = {name: getattr(last, name) for name in ("name", "kind", "parent", "stages", "area", "ownership")}
    version = OrgUnitVersion.objects.create(unit=unit, since=since, **(kept | changes))
    told = {name: value.code if isinstance(value, OrgUnit) else value for name, value in changes.items()}
    audit.record("unit.change", unit, by=by, since=since.isoformat(), what=told)
    return version


def _in_force_of(unit: OrgUnit) -> OrgUnitVersion:
    if last := unit.versions.select_for_update().filter(until=None).first():
        return last
    raise Refused.because("unit-closed", unit.name, closed=unit.closed)


def _check_may_move(unit: OrgUnit, parent: OrgUnit | None, since: date, by: Person) -> None:
    """Raises Refused where the unit would stand below itself, below nobody or below what is closed: on that day, or on
    a later one on which a change that was entered ahead takes effect."""
    if parent is None:
        raise Refused.because("web-unit-second-root")
    check_may(by, "unit.manage", unit=parent)
    _check_stays(parent, since)
    later = OrgUnitVersion.objects.filter(since__gt=since).values_list("since", flat=True)
    for day in (since, *sorted(set(later))):
        _check_above(unit, parent, day)


def _check_above(unit: OrgUnit, parent: OrgUnit, day: date) -> None:
    tree, above = tree_at(day), parent.code
    while above:
        if above == unit.code:
            raise Refused.because("web-unit-below-itself", unit.name, parent=parent.name, day=day)
        above = tree[above].parent


@transaction.atomic
def close_unit(
    unit: OrgUnit, *, last_day: date, by: Person, into: OrgUnit | None = None, how: str = Succession.How.MERGE
) -> None:
    """The unit ends on `last_day`; `into` is the one that takes it over, by a merger or a split."""
    check_may(by, "unit.manage", unit=unit)
    last = _in_force_of(unit)
    _check_outlives(unit, last_day)
    if last_day < last.since:
        raise Refused.because("web-unit-before-last", unit.name, since=last_day, last=last.since)
    if into:
        succeed(unit, into, how=how, since=last_day + timedelta(days=1))
    _end_version(last, last_day)
    unit.closed = last_day
    unit.save(update_fields=["closed"])
    audit.record("unit.close", unit, by=by, last_day=last_day.isoformat(), into=into.code if into else None)


def _check_outlives(unit: OrgUnit, last_day: date) -> None:
    """Raises Refused where units stand below it after that day: also such as will be opened, moved or closed later."""
    after = OrgUnitVersion.objects.filter(Q(until=None) | Q(until__gt=last_day), parent=unit)
    if below := list(OrgUnit.objects.filter(versions__in=after).distinct()):
        named = "、".join(one.name for one in below[:_NAMED]) + ("…" if len(below) > _NAMED else "")
        raise Refused.because("web-unit-has-children", unit.name, count=len(below), units=named, day=last_day)


def succeed(unit: OrgUnit, heir: OrgUnit, *, how: str, since: date) -> None:
    """Note that `heir` took over from `unit`. Raises Refused where that is the unit itself or one that is closed."""
    if heir == unit or (heir.closed and heir.closed < since):
        raise Refused.because("unit-no-heir", unit.name, heir=heir.name)
    Succession.objects.get_or_create(unit=unit, heir=heir, since=since, defaults={"how": how})


def _end_version(version: OrgUnitVersion, last_day: date) -> None:
    version.until = last_day
    version.full_clean(exclude=["stages"])  # offices teach none
    version.save(update_fields=["until"])


def refresh_paths() -> None:
    """Bring each unit's name, kind and path to today's: needed when the tree was changed, or a change that was
    entered ahead takes effect."""
    OrgUnit.objects.bulk_update(stale(), ["name", "kind", "path"], batch_size=500)


def stale() -> list[OrgUnit]:
    """The units whose name, kind or path is not today's, with today's."""
    today, found = tree_at(timezone.localdate()), []
    for unit in OrgUnit.objects.filter(code__in=today):
        now = today[unit.code]
        if (unit.name, unit.kind, unit.path) != (now.name, now.kind, now.path):
            unit.name, unit.kind, unit.path = now.name, now.kind, now.path
            found.append(unit)
    return found
