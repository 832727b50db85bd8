"""Sums that no word announces: figures that add up to an earlier one exactly.

They are only ever confirmed, save that of several totals of one sentence whose parts stand below in columns, one may
be wrong in a digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.columns import Columns, called
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.sum_verdicts import verdict_of
from taizhang.reading.claims.sums import LARGE, adding_up, groupings, sum_claim
from taizhang.reading.claims.view import Mention, Sentence, added, levels
from taizhang.reading.model import Claim, Verdict

BACK = 12                # sentences above, in which the counts of a grand total may stand
NEXT = 3                 # sentences in which a list may stand that makes a total
SMALL = 5                # totals below this agree by chance too often, as do those below LARGE where the next
LARGER = 60              # sentence comes in, below this where many do, and
LARGEST = 100            # below this where sentences stand between
_NOTHING: frozenset[str] = frozenset()
_HOLDING = (Verdict.HOLDS, Verdict.ROUNDING)


def unannounced_sums(sentences: Sequence[Sentence], announced: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for each total that figures behind it, in the sentences after, or before it make exactly.

    `announced` are the sums found already: their totals are settled, and their parts are detail, no part of a wider
    total beside it. The search goes backwards, since the details of a list stand behind it.
    """
    known = list(announced)
    settled = {str(c.members["total"]) for c in known if c.verdict is not Verdict.UNCHECKABLE}
    listed = {part: set(c.members["parts"]) for c in known if c.verdict in _HOLDING for part in c.members["parts"]}
    detail = set(listed)
    columns = Columns(detail)
    for i in range(len(sentences) - 1, -1, -1):
        unmade, below = [], False
        for whole in sentences[i].mentions:
            parts = None if whole.figure.id in settled else _parts(sentences, columns, i, whole)
            tied = {m.figure.id for m in parts or ()}
            alike = {m.figure.unit for m in parts or ()} == {whole.figure.unit}       # 36家 = 25个 + 11个 is
            if parts and alike and not tied <= listed.get(whole.figure.id, _NOTHING):   # chance, as is 40 = 20 + 20
                detail |= tied
                below |= tied.isdisjoint(m.figure.id for m in sentences[i].mentions)
                yield sum_claim(sentences[i], whole, parts, Verdict.HOLDS)
            elif whole.figure.id not in settled and _may_be_total(whole):
                unmade.append(whole)
        for whole in unmade if below else ():
            if parts := _slipped(columns, i, whole):
                yield sum_claim(sentences[i], whole, parts, verdict_of(whole, parts))
        columns.add(i, sentences[i])


def _slipped(columns: Columns, i: int, whole: Mention) -> list[Mention] | None:
    """The figures below of the name of a total that make it but for one digit, where those beside it are made there."""
    parts: list[Mention] = []
    for _, part in columns.below(i, whole, called(whole) or "?"):
        parts.append(part)
        if len(parts) > 1 and slips.of_total(whole, parts):
            return parts
    return None


def _parts(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention) -> list[Mention] | None:
    if whole.role is Role.CHANGE:
        return _of_changes(sentences[i : i + 2], whole)
    if whole.brackets:
        return _namesakes(sentences[i], whole)
    if not _may_be_total(whole):
        return None
    return _behind(sentences[i], whole) or _after(sentences, columns, i, whole) or _above(sentences, i, whole)


def _may_be_total(mention: Mention) -> bool:
    return mention.known and mention.unit not in ("%", "") and mention.number >= SMALL and mention.role is Role.LEVEL


def _of_changes(sentences: Sequence[Sentence], whole: Mention) -> list[Mention] | None:
    """「比去年增加1409人。其中应届增加719人，往届增加690人」."""
    if not whole.known or whole.unit in ("%", "百分点") or whole.number < LARGE:
        return None
    parts = [m for s in sentences for m in s.mentions if m.role is Role.CHANGE and m.unit == whole.unit
             and m.falls == whole.falls and (s is not sentences[0] or m.start > whole.start)]
    return adding_up(parts, whole)


