"""Where figures stand among the marks of a sentence: in which brackets, segment, clause and item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.reading.claims import cues

ALSO = re.compile("[（(][一-龥][）)]")                                # 在园（班）幼儿, 校（园）均: of either
MARK = re.compile(rf"[{cues.MARKS}、]{cues.UNLESS_IN_NUMBER}|[{re.escape(cues.OPENING)}](?![一-龥][）)])"
                  rf"|(?<![（(][一-龥])[{re.escape(cues.CLOSING)}]")
_NAME_AND_BRACKET = re.compile(r"[一-龥]{2,12}[（(〔[【][一-龥、]{1,12}[）)〕\]】]$")
LONGEST = 60             # characters of a lead: names and cues are shorter, and a text may have no marks at all
DEEPEST = 8              # brackets within brackets; deeper ones are taken for the eighth
Place = tuple[tuple[int, ...], int, int, int]   # brackets, segment, clause, item


def standing(words: str, marks: Sequence[int], starts: Sequence[int]) -> Iterator[Place]:
    """For each figure: the brackets open there, and the semicolons, clauses and items before it."""
    brackets: tuple[int, ...] = ()
    segment = clause = item = n = 0
    for mark in marks:
        while n < len(starts) and starts[n] < mark:
            yield brackets, segment, clause, item
            n += 1
        character = words[mark]
        if character in cues.OPENING:
            brackets = (*brackets[: DEEPEST - 1], mark)
        elif character in cues.CLOSING:
            brackets = brackets[:-1]
        else:
            segment, clause, item = segment + (character in "；;"), clause + (character != "、"), item + 1
    for _ in starts[n:]:
        yield brackets, segment, clause, item


def name_before_bracket(words: str, left: int, start: int) -> str:
    """高职（专科） before 15563人; "" where no bracket without figures stands there."""
    if words[start - 1:start] not in tuple(cues.CLOSING):
        return ""
    found = _NAME_AND_BRACKET.search(words, max(left, start - LONGEST), start)
    return found[0] if found else ""
