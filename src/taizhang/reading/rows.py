"""Tables in a text: lines whose cells are parted by tabs, two or more below one another, with numbers in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d年?")


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
    """Whether a cell holds a number and nothing else, which is no year."""
    return _NUMBER.fullmatch(text, *cell) is not None and _YEAR.fullmatch(text, *cell) is None


def _cells(line: re.Match[str]) -> Iterator[Span]:
    start = line.start()
    for words in line[0].split("\t"):
        begin = start + len(words) - len(words.lstrip())
        yield begin, max(begin, start + len(words.rstrip()))
        start += len(words) + 1


def _whole(text: str, table: Table) -> Iterator[Table]:
    if len(table) > 1 and any(is_number(text, cell) for row in table for cell in row.cells):
        yield table
