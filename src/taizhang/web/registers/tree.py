"""Records that change the tree of units: what each kind does once it is approved.

| `change` of the register | fields it reads |
|---|---|
| open | `school` (a name), `stage`, `area`; the unit's code and parent are said on approval |
| split | as open; from then on the new unit stands beside `from_school`, which goes on |
| close | `school`, and `heir`, which takes it over |
| merge | `school`, and `into` or `heir`, below which comes what stood below it |
| rename | `school`, `to_name` |
| move | `school`, and what of `to_parent`, `area` is filled in |

All read `effective_on`, the first day on which the tree is another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from taizhang.web.accounts.models import Person
from taizhang.web.ledger import actions, merging
from taizhang.web.ledger.merging import NewUnit
from taizhang.web.ledger.models import OrgUnit, UnitKind
from taizhang.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class TreeChange:
    """An approved record; `code` and `parent` are of the unit to be opened."""

    row: Mapping[str, Any]
    by: Person
    code: str = ""
    parent: OrgUnit | None = None

    @property
    def day(self) -> date:
        """The first day after the change. Raises Refused where the record does not say it."""
        if not self.row.get("effective_on"):
            raise Refused.because("tree-change-no-date", str(self.row.get("school", "")))
        return date.fromisoformat(self.row["effective_on"])

    def unit(self, *fields: str) -> OrgUnit | None:
        """The unit that the first filled one of the fields names. Raises Refused where there is none of that code."""
        code = next((self.row[one] for one in fields if self.row.get(one)), None)
        if code is None:
            return None
        if found := OrgUnit.objects.filter(code=code).first():
            return found
        raise Refused.because("tree-change-unknown-unit", str(code), code=code)

    def named(self, *fields: str) -> OrgUnit:
        """The same where one of them must be filled."""
        if found := self.unit(*fields):
            return found
        raise Refused.because("tree-change-unknown-unit", "", code="")

    def school(self) -> OrgUnit:
        return self.named("school")


def carry_out(change: str, asked: TreeChange) -> None:
    """Write an approved record into the tree. Raises Refused where it cannot be done, NotAllowed where `by` may not."""
    _CHANGES[change](asked)


def _open(asked: TreeChange) -> None:
    _new(asked).open(since=asked.day, by=asked.by)


def _split(asked: TreeChange) -> None:
    merging.split_unit(asked.named("from_school"), [_new(asked)], since=asked.day, by=asked.by, closes=False)


def _new(asked: TreeChange) -> NewUnit:
    if not asked.code or asked.parent is None:
        raise Refused.because("tree-change-no-code", str(asked.row.get("school", "")))
    if OrgUnit.objects.filter(code=asked.code).exists():
        raise Refused.because("tree-change-code-taken", asked.code, code=asked.code)
    stage = asked.row.get("stage")
    return NewUnit(
        code=asked.code, name=asked.row["school"], parent=asked.parent,
        kind=UnitKind.KINDERGARTEN if stage == "preschool" else UnitKind.SCHOOL,
        stages=(stage,) if stage else (), area=asked.row.get("area") or "",
    )  # fmt: skip


def _close(asked: TreeChange) -> None:
    heir = asked.unit("heir")
    actions.close_unit(asked.school(), last_day=asked.day - timedelta(days=1), by=asked.by, into=heir)


def _merge(asked: TreeChange) -> None:
    merging.merge_units([asked.school()], into=asked.named("into", "heir"), since=asked.day, by=asked.by)


def _rename(asked: TreeChange) -> None:
    actions.change_unit(asked.school(), since=asked.day, by=asked.by, name=asked.row["to_name"])


def _move(asked: TreeChange) -> None:
    said = {"parent": asked.unit("to_parent"), "area": asked.row.get("area")}
    last = asked.school().versions.get(until=None)
    changes = {name: value for name, value in said.items() if value and value != getattr(last, name)}
    if changes:  # a new address alone changes nothing in the tree
        actions.change_unit(asked.school(), since=asked.day, by=asked.by, **changes)


_CHANGES: dict[str, Callable[[TreeChange], None]] = {
    "open": _open,
    "split": _split,
    "close": _close,
    "merge": _merge,
    "rename": _rename,
    "move": _move,
}
