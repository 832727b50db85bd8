"""What tables tie together: a row of totals and those above or below it, two years and the growth between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from taizhang.reading.claims.comparisons import Change
from taizhang.reading.claims.reckoned import rate_made
from taizhang.reading.claims.sum_claims import sum_claim
from taizhang.reading.claims.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge_percentage, percent, say, show
from taizhang.reading.claims.view import Mention, Sentence, view
from taizhang.reading.figures.cells import Cell, Grid
from taizhang.reading.model import Claim, Figure

_TOTAL = re.compile("合计|总计|共计|全[省市县区州](?:合计|总计)?")
_SUM = re.compile("[合总共]计")
_OTHER_TOTAL = re.compile(".*[合总小共]计|全[省市县区州]")
_OF_WHICH = re.compile("其中|含")
# averages, rates and changes add up to nothing, nor do the largest, ages, prices, and what is counted up to each row
_NO_SUM = re.compile("均|率|比|每|增|幅|最|累计|年龄|岁|班额|餐费|工资|标准|单价|分数|得分|总分|月末|期末")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_GROWTH = re.compile("(?:同比|比上年|较上年)?(?:增长|增幅|增减)(?:率|幅度)?")
_FEWEST = 2              # rows

Told = dict[tuple[int, int], tuple[Sentence, Mention]]      # by row and column


def table_claims(text: str, tables: Sequence[Grid], figures: Sequence[Figure]) -> Iterator[Claim]:
    """A claim for each total of a column and for each growth in a row; `figures` are those of the tables."""
    lines = view(text, figures, [(row.start, row.end) for grid in tables for row in grid.rows])
    places = {line.start + m.start: (line, m) for line in lines for m in line.mentions if m.known}
    for grid in tables:
        told = {(c.row, c.column): places[c.place[0]] for c in grid.cells if c.place[0] in places}
        columns: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in grid.cells:
            columns[cell.column].append(cell)
        for cells in columns.values():
            yield from _total(grid, cells, told)
        yield from _growths(columns, told)


def _total(grid: Grid, cells: Sequence[Cell], told: Told) -> Iterator[Claim]:
    """The first or last row, if it is called a total.

    Wrong only where it is a sum by its name, every other row has a number, and they make nearly as much: rows may tell
    of the same in two ways.
    """
    names = {cell.row: cell for cell in cells if not _OF_WHICH.match(cell.head)}
    if not names or _NO_SUM.search(cells[0].over) or cells[0].unit == "%":
        return
    total = next((row for row in (max(names), min(names)) if _TOTAL.fullmatch(names[row].head)), None)
    others = [row for row in names if row != total and not _OTHER_TOTAL.match(names[row].head)]
    if total is None or (total, cells[0].column) not in told or len(others) < _FEWEST:
        return
    sentence, whole = told[total, cells[0].column]
    parts = [told[row, cells[0].column][1] for row in sorted(others) if (row, cells[0].column) in told]
    verdict = verdict_of(whole, parts)
    complete = len(parts) == len(others) == len(grid.rows) - grid.heads - 1 and {m.unit for m in parts} == {whole.unit}
    if verdict in HOLDING or (complete and nearly_make(parts, whole) and _SUM.fullmatch(names[total].head)):
        yield sum_claim(sentence, whole, parts, verdict)


def _growths(columns: dict[int, list[Cell]], told: Told) -> Iterator[Claim]:
    """「项目｜2024年｜2025年｜增长（%）」: of each row, where two columns are of years, one of the growth between."""
    levels = [(year[0], column) for column, cells in columns.items() if (year := _YEAR.fullmatch(cells[0].over))]
    growth = [column for column, cells in columns.items() if _GROWTH.fullmatch(cells[0].over) and cells[0].unit == "%"]
    if len(levels) != 2 or len(growth) != 1 or levels[0][0] == levels[1][0]:
        return
    for cell in columns[growth[0]]:
        places = [told.get((cell.row, column)) for column in (*(column for _, column in sorted(levels)), growth[0])]
        if all(places):
            (_, base), (_, current), (sentence, rate) = (place for place in places if place)
            yield from _growth(sentence, base, current, rate)


def _growth(sentence: Sentence, base: Mention, current: Mention, rate: Mention) -> Iterator[Claim]:
    falls = current.number < base.number and rate.number > 0             # 增减（%） without a sign
    made, stated = rate_made(Change(current, base, None, rate, falls)), rate.span
    if made is not None and stated is not None:
        yield claim(sentence, "growth", {"current": current, "base": base, "growth": rate}, Outcome(
            verdict=judge_percentage(stated, made, rate.step), stated=rate.value, computed=made.value,
            message=say("growth", stated=rate, known=f"{show(base)}、{show(current)}", computed=percent(made.value))))
