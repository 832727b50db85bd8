"""Where a finding on a written report stands, what is quoted there, and when two tellings of a number agree."""

from __future__ import annotations

from decimal import Decimal

from taizhang.reading.claims.span import span_of
from taizhang.reading.model import Figure, Kind, Reading

SAID = frozenset({Kind.ACTUAL, Kind.RATE, Kind.SHARE})   # figures that say what was reached
_LONGEST = 120           # characters that are quoted


def place(reading: Reading, start: int, end: int) -> str:
    """The place of `start` to `end` in a report as a finding gives it."""
    return f"{reading.name}:{start}-{end}"


def quoted(reading: Reading, start: int, end: int) -> str:
    """The words that stand there, on one line, cut where they are many."""
    words = " ".join(reading.text[start:end].split())
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


def agrees(figure: Figure, value: Decimal) -> bool:
    """Whether `value`, in base units, is a number that would be printed as the figure is."""
    if figure.value is None:
        return True
    span = span_of(figure)
    return span is None or span.lo <= value <= span.hi
