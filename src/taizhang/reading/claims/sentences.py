"""The sentences of a text with the figures in them, and what each figure does in its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal

from taizhang.quantities import Qualifier
from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import ALSO, LONGEST, MARK, name_before_bracket, standing
from taizhang.reading.claims.roles import Role, goes_on, role_of
from taizhang.reading.claims.span import is_known
from taizhang.reading.claims.view import Mention, Places, Sentence, levels
from taizhang.reading.model import Figure, Kind

_MOST = 64                # figures of a sentence; with more it is a table that lost its lines, and ties nothing
_SAME_THING = {"名": "人", "位": "人", "校": "个", "所": "个", "家": "个", "处": "个", "项": "个", "座": "个",
               "场次": "场", "批次": "批"}
_CLAUSES = re.compile(f"[{cues.MARKS}]")
_NOUGHT = Decimal(0)


def view(text: str, figures: Iterable[Figure], bounds: Iterable[tuple[int, int]]) -> list[Sentence]:
    """The sentences of a text with the figures in them, in reading order."""
    ordered = sorted(figures, key=lambda f: f.start)
    sentences: list[Sentence] = []
    before: Sentence | None = None
    starts = [figure.start for figure in ordered]
    for start, end in bounds:
        words, inside = text[start:end], ordered[bisect_left(starts, start):bisect_left(starts, end)]
        mentions = _mentions(words, start, inside) if inside else ()
        before = Sentence(words, start, mentions, tuple(levels(mentions)) if mentions else (), before)
        sentences.append(before)
    return sentences


def by_id(sentences: Iterable[Sentence]) -> Places:
    """Each figure where it is told, by its id."""
    return {m.figure.id: (sentence, m) for sentence in sentences for m in sentence.mentions}


def _mentions(words: str, offset: int, figures: Sequence[Figure]) -> tuple[Mention, ...]:
    if len(figures) > _MOST:
        return ()
    marks = [mark.start() for mark in MARK.finditer(words)]
    stops = [*marks, len(words)]
    starts = [f.start - offset for f in figures]
    following = [start for start, f in zip(starts, figures, strict=True) if f.kind is not Kind.RANK] + [len(words)]
    mentions: list[Mention] = []
    left = 0
    for figure, start, place in zip(figures, starts, standing(words, marks, starts), strict=True):
        end = min(figure.end - offset, len(words))
        ahead = bisect_left(stops, start)
        behind = bisect_left(stops, end, ahead)
        since = max(left, start - LONGEST, marks[ahead - 1] + 1 if ahead else 0)
        until = min(following[bisect_left(following, end)], end + LONGEST, stops[behind])
        lead, after = ALSO.sub("", words[since:start]).strip(), words[end:until].strip()
        if not lead and figure.unit != "%":
            lead = name_before_bracket(words, left, start)
        role, falls = role_of(figure, lead, after)
        if mentions:
            role, falls = _beside(mentions, figure, lead, words[:start], (role, falls))
        whole = start < 2 or words[start - 1] != " " or not words[start - 2].isdigit()     # of 70 443万元 a part
        mentions.append(Mention(figure, start, end, lead, after, *place, role, falls,
                                _SAME_THING.get(figure.unit, figure.unit), whole and is_known(figure),
                                (figure.value or _NOUGHT) * _each(words[left:start]) if "各" in lead
                                else figure.value or _NOUGHT))
        if figure.kind is not Kind.RANK:
            left = end
    return tuple(mentions)


def _beside(mentions: list[Mention], figure: Figure, lead: str, ahead: str, told: tuple[Role, bool]) -> \
        tuple[Role, bool]:
    """What a figure does by the one before it, which may turn out to be what it is compared with."""
    before, role = mentions[-1], told[0]
    between = ahead[before.end :]
    if role is Role.LEVEL and before.role is Role.CHANGE and goes_on(before.figure, between, figure):
        return Role.CHANGE, before.falls
    if role is Role.LEVEL and before.role is Role.STANDARD and between in ("、", "和") and before.unit == figure.unit:
        return Role.STANDARD, False                                     # 人均支出分别为1325元、1418元
    if role in (Role.LEVEL, Role.STANDARD) and before.role is Role.BASE and (
            lead == "新增" or cues.HIGHER.fullmatch(lead)):
        return Role.CHANGE, cues.IS_LESS.search(lead) is not None       # 比年初的4120个新增510个, 比公务员的高2200元
    target = _named_by_bracket(before, ahead, lead)
    if _is_aimed_at(target, figure.unit, lead):
        exactly = before.figure._replace(qualifier=Qualifier.EXACT)     # 与标准4.8平方米以上差0.7平方米
        mentions[-1] = target._replace(figure=exactly, role=Role.BASE, known=is_known(exactly))
        return Role.CHANGE, cues.IS_SHORT.fullmatch(lead) is not None   # 距省定95%的目标尚差1.6个百分点
    if is_surpassed(target, figure.unit, lead):
        mentions[-1] = target._replace(role=Role.STANDARD)              # 超过市定87%的目标0.6个百分点
        return Role.CHANGE, cues.BELOW.search(target.lead) is not None
    return told


def _named_by_bracket(target: Mention, ahead: str, lead: str) -> Mention:
    """「超出省定目标（48%）2个百分点」: what stands alone in a bracket has the words around that for its own."""
    opening = target.brackets[-1] if target.brackets else 0
    if target.lead or target.after or ahead[opening + 1 : target.start] or ahead[target.end + 1 :].strip() != lead:
        return target
    return target._replace(lead=_CLAUSES.split(ahead[max(0, opening - LONGEST) : opening])[-1], after=lead)


def is_surpassed(target: Mention, unit: str, lead: str) -> bool:
    """True for the rate before a change of that unit and lead in 「超过市定87%的目标0.6个百分点」."""
    beside = unit == "百分点" and target.unit == "%" and lead == target.after
    return beside and cues.SURPASSED.search(target.lead) is not None


def _is_aimed_at(target: Mention, unit: str, lead: str) -> bool:
    """True for a target by which something lies below or above it: 「距目标95%尚差1.6个百分点」, 比目标高."""
    alike = unit == ("百分点" if target.unit == "%" else target.figure.unit) and target.after in (lead, "以上", "以下")
    if not alike or target.role not in (Role.LEVEL, Role.STANDARD):
        return False
    apart = cues.IS_SHORT.fullmatch(lead) or (cues.IS_BEYOND.fullmatch(lead) and unit == "百分点")
    return apart is not None and cues.AIMED_AT.match(target.lead + target.after) is not None


def _each(before: str) -> int:
    """How many things are named that have as much each: 甲校、乙校和丙校各1所."""
    each = cues.EACH.search(before)
    return len([name for name in cues.AND.split(each["names"]) if name]) if each else 1
