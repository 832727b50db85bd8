"""Counts of some that are more than all, told apart: 「初中在校生813人。…寄宿生1695人，其中小学770人、初中925人」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.told.likeness import are_headed_apart
from taizhang.reading.claims.totals.larger_parts import larger_part
from taizhang.reading.claims.totals.sum_verdicts import FAR
from taizhang.reading.claims.view import Mention, Sentence, Told, exact
from taizhang.reading.model import Claim, Kind, Verdict

_STAGE = ("幼儿园|学前(?:教育)?|小学|初中|普通高中|高中|职业中学|职业高中|中职|中等职业(?:教育|学校)|特殊教育(?:学校)?"
          "|特教(?:学校)?|义务教育(?:阶段)?")
_SCOPE = "(?:其中|目前|全[省市县区州镇乡]|我[省市县区州]|[今本]年|现|共|有|在)*"
_COUNT = "(?:学生)?(?:总?人?数|总计|合计|共计?|有|为|达到?)*"
_PUPILS = re.compile(f"{_SCOPE}(?P<of>{_STAGE})(?:在校(?:学?生)?|在园幼儿|在读学生){_COUNT}")
_SCHOOLS = re.compile(f"{_SCOPE}(?P<of>幼儿园|小学|初中|普通高中){_COUNT}")
_SOME = "(?:农村)?(?:寄宿制?(?:学生|生)|住[宿校]生|留守儿童|残疾学生|建档立卡(?:贫困家庭)?学生)"
_SOME_PUPILS = re.compile(f"{_SCOPE}(?P<of>{_STAGE})(?:在校)?{_SOME}{_COUNT}")
_HEAD = re.compile(f"{_SCOPE}{_SOME}{_COUNT}")
_OF_HEAD = re.compile(f"(?:其中)?[：:，,]?(?P<of>{_STAGE})(?:{_SOME})?{_COUNT}")
_SOME_SCHOOLS = re.compile(
    "[一-龥]{0,6}?(?:规范化|标准化|示范性?|普惠性|优质|达标|寄宿制|特色)(?P<of>幼儿园|小学|初中|普通高中)" + _COUNT)
_NOT_ALL = re.compile("累计|历年|附设|村小|教学点|民办|公办|城区|县城|城镇|农村|乡镇|直属|不含|计划|新增|毕业")
_FEWEST = 20             # that are told

Named = dict[tuple[str, str], list[Told]]          # by unit and stage


def subsets_apart(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count of some of a stage that is larger than the one count of all of it, but not by far.

    A doubt for schools, of which some may have gone since, and for pupils where they stand far apart, since either may
    be of another day or of other schools.
    """
    wholes, parts = _told(sentences)
    for key, some in parts.items():
        all_ = wholes.get(key, [])
        if len({m.number for _, m in all_}) != 1:
            continue
        for sentence, part in some:
            place, whole = min(all_, key=lambda told: abs(told[0].start - sentence.start))
            if whole.number < part.number < whole.number * FAR and _are_of_one(place, whole, sentence, part):
                near = part.unit == "人" and (place is sentence or place is sentence.before or sentence is place.before)
                yield larger_part(sentence, whole, part, Verdict.CONTRADICTED if near else Verdict.UNCHECKABLE)


def _told(sentences: Sequence[Sentence]) -> tuple[Named, Named]:
    """The counts of all, and those of some."""
    wholes: Named = defaultdict(list)
    parts: Named = defaultdict(list)
    for sentence in sentences:
        for m in sentence.levels:
            words = m.lead if m.unit in ("人", "个") and _is_count(m) else ""
            if not words:
                continue
            all_ = (_PUPILS if m.unit == "人" else _SCHOOLS).fullmatch(words)
            some = (_SOME_PUPILS if m.unit == "人" else _SOME_SCHOOLS).fullmatch(words) or _listed(sentence, m)
            if all_ is not None:
                wholes[m.unit, all_["of"]].append((sentence, m))
            elif some is not None:
                parts[m.unit, some["of"]].append((sentence, m))
    return wholes, parts


def _listed(sentence: Sentence, mention: Mention) -> re.Match[str] | None:
    """A stage of the list of some: 「寄宿生8695人，其中小学797人、初中925人」."""
    opens = sentence.text.rfind("其中", 0, mention.start)
    head = next((m for m in reversed(sentence.levels) if m.end <= opens), None) if mention.unit == "人" else None
    if head is None or head.segment != mention.segment or head.unit != "人" or _HEAD.fullmatch(head.lead) is None:
        return None
    return _OF_HEAD.fullmatch(mention.lead)


def _is_count(mention: Mention) -> bool:
    return mention.known and exact(mention) and mention.number >= _FEWEST and not mention.brackets \
        and mention.figure.kind is Kind.ACTUAL and mention.figure.unit != "人次"


def _are_of_one(place: Sentence, whole: Mention, sentence: Sentence, part: Mention) -> bool:
    """True for counts of one time, and neither of some schools only."""
    words = [s.text[max(0, m.start - LONGEST) : m.end] for s, m in ((place, whole), (sentence, part))]
    times = [set(cues.TIMES_NAMED.findall(told)) for told in words]
    return whole.figure.period == part.figure.period and times[0] == times[1] \
        and not any(map(_NOT_ALL.search, words)) and not are_headed_apart(place, sentence)
