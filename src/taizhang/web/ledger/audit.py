"""Leaving an audit event: every action does, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import Model

from taizhang.web.ledger import chain
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.middleware import address

_gathered: ContextVar[list[AuditEvent] | None] = ContextVar("gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is recorded inside enters the chain at its end, in order and all at once. Inside another it joins
    that one when it is done; what it undoes leaves nothing.

    The end of the chain is held from the first event until the transaction ends, and everybody waits for it: a long
    piece of work that leaves several events takes hold of it once, when all else is done.
    """
    with transaction.atomic():
        token = _gathered.set(events := [])
        try:
            yield
        finally:
            _gathered.reset(token)
        _leave(events)


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
    _leave(events)


def _leave(events: list[AuditEvent]) -> None:
    if (gathered := _gathered.get()) is not None:
        gathered.extend(events)
    else:
        chain.append(AuditEvent, events)
