"""Taking in a workbook of people: what it would do, line by line, and doing all of it or nothing.

The lines of a username tell all its roles in the subtree of whoever imports it: those that are missing there are
given, those that no line names any more are ended. People whom the workbook does not name stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.web.accounts import actions
from taizhang.web.accounts.models import Person, Role, RoleKind
from taizhang.web.accounts.passwords import given, made_up
from taizhang.web.accounts.people_sheet import OFF, ON, columns, kind_names
from taizhang.web.accounts.permissions import reach
from taizhang.web.accounts.queries import people
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted, Refused
from taizhang.web.table_sheet import Line, read_table

_USERNAME = re.compile(r"[\w.@+-]{2,80}")


@dataclass(frozen=True, slots=True)
class RoleAsked:
    kind: str
    unit: OrgUnit
    domains: tuple[str, ...]

    @property
    def kind_label(self) -> str:
        return str(RoleKind(self.kind).label)


@dataclass(slots=True)
class Asked:
    """What the workbook says of one person, and what is there; `roles` maps each to the line that names it."""

    line: Line
    name: str
    home: OrgUnit | None
    active: bool
    known: Person | None
    roles: dict[RoleAsked, Line] = field(default_factory=dict)

    @property
    def username(self) -> str:
        return self.line.values["username"]

    @property
    def renamed(self) -> bool:
        return self.known is not None and (self.known.name != self.name or (self.home not in (None, self.known.unit)))

    @property
    def switched(self) -> bool:
        return self.known is not None and self.known.is_active != self.active

    def given(self) -> list[RoleAsked]:
        """The roles that the person has not."""
        return [role for role in self.roles if role not in self._had()]

    def ended(self) -> list[Role]:
        """The roles in force that no line names."""
        return [row for role, row in self._had().items() if role not in self.roles]

    def _had(self) -> dict[RoleAsked, Role]:
        rows = self.known.roles_shown if self.known else []
        return {RoleAsked(row.kind, row.unit, tuple(row.domains)): row for row in rows}


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. Nothing is done while there are findings."""

    asked: list[Asked]
    findings: list[Finding]

    @property
    def sound(self) -> bool:
        return bool(self.asked) and not self.findings

    @property
    def added(self) -> list[Asked]:
        return [one for one in self.asked if one.known is None]

    @property
    def changed(self) -> list[Asked]:
        """Those already known of whom something changes."""
        known = (one for one in self.asked if one.known)
        return [one for one in known if one.renamed or one.switched or one.given() or one.ended()]


def plan(data: bytes, name: str, *, by: Person) -> Plan:
    """Read a workbook and compare it with who is there. Raises NotAccepted where it is no such workbook."""
    table = read_table(data, name, columns())
    reading = _Reading(by)
    for line in table.lines:
        reading.take(line)
    findings = [*table.findings, *reading.findings]
    if not table.lines:
        findings.append(Finding("table-empty", name))
    return Plan(list(reading.asked.values()), findings)


