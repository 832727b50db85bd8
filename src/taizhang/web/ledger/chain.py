"""Chains of hashes: each link covers its row and the link before, so that a removed or changed row shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from django.db import transaction

from taizhang.findings import Finding
from taizhang.web.ledger.fields import Instant, as_text, plain
from taizhang.web.ledger.inserting import insert
from taizhang.web.ledger.models import AuditEvent, Chained, ChainHead, Observation, Source

START = "0" * 64

_OBSERVATION = ("indicator", "unit__code", "period", "dims", "value", "supersedes_id", "entered_by_id", "entered_at")
_SOURCE = tuple(f"source__{field.name}" for field in Source._meta.fields if field.name != "id")
_EVENT = ("at", "person", "address", "action", "object_type", "object_id", "detail")
# what a hash covers, as lookups from the row
_COVERED: dict[type[Chained], tuple[str, ...]] = {
    Observation: ("id", "prev_hash", *_OBSERVATION, *_SOURCE),
    AuditEvent: ("id", "prev_hash", *_EVENT),
}


def append(model: type[Chained], rows: Sequence[Chained]) -> None:
    """Number, hash and store the rows, in order. Whoever else appends waits until the transaction ends; for no rows
    nobody does."""
    if not rows:
        return
    with appending(model) as link:
        for row in rows:
            link(row)


@contextmanager
def appending(model: type[Chained]) -> Iterator[Callable[[Chained], None]]:
    """Holds the end of the chain while rows are made; each row given to the function becomes the next link.

    What is read inside cannot be changed by another writer of the chain. The rows are stored on leaving; where that
    fails, so does the transaction around it.
    """
    with transaction.atomic(savepoint=False):
        head, rows = hold(model), []
        said = attrgetter(*(lookup.replace("__", ".") for lookup in _COVERED[model]))

        def link(row: Chained) -> None:
            row.id, row.prev_hash = head.length + 1, head.hash
            row.hash = digest(said(row))
            head.length, head.hash = row.id, row.hash
            rows.append(row)

        yield link
        insert(rows)
        head.save()


def hold(model: type[Chained]) -> ChainHead:
    """Where the chain ends; nobody else can append to any chain until the transaction ends."""
    # all heads are locked together and in one order, so that no two writers can wait for each other
    heads = {head.chain: head for head in ChainHead.objects.select_for_update().order_by("chain")}
    return heads[name_of(model)]


def name_of(model: type[Chained]) -> str:
    return model._meta.model_name


def digest(said: Iterable[object]) -> str:
    """SHA-256 of what a link says, in the order of `_COVERED`: its number, the hash before, its row and its source."""
    return hashlib.sha256(_AS_TEXT.encode(list(said)).encode()).hexdigest()


def _told(value: object) -> object:
    """What JSON does not know: numbers, and times, which databases give back in the zone they like."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    raise TypeError(f"a link cannot cover a {type(value).__name__}")


_AS_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_told)


def verify(model: type[Chained]) -> Iterator[Finding]:
    """Walk the whole chain; yields a finding for every row that was changed and every gap where rows were removed.

    No transaction is held round the walk, since on SQLite nobody could write until its end.
    """
    head = ChainHead.objects.get(chain=name_of(model))
    at, before = 0, START
    for said, kept in _in_order(model, until=head.length):
        number, prev_hash = said[0], said[1]
        if number != at + 1:
            yield Finding("ledger-removed", name_of(model), {"first": at + 1, "last": number - 1})
        elif prev_hash != before:
            yield Finding("ledger-broken", f"{name_of(model)} {number}")
        if digest(said) != kept:
            yield Finding("ledger-changed", f"{name_of(model)} {number}")
        at, before = number, kept
    if at < head.length:
        yield Finding("ledger-removed", name_of(model), {"first": at + 1, "last": head.length})
    elif (at, before) != (head.length, head.hash):
        yield Finding("ledger-broken", f"{name_of(model)} {at}")


def _in_order(model: type[Chained], *, until: int) -> Iterator[tuple[list[object], str]]:
    """What each link says, and the hash it was given."""
    covered = _COVERED[model]
    read = (_READ[lookup](lookup) if lookup in _READ else lookup for lookup in covered)
    as_json = next(at for at, lookup in enumerate(covered) if lookup in _AS_JSON)
    # what others append meanwhile lies past the head that was read
    rows = model.objects.filter(id__lte=until).order_by("id").values_list(*read, "hash")
    for *said, kept in rows.iterator(chunk_size=5000):
        said[as_json] = _from_json(said[as_json])
        yield said, kept


_AS_JSON = ("dims", "detail")
_TIMES = ("at", "entered_at", "source__reported_at", "source__approved_at")
# what a hash has as text comes as text from the database: to make an object of each takes longer than to check it
_READ = dict.fromkeys(_TIMES, Instant) | dict.fromkeys(("value", *_AS_JSON), as_text)
_from_json = lru_cache(maxsize=4096)(json.loads)  # most rows are split alike
