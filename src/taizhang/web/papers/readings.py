"""A reading -> the head of its paper, and its figures ready to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError

from taizhang.periods import Period
from taizhang.reading.model import Reading, Verdict
from taizhang.web.ledger.fields import plain
from taizhang.web.papers.models import Figure


def head_of(read: Reading) -> dict[str, str]:
    """Title, bureau and period of a paper: of its first report that says each."""
    limits = {"title": 300, "bureau": 120, "period": 12}
    head = {name: _first(read, name)[:limit] for name, limit in limits.items()}
    return head | {"period": _period(head["period"])}


def figures_of(read: Reading) -> list[Figure]:
    """The figures of a reading in the order of the text, of no paper and not numbered yet."""
    wrong, period = set(_contradicted(read)), head_of(read)["period"]
    return [
        Figure(
            ref=one.id, start=one.start, end=one.end, quote=one.quote,
            value=_storable(one.value), low=_storable(one.low), high=_storable(one.high), unit=one.unit[:60],
            kind=one.kind.value, qualifier=one.qualifier.value,
            measures=one.indicator, code=one.code or "", domain=one.domain or "", score=one.score,
            period=_period(one.period) or period, org=(one.org or "")[:200], by=dict(one.by),
            contradicted=one.id in wrong,
        )
        for one in sorted(read.figures, key=lambda one: (one.start, -one.end))
    ]  # fmt: skip


def _period(code: str | None) -> str:
    """The code of a period, or "" for what is none."""
    try:
        return Period.parse(code or "").code
    except ValueError:
        return ""


def _first(read: Reading, name: str) -> str:
    return next((said for one in read.documents if (said := getattr(one, name))), "")


def _contradicted(read: Reading) -> Iterator[str]:
    """The ids of the figures that a claim speaks against."""
    for claim in read.claims:
        if claim.verdict is Verdict.CONTRADICTED:
            for ids in claim.members.values():
                yield from [ids] if isinstance(ids, str) else ids


def _storable(value: Decimal | None) -> Decimal | None:
    """The number, or None where it has more digits than any measured number could: then it is not read for sure."""
    try:
        return None if value is None else Decimal(plain(value))
    except ValidationError:
        return None
