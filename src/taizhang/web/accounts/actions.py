"""What changes people and their roles."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from taizhang.web.accounts.models import ApiKey, Person, Role, RoleKind, Scope
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import Refused


@transaction.atomic
def first_administrator(*, username: str, name: str, password: str, unit: OrgUnit) -> Person:
    """The one who lets everybody else in; only while there is nobody else. Raises Refused after that."""
    if Person.objects.exists():
        raise Refused.because("web-not-first", username)
    person = _add(username, name, password)
    Role.objects.create(person=person, kind=RoleKind.ADMINISTRATOR, unit=unit)
    audit.record("person.first", person, by=person)
    return person


@transaction.atomic
def add_person(*, username: str, name: str, password: str, unit: OrgUnit, by: Person) -> Person:
    """A new person, without any role yet. Raises ValidationError where the password is weak."""
    check_may(by, "person.manage", unit=unit)
    person = _add(username, name, password)
    audit.record("person.add", person, by=by, unit=unit.code)
    return person


def _add(username: str, name: str, password: str) -> Person:
    person = Person(username=username, name=name)
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def grant(person: Person, kind: RoleKind, *, unit: OrgUnit, by: Person, domains: Iterable[str] = ()) -> Role:
    """Give a role in the subtree below `unit`, for `domains` or for all."""
    check_may(by, "person.manage", unit=unit)
    role = Role.objects.create(person=person, kind=kind, unit=unit, domains=sorted(domains), granted_by=by)
    person.__dict__.pop("roles_in_force", None)
    audit.record("role.grant", role, by=by, person=person.username, kind=kind, unit=unit.code, domains=role.domains)
    return role


@transaction.atomic
def end_role(role: Role, *, by: Person) -> None:
    """Take a role back; the row stays, since it says who could do what when."""
    check_may(by, "person.manage", unit=role.unit)
    role.ended_at = timezone.now()
    role.save(update_fields=["ended_at"])
    role.person.__dict__.pop("roles_in_force", None)
    audit.record("role.end", role, by=by, person=role.person.username)


@transaction.atomic
def disable(person: Person, *, by: Person) -> None:
    """Shut somebody out, their keys and sessions included, without forgetting them."""
    for unit in {role.unit for role in person.roles.in_force().select_related("unit")} or {None}:
        check_may(by, "person.manage", unit=unit)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record("person.disable", person, by=by)


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


def digest(key: str) -> str:
    """What is kept of a key. A plain hash does: the key is 256 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()
