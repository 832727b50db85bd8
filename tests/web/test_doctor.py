"""What `taizhang doctor` says of people: whoever may do much and has a password that everybody knows is named."""

from __future__ import annotations

import pytest

from taizhang.web.accounts.actions import end_role
from taizhang.web.accounts.models import Person, RoleKind
from taizhang.web.keeping.doctor import KNOWN_PASSWORDS, examine


def told(code: str) -> list[str]:
    return [finding.place for finding in examine() if finding.code == code]


def with_known_password(person: Person) -> None:
    person.set_password(KNOWN_PASSWORDS[0])
    person.save()


def test_an_administrator_whose_role_has_ended_is_none(bureau):
    assert told("doctor-no-administrator") == []
    second = bureau.person("second", RoleKind.ADMINISTRATOR, bureau.city)
    end_role(second.roles.get(), by=bureau.admin)
    bureau.admin.is_active = False
    bureau.admin.save()
    assert told("doctor-no-administrator") == [""]


@pytest.mark.parametrize("role", [RoleKind.ADMINISTRATOR, RoleKind.COUNTY_REVIEWER])
def test_who_fills_in_beside_doing_more_is_tried_too(bureau, role):
    both = bureau.person("both", role, bureau.city)
    bureau.give(both, RoleKind.CLERK, bureau.school)
    with_known_password(both)
    assert told("doctor-known-password") == ["both"]


def test_everybody_who_may_do_much_is_tried_and_nobody_else(bureau):
    for number in range(12):
        bureau.person(f"reviewer-{number}", RoleKind.COUNTY_REVIEWER, bureau.pu)
    for person in (Person.objects.get(username="reviewer-11"), bureau.clerk):
        with_known_password(person)
    assert told("doctor-known-password") == ["reviewer-11"]
