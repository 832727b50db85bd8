"""Who may do what with the records of a register: `accounts.permissions`, told which kinds of register differ.

Records of a confidential register stay with the unit that keeps them. What changes the tree is approved, and so may
be read, by whoever looks after the tree.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from taizhang.catalogue.model import Register
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import TREE_CHANGES, check_may, may, reach
from taizhang.web.ledger.models import OrgUnit


def _rights(register: Register, action: str) -> tuple[str, ...]:
    """The rights any of which lets one do the action."""
    return TREE_CHANGES.get(action, (action,)) if register.kind == "tree_change" else (action,)


def is_confined(register: Register) -> bool:
    """Whether only counts leave the unit."""
    return register.kind == "case"


def may_do(by: Person, action: str, register: Register, *, unit: OrgUnit | None = None) -> bool:
    """Whether `by` may do the action ("record.edit") on a register's records of a unit; anywhere without a unit."""
    asked = {"unit": unit, "domain": register.domain, "confined": is_confined(register)}
    return any(may(by, right, **asked) for right in _rights(register, action))


def check(by: Person, action: str, register: Register, unit: OrgUnit | None = None) -> None:
    """Raises NotAllowed where `may_do` says no."""
    if not may_do(by, action, register, unit=unit):
        check_may(by, _rights(register, action)[0], unit=unit, domain=register.domain, confined=is_confined(register))


def units(by: Person, action: str, register: Register) -> QuerySet[OrgUnit]:
    """The units on whose records `by` may do the action."""
    reached = Q(pk__in=[])
    for right in _rights(register, action):
        reached |= reach(by, right, unit="", only=register.domain, confined=is_confined(register))
    return OrgUnit.objects.filter(reached)
