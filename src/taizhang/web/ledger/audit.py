"""Leaving an audit event: every action does, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from taizhang.web.ledger import chain
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.middleware import address


def record(action: str, thing: Model, *, by: Model, **detail: object) -> None:
    """Note that `by` did `action` to `thing`. `detail` is JSON and never holds personal fields."""
    record_all(action, [(thing, detail)], by=by)


def record_all(action: str, things: Iterable[tuple[Model, dict[str, object]]], *, by: Model) -> None:
    """Note that `by` did `action` to many things, an event for each with its own detail."""
    events = [
        AuditEvent(
            person=by.get_username(),
            address=address.get(),
            action=action,
            object_type=thing._meta.model_name,
            object_id=str(thing.pk),
            detail=detail,
        )
        for thing, detail in things
    ]
    chain.append(AuditEvent, events)
