"""The words around a number, cut at commas, full stops and the numbers beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from taizhang.reading.figures.lexing import Number

_CLAUSE = re.compile(r"[，。；：！？\n（）();:!?]|,(?!\d{3})")
_SENTENCE = re.compile(r"[。！？\n!?]")


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
    start: int                 # of the sentence
    clause: int                # where the clause starts


def contexts(text: str, found: Sequence[Number], part_at: Callable[[int], str]) -> Iterator[Context]:
    """The context of each number, in order."""
    clauses = [m.start() for m in _CLAUSE.finditer(text)]
    sentences = [m.start() for m in _SENTENCE.finditer(text)]
    for i, number in enumerate(found):
        clause, clause_end = _bounds(clauses, number, len(text))
        sentence, _ = _bounds(sentences, number, len(text))
        left = max(clause, found[i - 1].end if i else 0)
        right = min(clause_end, found[i + 1].start if i + 1 < len(found) else clause_end)
        yield Context(
            number=number, unit=number.unit, part=part_at(number.start), start=sentence, clause=clause,
            sentence=text[sentence:number.start], lead=text[clause:number.start], near=text[left:number.start],
            after=text[number.end:right], rest=text[number.end:clause_end],
        )


def _bounds(marks: Sequence[int], number: Number, length: int) -> tuple[int, int]:
    before, behind = bisect_left(marks, number.start), bisect_right(marks, number.end - 1)
    return (marks[before - 1] + 1 if before else 0, marks[behind] if behind < len(marks) else length)
