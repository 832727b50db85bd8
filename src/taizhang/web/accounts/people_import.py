"""Taking in a workbook of people: all that `people_reading.plan` says of it, or nothing."""

from __future__ import annotations

from django.utils import timezone

from taizhang.web.accounts import actions
from taizhang.web.accounts.models import Person, Role
from taizhang.web.accounts.passwords import given, made_up
from taizhang.web.accounts.people_reading import PersonAsked, RoleAsked, plan
from taizhang.web.ledger import audit
from taizhang.web.refusals import NotAccepted


@audit.together()
def carry_out(data: bytes, *, by: Person) -> list[tuple[str, str, str]]:
    """Do what the workbook asks, all or nothing; returns username, name and first password of those who are new.

    Raises NotAccepted with the findings where it is not sound, or not any more.
    """
    found = plan(data, "", by=by)
    if not found.sound:
        raise NotAccepted(*found.findings)
    passwords = _add(found.added, by)
    for one in found.changed:
        _change(one, by)
    _grant([(one, role) for one in found.asked for role in one.given()], by)
    audit.record("people.import", by, by=by, added=len(found.added), changed=len(found.changed))
    return passwords


def _add(added: list[PersonAsked], by: Person) -> list[tuple[str, str, str]]:
    told, people_ = [], []
    for one in added:
        password = made_up()
        who = {"username": one.username, "name": one.name, "unit": one.home}
        people_.append(Person(**who, password=given(password), must_change=True))
        told.append((one.username, one.name, password))
    for one, person in zip(added, Person.objects.bulk_create(people_, batch_size=500), strict=True):
        person.roles_shown, one.known = [], person
    audit.record_all("person.add", [(person, {"unit": person.unit.code}) for person in people_], by=by)
    return told


def _change(one: PersonAsked, by: Person) -> None:
    if one.renamed:
        actions.change_person(one.known, name=one.name, unit=one.home, by=by)
    if one.switched:
        (actions.enable if one.active else actions.disable)(one.known, by=by)
    for role in one.ended():
        actions.end_role(role, by=by)


def _grant(asked: list[tuple[PersonAsked, RoleAsked]], by: Person) -> None:
    """What `actions.grant` does, for many at once; `plan` has checked each."""
    now = timezone.now()
    roles = Role.objects.bulk_create([
        Role(
            person=one.known, kind=role.kind, unit=role.unit, domains=list(role.domains), granted_by=by, granted_at=now
        )
        for one, role in asked
    ], batch_size=500)  # fmt: skip
    audit.record_all("role.grant", [
        (role, {"person": role.person.username, "kind": role.kind, "unit": role.unit.code, "domains": role.domains})
        for role in roles
    ], by=by)  # fmt: skip
