"""Numbers of a report and what they mean."""

from taizhang.reading.figures.finding import About, find_figures

__all__ = ["About", "find_figures"]
