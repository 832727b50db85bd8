"""A sentence with its figures, read once for all kinds of claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from taizhang.quantities import Qualifier
from taizhang.reading.claims import cues
from taizhang.reading.claims.span import ONE, ZERO, Span, fraction, span_of, step_of
from taizhang.reading.model import Figure, Kind

_MARK = re.compile(rf"[{cues.MARKS}、{re.escape(cues.OPENING + cues.CLOSING)}]")
_BRACKET = re.compile(f"[{re.escape(cues.OPENING + cues.CLOSING)}]")
LONGEST = 60             # characters of a lead: names and cues are shorter, and a text may have no marks at all
MOST = 64                # figures of a sentence; with more it is a table that lost its lines, and ties nothing
DEEPEST = 8              # brackets within brackets; deeper ones are taken for the eighth
Place = tuple[tuple[int, ...], int, int, int]   # brackets, segment, clause, item
SAME_THING = {"名": "人", "位": "人", "校": "个", "所": "个", "家": "个", "处": "个", "项": "个", "座": "个"}


class Role(StrEnum):
    """What a figure does in its clause."""

    LEVEL = "level"          # what is or was reached
    CHANGE = "change"        # by how much it rose or fell
    BASE = "base"            # what it was before
    STANDARD = "standard"    # per head, per day; or how far above others


class Mention(NamedTuple):
    """A figure where it stands: offsets in its sentence, the words around it, the brackets it is inside."""

    figure: Figure
    start: int
    end: int
    lead: str                # the words of its clause before it, since the figure before
    after: str               # the words after it, up to the next mark or figure
    brackets: tuple[int, ...]
    segment: int             # counts semicolons before it
    clause: int              # counts commas and semicolons before it
    item: int                # counts commas, semicolons and enumeration commas before it
    step: Fraction           # one unit of its last printed digit
    span: Span | None
    role: Role
    falls: bool              # for a change: downwards
    unit: str                # its unit, 所 and 项 being things as 个 are
    value: Fraction          # 0 where it has none

    @property
    def known(self) -> bool:
        """True when the figure has a value that is more than a bound."""
        return self.span is not None

    @property
    def is_lost(self) -> bool:
        """True when the number fell out of the text and only its unit is left."""
        return self.figure.value is None and cues.LOST.match(self.figure.quote) is not None

    @property
    def label(self) -> str:
        return self.lead + self.after


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the clean text, the figures in it, and the sentence before."""

    text: str
    start: int
    mentions: tuple[Mention, ...]
    before: Sentence | None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def between(self, left: int, right: int) -> str:
        """The text from `left` to `right` without what stands in brackets."""
        kept, depth, since = [], 0, left
        for bracket in _BRACKET.finditer(self.text, left, right):
            if not depth:
                kept.append(self.text[since : bracket.start()])
            depth = depth + 1 if bracket.group() in cues.OPENING else max(depth - 1, 0)
            since = bracket.end()
        return "".join([*kept, self.text[since:right] if not depth else ""])

    def earlier(self) -> Iterator[Sentence]:
        """The sentences before this one, nearest first."""
        sentence = self.before
        while sentence is not None:
            yield sentence
            sentence = sentence.before


def view(text: str, figures: Sequence[Figure], bounds: Iterable[tuple[int, int]]) -> list[Sentence]:
    """The sentences of a text with the figures in them; figures in reading order."""
    ordered = sorted(figures, key=lambda f: f.start)
    sentences: list[Sentence] = []
    before: Sentence | None = None
    i = 0
    for start, end in bounds:
        while i < len(ordered) and ordered[i].start < start:
            i += 1
        first = i
        while i < len(ordered) and ordered[i].start < end:
            i += 1
        words = text[start:end]
        sentence = Sentence(words, start, _mentions(words, start, ordered[first:i]), before)
        sentences.append(sentence)
        before = sentence
    return sentences


def _mentions(words: str, offset: int, figures: Sequence[Figure]) -> tuple[Mention, ...]:
    if not figures or len(figures) > MOST:
        return ()
    places = _places(words, [f.start - offset for f in figures])
    following = [f.start - offset for f in figures if f.kind is not Kind.RANK] + [len(words)]
    mentions, left = [], 0
    for figure, (brackets, segment, clause, item) in zip(figures, places, strict=True):
        start, end = figure.start - offset, min(figure.end - offset, len(words))
        right = following[bisect_left(following, end)]
        lead = _MARK.split(words[max(left, start - LONGEST) : start])[-1].strip()
        after = _MARK.split(words[end : min(right, end + LONGEST)], maxsplit=1)[0].strip()
        step = step_of(figure.value, words[start:end]) if figure.value is not None else ONE
        role, falls = _role(figure, lead)
        mentions.append(Mention(figure, start, end, lead, after, brackets, segment, clause, item, step,
                                span_of(figure, step), role, falls, SAME_THING.get(figure.unit, figure.unit),
                                ZERO if figure.value is None else fraction(figure.value)))
        if figure.kind is not Kind.RANK:
            left = end
    return tuple(mentions)


def _places(words: str, starts: Sequence[int]) -> Iterator[Place]:
    """For each figure: the brackets open there, and the semicolons, clauses and items before it."""
    brackets: tuple[int, ...] = ()
    segment = clause = item = n = 0
    for mark in _MARK.finditer(words):
        while n < len(starts) and starts[n] < mark.start():
            yield brackets, segment, clause, item
            n += 1
        character = mark.group()
        if character in cues.OPENING:
            brackets = (*brackets[: DEEPEST - 1], mark.start())
        elif character in cues.CLOSING:
            brackets = brackets[:-1]
        else:
            segment, clause, item = segment + (character in "；;"), clause + (character != "、"), item + 1
    for _ in starts[n:]:
        yield brackets, segment, clause, item


def _role(figure: Figure, lead: str) -> tuple[Role, bool]:
    if cues.BASE_END.search(lead) or cues.LAST_YEAR_FIRST.search(lead):
        return Role.BASE, False
    if cues.ELSEWHERE.search(lead):
        return Role.STANDARD, False
    if cues.TO.search(lead):
        return Role.LEVEL, False
    word = cues.CHANGE_END.search(lead)
    if word is None and cues.COMPARED.search(lead):
        word = cues.CHANGE_IN.search(lead)
    if word is not None or figure.unit == "百分点":
        return Role.CHANGE, word is not None and cues.IS_DOWN.fullmatch(word.group("word")) is not None
    is_standard = figure.kind is Kind.STANDARD or "/" in figure.unit or cues.PER_ONE.search(lead)
    role = Role.BASE if figure.kind is Kind.BASELINE else Role.STANDARD if is_standard else Role.LEVEL
    return role, False


def levels(mentions: Iterable[Mention], unit: str | None = None) -> list[Mention]:
    """The figures that say what was reached, of one unit if it is named."""
    return [m for m in mentions if m.role is Role.LEVEL and m.figure.kind is not Kind.RANK
            and (unit is None or m.unit == unit)]


def exact(mention: Mention) -> bool:
    """True when the text does not soften the figure."""
    return mention.figure.qualifier is Qualifier.EXACT
