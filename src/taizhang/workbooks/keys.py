"""Which line and which column of a form's sheet is which, wherever they have moved.

The hidden keys say so. Where a sender has removed them, the visible labels do, as long as every one of them is
still there word for word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from taizhang.checking.inputs import Input
from taizhang.findings import Finding
from taizhang.workbooks.layout import EXPLANATION, column_head, column_key, key_text, label_of
from taizhang.workbooks.manifest import MARK
from taizhang.workbooks.opening import Sheet


@dataclass(frozen=True, slots=True)
class Keys:
    """Rows of lines ("input:…", "total:…") and columns by their keys, and what is wrong with them."""

    lines: Mapping[str, int]
    columns: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


def find_keys(sheet: Sheet, known: Iterable[Input]) -> Keys:
    """The keys of a form's sheet, from the hidden row and column, or from the labels of the inputs in `known`."""
    return _hidden_keys(sheet) or _labels(sheet, known)


def _hidden_keys(sheet: Sheet) -> Keys | None:
    mark = sheet.find(MARK)
    if mark is None:
        return None
    top, left = mark
    columns = [(sheet.text(top, column), column) for column in range(left + 1, len(sheet.rows[top]))]
    lines = [(sheet.text(row, left), row) for row in range(top + 1, len(sheet.rows))]
    twice = [Finding("sheet-line-twice", sheet.place(row, left), {"key": key}) for key, row in _repeated(lines)]
    twice += [Finding("sheet-line-twice", sheet.place(top, column), {"key": key}) for key, column in _repeated(columns)]
    return Keys(dict(reversed(lines)), dict(reversed(columns)), tuple(twice))


def _repeated(keyed: list[tuple[str, int]]) -> list[tuple[str, int]]:
    count = Counter(key for key, _ in keyed if key)
    return [(key, at) for key, at in keyed if count[key] > 1]


def _labels(sheet: Sheet, known: Iterable[Input]) -> Keys:
    """Lines by title and split side by side, columns by their heads; a label that stands twice is no key."""
    lines: dict[str, int] = {}
    columns: dict[str, int] = {}
    line_of = {(str(cell.title), label_of(cell) or cell.unit): f"input:{key_text(cell.line)}" for cell in known}
    column_of = {column_head(cell): column_key(cell) for cell in known} | {"说明": EXPLANATION}
    twice: list[Finding] = []
    for row in range(len(sheet.rows)):
        texts = [(text, column) for column in range(len(sheet.rows[row])) if (text := sheet.text(row, column))]
        for (first, column), (second, _) in pairwise(texts):
            key = line_of.get((first, second), "")
            if key in lines:
                twice.append(Finding("sheet-line-twice", sheet.place(row, column), {"key": f"{first} {second}"}))
            elif key:
                lines[key] = row
        if not lines:  # the heads stand above the first line
            columns |= {column_of[text]: column for text, column in texts if text in column_of}
    return Keys(lines, columns, (Finding("sheet-found-by-labels", sheet.name, {"sheet": sheet.name}), *twice))
