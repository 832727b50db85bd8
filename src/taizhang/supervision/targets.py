"""The figure that a promise names, as a target: 新建幼儿园12所 is 12所."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.reading.figures import find_figures
from taizhang.reading.model import Figure, Kind
from taizhang.supervision.model import BoundTarget

# What a promise is measured by: not by how much it changes against something, a rank or a norm.
_REACHED = frozenset((Kind.TARGET, Kind.ACTUAL, Kind.RATE, Kind.BUDGET, Kind.SHARE))


def target_figures(figures: Sequence[Figure]) -> list[Figure]:
    """Those figures of a promise that may be its target, in reading order."""
    return [one for one in figures if one.value is not None and one.kind in _REACHED]


def target_of(figure: Figure, *, unit: str = "") -> BoundTarget:
    """A figure as a target of `unit`; money counts in 元, as the reader reads it."""
    assert figure.value is not None, "target_figures leaves out what has no value"  # noqa: S101
    return BoundTarget(value=figure.value, unit_of_measure=figure.unit, indicator=figure.code, unit=unit)


def figures_in(text: str) -> list[Figure]:
    """The figures of a promise that stands alone, without links to the catalogue."""
    return target_figures(find_figures(text, part_at=lambda _: "planned"))
