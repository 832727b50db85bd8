"""What a figure measures, as a short phrase of the text's own words."""

from __future__ import annotations

from taizhang.reading.figures.context import Context


def measured(context: Context) -> str:
    """The words beside the number that say what it counts."""
    return context.near.strip("、，和 ") + context.after
