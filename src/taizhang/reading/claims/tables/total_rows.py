"""Rows of totals and the rows that make them: 合计 at the top or at the end, 小计 below those that it adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from taizhang.reading.claims import slips
from taizhang.reading.claims.tables.table_ties import FEWEST
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.figures.cells import Cell, Grid
from taizhang.reading.model import Claim

_TOTAL = re.compile("合计|总计|共计|全[省市县区州](?:合计|总计)?")
_SUM = re.compile("[合总共小]计")
_SUBTOTAL = re.compile("小计")
_OTHER_TOTAL = re.compile(".*[合总小共]计|全[省市县区州]")
_OF_WHICH = re.compile("其中|含")
# averages, rates and changes add up to nothing, nor do the largest, ages, prices, and what is counted up to each row
_NO_SUM = re.compile("均|率|比|每|增|幅|最|累计|年龄|岁|班额|餐费|工资|标准|单价|分数|得分|总分|月末|期末")
_OF_OTHERS = re.compile("少数民族|计入|含")

Row = tuple[Sentence, dict[int, Mention]]          # its numbers by their columns
Names = Mapping[int, Cell]                         # of the rows that have a number in a column


class Summed(NamedTuple):
    """A number of a row of totals, and those of the `of` rows that make it."""

    whole: Mention
    parts: list[Mention]
    of: list[int]
    complete: bool           # each row that may be one of them has a number


def totals(grid: Grid, columns: Mapping[int, Sequence[Cell]], rows: Mapping[int, Row],
           heads: Sequence[str]) -> Iterator[Claim]:
    """A claim for each number of a row of totals whose parts make it, or can only be meant to."""
    named = {column: names for column, cells in columns.items() if (names := _adding_up(cells))}
    found: dict[int, str] = {}                      # the rows of totals, and what they are called
    for names in named.values():
        total = row_of_totals(names)
        found |= {row: names[row].head for row in (*_subtotals(names), *([total] if total is not None else []))}
    for row, called in found.items():
        told = [_summed(row, column, names, grid, rows) for column, names in named.items() if row in names]
        yield from _of_row(rows[row][0], called, [one for one in told if one is not None], heads)


def row_of_totals(names: Names) -> int | None:
    """The first or last row, if it is called a total."""
    return next((row for row in (max(names), min(names)) if _TOTAL.fullmatch(names[row].head)), None)


def _adding_up(cells: Sequence[Cell]) -> Names:
    """The rows of a column, none where its numbers do not add up."""
    if _NO_SUM.search(cells[0].over) or cells[0].unit == "%":
        return {}
    return {cell.row: cell for cell in cells if not _OF_WHICH.match(cell.head)}


def _subtotals(names: Names) -> list[int]:
    return [row for row, cell in names.items() if _SUBTOTAL.fullmatch(cell.head)]


def _of_row(sentence: Sentence, called: str, told: Sequence[Summed], heads: Sequence[str]) -> Iterator[Claim]:
    """Wrong only where it is a sum by its name, every other row has a number, and they make nearly as much.

    Or where other numbers of its row are such sums; rows may tell of the same in two ways.
    """
    verdicts = [verdict_of(one.whole, one.parts) for one in told]
    is_shown = sum(verdict in HOLDING for verdict in verdicts) >= FEWEST
    for one, verdict in zip(told, verdicts, strict=True):
        meant = _SUM.fullmatch(called) and one.complete and (is_shown or nearly_make(one.parts, one.whole))
        if verdict in HOLDING or (meant and not _tells_twice(one, [heads[row] for row in one.of])):
            yield sum_claim(sentence, one.whole, one.parts, verdict)


def _summed(row: int, column: int, names: Names, grid: Grid, rows: Mapping[int, Row]) -> Summed | None:
    """What makes a total: all other rows, or where that fits the subtotals and what follows the last of them."""
    subtotals = _subtotals(names)
    before = max((n for n in subtotals if n < row), default=grid.heads - 1)
    is_subtotal = row in subtotals
    possible = [range(before + 1, row) if is_subtotal else range(grid.heads, len(grid.rows))]
    of = [sorted(n for n in names if n in reach and n != row and not _OTHER_TOTAL.match(names[n].head))
          for reach in possible]
    if subtotals and not is_subtotal:
        of.insert(0, sorted({*subtotals, *(n for n in of[0] if n > subtotals[-1])}))
    told = [one for one in (_told(row, column, others, rows) for others in of) if one is not None]
    fitting = next((one for one in told if verdict_of(one.whole, one.parts) in HOLDING), None)
    if fitting is not None or not told:
        return fitting
    one, due = told[-1], [n for n in possible[0] if n != row and n not in subtotals]
    return one._replace(complete=one.of == due and {m.unit for m in one.parts} == {one.whole.unit})


def _told(row: int, column: int, of: list[int], rows: Mapping[int, Row]) -> Summed | None:
    told = [rows[n][1][column] for n in (row, *of) if n in rows and column in rows[n][1]]
    return Summed(told[0], told[1:], of, complete=False) if len(told) == len(of) + 1 > FEWEST else None


def _tells_twice(one: Summed, heads: Sequence[str]) -> bool:
    """True where a row may be of those of others: 「男1100｜女2020｜少数民族186｜总计3120」, 九年一贯制（计入初中）."""
    if one.whole.number in islice(accumulate(m.number for m in one.parts), FEWEST - 1, len(one.parts) - 1):
        return True
    qualified = any(_OF_OTHERS.search(head) for head in heads) \
        or (any("女" in head for head in heads) and not any("男" in head for head in heads))
    return qualified and not slips.of_total(one.whole, one.parts)
