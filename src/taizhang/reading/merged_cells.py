"""Tables that lost what tells which cells were merged: each row has its cells from the left on, and some too few.

    序号 | 乡镇 | 总人数 | 小学 | 初中              序号 | 乡镇 | 总人数 | 小学 |        | 初中 |
    走读生 | 寄宿生 | 走读生 | 寄宿生        →          |      |        | 走读生 | 寄宿生 | 走读生 | 寄宿生
    1 | 柳河 | 91 | 42 | 6 | 22 | 21              1    | 柳河 | 91     | 42     | 6      | 22     | 21
    合计 | 91 | 42 | 6 | 22 | 21                  合计 |      | 91     | 42     | 6      | 22     | 21
"""

from __future__ import annotations

import re
from collections import Counter

Span = tuple[int, int]
Cells = list[Span]

_NARROWEST, _HEADS = 3, 2
_NOTES = re.compile(r"[（(][^（()）]*[）)]|\s")
_TOTAL = re.compile(r"[合总小共]\s*计|全[省市县区]")
_A_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?|[-—–/]{1,2}")


def unmerged(text: str, rows: list[Cells], heads: int) -> list[Cells]:
    """The rows, of which the first `heads` are heads, each cell in its column; as they are where that is not sure."""
    widths = Counter(len(_told(row)) for row in rows[heads:])
    width = widths.most_common(1)[0][0] if widths else 0
    if width < _NARROWEST or all(len(row) == width for row in rows):
        return rows
    return [*_heads(text, rows[:heads], width), *(_row(text, row, width) for row in rows[heads:])]


def _told(row: Cells) -> Cells:
    """The cells up to the last that is not empty."""
    last = max((n for n, (start, end) in enumerate(row) if end > start), default=-1)
    return row[: last + 1]


def _row(text: str, row: Cells, width: int) -> Cells:
    """A row of totals whose first cell was several: 合计｜91｜42; others lose or get empty cells at their end."""
    told = _told(row)
    lacking = width - len(told)
    if lacking <= 0 or not told:
        return told if lacking == 0 else row
    is_total = _TOTAL.fullmatch(text, *told[0]) and all(_A_NUMBER.fullmatch(text, *cell) for cell in told[1:])
    return [told[0], *_empty(told[0], lacking), *told[1:]] if is_total else [*told, *_empty(told[-1], lacking)]


def _heads(text: str, heads: list[Cells], width: int) -> list[Cells]:
    """Two rows of heads, where the cells of the second lie below the last ones of the first."""
    if len(heads) != _HEADS:
        return heads
    upper, lower = map(_told, heads)
    alone = width - len(lower)
    groups = _groups([_NOTES.sub("", text[slice(*cell)]) for cell in lower], len(upper) - alone)
    if alone < 0 or not groups or any(start == end for start, end in (*upper, *lower)):
        return heads
    spread = [cell for head, n in zip(upper[alone:], groups, strict=True) for cell in (head, *_empty(head, n - 1))]
    return [[*upper[:alone], *spread], [*_empty((lower[0][0], lower[0][0]), alone), *lower]]


def _groups(names: list[str], n: int) -> list[int]:
    """Into how many columns each of `n` heads is divided, by the names below that come again; [] where it is not sure.

    走读生｜寄宿生｜走读生｜寄宿生｜合计 under three heads are 2, 2 and 1.
    """
    if not 0 < n <= len(names):
        return []
    starts = [0]
    for i, name in enumerate(names):
        if name in names[starts[-1] : i]:
            starts.append(i)
    missing = n - len(starts)
    starts += range(len(names) - missing, len(names)) if missing > 0 else ()
    ends = [*starts[1:], len(names)]
    sizes = [end - start for start, end in zip(starts, ends, strict=True)]
    return sizes if len(sizes) == n and min(sizes) > 0 else []


def _empty(beside: Span, n: int) -> Cells:
    return [(beside[1], beside[1])] * n
