"""From clean text to figures."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.reading.figures.context import contexts
from taizhang.reading.figures.kinds import kind_of
from taizhang.reading.figures.lexing import numbers
from taizhang.reading.figures.qualifiers import qualifier_of
from taizhang.reading.model import Figure


def find_figures(text: str, *, part_at: Callable[[int], str], period: str | None = None,
                 vocabulary: object | None = None) -> list[Figure]:
    """Every number of a clean text that measures something, in reading order."""
    found = list(numbers(text))
    return [
        Figure(
            id=f"f{i}", start=c.number.start, end=c.number.end, quote=text[c.number.start:c.number.end],
            value=c.number.value, unit=c.unit, kind=kind_of(c), qualifier=qualifier_of(c),
            indicator=c.near.strip("、，和 ") + c.after,
        )
        for i, c in enumerate(contexts(text, found, part_at), 1)
    ]
