"""Where the parts of a total may stand that no word announces: beside it, in the sentences after, or before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.span import ROUNDED_UNITS
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.bulletins import by_stage, in_paragraphs, of_both_stages, of_schools, stage_of
from taizhang.reading.claims.totals.columns import VISITS, Columns, Unit, called, is_of
from taizhang.reading.claims.totals.groupings import LARGE, groupings, heads
from taizhang.reading.claims.view import Mention, Sentence, added

_BACK = 12                # sentences above, in which the counts of a grand total may stand
NEXT = 3                 # sentences in which a list may stand that makes a total
_FEW = 10                 # totals below this agree by chance with all that the sentence before counts,
_LARGER = 60              # below this where many figures come in,
LARGEST = 100            # below this where sentences stand between,
MANY = 1000              # and below this where two figures make them
_NEVER = 10**30
_FEWEST = 3              # figures of a sentence that makes a total of its own
_BOTH = re.compile("小学[、和及与]初中[一-龥]{0,8}$")
_WHOLE_YEAR = re.compile("^全(?:学?年)(?:为|是|有)?$")                # 春季23人，秋季24人，全年47人次


class Place(NamedTuple):
    """Figures in reading order, of which the first (or the last, before a total) may make it.

    `two` and `more` say how much a total must count that two or more of them make, to be no chance. Those that are
    `scattered` stand in sentences of their own, among which no word says that they make anything.
    """

    column: list[Mention]
    two: int = 0
    more: int = 0
    at_end: bool = False
    goes_on: bool = False
    scattered: bool = False

    def enough(self, parts: list[Mention], whole: Mention) -> bool:
        """Whether parts make a total that is no chance."""
        least = self.two if len(parts) == 2 and not labels.exhaustive(parts) else min(self.two, self.more)
        size = slips.scaled(whole, parts) if len(parts) == 2 or whole.unit in ROUNDED_UNITS else whole.number
        return size >= least


_BEHIND, _BEFORE = Place([]), Place([], two=LARGE, more=LARGE, at_end=True)
_NEXT, _FURTHER = Place([], two=LARGE, more=LARGE), Place([], two=MANY, more=LARGEST)


def places(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention) -> Iterator[Place]:
    """The places of a total in sentence `i`, likeliest first; people, of whom visits are made, last."""
    yield from _of_unit(sentences, columns, i, whole, whole.unit)
    if whole.unit == "人次" and whole.number >= LARGE:
        yield from _of_unit(sentences, columns, i, whole, VISITS)


def _of_unit(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention,
             unit: Unit) -> Iterator[Place]:
    yield from _beside(sentences[i], whole, unit)
    if whole.number >= LARGE:
        yield from _in_next(sentences, i, whole, unit)
    yield from _of_heads(sentences, columns, i, whole, unit)
    if whole.number >= _LARGER and cues.OF_ALL_KINDS.search(sentences[i].text):
        schools = [m for m in of_schools(sentences, i, whole) if not columns.is_detail(m)]
        for told in (in_paragraphs(sentences, i, whole), by_stage(sentences, i, whole), schools):
            yield Place(told, _NEVER, _LARGER, goes_on=True)
    if whole.number >= _LARGER and len(column := columns.among(i, sentences[i], whole)) >= _FEWEST:
        yield Place(column, _NEVER, _LARGER, goes_on=True)
    if whole.number >= _LARGER and (name := columns.name_of(whole)):
        column = [m for _, m in columns.below(i, whole, name, unit=unit)]
        yield Place(column, LARGEST if _are_together(column) else MANY, _LARGER, goes_on=True, scattered=True)
    if i and whole.number >= _FEW:
        yield from _above(sentences, columns, i, whole, unit)
    if whole.number >= LARGE and (stage := _stage(sentences[i], whole)):
        yield from _of_stage(sentences[max(0, i - _BACK) : i + _BACK], whole, unit, cues.STAGES[stage])
        yield Place(of_both_stages(sentences, i, whole), LARGE)


def _beside(sentence: Sentence, whole: Mention, unit: Unit) -> Iterator[Place]:
    """「6名教师参赛，1人获一等奖，5人获二等奖」, or before: 「统考103789人，单招14317人，总人数118106人」."""
    if len(sentence.levels) < _FEWEST:
        return
    yield from _lists([m for m in sentence.levels if m.start > whole.start], whole, unit, _BEHIND)
    if _is_total(sentence, whole):
        before = [m for m in sentence.levels if m.start < whole.start]
        yield from _lists(before, whole, unit, _BEFORE)
        own = [m for m in before if m.figure.unit == whole.figure.unit]           # 6所、8所，1920个、2460个，计4380个
        yield from _lists(own if len(own) < len(before) else (), whole, unit, _BEFORE)


def _is_total(sentence: Sentence, whole: Mention) -> bool:
    """True for what is called a total, and for what stands beside one: 「两项合计9592人、1119.9万元」."""
    if cues.NEXT_TOTAL.search(whole.lead) or _WHOLE_YEAR.search(whole.lead):
        return True
    before = (m for m in reversed(sentence.mentions) if m.end <= whole.start and m.brackets == whole.brackets)
    beside = None if whole.lead else next(before, None)
    return beside is not None and sentence.between(beside.end, whole.start) in ("", "、") \
        and cues.NEXT_TOTAL.search(beside.lead) is not None


def _lists(mentions: Iterable[Mention], whole: Mention, unit: Unit, like: Place) -> Iterator[Place]:
    """The ways to read the figures as a list, each a place like the one given."""
    column = [m for m in mentions if is_of(m, unit) and not m.brackets]
    if len(column) > 1 and 2 * added(column) >= whole.number:
        for group in groupings(column):
            yield like._replace(column=group)


def _in_next(sentences: Sequence[Sentence], i: int, whole: Mention, unit: Unit) -> Iterator[Place]:
    for n, sentence in enumerate(sentences[i + 1 : i + 1 + NEXT]):
        if len(sentence.levels) > 1:
            yield from _lists(sentence.levels, whole, unit, _FURTHER if n else _NEXT)
            if not n and _is_again(sentence.levels[0], whole):                  # 在5.79万名考生中，文科…人，理科…人
                yield from _lists(sentence.levels[1:], whole, unit, _NEXT)


def _of_heads(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention,
              unit: Unit) -> Iterator[Place]:
    """The first figure of each segment below, with the first behind the total or without."""
    found = list(columns.below(i, whole, unit=unit))
    if not found:
        return
    below, first = [m for _, m in found], sentences[found[0][0]]
    own = [m for m in sentences[i].levels if m.start > whole.start and is_of(m, unit) and not m.brackets]
    if own:
        if cues.OTHERS.search(below[0].lead):
            yield Place([*own, below[0]])
        announced = cues.PARTS.search(sentences[i].text, whole.end, own[0].start)
        column = [own[0], *below]
        yield Place(column, scattered=len(own) > 1) if announced else Place(column, MANY, _LARGER, scattered=True)
    if first.text.startswith("其中"):
        yield from _lists(first.levels, whole, unit, Place([], _FEW, _FEW))
        yield Place([m for _, m in takewhile(lambda head: sentences[head[0]].text.startswith("其中"), found)])
    opened = first.text.startswith("其中")
    yield Place(below, LARGE if opened else MANY, _LARGER, scattered=not opened)


def _is_again(mention: Mention, whole: Mention) -> bool:
    """True for a total told again, rounded."""
    return mention.unit == whole.unit and mention.known and abs(mention.number - whole.number) <= mention.step


def _above(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention,
           unit: Unit) -> Iterator[Place]:
    """All that the sentence before counts; or in the sentences before a grand total the head of each segment."""
    before = [m for m in sentences[i - 1].levels if is_of(m, unit) and not columns.is_detail(m)]
    if before and (slips.has_many(whole) or next(m for m in sentences[i].mentions if is_of(m, unit)) is whole):
        yield from (Place(all_, _FEW, _FEW, at_end=True) for all_ in (before, heads(before, "segment"))
                    if added(all_) == whole.number)
    if cues.GRAND_TOTAL.search(whole.lead):
        column = [m for s in sentences[max(0, i - NEXT) : i] for m in heads(
            (m for m in s.levels if is_of(m, unit) and not columns.is_detail(m)), "segment")]
        yield Place(column, _NEVER, LARGE, at_end=True)
        if slips.has_many(whole) and (name := called(whole)):
            column = [m for s in sentences[max(0, i - _BACK) : i] for m in s.levels if is_of(m, unit) and m.known
                      and not m.brackets and m.number < whole.number and called(m) == name]
            yield Place(column, _NEVER, LARGE, at_end=True, goes_on=True)


def _stage(sentence: Sentence, whole: Mention) -> str | None:
    """The stage of two kinds that a total is of: 义务教育学校, 小学和初中学生."""
    if "初中" in whole.lead and _BOTH.search(sentence.clause_before(whole)):
        return "义务教育"
    return next((stage for stage in cues.STAGES if stage in whole.label), None)


def _of_stage(sentences: Iterable[Sentence], whole: Mention, unit: Unit, kinds: tuple[str, str]) -> Iterator[Place]:
    """「小学163所、初中24所、高中8所。…义务教育学校共187所」: the two kinds that a stage has, told beside others."""
    told: dict[str, dict[Decimal, Mention]] = {kind: {} for kind in kinds}
    for sentence in sentences:
        for mention in sentence.levels:
            if is_of(mention, unit) and (kind := stage_of(sentence, mention)) in told:
                told[kind][mention.number] = mention
    first, second = told.values()
    yield from (Place([one, second[whole.number - number]], LARGE, LARGE) for number, one in first.items()
                if whole.number - number in second)


def _are_together(column: Sequence[Mention]) -> bool:
    """True where the first two stand side by side: 「小学学位1450个、初中学位1960个」."""
    return len(column) > 1 and 0 <= column[1].start - column[0].end < LARGE and column[0].segment == column[1].segment
