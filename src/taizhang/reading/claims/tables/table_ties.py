"""Which columns of a table others were reckoned of: 合计｜男｜女, 预算数｜执行数｜执行率（%）.

Heads seldom say of what; the numbers do. A tie is meant where it holds in two rows or more, and in twice as many as it
does not hold in; only then is a row that breaks it wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

from taizhang.reading.claims.growth.comparisons import Change
from taizhang.reading.claims.growth.reckoned import difference_and_base, rate_made
from taizhang.reading.claims.span import Span, total
from taizhang.reading.claims.totals.sum_verdicts import verdict_of
from taizhang.reading.claims.verdicts import HOLDING, judge_percentage
from taizhang.reading.claims.view import Mention
from taizhang.reading.figures.cells import Cell
from taizhang.reading.model import Verdict

_SUM = re.compile("[合总小共]计$|总(?:数|额|人数|人次)$")
_UP_TO = re.compile("累计")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_GROWTH = re.compile("(?<!均)(?:增长|增幅|增减|升降|变化)")
_DIFFERENCE = re.compile("增减|增加|减少|净增|结余|剩余|差额|缺口|未")
_AVERAGE = re.compile("[均每]|班额|师比")
FEWEST = 2              # rows in which a tie has to hold
_LARGE = 100
_FINE = 20               # steps of its last digit that a rate must have to be met by no chance
_NEAREST = 5             # columns of which a rate may be reckoned

Numbers = Mapping[int, Mention]                # of a row, by their columns
Columns = Mapping[int, Sequence[Cell]]


class Tie(NamedTuple):
    """A column and those of which it was reckoned: parts, part and whole, what is and what was, amount and count."""

    type: str                # sum, share, growth, difference, per_unit
    column: int
    of: tuple[int, ...]
    named: bool = False      # by the heads, so that the numbers need not show it

    def told(self, numbers: Numbers) -> tuple[Mention, list[Mention]] | None:
        """The numbers of a row that it ties; None where one is missing or nothing can be divided by it."""
        if self.column not in numbers or any(column not in numbers for column in self.of):
            return None
        of = [numbers[column] for column in self.of]
        return (numbers[self.column], of) if of[-1].number > 0 or self.type == "sum" else None

    def made(self, result: Mention, of: Sequence[Mention]) -> Span | None:
        """What the numbers of a row give, signed only where the result is: a fall is often printed without its sign."""
        if self.type == "sum":
            return total([m.span for m in of if m.span])
        first, second = of
        change = Change(first, second, None, None, falls=first.number < second.number and result.number >= 0)
        if self.type == "growth":
            return rate_made(change)
        if self.type == "difference":
            return difference_and_base(change)[0]
        quotient = first.span / second.span if first.span and second.span else None
        return quotient.times(100) if quotient and self.type == "share" else quotient

    def verdict(self, result: Mention, of: Sequence[Mention]) -> Verdict:
        """Whether the number of a row is what the others give."""
        if self.type == "sum":
            return verdict_of(result, list(of))
        stated, made = result.span, self.made(result, of)
        if stated is None or made is None:
            return Verdict.UNCHECKABLE
        return judge_percentage(stated, made, result.step)


def ties(columns: Columns, rows: Sequence[Numbers]) -> Iterator[Tie]:
    """The columns that others make, each with those that most rows fit: 年初预算｜调整预算｜执行数｜执行率."""
    for column in columns:
        possible = list(_possible(column, columns))
        named = next((tie for tie in possible if tie.named), None)
        fitting = {tie: fits for tie in possible if (fits := _rows_fitting(tie, rows))} if named is None else {}
        if named is not None or fitting:
            yield named or max(fitting, key=lambda tie: fitting[tie])


def _possible(column: int, columns: Columns) -> Iterator[Tie]:
    head, unit = columns[column][0].over, columns[column][0].unit
    near = [c for c in columns if 0 < abs(c - column) <= _NEAREST and columns[c][0].unit != "%"]
    alike = [pair for pair in permutations(near, 2) if columns[pair[0]][0].unit == columns[pair[1]][0].unit]
    if unit == "%" and _GROWTH.search(head):
        yield from _between_years(column, near, columns)
        yield from (Tie("growth", column, pair) for pair in alike)
    elif unit == "%":
        yield from (Tie("share", column, pair) for pair in alike)
    elif _SUM.search(head) and not _UP_TO.search(head):
        yield from (Tie("sum", column, run) for run in _runs(column, columns))
    elif _DIFFERENCE.search(head):
        yield from (Tie("difference", column, pair) for pair in alike if columns[pair[0]][0].unit == unit)
    elif _AVERAGE.search(head):
        yield from (Tie("per_unit", column, pair) for pair in permutations(near, 2))


def _between_years(column: int, near: Sequence[int], columns: Columns) -> Iterator[Tie]:
    """「2024年｜2025年｜增长（%）」: where no other columns are of years, nor another of growth."""
    years = sorted((year[1], c) for c in near if (year := _YEAR.fullmatch(columns[c][0].over)))
    growths = [c for c, cells in columns.items() if cells[0].unit == "%" and _GROWTH.search(cells[0].over)]
    if len(years) == len({year for year, _ in years}) == 2 and growths == [column]:
        yield Tie("growth", column, (years[1][1], years[0][1]), named=True)


def _runs(column: int, columns: Columns) -> Iterator[tuple[int, ...]]:
    """The columns on either side of a total that may be its parts, the longest runs first."""
    for step in (1, -1):
        run, following = list[int](), column + step
        while following in columns and columns[following][0].unit == columns[column][0].unit \
                and not _SUM.search(columns[following][0].over):
            run.append(following)
            following += step
        yield from (tuple(sorted(run[:n])) for n in range(len(run), 1, -1))


def _rows_fitting(tie: Tie, rows: Sequence[Numbers]) -> int:
    """How many rows fit a tie; none where that may be chance."""
    fits: list[bool] = []
    for numbers in rows:
        told = tie.told(numbers)
        if told is not None and _shows(tie, *told):
            fits.append(tie.verdict(*told) in HOLDING)
            if len(fits) == FEWEST and not any(fits):
                return 0
    return fits.count(True) if show_it(fits) else 0


def show_it(fits: Sequence[bool]) -> bool:
    """Whether so many rows fit a tie that it can be no chance."""
    return fits.count(True) >= FEWEST and fits.count(False) * 2 <= fits.count(True)


def _shows(tie: Tie, result: Mention, of: Sequence[Mention]) -> bool:
    """Whether a row can show a tie: small numbers, 100 % and what has not changed fit many."""
    if tie.type == "sum":
        return sum(m.number > 0 for m in of) > 1
    if tie.type == "difference":
        return result.number != 0 and of[0].number >= _LARGE
    return result.number != 100 and abs(result.number) >= result.step * _FINE
