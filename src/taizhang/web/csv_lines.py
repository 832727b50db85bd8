"""A table as CSV, a line at a time, so that one of any length goes out and nothing gathers in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

EXCEL_MARK = "\ufeff"  # tells Excel that what follows is UTF-8


class _Echo:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The head, then the rows, each as a line."""
    write = csv.writer(_Echo()).writerow
    yield write(head)
    yield from map(write, rows)
