"""Finding people."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from taizhang.web.accounts.models import Person, Role
from taizhang.web.accounts.permissions import reach


@dataclass(frozen=True, slots=True)
class PeopleWanted:
    """Which people; empty is not filtered. `unit` is the path of a unit: it and all below."""

    text: str = ""
    kind: str = ""
    unit: str = ""
    domain: str = ""
    state: str = ""  # "active", "disabled" or all


def people(by: Person) -> QuerySet[Person]:
    """The people who are at home or have a role in the subtree that `by` administers."""
    here = Role.objects.in_force().filter(reach(by, "person.manage"), person=OuterRef("pk"))
    return Person.objects.filter(reach(by, "person.manage") | Exists(here)).order_by("username")


def search(by: Person, wanted: PeopleWanted) -> QuerySet[Person]:
    """Of these the ones wanted, each with its roles in force."""
    found = people(by).select_related("unit").prefetch_related(
        Prefetch("roles", Role.objects.in_force().select_related("unit").order_by("kind"), to_attr="roles_shown")
    )
    if wanted.text:
        found = found.filter(Q(username__icontains=wanted.text) | Q(name__icontains=wanted.text))
    if wanted.state:
        found = found.filter(is_active=wanted.state == "active")
    if wanted.kind or wanted.domain:
        found = found.filter(Exists(_roles(wanted)))
    if wanted.unit:
        below = Role.objects.in_force().filter(person=OuterRef("pk"), unit__path__startswith=wanted.unit)
        found = found.filter(Q(unit__path__startswith=wanted.unit) | Exists(below))
    return found


def _roles(wanted: PeopleWanted) -> QuerySet[Role]:
    """A role without domains is for all of them."""
    roles = Role.objects.in_force().filter(person=OuterRef("pk"))
    if wanted.kind:
        roles = roles.filter(kind=wanted.kind)
    if wanted.domain:  # codes stand quoted in the list as either database keeps it
        roles = roles.annotate(said=Cast("domains", TextField()))
        roles = roles.filter(Q(domains=[]) | Q(said__contains=f'"{wanted.domain}"'))
    return roles


def roles_shown(person: Person, by: Person) -> QuerySet[Role]:
    """Every role the person has or had in the subtree of `by`, those in force first."""
    return person.roles.filter(reach(by, "person.manage")).select_related("unit", "granted_by").order_by(
        F("ended_at").desc(nulls_first=True), "-granted_at"
    )
