"""A sentence with its figures, as all kinds of claim see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from taizhang.quantities import Qualifier
from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, fraction, span_of, step_of
from taizhang.reading.model import Figure

_BRACKET = re.compile(f"[{re.escape(cues.OPENING + cues.CLOSING)}]")
_CLAUSES = re.compile(f"[{re.escape(cues.MARKS)}]")
_LOST = re.compile(r"余?(?:[万亿]?元|人次?|名|所|个|个百分点|平方米|%)$")
NEAR = 3                 # sentences up, in which what a sentence goes on to tell of may stand
_NOUGHT = Decimal(0)


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
    role: Role
    falls: bool              # for a change: downwards
    unit: str                # its unit, 所 and 项 being things as 个 are
    known: bool              # it has a value that is more than a bound
    number: Decimal          # what it says, 0 without a value, 2 for 甲、乙各1所; decimals add quicker than fractions

    @property
    def value(self) -> Fraction:
        """The same as a fraction, which divides exactly."""
        return fraction(self.number)

    @property
    def step(self) -> Fraction:
        """One unit of its last printed digit."""
        return step_of(self.number, self.figure.quote)

    @property
    def span(self) -> Span | None:
        """What it may stand for; None where it is not known."""
        span = span_of(self.figure) if self.known else None
        if span is None or self.number == self.figure.value or not self.figure.value:
            return span
        return span.times(fraction(self.number) / fraction(self.figure.value))

    @property
    def is_lost(self) -> bool:
        """True when the number fell out of the text and only its unit is left."""
        return self.figure.value is None and _LOST.match(self.figure.quote) is not None

    def surrounds(self, other: Mention) -> bool:
        """True when it stands outside every bracket that `other` is not in: the details in brackets are passed over."""
        return self.brackets == other.brackets[: len(self.brackets)]

    @property
    def label(self) -> str:
        return self.lead + self.after


class Sentence(NamedTuple):
    """One sentence of the clean text, the figures in it, and the sentence before."""

    text: str
    start: int
    mentions: tuple[Mention, ...]
    levels: tuple[Mention, ...]      # those of the mentions that say what was reached
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

    def clause_before(self, mention: Mention) -> str:
        """The words of its clause before a figure, also beyond other figures and enumeration commas."""
        before = self.text[max(0, mention.start - LONGEST) : mention.start]
        return _CLAUSES.split(before)[-1]

    def earlier(self) -> Iterator[Sentence]:
        """The sentences before this one, nearest first."""
        sentence = self.before
        while sentence is not None:
            yield sentence
            sentence = sentence.before

    def above(self, unit: str) -> list[Mention]:
        """What was reached, and what it was, in the nearest of the sentences just above that tells any of a unit."""
        told = ([m for m in s.mentions if m.unit == unit and m.role in (Role.LEVEL, Role.BASE)]
                for s in islice(self.earlier(), NEAR))
        return next(filter(None, told), [])


Told = tuple[Sentence, Mention]                   # a figure with the sentence that tells it
Places = dict[str, Told]                          # by the figure's id


def levels(mentions: Iterable[Mention], unit: str | None = None) -> list[Mention]:
    """The figures that say what was reached, of one unit if it is named."""
    return [m for m in mentions if (unit is None or m.unit == unit) and m.role is Role.LEVEL]


def exact(mention: Mention) -> bool:
    """True when the text does not soften the figure."""
    return mention.figure.qualifier is Qualifier.EXACT


def added(mentions: Iterable[Mention]) -> Decimal:
    """What figures make together; those that have no value count nothing."""
    return sum((mention.number for mention in mentions), _NOUGHT)
