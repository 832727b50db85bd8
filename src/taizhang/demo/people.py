"""Who works in the invented city: one log-in for every role, and a clerk in every school."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from taizhang.demo.city import CITY_CODE, City
from taizhang.demo.workbooks import counties
from taizhang.web.accounts import actions
from taizhang.web.accounts.models import Person, Role, RoleKind
from taizhang.web.ledger.actions import open_unit
from taizhang.web.ledger.models import OrgUnit

PASSWORD = "Qingting-2026"  # noqa: S105 - of an invented city on this machine only; printed when the demo ends

# user name, name, role, where
LOGINS = (
    ("admin", "系统管理员", RoleKind.ADMINISTRATOR, CITY_CODE),
    ("section", "林科长", RoleKind.SECTION_OFFICER, CITY_CODE),
    ("writer", "周文书", RoleKind.OFFICE_WRITER, CITY_CODE),
    ("head", "沈局长", RoleKind.HEAD, CITY_CODE),
    ("supervisor", "郑督查", RoleKind.SUPERVISOR, CITY_CODE),
    ("auditor", "韩审计", RoleKind.AUDITOR, CITY_CODE),
    ("county", "梁审核", RoleKind.COUNTY_REVIEWER, "529908"),
    ("clerk", "方老师", RoleKind.CLERK, ""),  # of a school of that county
)


@transaction.atomic
def settle(city: City) -> dict[str, Person]:
    """Open every unit and let everybody in; the people by user name. Clerks are named by their unit's code."""
    units = _open_units(city)
    root = units[CITY_CODE]
    admin = actions.first_administrator(username="admin", name="系统管理员", password=PASSWORD, unit=root)
    people = {"admin": admin}
    for username, name, kind, where in LOGINS[1:]:
        # one hash for all: to make each anew takes half a second
        person = Person.objects.create(username=username, name=name, password=admin.password)
        actions.grant(person, kind, unit=units[where or _school_of_the_clerk(city)], by=admin)
        people[username] = person
    return people | _clerks(city, units, admin) | _reviewers(units, admin)


def _open_units(city: City) -> dict[str, OrgUnit]:
    made: dict[str, OrgUnit] = {}
    for unit in city.units:
        details = {"stages": list(unit.stages), "area": unit.area or "", "ownership": unit.ownership or ""}
        made[unit.code] = open_unit(
            code=unit.code, name=unit.name, kind=unit.kind, parent=made.get(unit.parent or ""),
            since=date(2018, 9, 1), by=None, **details,
        )  # fmt: skip
    return made


def _school_of_the_clerk(city: City) -> str:
    there = (school.unit for school in city.schools if school.county == "石渡县")
    return next(unit.code for unit in there if unit.kind == "school")


def _clerks(city: City, units: dict[str, OrgUnit], admin: Person) -> dict[str, Person]:
    """A clerk for each school; they never log in during the demo, so none has a password."""
    codes = [school.unit.code for school in city.schools] + [code for code, _ in counties()]
    return _let_in([(code, f"{units[code].name}填报人", units[code]) for code in codes], RoleKind.CLERK, admin)


def _reviewers(units: dict[str, OrgUnit], admin: Person) -> dict[str, Person]:
    rows = [(f"reviewer-{code}", f"{name}审核人", units[code]) for code, name in counties()]
    return _let_in(rows, RoleKind.COUNTY_REVIEWER, admin)


def _let_in(rows: list[tuple[str, str, OrgUnit]], kind: RoleKind, admin: Person) -> dict[str, Person]:
    people = [Person(username=username, name=name) for username, name, _ in rows]
    for person in people:
        person.set_unusable_password()
    Person.objects.bulk_create(people)
    places = [unit for _, _, unit in rows]
    Role.objects.bulk_create(
        Role(person=person, kind=kind, unit=unit, granted_by=admin)
        for person, unit in zip(people, places, strict=True)
    )
    return {person.username: person for person in people}
