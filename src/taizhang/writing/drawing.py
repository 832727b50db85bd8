"""Charts drawn with Altair: the same picture as SVG on screen and as PNG in Word. Nothing is asked of the network.

Starting the drawing program takes a second and each picture a twentieth; `begin` does it aside while a report is
being written, and every picture is kept while the process lives.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any

from taizhang.quantities import Unit
from taizhang.writing import layout
from taizhang.writing.palette import ACCENT, INK, PALE
from taizhang.writing.pieces import Bar, Chart, FigureRun

if TYPE_CHECKING:
    import altair

FONT = ", ".join(layout.HEADINGS[0].substitutes)
WIDTH = 420                     # points; the type area has 442
BAR, PADDING, NAME = 14, 4, 14  # points of height for each bar, around all, and for the name of a limit above
LABEL = 10.5                    # points
ROOM = 0.18                     # of the axis, for the numbers
SHARP = 3                       # pixels of the PNG for each point
KEPT = 256                      # pictures


def lines(chart: Chart) -> int:
    """How many lines of the page a chart is high: whole ones, so that the text below stays on the grid."""
    return ceil((len(chart.bars) * BAR + _around(chart)) / layout.LINE_PT)


def _around(chart: Chart) -> int:
    return 2 * PADDING + (NAME if chart.limit else 0)


def svg(chart: Chart) -> str:
    """The chart as SVG."""
    return _drawn(chart).result()[0]


def png(chart: Chart) -> bytes:
    """The same as PNG, sharp in print."""
    return _drawn(chart).result()[1]


def begin(charts: Iterable[Chart]) -> None:
    """Start drawing aside; who asks for a picture later waits for what is left."""
    for chart in charts:
        _drawn(chart)


def described(chart: Chart) -> str:
    """What a chart shows, in words: for those who cannot see it, and for readers of the file."""
    told = "；".join(f"{bar.label}{bar.figure.text}" for bar in chart.bars)
    return f"{chart.title}：{told}" + (f"。{_limit_name(chart)}{chart.limit.text}" if chart.limit else "")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="drawing")


@lru_cache(KEPT)
def _drawn(chart: Chart) -> Future[tuple[str, bytes]]:
    return _pool().submit(_draw, chart)


def _draw(chart: Chart) -> tuple[str, bytes]:
    import vl_convert

    picture = vl_convert.vegalite_to_svg(_specification(chart))
    return picture, vl_convert.svg_to_png(picture, scale=SHARP)


def _specification(chart: Chart) -> dict[str, Any]:
    """The chart as Vega-Lite."""
    import altair
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):     # its own checks of the chart take longer than drawing it
        data = altair.InlineData(values=[_row(chart, bar) for bar in chart.bars])
        base = altair.Chart(data).encode(
            y=altair.Y("label:N", sort=None, title=None, axis=altair.Axis(labelLimit=WIDTH / 2)),
            x=altair.X("value:Q", title=None, scale=altair.Scale(domain=_domain(chart)), axis=None))
        bars = base.mark_bar(size=BAR * 0.62).encode(color=altair.Color(
            "short:N", scale=altair.Scale(domain=[True, False], range=[ACCENT, PALE]), legend=None))
        layers = [bars, *(_rule(chart.limit, chart) if chart.limit else ()), _numbers(base, chart)]
        made = altair.layer(*layers).properties(
            width=WIDTH - _label_width(chart), height=lines(chart) * layout.LINE_PT - _around(chart)).configure(
                font=FONT, background="white", padding=PADDING).configure_view(stroke=None).configure_axis(
                    labelFontSize=LABEL, labelColor=INK, domain=False, ticks=False, labelPadding=5)
        return made.to_dict(validate=False)  # type: ignore[no-any-return]


def _numbers(base: altair.Chart, chart: Chart) -> Any:
    """The number of each bar: beside its end, or in a column where a line would run through some of them."""
    import altair

    if chart.limit:
        return base.mark_text(align="right", color=INK).encode(text="text:N", x=altair.value("width"))
    left = "datum.value < 0"
    return base.mark_text(align=altair.expr(f"{left} ? 'right' : 'left'"), dx=altair.expr(f"{left} ? -4 : 4"),
                          color=INK).encode(text="text:N")


def _label_width(chart: Chart) -> float:
    """What the names of the bars take of the width. To have it found out would mean to lay out everything twice."""
    return max(layout.width(bar.label) for bar in chart.bars) * LABEL + 20


def _domain(chart: Chart) -> list[float]:
    """The axis: from nought, with room for the numbers beside the bars."""
    values = [0.0, *(_value(figure, chart) for figure in chart.figures())]
    low, high = min(values), max(values)
    room = (high - low) * ROOM
    return [low - room if low < 0 else 0.0, high + room]


def _row(chart: Chart, bar: Bar) -> dict[str, object]:
    """One bar; those that fall short are in the accent colour."""
    value = _value(bar.figure, chart)
    limit = _value(chart.limit, chart) if chart.limit else 0.0
    worse = value > limit if bar.figure.result.better == "lower" else value < limit
    return {"label": bar.label, "value": value, "text": bar.figure.text, "short": worse}


def _rule(limit: FigureRun, chart: Chart) -> tuple[altair.Chart, altair.Chart]:
    """The line that bars are held against, and its name at the top."""
    import altair

    data = altair.InlineData(values=[{"at": _value(limit, chart), "name": f"{_limit_name(chart)}{limit.text}"}])
    base = altair.Chart(data).encode(x=altair.X("at:Q", axis=None))
    name = base.mark_text(align="right", baseline="bottom", dx=-3, color=INK)
    return base.mark_rule(color=INK, strokeDash=[4, 3]), name.encode(text="name:N", y=altair.value(-2))


def _limit_name(chart: Chart) -> str:
    return "时序进度" if chart.kind == "planned" else "总体"


def _value(figure: FigureRun, chart: Chart) -> float:
    """A figure counted in the chart's unit."""
    result, unit = figure.result, Unit.parse(chart.unit)
    own = result.quantity.unit
    return float(own.convert(result.known, unit) if own.compatible(unit) else result.known)
