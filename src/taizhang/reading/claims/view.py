"""A sentence with its figures, read once for all kinds of claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from taizhang.quantities import Qualifier
from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST, MARK, name_before_bracket, standing
from taizhang.reading.claims.roles import Role, goes_on, role_of
from taizhang.reading.claims.span import Span, fraction, is_known, span_of, step_of
from taizhang.reading.model import Figure, Kind

_BRACKET = re.compile(f"[{re.escape(cues.OPENING + cues.CLOSING)}]")
_CLAUSES = re.compile(f"[{re.escape(cues.MARKS)}]")
MOST = 64                # figures of a sentence; with more it is a table that lost its lines, and ties nothing
NEAR = 3                 # sentences up, in which what a sentence goes on to tell of may stand
SAME_THING = {"名": "人", "位": "人", "校": "个", "所": "个", "家": "个", "处": "个", "项": "个", "座": "个"}


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
        return span_of(self.figure) if self.known else None

    @property
    def is_lost(self) -> bool:
        """True when the number fell out of the text and only its unit is left."""
        return self.figure.value is None and cues.LOST.match(self.figure.quote) is not None

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


Told = dict[str, tuple[Sentence, Mention]]


def view(text: str, figures: Iterable[Figure], bounds: Iterable[tuple[int, int]]) -> list[Sentence]:
    """The sentences of a text with the figures in them, in reading order."""
    ordered = sorted(figures, key=lambda f: f.start)
    sentences: list[Sentence] = []
    before: Sentence | None = None
    starts = [figure.start for figure in ordered]
    for start, end in bounds:
        words, inside = text[start:end], ordered[bisect_left(starts, start):bisect_left(starts, end)]
        mentions = _mentions(words, start, inside) if inside else ()
        before = Sentence(words, start, mentions, tuple(levels(mentions)), before)
        sentences.append(before)
    return sentences


def by_id(sentences: Iterable[Sentence]) -> Told:
    """Each figure where it is told, by its id."""
    return {m.figure.id: (sentence, m) for sentence in sentences for m in sentence.mentions}


def _mentions(words: str, offset: int, figures: Sequence[Figure]) -> tuple[Mention, ...]:
    if len(figures) > MOST:
        return ()
    marks = [mark.start() for mark in MARK.finditer(words)]
    following = [f.start - offset for f in figures if f.kind is not Kind.RANK] + [len(words)]
    mentions: list[Mention] = []
    left = 0
    for figure, place in zip(figures, standing(words, marks, [f.start - offset for f in figures]), strict=True):
        start, end = figure.start - offset, min(figure.end - offset, len(words))
        ahead = bisect_left(marks, start)
        behind = bisect_left(marks, end, ahead)
        since = max(left, start - LONGEST, marks[ahead - 1] + 1 if ahead else 0)
        until = min(following[bisect_left(following, end)], end + LONGEST, *marks[behind:behind + 1])
        lead, after = words[since:start].strip(), words[end:until].strip()
        if not lead and figure.unit != "%":
            lead = name_before_bracket(words, left, start)
        role, falls = role_of(figure, lead, after)
        if mentions:
            role, falls = _beside(mentions, figure, lead, words[mentions[-1].end : start], (role, falls))
        whole = start < 2 or words[start - 1] != " " or not words[start - 2].isdigit()     # of 70 443万元 a part
        mentions.append(Mention(figure, start, end, lead, after, *place, role, falls,
                                SAME_THING.get(figure.unit, figure.unit), whole and is_known(figure),
                                (figure.value or _NOUGHT) * (_each(words[left:start]) if "各" in lead else 1)))
        if figure.kind is not Kind.RANK:
            left = end
    return tuple(mentions)


def _beside(mentions: list[Mention], figure: Figure, lead: str, between: str, told: tuple[Role, bool]) -> \
        tuple[Role, bool]:
    """What a figure does by the one before it, which may turn out to be what it is compared with."""
    before, role = mentions[-1], told[0]
    if role is Role.LEVEL and before.role is Role.CHANGE and goes_on(before.figure, between, figure):
        return Role.CHANGE, before.falls
    if role is Role.LEVEL and before.role is Role.STANDARD and between in ("、", "和") and before.unit == figure.unit:
        return Role.STANDARD, False                                     # 人均支出分别为1325元、1418元
    if role is Role.LEVEL and before.role is Role.BASE and (lead == "新增" or cues.HIGHER.fullmatch(lead)):
        return Role.CHANGE, cues.IS_LESS.search(lead) is not None       # 比年初的4120个新增510个, 比公务员的高2200元
    if is_surpassed(before, figure.unit, lead):
        mentions[-1] = before._replace(role=Role.STANDARD)              # 超过市定87%的目标0.6个百分点
        return Role.CHANGE, cues.IS_LESS.search(before.lead.removesuffix("于")) is not None
    return told


def is_surpassed(target: Mention, unit: str, lead: str) -> bool:
    """True for the rate before a change of that unit and lead in 「超过市定87%的目标0.6个百分点」."""
    beside = unit == "百分点" and target.unit == "%" and lead == target.after
    return beside and cues.SURPASSED.search(target.lead) is not None


def _each(before: str) -> int:
    """How many things are named that have as much each: 甲校、乙校和丙校各1所."""
    each = cues.EACH.search(before)
    return len([name for name in cues.AND.split(each["names"]) if name]) if each else 1


def levels(mentions: Iterable[Mention], unit: str | None = None) -> list[Mention]:
    """The figures that say what was reached, of one unit if it is named."""
    return [m for m in mentions if m.role is Role.LEVEL and (unit is None or m.unit == unit)]


def exact(mention: Mention) -> bool:
    """True when the text does not soften the figure."""
    return mention.figure.qualifier is Qualifier.EXACT


def added(mentions: Iterable[Mention]) -> Decimal:
    """What figures make together; those that have no value count nothing."""
    return sum((mention.number for mention in mentions), _NOUGHT)
