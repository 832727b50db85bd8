"""Numbers of a report and what they mean."""

from taizhang.reading.figures.finding import find_figures

__all__ = ["find_figures"]
