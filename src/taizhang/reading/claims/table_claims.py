"""What tables tie together: a row of totals and those above or below it, two years and the growth between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from taizhang.reading.claims.sum_claims import sum_claim
from taizhang.reading.claims.sum_verdicts import verdict_of
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge_percentage, percent, say, show
from taizhang.reading.claims.view import Mention, Sentence, view
from taizhang.reading.figures.cells import Cell, Grid, grids
from taizhang.reading.model import Claim, Figure

_TOTAL = re.compile("(?:合计|总计|共计|小计|总数|全[省市县区州]|[合总]计?数)")
_OF_WHICH = re.compile("其中|含")
_NO_SUM = re.compile("均|率|比|每|增|幅")          # averages, rates and changes add up to nothing
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROWTH = re.compile("增长|增幅|增减")
_FEWEST = 2              # rows

Told = dict[tuple[int, int], tuple[Sentence, Mention]]      # by row and column


def table_claims(text: str, figures: Sequence[Figure]) -> Iterator[Claim]:
    """A claim for each total of a column and for each growth in a row."""
    for grid in grids(text):
        lines = view(text, figures, [(row.start, row.end) for row in grid.rows], tables=True)
        places = {line.start + m.start: (line, m) for line in lines for m in line.mentions if m.known}
        told = {(c.row, c.column): places[c.place[0]] for c in grid.cells if c.place[0] in places}
        columns: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in grid.cells:
            columns[cell.column].append(cell)
        for cells in columns.values():
            yield from _total(grid, cells, told)
        yield from _growths(columns, told)


def _total(grid: Grid, cells: Sequence[Cell], told: Told) -> Iterator[Claim]:
    """The first or last row, if it is called a total; wrong only where every other row has a number."""
    names = {cell.row: cell for cell in cells if not _OF_WHICH.match(cell.head)}
    if not names or _NO_SUM.search(cells[0].over) or cells[0].unit == "%":
        return
    total = next((row for row in (max(names), min(names)) if _TOTAL.match(names[row].head)), None)
    others = [row for row in names if row != total and not _TOTAL.match(names[row].head)]
    if total is None or (total, cells[0].column) not in told or len(others) < _FEWEST:
        return
    sentence, whole = told[total, cells[0].column]
    parts = [told[row, cells[0].column][1] for row in sorted(others) if (row, cells[0].column) in told]
    verdict = verdict_of(whole, parts)
    complete = len(parts) == len(others) == len(grid.rows) - grid.heads - 1 and {m.unit for m in parts} == {whole.unit}
    if verdict in HOLDING or complete:
        yield sum_claim(sentence, whole, parts, verdict)


def _growths(columns: dict[int, list[Cell]], told: Told) -> Iterator[Claim]:
    """「项目｜2024年｜2025年｜增长（%）」: of each row, where two columns have years."""
    years = sorted((year[0], column) for column, cells in columns.items() if (year := _YEAR.search(cells[0].over))
                   and not _GROWTH.search(cells[0].over))
    growth = [column for column, cells in columns.items() if _GROWTH.search(cells[0].over) and cells[0].unit == "%"]
    if len(years) != 2 or len(growth) != 1:
        return
    for cell in columns[growth[0]]:
        places = [told.get((cell.row, column)) for column in (years[0][1], years[1][1], growth[0])]
        if all(places):
            (_, base), (_, current), (sentence, rate) = (place for place in places if place)
            yield from _growth(sentence, base, current, rate)


def _growth(sentence: Sentence, base: Mention, current: Mention, rate: Mention) -> Iterator[Claim]:
    if base.span is None or current.span is None or rate.span is None or base.span.lo <= 0:
        return
    made = ((current.span - base.span) / base.span).times(100)
    yield claim(sentence, "growth", {"current": current, "base": base, "growth": rate}, Outcome(
        verdict=judge_percentage(rate.span, made, rate.step), stated=rate.value, computed=Fraction(made.value),
        message=say("growth", stated=rate, known=f"{show(base)}、{show(current)}", computed=percent(made.value))))
