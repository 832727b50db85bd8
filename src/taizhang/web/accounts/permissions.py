"""Who may do what, and where. Nothing else decides that; `registers.rights` tells which registers are confined to the
unit that keeps them and which change the tree.

A person may do an action on something that belongs to a unit and a domain if one of their roles in force has the
action, its unit stands at or above that unit, and its domains are empty (all) or include that domain.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from taizhang.web.accounts.models import Person, Role, RoleKind
from taizhang.web.action_words import action_words, both
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit, UnitKind
from taizhang.web.refusals import NotAllowed

ALL = "*"  # as the domain of rows that may be of any: only roles of all domains have it

_LOOK = {"submission.read", "observation.read", "report.read", "report.audit"}

RIGHTS: dict[str, frozenset[str]] = {
    kind: frozenset(actions)
    for kind, actions in {
        RoleKind.CLERK: {*_LOOK, "submission.fill", "record.read", "record.unmask", "record.edit"},
        RoleKind.SECTION_OFFICER: {
            *_LOOK, "submission.fill", "submission.check", "submission.approve", "submission.return", "round.open",
            "observation.correct", "record.read", "record.unmask", "task.read", "task.report",
            "record.edit", "record.approve", "record.settle", "report.comment", "report.confirm",
        },
        RoleKind.COUNTY_REVIEWER: {
            *_LOOK, "submission.check", "submission.return", "record.read", "task.read", "task.report",
            "record.settle",
        },
        RoleKind.OFFICE_WRITER: {
            *_LOOK, "release.seal", "report.write", "report.comment", "sentence.accept", "task.read",
        },
        RoleKind.HEAD: {*_LOOK, "report.comment", "report.issue", "task.read", "task.extend"},
        RoleKind.SUPERVISOR: {*_LOOK, "task.read", "task.assign", "task.close", "task.extend"},
        RoleKind.AUDITOR: {*_LOOK, "record.read", "task.read", "audit.read"},
        RoleKind.ADMINISTRATOR: {"person.manage", "unit.manage", "round.open", "record.expire"},
    }.items()
}
ACTIONS = frozenset().union(*RIGHTS.values())
# on registers of what changes the tree: the rights any of which lets one do the action, which else is a right itself
TREE_CHANGES: dict[str, tuple[str, ...]] = {
    "record.approve": ("unit.manage",), "record.read": ("record.read", "unit.manage"),
}  # fmt: skip


def roles_for(person: Person, action: str) -> list[Role]:
    """The roles in force that have the action."""
    if action not in ACTIONS:
        raise KeyError(f"{action!r} is no action; there are {', '.join(sorted(ACTIONS))}")
    if not person.is_active:
        return []
    return [role for role in person.roles_in_force if action in RIGHTS[role.kind]]


def units_for(person: Person, action: str) -> list[OrgUnit]:
    """The units of those roles, the highest first."""
    return sorted({role.unit for role in roles_for(person, action)}, key=lambda unit: (unit.path.count("/"), unit.path))


def unit_for(person: Person, action: str, *, code: str = "", at: OrgUnit | None = None) -> OrgUnit:
    """For which of their units the person does something: the one they chose by its `code`, else the highest; with
    `at` only one at or above that. Raises NotAllowed where there is none.
    """
    for unit in units_for(person, action):
        if code in ("", unit.code) and (at is None or at.path.startswith(unit.path)):
            return unit
    raise not_allowed(code or (at.name if at else ""), person, action)


def may(
    person: Person, action: str, *, unit: OrgUnit | None = None, domain: str | None = None, confined: bool = False
) -> bool:
    """Whether the person may do the action at `unit` for `domain`: anywhere without a unit, for any without one.

    What is `confined` stays where it is: roles at units above do not reach it. What a section of the bureau keeps is
    the bureau's own.
    """
    reaching = (role for role in roles_for(person, action) if not (confined and _above(role, unit)))
    return any(_covers(role, unit, domain) for role in reaching)


def check_may(
    person: Person, action: str, *, unit: OrgUnit | None = None, domain: str | None = None, confined: bool = False
) -> None:
    """Raises NotAllowed where `may` says no."""
    if not may(person, action, unit=unit, domain=domain, confined=confined):
        named = catalogue().domains.get(domain or "")
        where = " · ".join(filter(None, (unit and unit.name, named and str(named.title))))
        raise not_allowed(where, person, action)


def not_allowed(where: str, person: Person, action: str) -> NotAllowed:
    """That a person may not do that there, to be raised."""
    return NotAllowed.because("web-not-allowed", where, person=person.name, action=both(lambda: action_words(action)))


def everywhere(person: Person, action: str) -> bool:
    """Whether the person may do the action in the whole tree, in every domain.

    Only the root has a path of its own code alone: `ledger.queries.tree_at` gives none to what has a parent.
    """
    return any(role.unit.path.count("/") == 1 and not role.domains for role in roles_for(person, action))


def reach(  # noqa: PLR0913 - a row can belong to a unit and a domain in several ways
    person: Person, action: str, *, unit: str = "unit", domain: str | None = None, only: str = "",
    confined: bool = False,
) -> Q:  # fmt: skip
    """The filter that keeps what the person may do the action on.

    `unit` is the lookup of the OrgUnit ("" where the rows are units themselves), `domain` the lookup of a text that is
    the domain's code or begins with it and a dot, such as an indicator's code; or `only` is the domain that all rows
    are of, ALL where that cannot be told. `confined` is as in `may`.
    """
    allowed, lookup = Q(pk__in=[]), f"{unit}__" if unit else ""
    roles = [role for role in roles_for(person, action) if not only or _covers(role, None, only)]
    for path, domains in {(role.unit.path, tuple(role.domains)) for role in roles}:
        kept = Q(**{f"{lookup}path": path}) | Q(**{f"{lookup}kind": UnitKind.SECTION}) if confined else Q()
        allowed |= _below(path, f"{lookup}path") & kept & _in_domains(domains, domain)
    return allowed


def _below(path: str, lookup: str) -> Q:
    """Below the root is everything, for which no path need be compared."""
    return ~Q(pk__in=[]) if path.count("/") == 1 else Q(**{f"{lookup}__startswith": path})


def _in_domains(domains: Iterable[str], lookup: str | None) -> Q:
    within = Q()
    for domain in domains if lookup else ():
        within |= Q(**{lookup: domain}) | Q(**{f"{lookup}__startswith": f"{domain}."})
    return within


def _above(role: Role, unit: OrgUnit | None) -> bool:
    return unit is not None and role.unit_id != unit.pk and unit.kind != UnitKind.SECTION


def _covers(role: Role, unit: OrgUnit | None, domain: str | None) -> bool:
    in_subtree = unit is None or unit.path.startswith(role.unit.path)
    return in_subtree and (domain is None or not role.domains or domain in role.domains)
