"""What changes people and their roles."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from taizhang.web.accounts.models import ApiKey, Person, Role, RoleKind, Scope
from taizhang.web.accounts.permissions import check_may, roles_for
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAllowed, Refused


@transaction.atomic
def first_administrator(*, username: str, name: str, password: str, unit: OrgUnit) -> Person:
    """The one who lets everybody else in; only while there is nobody else. Raises Refused after that."""
    if Person.objects.exists():
        raise Refused.because("web-not-first", username)
    person = _add(username, name, password, unit)
    Role.objects.create(person=person, kind=RoleKind.ADMINISTRATOR, unit=unit)
    audit.record("person.first", person, by=person)
    return person


@transaction.atomic
def add_person(  # noqa: PLR0913 - a person has that many facts
    *, username: str, name: str, password: str, unit: OrgUnit, by: Person, must_change: bool = False
) -> Person:
    """A new person at home at `unit`, without any role yet; `must_change` where others know the password.

    Raises ValidationError where the password is weak.
    """
    check_may(by, "person.manage", unit=unit)
    person = _add(username, name, password, unit, must_change=must_change)
    audit.record("person.add", person, by=by, unit=unit.code)
    return person


def _add(username: str, name: str, password: str, unit: OrgUnit, *, must_change: bool = False) -> Person:
    person = Person(username=username, name=name, unit=unit, must_change=must_change)
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def change_person(person: Person, *, name: str, unit: OrgUnit, by: Person) -> None:
    """Another name or another home; who moves a person needs the right at both."""
    check_may_manage(person, by=by)
    check_may(by, "person.manage", unit=unit)
    person.name, person.unit = name, unit
    person.full_clean(exclude=["password"])
    person.save(update_fields=["name", "unit"])
    audit.record("person.change", person, by=by, name=name, unit=unit.code)


@transaction.atomic
def grant(person: Person, kind: RoleKind, *, unit: OrgUnit, by: Person, domains: Iterable[str] = ()) -> Role:
    """Give a role in the subtree below `unit`, for `domains` or for all.

    Nobody gives more than they have: who administers some domains gives roles for those only. Raises Refused where
    the person has the role there already.
    """
    domains = sorted(set(domains))
    check_may_give(kind, unit, domains, by)
    if person.roles.in_force().filter(kind=kind, unit=unit).exists():
        raise Refused.because("role-again", person.name, role=RoleKind(kind).label, unit=unit.name)
    role = Role.objects.create(person=person, kind=kind, unit=unit, domains=domains, granted_by=by)
    person.__dict__.pop("roles_in_force", None)
    audit.record("role.grant", role, by=by, person=person.username, kind=kind, unit=unit.code, domains=role.domains)
    return role


def check_may_give(kind: RoleKind, unit: OrgUnit, domains: list[str], by: Person) -> None:
    """Raises NotAllowed where `by` could not give the role."""
    check_may(by, "person.manage", unit=unit)
    roles = [role for role in roles_for(by, "person.manage") if unit.path.startswith(role.unit.path)]
    if not any(not role.domains or (domains and set(domains) <= set(role.domains)) for role in roles):
        raise NotAllowed.because("role-beyond", unit.name, person=by.name, role=RoleKind(kind).label)


@transaction.atomic
def end_role(role: Role, *, by: Person) -> None:
    """Take a role back; the row stays, since it says who could do what when. Raises Refused for the last role as an
    administrator of all domains, which nobody could give back."""
    check_may_give(role.kind, role.unit, role.domains, by)
    if role.kind == RoleKind.ADMINISTRATOR and not any(
        role.unit.path.startswith(other.unit.path) and not other.domains
        for other in _administering() if other != role
    ):  # fmt: skip
        raise Refused.because("role-last-administrator", role.unit.name)
    role.ended_at = timezone.now()
    role.save(update_fields=["ended_at"])
    role.person.__dict__.pop("roles_in_force", None)
    audit.record("role.end", role, by=by, person=role.person.username)


def _administering() -> list[Role]:
    """The roles of those who administer and are let in, locked: of two who shut each other out, or end each other's
    role, the second sees what the first did."""
    roles = Role.objects.select_for_update(of=("self", "person")).in_force().filter(kind=RoleKind.ADMINISTRATOR)
    return list(roles.filter(person__is_active=True).select_related("person", "unit").order_by("pk"))


def check_may_manage(person: Person, *, by: Person) -> None:
    """Raises NotAllowed unless `by` administers the person's home and could give every role that they have: who sets
    somebody's password has their roles."""
    roles = list(person.roles.in_force().select_related("unit"))
    if person.unit or not roles:
        check_may(by, "person.manage", unit=person.unit)
    for role in roles:
        check_may_give(RoleKind(role.kind), role.unit, role.domains, by)


@transaction.atomic
def disable(person: Person, *, by: Person) -> None:
    """Shut somebody out, their keys and sessions included, without forgetting them.

    Raises NotAllowed where `by` was shut out meanwhile.
    """
    check_may_manage(person, by=by)
    if person == by:
        raise Refused.because("person-not-oneself", person.name)
    if by not in {role.person for role in _administering()}:
        raise NotAllowed.because("person-shut-out", by.name)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record("person.disable", person, by=by)


@transaction.atomic
def enable(person: Person, *, by: Person) -> None:
    """Let somebody in again, with the roles that they had."""
    check_may_manage(person, by=by)
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record("person.enable", person, by=by)


@transaction.atomic
def unlock(person: Person, *, by: Person) -> None:
    """Forget the failed log-ins, so that the person need not wait."""
    check_may_manage(person, by=by)
    reset(username=person.username)
    audit.record("person.unlock", person, by=by)


@transaction.atomic
def make_key(*, name: str, scopes: Iterable[Scope], by: Person, days: int = 365) -> str:
    """A key for a program that acts for `by`. It is returned this once; only its digest is kept."""
    key = secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        person=by,
        name=name,
        digest=digest(key),
        scopes=sorted({Scope(scope) for scope in scopes}),
        ends_at=timezone.now() + timedelta(days=days),
    )
    audit.record("key.make", row, by=by, scopes=row.scopes)
    return key


@transaction.atomic
def end_key(key: ApiKey, *, by: Person) -> None:
    """The key lets nobody in any more: one's own, or that of somebody one administers."""
    if key.person != by:
        check_may_manage(key.person, by=by)
    key.ends_at = min(key.ends_at, timezone.now())
    key.save(update_fields=["ends_at"])
    audit.record("key.end", key, by=by, person=key.person.username)


def digest(key: str) -> str:
    """What is kept of a key. A plain hash does: the key is 256 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()
