"""Parts and wholes between levels: what a county says of itself against what its schools say together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from taizhang.catalogue.model import Catalogue
from taizhang.checking.submission import Cell, Key, Values
from taizhang.findings import Finding


def compare(
    whole: Iterable[Cell], parts: Iterable[Values], catalogue: Catalogue, *, missing: int = 0
) -> Iterator[Finding]:
    """A finding at each cell of the whole whose value is not the sum of what the parts say of the same.

    `missing` parts have not been sent: then only a whole that is smaller than its parts is told, since what is missing
    may make up the rest. What the whole or no part says is not compared: missing is not zero. Values that do not add
    up over units (rates, averages, those counted once for all) are left out.
    """
    sums = _sums(parts)
    for cell in whole:
        key, indicator = cell.key, catalogue.indicators[cell.indicator]
        if cell.value is None or key not in sums or indicator.over_units != "sum":
            continue
        if cell.value < sums[key] or (cell.value != sums[key] and not missing):
            yield Finding("level-differs", cell.place, {
                "title": indicator.title.zh, "title_en": indicator.title.en, "unit": indicator.unit,
                "whole": f"{cell.value:f}", "parts": f"{sums[key]:f}", "missing": missing,
            })  # fmt: skip


def _sums(parts: Iterable[Values]) -> dict[Key, Decimal]:
    sums: dict[Key, Decimal] = {}
    for part in parts:
        for key, value in part.items():
            if value is not None:
                sums[key] = sums.get(key, Decimal()) + value
    return sums
