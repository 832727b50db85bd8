"""What tables tie together: a row of totals and those above or below it, and columns of which others make one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from taizhang.reading.claims.sentences import view
from taizhang.reading.claims.tables.table_ties import Tie, show_it, ties
from taizhang.reading.claims.tables.total_rows import Row, row_of_totals, totals
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.verdicts import HOLDING, Members, Outcome, Words, claim, percent, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.figures.cells import Cell, Grid
from taizhang.reading.model import Claim, Figure, Verdict

_OTHERWISE = re.compile(r"[（(](?=[^（()）]*\d)[^（()）]*(?:追加|调[整增减]|后|原)")
_RATE = re.compile("[%％]|率|占比|比[例重]")
_OF_ALL = re.compile("占比|比[重例]|占[总全合]")

_ROLES = {"share": ("part", "whole", "share"), "growth": ("current", "base", "growth"),
          "difference": ("current", "base", "change"), "per_unit": ("total", "count", "standard")}


def table_claims(text: str, tables: Sequence[Grid], figures: Sequence[Figure]) -> Iterator[Claim]:
    """A claim for each total of a column and for each number that others of its row make.

    `figures` are those of the tables.
    """
    lines = view(text, figures, [(row.start, row.end) for grid in tables for row in grid.rows])
    places = {line.start + m.start: (line, m) for line in lines for m in line.mentions if m.known}
    for grid in tables:
        columns: defaultdict[int, list[Cell]] = defaultdict(list)
        rows: dict[int, Row] = {}
        heads = [text[slice(*row.cells[0])] for row in grid.rows]
        for cell in grid.cells:
            columns[cell.column].append(cell)
            if cell.place[0] in places:
                line, mention = places[cell.place[0]]
                rows.setdefault(cell.row, (line, {}))[1][cell.column] = mention
        yield from totals(grid, columns, rows, heads)
        yield from _shares_of_all(columns, rows)
        for tie in ties(columns, [numbers for _, numbers in rows.values()]):
            for row, (line, numbers) in rows.items():
                if told := tie.told(numbers):
                    yield from _of_row(line, _in_points(tie, heads[row], *told), heads[row], *told)


def _in_points(tie: Tie, head: str, result: Mention, of: list[Mention]) -> Tie:
    """「巩固率（%）｜95.1｜96.8｜1.7」: under 增长（%） the difference of two rates in points is right too."""
    apart = tie._replace(type="difference")
    fits = tie.type == "growth" and _RATE.search(head) and apart.verdict(result, of) in HOLDING
    return apart if fits and tie.verdict(result, of) not in HOLDING else tie


def _of_row(line: Sentence, tie: Tie, head: str, result: Mention, of: list[Mention]) -> Iterator[Claim]:
    """The claim of a row, unless its head tells other numbers: 2025年（追加后3800）."""
    found = _tied(line, tie, result, of)
    if found.verdict is not Verdict.CONTRADICTED or _OTHERWISE.search(head) is None:
        yield found


def _shares_of_all(columns: Mapping[int, list[Cell]], rows: dict[int, Row]) -> Iterator[Claim]:
    """「学段｜在校生｜占比」: what each row has of what stands in the column before in the row of totals."""
    for column, cells in columns.items():
        total = row_of_totals({cell.row: cell for cell in cells})
        whole = rows[total][1].get(column - 1) if total in rows and _OF_ALL.search(cells[0].over) else None
        if whole is None or cells[0].unit != "%" or not whole.number:
            continue
        told = [(line, numbers[column], [numbers[column - 1], whole]) for row, (line, numbers) in rows.items()
                if row != total and column in numbers and column - 1 in numbers]
        tie = Tie("share", column, (column - 1, column - 1))
        if show_it([tie.verdict(rate, of) in HOLDING for _, rate, of in told]):
            yield from (_tied(line, tie, rate, of) for line, rate, of in told)


def _tied(sentence: Sentence, tie: Tie, result: Mention, of: list[Mention]) -> Claim:
    verdict, made = tie.verdict(result, of), tie.made(result, of)
    if tie.type == "sum" or made is None:
        return sum_claim(sentence, result, of, verdict)
    members: Members = dict(zip(_ROLES[tie.type], (*of, result), strict=True))
    return claim(sentence, tie.type, members, Outcome(
        verdict=verdict, stated=result.value, computed=made.value, message=_message(tie.type, result, of, made.value)))


def _message(type_: str, result: Mention, of: list[Mention], made: Fraction) -> Words:
    first, second = of
    match type_:
        case "share":
            return say("share", part=first, whole=second, stated=result, computed=percent(made))
        case "growth":
            return say("growth", stated=result, known=f"{show(second)}、{show(first)}", computed=percent(made))
        case "difference":
            return say("difference", base=second, current=first, stated=result, computed=printed(made, result.figure))
        case _:
            return say("average", stated=result, amount=first, count=second, computed=printed(made, result.figure))
