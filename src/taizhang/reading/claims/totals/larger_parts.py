"""A part that is larger than its whole: 「教职工1558人，比上年减少4人；其中专任教师1560人」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from taizhang.reading.claims import cues
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.sum_verdicts import FAR
from taizhang.reading.claims.verdicts import NOTHING, Outcome, claim, say
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_AMONG = re.compile(rf"其中[^{re.escape(cues.MARKS)}、]*$")
_WITHIN = re.compile("(?P<of>[一-龥]{4,12}?)中(?!学|职|小学|心|等|级|考|央)[一-龥]{2,}$")
_QUALIFIED = re.compile("[公民]办|幼儿园|小学|初中|义务|普通高中|高中|中职|职业|特殊|县城|城区|城镇|农村|乡村|乡镇"
                        "|镇区|应届|往届|男|女|骨干|特岗")
_OTHERWISE = re.compile("(?:总投资|计划投资|总造价|概算|占地(?:面积)?|总?建筑(?:总?面积)?|(?:设计|规划)面积"
                        "|报名|报考|现有|在[校园](?:学?生|幼儿))(?:人数|约|为|达)?$")   # 投资8万元，其中一中总投资9万元
_REACHES = re.compile("累计|覆盖|惠及|辐射|带动")      # more than took part
_NOBODY = re.compile("(?:的?考生|的?人员|的?人数|的)$")
_PER_HEAD = re.compile("[生人班校]均|标准|工资|单价")      # of which a part may have more
_ALIKE = 2               # pairs of characters that a name has in common with what it names again
_ONE_KIND = ("人", "人次", "元", "平方米", "亩")      # of schools, items and prizes the kinds differ


def larger_parts(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each count that stands alone behind 其中 and is larger than all before it that may be its whole."""
    yield from _within(sentence)
    if "其中" not in sentence.text:
        return
    yield from _in_brackets(sentence)
    for unit in _ONE_KIND:
        counts = [m for m in sentence.levels if m.unit == unit and m.known]
        for part, following in zip_longest(counts, counts[1:]):
            alone = following is None or following.segment != part.segment
            wholes = [m for m in counts if m.end < part.start and m.surrounds(part)]
            told = alone and wholes and _is_among(sentence, part) and not _PER_HEAD.search(sentence.text, 0, part.start)
            if told and not _is_otherwise(wholes[-1], part) and all(_is_smaller(whole, part) for whole in wholes):
                yield larger_part(sentence, wholes[-1], part, Verdict.CONTRADICTED)


def _is_among(sentence: Sentence, part: Mention) -> bool:
    """True for what stands behind 其中, or beside what does: 「开工面积3.1万平方米，其中竣工4个、3.5万平方米」."""
    if part.lead:
        return _AMONG.search(part.lead) is not None and _REACHES.search(part.lead) is None
    return any(m.end == part.start - 1 and sentence.text[m.end] == "、" and _AMONG.search(m.lead)
               for m in sentence.mentions)


def _within(sentence: Sentence) -> Iterator[Claim]:
    """「本科以上上线486人，上线率20%，本科上线考生中民族考生522人」: more within what has been told by name."""
    for i, part in enumerate(sentence.levels if "中" in sentence.text else ()):
        within = _WITHIN.match(part.lead)
        if within is None or part.unit not in _ONE_KIND:
            continue
        named = _NOBODY.sub("", within["of"])
        wholes = [m for m in sentence.levels[:i] if m.unit == part.unit and m.lead[-2:] == named[-2:]
                  and labels.words_shared(m.lead, named) >= _ALIKE and _qualified(m.lead) == _qualified(named)]
        if len(wholes) == 1 and wholes[0].known and part.known and _is_smaller(wholes[0], part):
            yield larger_part(sentence, wholes[0], part, Verdict.CONTRADICTED)


def _in_brackets(sentence: Sentence) -> Iterator[Claim]:
    """「教师810人（民办56人）。其中，幼儿园123人（民办106人）」: more of a name in a part than in the whole."""
    opens = sentence.text.index("其中")
    above = sentence.before.mentions if sentence.before is not None and not opens else ()
    wholes = {m.label: m for m in (*above, *sentence.mentions) if m.brackets and (m in above or m.end <= opens)}
    for part in sentence.mentions:
        own = next((m for m in sentence.levels if part.brackets and m.end == part.brackets[-1]), None)
        whole = wholes.get(part.label) if own is not None and part.start > opens and part.label else None
        within = own is not None and part.number <= own.number and "；" not in sentence.text[opens : part.start]
        if whole is not None and within and whole.unit == part.unit in _ONE_KIND and _is_smaller(whole, part):
            yield larger_part(sentence, whole, part, Verdict.CONTRADICTED)


def _qualified(name: str) -> set[str]:
    """The stages and kinds that a name tells: of 高中专任教师 those of 义务教育 are no part."""
    return set(_QUALIFIED.findall(name))


def _is_otherwise(whole: Mention, part: Mention) -> bool:
    """True where a part tells of all of a thing what the whole does not: 总投资 within 完成投资."""
    told = _OTHERWISE.search(part.lead)
    return told is not None and told[0][:_ALIKE] not in whole.lead


def _is_smaller(whole: Mention, part: Mention) -> bool:
    averages = any(cues.AVERAGE.search(m.lead) for m in (whole, part))
    return exact(whole) and exact(part) and not averages and part.number / FAR < whole.number < part.number


def larger_part(sentence: Sentence, whole: Mention, part: Mention, verdict: Verdict) -> Claim:
    """The claim that something is a part of a whole that is smaller."""
    return claim(sentence, "sum", {"total": whole, "parts": [part]}, Outcome(
        verdict=verdict, stated=whole.value, computed=part.value,
        message=say("larger-part", whole=whole, part=part),
        needs=say("needs-date") if verdict is Verdict.UNCHECKABLE else NOTHING))
