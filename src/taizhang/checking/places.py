"""Where a finding on a written report stands, what is quoted there, and when two tellings of a number agree."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.reading.claims.span import span_of
from taizhang.reading.model import Figure, Kind, Reading

SAID = frozenset({Kind.ACTUAL, Kind.RATE, Kind.SHARE})   # figures that say what was reached
_LONGEST = 120           # characters that are quoted


def place(reading: Reading, start: int, end: int) -> str:
    """The place of `start` to `end` in a report as a finding gives it."""
    return f"{reading.name}:{start}-{end}"


def quoted(reading: Reading, start: int, end: int, *, told: Sequence[Figure] = ()) -> str:
    """The words that stand there, on one line, cut where they are many.

    Where the figures that are `told` of would be cut off, it begins with the clause of the first of them.
    """
    inside = [figure for figure in told if start <= figure.start < end]
    begin = start
    if inside and max(figure.end for figure in inside) - start > _LONGEST:
        first = min(figure.start for figure in inside)
        begin = max(start, *(reading.text.rfind(mark, start, first) + 1 for mark in "，；。"))
    words = " ".join(reading.text[begin:end].split())
    return ("…" if begin > start else "") + (words if len(words) <= _LONGEST else words[:_LONGEST] + "…")


def agrees(figure: Figure, value: Decimal) -> bool:
    """Whether `value`, in base units, is a number that would be printed as the figure is."""
    if figure.value is None:
        return True
    span = span_of(figure)
    return span is None or span.lo <= value <= span.hi
