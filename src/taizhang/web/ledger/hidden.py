"""Which observations nobody above their unit is shown, since they tell of few confidential cases, or of those that do.

The ledger and its releases hold every count as it was reported: totals would be wrong without the small ones. What
leaves the server goes through here (pages, answers, exports) or through `analysis`, which hides by the same rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import cast

from django.db.models import Max

from taizhang.analysis.hiding import hide_below, is_small
from taizhang.analysis.suppressing import kept_back
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
    values: dict[str, dict[Hashable, Decimal]] = defaultdict(dict)
    wholes: dict[str, dict[tuple[object, ...], dict[Hashable, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.iterator(chunk_size=2000):
        values[row.indicator][int(row.pk)] = row.value
        for whole in _wholes(row):
            wholes[row.indicator][row.period, *whole][int(row.pk)] = 1
    return frozenset(number for code, numbers in values.items()
                     for number in _hidden(numbers, [*wholes[code].values()], below[code]))


def may_tell_why(value: Observation) -> bool:
    """Whether it may be told why a value was corrected. The reason for a count of confidential cases, however many they
    are, speaks of a case: it stands with the value alone."""
    return not hide_below(value.indicator, catalogue())


def why(correction: Observation) -> str:
    """The reason of a correction, none where it may not be told."""
    return correction.source.reason if may_tell_why(correction) else ""


def _hidden(values: Mapping[Hashable, Decimal], sums: list[dict[Hashable, int]], limit: int) -> set[int]:
    """Totals are shown, so that what adds up to one is known together; but for those of one part, which are that part
    and are hidden with it."""
    sums = [parts for parts in sums if len(parts) > 1]
    small = [number for number, value in values.items() if is_small(value, limit)]
    return cast("set[int]", kept_back(values, sums, small))


def _wholes(row: Observation) -> Iterator[tuple[object, ...]]:
    """What a value is a part of: the unit above it, and its own unit by all but one of the dimensions of its split."""
    yield row.unit.path.removesuffix(f"{row.unit.code}/"), row.split
    for name in row.dims:
        rest: Mapping[str, str] = {other: code for other, code in row.dims.items() if other != name}
        yield row.unit_id, name, *sorted(rest.items())
