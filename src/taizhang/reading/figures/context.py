"""The words around a number, cut at commas, full stops and the numbers beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from taizhang.reading.figures.lexing import Number

_CLAUSE = re.compile(r"[，。；：！？\n（）();:!?]|,(?!\d{3})")
_SEGMENT = re.compile(r"[。！？\n!?；;]")
_SENTENCE = re.compile(r"[。！？\n!?]")


_THRESHOLDS = {"分", "岁", "周岁"}     # 前百名, 600分以上: words of what is counted behind them


@dataclass(frozen=True, slots=True)
class Context:
    """A number with the words around it; `kinds.yaml` says how far each part reaches."""

    number: Number
    unit: str
    part: str
    sentence: str
    lead: str
    near: str
    after: str
    rest: str
    segment: str               # the words before it, back to the last full stop or semicolon
    start: int                 # of the sentence
    clause: int                # where the clause starts


def contexts(text: str, found: Sequence[Number], part_at: Callable[[int], str]) -> Iterator[Context]:
    """The context of each number, in order."""
    clauses = [m.start() for m in _CLAUSE.finditer(text)]
    segments = [m.start() for m in _SEGMENT.finditer(text)]
    sentences = [m.start() for m in _SENTENCE.finditer(text)]
    previous = 0
    for i, number in enumerate(found):
        clause, clause_end = _bounds(clauses, number, len(text))
        sentence, _ = _bounds(sentences, number, len(text))
        segment, _ = _bounds(segments, number, len(text))
        left = max(clause, previous)
        right = min(clause_end, found[i + 1].start if i + 1 < len(found) else clause_end)
        yield Context(
            number=number, unit=number.unit, part=part_at(number.start), start=sentence, clause=clause,
            sentence=text[sentence:number.start], lead=text[clause:number.start], near=text[left:number.start],
            segment=text[segment:number.start],
            after=text[number.end:right], rest=text[number.end:clause_end],
        )
        if not number.rank and number.unit not in _THRESHOLDS:
            previous = number.end


def _bounds(marks: Sequence[int], number: Number, length: int) -> tuple[int, int]:
    before, behind = bisect_left(marks, number.start), bisect_right(marks, number.end - 1)
    return (marks[before - 1] + 1 if before else 0, marks[behind] if behind < len(marks) else length)
