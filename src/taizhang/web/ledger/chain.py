"""Chains of hashes: each link covers its row and the link before, so that a removed or changed row shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import transaction

from taizhang.findings import Finding
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import AuditEvent, Chained, ChainHead, Observation, Source

START = "0" * 64

_SOURCE = [f.name for f in Source._meta.fields if f.name != "id"]
_COVERED: dict[type[Chained], list[str]] = {
    Observation: ["indicator", "period", "dims", "supersedes_id", "entered_by_id", "entered_at"],
    AuditEvent: ["at", "person", "address", "action", "object_type", "object_id", "detail"],
}


def append(model: type[Chained], rows: Sequence[Chained]) -> None:
    """Number, hash and store the rows, in order. Whoever else appends waits until the transaction ends."""
    with appending(model) as link:
        for row in rows:
            link(row)


@contextmanager
def appending(model: type[Chained]) -> Iterator[Callable[[Chained], None]]:
    """Holds the end of the chain while rows are made; each row given to the function becomes the next link.

    What is read inside cannot be changed by another writer of the chain. The rows are stored on leaving.
    """
    with transaction.atomic():
        head, rows = hold(model), []

        def link(row: Chained) -> None:
            row.id, row.prev_hash = head.length + 1, head.hash
            row.hash = digest(row)
            head.length, head.hash = row.id, row.hash
            rows.append(row)

        yield link
        model.objects.bulk_create(rows, batch_size=500)
        head.save()


def hold(model: type[Chained]) -> ChainHead:
    """Where the chain ends; nobody else can append to any chain until the transaction ends."""
    # all heads are locked together and in one order, so that no two writers can wait for each other
    heads = {head.chain: head for head in ChainHead.objects.select_for_update().order_by("chain")}
    return heads[name_of(model)]


def name_of(model: type[Chained]) -> str:
    return model._meta.model_name


def digest(row: Chained) -> str:
    """SHA-256 of the hash before and everything that the row says, its source included."""
    said = {name: _text(getattr(row, name)) for name in _COVERED[type(row)]}
    if isinstance(row, Observation):
        said |= {
            "unit": row.unit.code,
            "value": None if row.value is None else plain(row.value),
            "source": {name: _text(getattr(row.source, name)) for name in _SOURCE},
        }
    text = json.dumps([row.id, row.prev_hash, said], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: object) -> object:
    """Databases give times back in the zone they like; the hash takes them in one."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def verify(model: type[Chained]) -> Iterator[Finding]:
    """Walk the whole chain; yields a finding for every row that was changed and every gap where rows were removed."""
    with transaction.atomic():
        head = ChainHead.objects.get(chain=name_of(model))
        at, before = 0, START
        for row in _in_order(model, until=head.length):
            if row.id != at + 1:
                yield Finding("ledger-removed", name_of(model), {"first": at + 1, "last": row.id - 1})
            elif row.prev_hash != before:
                yield Finding("ledger-broken", f"{name_of(model)} {row.id}")
            if digest(row) != row.hash:
                yield Finding("ledger-changed", f"{name_of(model)} {row.id}")
            at, before = row.id, row.hash
        if at < head.length:
            yield Finding("ledger-removed", name_of(model), {"first": at + 1, "last": head.length})
        elif (at, before) != (head.length, head.hash):
            yield Finding("ledger-broken", f"{name_of(model)} {at}")


def _in_order(model: type[Chained], *, until: int) -> Iterator[Chained]:
    # what others append meanwhile lies past the head that was read
    rows = model.objects.filter(id__lte=until).order_by("id")
    if model is Observation:
        rows = rows.select_related("unit", "source")
    return rows.iterator(chunk_size=2000)