def _behind(sentence: Sentence, whole: Mention) -> list[Mention] | None:
    """In the same sentence: 「6名教师参赛，1人获一等奖，5人获二等奖」."""
    return _in_list((m for m in sentence.levels if m.start > whole.start), whole)


def _namesakes(sentence: Sentence, whole: Mention) -> list[Mention] | None:
    """In brackets: 「教职工648人（专任教师627人），其中小学430人（专任教师420人），初中218人（专任教师207人）」."""
    alike = [m for m in levels(sentence.levels, whole.unit) if m.start > whole.start and m.brackets
             and m.brackets != whole.brackets and m.label == whole.label]
    return adding_up(alike, whole) if len(whole.label) > 1 else None


def _in_list(mentions: Iterable[Mention], whole: Mention) -> list[Mention] | None:
    column = [m for m in mentions if m.unit == whole.unit and not m.brackets]
    if len(column) < 2 or added(column) < whole.number:
        return None
    found = (adding_up(group, whole) for group in groupings(column, whole.unit))
    return next(filter(None, found), None)


def _after(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention) -> list[Mention] | None:
    """In one of the next sentences; or below, in sentences of their own: the first of each, or those called alike."""
    if whole.number >= LARGE and (parts := _in_next(sentences, i, whole)):
        return parts
    return _of_heads(sentences, columns, i, whole) or _of_name(columns, i, whole)


def _of_heads(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention) -> list[Mention] | None:
    below = list(columns.below(i, whole))
    own = [m for m in sentences[i].levels if m.start > whole.start and m.unit == whole.unit and not m.brackets]
    if own and below and cues.OTHERS.search(below[0][1].lead) and (parts := adding_up([*own, below[0][1]], whole)):
        return parts
    column = [*own[:1], *(m for _, m in below)]
    if own and "其中" in sentences[i].text[whole.end : own[0].start]:
        return adding_up(column, whole)
    announced = [m for _, m in takewhile(lambda found: sentences[found[0]].text.startswith("其中"), below)]
    return adding_up(announced, whole) or _are_many(adding_up(column, whole), whole)


def _of_name(columns: Columns, i: int, whole: Mention) -> list[Mention] | None:
    if whole.number < LARGER or not (name := columns.name_of(whole)):
        return None
    return _are_many(adding_up([m for _, m in columns.below(i, whole, name)], whole, goes_on=True), whole)


def _in_next(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention] | None:
    for n, sentence in enumerate(sentences[i + 1 : i + 1 + (NEXT if whole.number >= LARGEST else 1)]):
        if (parts := _in_list(sentence.levels, whole)) and (n == 0 or len(parts) > 2):
            return parts
    return None


def _are_many(parts: list[Mention] | None, whole: Mention) -> list[Mention] | None:
    """The parts, where so many make so large a number that it can be no chance."""
    if parts is None or len(parts) > 2:
        return parts if whole.number >= LARGER else None
    return parts if slips.has_many(whole) else None


def _above(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention] | None:
    """In the sentences before: 「…学生11455人；…学生5279人。学生总数16734人」."""
    if whole.number < LARGE or not cues.GRAND_TOTAL.search(whole.lead):
        return None
    column: list[Mention] = []
    for sentence in sentences[max(0, i - 3) : i]:
        segments: dict[int, Mention] = {}
        for mention in levels(sentence.levels, whole.unit):
            segments.setdefault(mention.segment, mention)
        column += segments.values()
    parts = adding_up(column, whole, at_end=True) or _above_by_name(sentences[max(0, i - BACK) : i], whole)
    return parts if parts and len(parts) > 2 else None


def _above_by_name(sentences: Sequence[Sentence], whole: Mention) -> list[Mention] | None:
    """The counts above that are called as the total: 「…在校生…人。…在校生…人。全县在校生总数…人」."""
    if not slips.has_many(whole) or not (name := called(whole)):
        return None
    column = [m for s in sentences for m in s.levels if m.unit == whole.unit and m.known and not m.brackets
              and m.number < whole.number and called(m) == name]
    return adding_up(column, whole, at_end=True, goes_on=True)
