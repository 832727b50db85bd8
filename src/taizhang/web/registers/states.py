"""The life of a record where its register declares states: what may follow, who may do it, and what it brings about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from taizhang.catalogue.model import Register, Title
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.policies import second_person
from taizhang.web.action_words import both
from taizhang.web.refusals import NotAllowed, WrongState
from taizhang.web.registers import rights
from taizhang.web.registers.models import Change, LiveRecord
from taizhang.web.registers.tables import register_of

APPROVED = "approved"
_BY_APPROVAL = {APPROVED: "approve", "returned": "return"}  # by whoever looks at what another has submitted
_SETTLED = frozenset(("submitted", APPROVED))  # in which a record that changes the tree is left alone
TITLES = {
    "draft": _("草稿"), "submitted": _("已提交"), "approved": _("已批准"), "returned": _("已退回"), "paid": _("已发放"),
    "comment": _("征求意见"), "issued": _("已印发"), "repealed": _("已废止"),
    "open": _("待整改"), "mending": _("整改中"), "asked": _("待复核"), "closed": _("已销号"),
}  # fmt: skip


def first(register: Register) -> str:
    """The state in which a record begins; "" where the register has none."""
    return next(iter(register.states), "")


def following(record: LiveRecord, by: Person) -> list[str]:
    """The states to which `by` may bring the record now."""
    if record.ended_on or record.parent_id:
        return []
    register = register_of(record.register)
    return [state for state in register.states.get(record.state, ()) if _may(record, register, state, by)]


def check_move(record: LiveRecord, to: str, *, by: Person) -> None:
    """Raises WrongState where the state cannot follow, NotAllowed where `by` may not bring it about."""
    register = register_of(record.register)
    if record.ended_on:
        raise WrongState.because("record-ended", str(record))
    if to not in register.states.get(record.state, ()):
        raise WrongState.because("record-wrong-state", str(record), **_told(record, to))
    rights.check(by, _right(to), register, record.unit)
    if not _second(record, to, by):
        raise NotAllowed.because("web-second-person", str(record), person=by.name, action=_named(to))


def _told(record: LiveRecord, to: str) -> dict[str, Title]:
    allowed = [state for state, then in register_of(record.register).states.items() if to in then]
    return {"state": _named(record.state), "to": _named(to), "allowed": _named(*allowed)}


def _named(*states: str) -> Title:
    return both(lambda: " / ".join(str(TITLES.get(state, state)) for state in states) or "—")


def is_settled(record: LiveRecord) -> bool:
    """Whether the record may no longer be edited: what was handed in to change the tree is returned first."""
    return register_of(record.register).kind == "tree_change" and record.state in _SETTLED


def brought(register: Register, record: LiveRecord) -> str | None:
    """The state of a record that an approved submission brings, None where it keeps its own: rows below records and
    registers without approval have none, what is past approval stays there, and the tree is changed one by one.
    """
    approves = _wants_approval(register) and register.kind != "tree_change" and record.parent_id is None
    return APPROVED if approves and record.state in {"", first(register), "submitted", "returned"} else None


def edited(record: LiveRecord) -> str | None:
    """The state into which an edit brings a record, None where it stays: what was submitted or approved is no longer
    what stands there, so that it begins anew and is approved again.
    """
    register = register_of(record.register)
    begun = {"", first(register), "returned"}
    return first(register) if _wants_approval(register) and record.state not in begun else None


def _wants_approval(register: Register) -> bool:
    return APPROVED in register.states


def _may(record: LiveRecord, register: Register, to: str, by: Person) -> bool:
    return _second(record, to, by) and rights.may_do(by, _right(to), register, unit=record.unit)


def _second(record: LiveRecord, to: str, by: Person) -> bool:
    return to not in _BY_APPROVAL or second_person("record", _BY_APPROVAL[to], author=_author(record), by=by)


def _right(to: str) -> str:
    return "record.approve" if to in _BY_APPROVAL else "record.edit"


def _author(record: LiveRecord) -> Person:
    """Who wrote what stands there: nobody approves their own."""
    written = record.changes.filter(action__in=(Change.Action.ADD, Change.Action.EDIT))
    return written.select_related("by").latest("number").by