class _Reading:
    """Goes through the lines with everything that they are held against at hand."""

    def __init__(self, by: Person) -> None:
        self.by = by
        units = OrgUnit.objects.filter(reach(by, "person.manage", unit=""), closed=None)
        self.units = {unit.code: unit for unit in units}
        mine = Prefetch("roles", Role.objects.in_force().filter(reach(by, "person.manage")).select_related("unit"),
                        to_attr="roles_shown")  # fmt: skip
        self.known = {one.username: one for one in people(by).select_related("unit").prefetch_related(mine)}
        self.taken = set(Person.objects.values_list("username", flat=True)) - self.known.keys()
        self.kinds = {label: kind for kind, label in kind_names().items()} | {kind: kind for kind in kind_names()}
        self.domains = {str(one.title.zh): one.code for one in catalogue().in_order()}
        self.domains |= {code: code for code in self.domains.values()}
        self.asked: dict[str, Asked] = {}
        self.findings: list[Finding] = []

    def take(self, line: Line) -> None:
        found = list(self._wrong(line))
        self.findings += found
        if found or not line.values["username"]:
            return
        one = self._person(line)
        if line.values.get("kind"):
            self._role(line, one)

    def _wrong(self, line: Line) -> Iterator[Finding]:
        said = line.values
        if said["username"] and not _USERNAME.fullmatch(said["username"]):
            yield line.wrong("username", "people-username-shape")
        if said["username"] in self.taken:
            yield line.wrong("username", "people-beyond")
        for column in ("home", "unit"):
            if said.get(column) and said[column] not in self.units:
                yield line.wrong(column, "people-unknown-unit")
        if said.get("kind") and said["kind"] not in self.kinds:
            yield line.wrong("kind", "people-unknown-role", known="、".join(kind_names().values()))
        if said.get("state", "") not in ("", ON, OFF):
            yield line.wrong("state", "people-unknown-state")
        yield from (
            line.wrong("domains", "people-unknown-domain", domain=domain)
            for domain in _listed(said.get("domains", "")) if domain not in self.domains
        )  # fmt: skip
        yield from self._where(line)

    def _where(self, line: Line) -> Iterator[Finding]:
        said = line.values
        if said.get("kind") and not (said.get("unit") or said.get("home")):
            yield line.wrong("username", "people-role-nowhere")
        if not said.get("kind") and said.get("unit"):
            yield line.wrong("unit", "people-unit-without-role")

    def _person(self, line: Line) -> Asked:
        """The person of the line; what two lines say of one person has to agree."""
        said, known = line.values, self.known.get(line.values["username"])
        home = self.units.get(said.get("home", "")) or (known.unit if known else self.units.get(said.get("unit", "")))
        fresh = Asked(line, said["name"], home, said.get("state") != OFF, known)
        one = self.asked.setdefault(said["username"], fresh)
        if (one.name, one.active) != (fresh.name, fresh.active):
            self.findings.append(line.wrong("name", "people-lines-differ", username=one.username))
        if one is fresh:
            self.findings += self._of_person(one)
        return one

    def _of_person(self, one: Asked) -> Iterator[Finding]:
        if one.known is None and one.home is None:
            yield one.line.wrong("username", "people-home-missing")
        if one.known is None and not one.active:
            yield one.line.wrong("state", "people-new-disabled")
        if one.known == self.by and not one.active:
            yield one.line.wrong("state", "people-disables-oneself")
        if one.renamed or one.switched:
            try:
                actions.check_may_manage(one.known, by=self.by)
            except Refused:
                yield one.line.wrong("username", "people-partly-beyond")

    def _role(self, line: Line, one: Asked) -> None:
        said = line.values
        unit = self.units[said.get("unit") or said["home"]]
        domains = tuple(sorted({self.domains[name] for name in _listed(said.get("domains", ""))}))
        role = RoleAsked(self.kinds[said["kind"]], unit, domains)
        if any((other.kind, other.unit) == (role.kind, role.unit) for other in one.roles):
            self.findings.append(line.wrong("kind", "people-role-twice", unit=unit.name))
            return
        one.roles[role] = line
        try:
            actions.check_may_give(RoleKind(role.kind), unit, list(domains), self.by)
        except Refused as refusal:
            self.findings += [Finding(one.code, line.places["kind"], one.blanks) for one in refusal.findings]


def _listed(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[、,;\n]", text) if one.strip()]


@transaction.atomic
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


def _add(added: list[Asked], by: Person) -> list[tuple[str, str, str]]:
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


def _change(one: Asked, by: Person) -> None:
    if one.renamed:
        actions.change_person(one.known, name=one.name, unit=one.home, by=by)
    if one.switched:
        (actions.enable if one.active else actions.disable)(one.known, by=by)
    for role in one.ended():
        actions.end_role(role, by=by)


def _grant(asked: list[tuple[Asked, RoleAsked]], by: Person) -> None:
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
