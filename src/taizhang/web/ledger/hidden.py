"""Which observations nobody above their unit is shown, since they tell of few confidential cases, or of those that do.

The ledger and its releases hold every count as it was reported: totals would be wrong without the small ones. What
leaves the server goes through here (pages, answers, exports) or through `analysis`, which hides by the same rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from django.db.models import Max

from taizhang.analysis.hiding import hidden_among, hide_below
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import ChainHead, Observation, OrgUnitVersion


def numbers() -> frozenset[int]:
    """The numbers of all of them. Worked out anew once the ledger has grown or the tree has changed."""
    limits = {code: limit for code in catalogue().indicators if (limit := hide_below(code, catalogue()))}
    if not limits:
        return frozenset()
    end = ChainHead.objects.values_list("hash", flat=True).get(chain=Observation._meta.model_name)
    tree = OrgUnitVersion.objects.aggregate(last=Max("pk"))["last"]
    return _numbers(end, tree, tuple(limits.items()))


@lru_cache(maxsize=4)
def _numbers(_end: str, _tree: int, limits: tuple[tuple[str, int], ...]) -> frozenset[int]:
    below = dict(limits)
    rows = Observation.objects.in_force().filter(indicator__in=below, value__gt=0).select_related("unit")
    wholes: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for row in rows.iterator(chunk_size=2000):
        for whole in _wholes(row):
            wholes[row.indicator, row.period, *whole].append(row)
    return frozenset(
        int(number)
        for (indicator, *_whole), parts in wholes.items()
        for number in hidden_among([(str(part.pk), part.value) for part in parts], below[indicator])
    )


def _wholes(row: Observation) -> Iterator[tuple[object, ...]]:
    """What a value is a part of: the unit above it, and its own unit by all but one of the dimensions of its split."""
    yield row.unit.path.removesuffix(f"{row.unit.code}/"), row.split
    for name in row.dims:
        rest: Mapping[str, str] = {other: code for other, code in row.dims.items() if other != name}
        yield row.unit_id, name, *sorted(rest.items())
