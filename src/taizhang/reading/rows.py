"""Tables in a text: lines whose cells are parted by tabs, two or more below one another, with numbers in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.reading.merged_cells import unmerged

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(r"-?\d(?!\d{3}年)")       # 28所, but not 2026年计划


class Row(NamedTuple):
    """A line of a table: where it stands, and its cells without the spaces around them; empty ones too."""

    start: int
    end: int
    cells: list[Span]


Table = list[Row]


def tables(text: str) -> Iterator[Table]:
    """The tables of a text, in order."""
    table: Table = []
    for line in _LINE.finditer(text) if "\t" in text else ():
        row = Row(*line.span(), list(_cells(line)))
        if table and row.start > table[-1].end + 1:            # an empty line parts two tables
            yield from _whole(text, table)
            table = []
        if sum(end > start for start, end in row.cells) > 1:
            table.append(row)
        elif table:
            yield from _whole(text, table)
            table = []
    yield from _whole(text, table)


def is_number(text: str, cell: Span) -> bool:
    """Whether a cell holds a number and nothing else."""
    return _NUMBER.fullmatch(text, *cell) is not None


def heads_of(text: str, table: Table) -> int:
    """How many rows of heads a table has: those without numbers; the first may have years, as may one that goes on."""
    for n, row in enumerate(table):
        counted = [cell for cell in row.cells if _COUNTED.match(text, *cell)]
        years = all(_YEAR.fullmatch(text, *cell) for cell in counted)
        if counted and not (years and (n == 0 or row.cells[0][0] == row.cells[0][1])):
            return n
    return len(table)


def _cells(line: re.Match[str]) -> Iterator[Span]:
    start = line.start()
    for words in line[0].split("\t"):
        begin = start + len(words) - len(words.lstrip())
        yield begin, max(begin, start + len(words.rstrip()))
        start += len(words) + 1


def _whole(text: str, table: Table) -> Iterator[Table]:
    if len(table) > 1 and any(is_number(text, cell) for row in table for cell in row.cells):
        cells = unmerged(text, [row.cells for row in table], heads_of(text, table))
        yield [row._replace(cells=own) for row, own in zip(table, cells, strict=True)]
