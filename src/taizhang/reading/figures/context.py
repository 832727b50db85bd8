"""The words around a number, cut at commas, full stops and the numbers beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from taizhang.reading.figures.in_turn import Turn, turns
from taizhang.reading.figures.lexing import Number

_CLAUSE = re.compile(r"[，。；：！？\n\t（）();:!?,](?!(?<=\d,)\d{3}(?!\d))")
_SENTENCE = "。！？\n\t!?"         # of the marks that end a clause, those that end a sentence as well,
_SEGMENT = _SENTENCE + "；;"     # and those that end a segment

_BRACKET = re.compile(r"（[^（）\n]{0,80}）(?P<rest>[^，。；：\n（]{0,40})")
_FAR = 240                             # no word so far off says anything of a number
_THRESHOLDS = {"分", "岁", "周岁"}     # 前百名, 600分以上: words of what is counted behind them,
_LIMITS = ("以上", "以下")              # as behind 50人以下 in 50人以下村小31所


class Context(NamedTuple):
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
    turn: Turn | None = None   # its name, where names were told first and numbers after


def contexts(text: str, found: Sequence[Number], part_at: Callable[[int], str]) -> Iterator[Context]:
    """The context of each number, in order."""
    marks = [mark.start() for mark in _CLAUSE.finditer(text)]
    clauses = [-1, *marks, len(text)]
    segments, sentences = ([-1, *(at for at in marks if text[at] in ends)] for ends in (_SEGMENT, _SENTENCE))
    named = turns(text, found)
    previous = 0
    for i, number in enumerate(found):
        start, end = number.start, number.end
        place = bisect_left(clauses, start)
        clause, clause_end = clauses[place - 1] + 1, clauses[place]
        if clause_end < end:                                     # a mark inside the number: 1,204
            clause_end = clauses[bisect_left(clauses, end, place)]
        clause, clause_end = max(clause, start - _FAR), min(clause_end, end + _FAR)
        following = found[i + 1].start if i + 1 < len(found) else clause_end
        segment = segments[bisect_left(segments, start) - 1] + 1
        sentence = sentences[bisect_left(sentences, start) - 1] + 1
        yield Context(
            number=number, unit=number.unit, part=part_at(start), start=sentence, clause=clause,
            sentence=text[max(sentence, start - _FAR):start], segment=text[max(segment, start - _FAR):start],
            lead=text[clause:start], near=text[max(clause, previous):start], turn=named.get(i),
            after=text[end:min(clause_end, following)], rest=text[end:clause_end] or _behind_bracket(text, end),
        )
        if not number.rank and number.unit not in _THRESHOLDS and not text.startswith(_LIMITS, end):
            previous = end


def _behind_bracket(text: str, end: int) -> str:
    """The words of the clause behind the bracket that follows a number: 增加到795所 in 424所（公办34所）增加到795所."""
    bracket = _BRACKET.match(text, end)
    return bracket["rest"] if bracket else ""
