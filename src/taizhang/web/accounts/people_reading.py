"""Reading a workbook of people: what it asks for, line by line, held against who is there.

The lines of a username tell all its roles in the subtree of whoever imports it: those that are missing there are
given, those that no line names any more are ended. People whom the workbook does not name stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch

from taizhang.findings import Finding
from taizhang.web.accounts import actions
from taizhang.web.accounts.models import Person, Role, RoleKind
from taizhang.web.accounts.people_sheet import OFF, ON, columns, kind_names
from taizhang.web.accounts.permissions import reach
from taizhang.web.accounts.queries import people
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import Refused
from taizhang.web.table_sheet import TableLine, read_table

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
class PersonAsked:
    """What the workbook says of one person, and what is there; `roles` maps each to the line that names it."""

    line: TableLine
    name: str
    home: OrgUnit | None
    active: bool
    known: Person | None
    roles: dict[RoleAsked, TableLine] = field(default_factory=dict)

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
class PeoplePlan:
    """What an import would do. Nothing is done while there are findings."""

    asked: list[PersonAsked]
    findings: list[Finding]

    @property
    def sound(self) -> bool:
        return bool(self.asked) and not self.findings

    @property
    def added(self) -> list[PersonAsked]:
        return [one for one in self.asked if one.known is None]

    @property
    def changed(self) -> list[PersonAsked]:
        """Those already known of whom something changes."""
        known = (one for one in self.asked if one.known)
        return [one for one in known if one.renamed or one.switched or one.given() or one.ended()]


def plan(data: bytes, name: str, *, by: Person) -> PeoplePlan:
    """Read a workbook and compare it with who is there. Raises NotAccepted where it is no such workbook."""
    table = read_table(data, name, columns())
    reading = _Reading(by)
    for line in table.lines:
        reading.take(line)
    findings = [*table.findings, *reading.findings]
    return PeoplePlan(list(reading.asked.values()), findings)


class _Reading:
    """Goes through the lines with everything that they are held against at hand."""

    def __init__(self, by: Person) -> None:
        self.by = by
        units = OrgUnit.objects.filter(reach(by, "person.manage", unit="")).not_closed()
        self.units = {unit.code: unit for unit in units}
        mine = Prefetch("roles", Role.objects.in_force().filter(reach(by, "person.manage")).select_related("unit"),
                        to_attr="roles_shown")  # fmt: skip
        self.known = {one.username: one for one in people(by).select_related("unit").prefetch_related(mine)}
        self.taken = set(Person.objects.values_list("username", flat=True)) - self.known.keys()
        self.kinds = {label: kind for kind, label in kind_names().items()} | {kind: kind for kind in kind_names()}
        self.domains = {str(one.title.zh): one.code for one in catalogue().in_order()}
        self.domains |= {code: code for code in self.domains.values()}
        self.asked: dict[str, PersonAsked] = {}
        self.findings: list[Finding] = []

    def take(self, line: TableLine) -> None:
        found = list(self._wrong(line))
        self.findings += found
        if found or not line.values["username"]:
            return
        one = self._person(line)
        if line.values.get("kind"):
            self._role(line, one)

    def _wrong(self, line: TableLine) -> Iterator[Finding]:
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
            for domain in line.listed("domains") if domain not in self.domains
        )  # fmt: skip
        yield from self._where(line)

    def _where(self, line: TableLine) -> Iterator[Finding]:
        said = line.values
        if said.get("kind") and not (said.get("unit") or said.get("home")):
            yield line.wrong("username", "people-role-nowhere")
        if not said.get("kind") and said.get("unit"):
            yield line.wrong("unit", "people-unit-without-role")

    def _person(self, line: TableLine) -> PersonAsked:
        """The person of the line; what two lines say of one person has to agree."""
        said, known = line.values, self.known.get(line.values["username"])
        home = self.units.get(said.get("home", "")) or (known.unit if known else self.units.get(said.get("unit", "")))
        fresh = PersonAsked(line, said["name"], home, said.get("state") != OFF, known)
        one = self.asked.setdefault(said["username"], fresh)
        if (one.name, one.active) != (fresh.name, fresh.active):
            self.findings.append(line.wrong("name", "people-lines-differ", username=one.username))
        if one is fresh:
            self.findings += self._of_person(one)
        return one

    def _of_person(self, one: PersonAsked) -> Iterator[Finding]:
        if one.home is None and (one.known is None or one.renamed):
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

    def _role(self, line: TableLine, one: PersonAsked) -> None:
        said = line.values
        unit = self.units[said.get("unit") or said["home"]]
        domains = tuple(sorted({self.domains[name] for name in line.listed("domains")}))
        role = RoleAsked(self.kinds[said["kind"]], unit, domains)
        if any((other.kind, other.unit) == (role.kind, role.unit) for other in one.roles):
            self.findings.append(line.wrong("kind", "people-role-twice", unit=unit.name))
            return
        one.roles[role] = line
        try:
            actions.check_may_give(RoleKind(role.kind), unit, list(domains), self.by)
        except Refused as refusal:
            self.findings += [Finding(one.code, line.places["kind"], one.blanks) for one in refusal.findings]
