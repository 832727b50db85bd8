"""What a report tells of work still to come in the middle of what was done: 「教学楼预计8月底投入使用」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.structure import Outline, Span
from taizhang.reading.structure.headings import PLANNED
from taizhang.reading.words import any_of

_COMES = re.compile(rf"(?:{any_of('announces')})[^，。；：\n]{{0,30}}?(?:{any_of('announced')})")
_CLAUSE = re.compile(r"[^，。；：\n]*")
_WAS_SO = re.compile("已|了(?!解)|原(?!则)")          # 原计划于6月建成, 已拟定…
_FAR = 240               # characters; no clause is longer
_NAMED = 4               # characters before the word that announces, in which there is room to say of what


def announced(outline: Outline) -> Iterator[Span]:
    """The clauses on work still to come in the parts on what was done, in order, each with the one that names it."""
    text = outline.text
    for found in _COMES.finditer(text):
        if outline.part_at(found.start()) == PLANNED:
            continue
        start = begins = _clause_start(text, found.start())
        if found.start() - start < _NAMED and text[start - 1:start] == "，":
            start = _clause_start(text, start - 1)
        clause = _CLAUSE.match(text, found.end())
        end = clause.end() if clause else found.end()
        if not _WAS_SO.search(text, begins, end):
            yield start, end


def _clause_start(text: str, at: int) -> int:
    floor = max(0, at - _FAR)
    return max(floor, 1 + max(text.rfind(mark, floor, at) for mark in "，。；：\n"))
