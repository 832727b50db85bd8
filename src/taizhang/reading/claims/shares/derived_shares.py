"""Shares whose part or whole several figures make; only reductions and those that make 100 % are called wrong."""

from __future__ import annotations

import re
from itertools import combinations, islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.part_unknown import any_part
from taizhang.reading.claims.shares.share_claims import (
    holding,
    is_of_rest,
    is_slip,
    share_claim,
    share_of_those_together,
    share_that_went,
    share_together,
    verdict_of,
)
from taizhang.reading.claims.shares.stated import Stated, total_of_list
from taizhang.reading.claims.shares.stated_shares import all_but_one, in_the_same_words, make_hundred
from taizhang.reading.claims.shares.wholes import further_up, is_fine, is_of, whole_of
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

_MOST = 9                # counts among which two are looked for
_KINDS = 2               # of what a rate counts as done
_DUE = re.compile("(?P<of>[一-龥]{2,12})?应[征收缴到拨还](?P<after>[一-龥]{0,12})$")


def derived_share(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim under the first such reading that holds."""
    readings = (_reduced, _of_plan, _of_due, _of_stages, _all_but, _of_several, _of_all_told, _of_all, _of_inclusive,
                _of_both)
    return next(filter(None, (reading(sentence, stated, part) for reading in readings)), None)


def _reduced(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「培训机构由240家压减到12家，压减率95%」: what went is the part."""
    if not cues.REDUCED.search(stated.of) or not cues.TO.search(part.lead):
        return None
    for whole in (m for m in reversed(sentence.mentions) if m.end <= part.start and m.unit == part.unit and m.known):
        if whole.value > part.value and whole.span and part.span:
            verdict = verdict_of(stated, whole.span - part.span, whole.span)
            from_to = whole.role is Role.BASE and stated.of.endswith(("率", "比例"))    # leaves no other reading
            if verdict in HOLDING or (verdict is Verdict.CONTRADICTED and from_to):
                return share_that_went(sentence, stated, part, whole, verdict)
    return None


def _of_plan(sentence: Sentence, stated: Stated, plan: Mention) -> Claim | None:
    """「招聘教师265人。年初计划招聘280人，完成计划的94.6%」: of what the sentence tells, the part being told above."""
    if not cues.PLAN.search(plan.lead) or not (cues.PLAN.search(stated.of) or cues.PROGRESS.search(stated.of)):
        return None
    above = [m for m in sentence.above(plan.unit) if m.known and m.figure.unit == plan.figure.unit]
    named = [m for m in above if len(m.lead) > 1 and m.lead in plan.lead]
    for done in named or above:
        verdict = verdict_of(stated, done.span, plan.span)
        wrong = verdict is Verdict.CONTRADICTED and (
            is_slip(stated, done, plan) if len(above) == 1 else len(named) == 1 and not any_part(stated, plan))
        if verdict in HOLDING or wrong:
            return share_claim(sentence, stated, done, plan, verdict)
    return None


def _of_due(sentence: Sentence, stated: Stated, due: Mention) -> Claim | None:
    """「教育费附加388万元。应征教育费附加462万元，征收率84%」: of what was due, the part being told above."""
    if not stated.of.endswith("率") or (asked := _DUE.search(due.lead)) is None:
        return None
    name = asked["after"] or asked["of"] or ""
    told = [m for _, m in islice(further_up(sentence, due.unit), _MOST) if m.known and m.lead.endswith(name)
            and 0 < m.number <= due.number] if len(name) > 1 else []
    for done in told:
        verdict = verdict_of(stated, done.span, due.span)
        if verdict in HOLDING or (len(told) == 1 and is_slip(stated, done, due)):
            return share_claim(sentence, stated, done, due, verdict)
    return None


def _of_stages(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「中职招生3105人，…；普高招生4820人，占高中阶段招生总数的60.8%」: of both stages that the words name together."""
    if not any(named in stated.of for named in cues.STAGES):
        return None
    others = [m for m in levels(sentence.levels, part.unit) if m is not part and m.end <= part.start and m.known]
    for other in others:
        if _are_all(stated.of, part, other) and part.lead[-2:] == other.lead[-2:]:
            claim = share_of_those_together(sentence, stated._replace(among=(other, part)), part)
            return claim if claim.verdict in HOLDING else None
    return None


def _all_but(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「毕业生1463人，其中就业1198人、升学214人、未就业51人，就业率（含升学）96.5%」: what is left of a full list."""
    done = stated.of.removesuffix("率")[-2:]
    without = next((m for m in _listed(sentence, stated, part) if f"未{done}" in m.lead or f"不{done}" in m.lead), None)
    whole = total_of_list(sentence, without) if without is not None and stated.of.endswith("率") else None
    if without is None or whole is None or whole is without or not whole.number \
            or without.span is None or whole.span is None:
        return None
    verdict = verdict_of(stated, whole.span - without.span, whole.span)
    named = [m for m in levels(sentence.levels, whole.unit) if whole.end <= m.start < without.start]
    if verdict not in HOLDING:
        if stated.of.removesuffix("率") != done:                     # 对口就业率: of some of those who found work
            return None
        pairs = (share_together(sentence, stated, list(pair), [whole]) for pair in combinations(named[:_MOST], 2))
        if told := next(filter(None, pairs), None):
            return told
        if any(any(holding(stated, m, [whole])) for m in named) or len(named) > _KINDS or labels.narrowed(named):
            return None
    return share_that_went(sentence, stated, without, whole, verdict)


def _of_several(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「机构484家，注销292家，转型99家，压减率80.8%」: the last counts together are the part."""
    counts = _listed(sentence, stated, part)
    for n in (2, 3):
        whole, parts = counts[-n - 1 : -n], counts[-n:]
        if not whole or not (is_of(stated.of, whole[0].lead) or is_fine(whole_of(stated, part))):
            return None
        if claim := share_together(sentence, stated, parts, whole):
            return claim
    return None


def _of_all_told(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「汉族900人，占总数的75%；少数民族300人，占总数的25%」: parts whose shares make 100 % are together the whole."""
    others = [other for above, other, _ in in_the_same_words(sentence, stated) if above is sentence]
    beside = [other for other in others if other.share.segment == stated.share.segment]
    for told in ([stated, *others], [stated, *beside]) if others else ():
        told.sort(key=lambda one: one.share.start)
        parts, shares = tuple(one.part for one in told if one.part), [one.share for one in told]
        are_all = make_hundred(shares) and not labels.overlapping(parts)
        if len(told) > 1 and (are_all or (labels.exhaustive(parts) and all_but_one(parts, shares))):
            return share_of_those_together(sentence, stated._replace(among=parts), part)
    return None


def _of_all(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「男教师1240人，女教师1860人，女教师占60%」: the parts that leave nothing out are together the whole."""
    counts = [m for m in levels(sentence.levels, part.unit) if m.known and m.brackets == part.brackets]
    place = next((i for i, m in enumerate(counts) if m is part), len(counts))
    for size, back in ((2, 0), (2, 1), (3, 0), (3, 1), (3, 2)):
        parts = counts[max(0, place - back) :][:size]
        if len(parts) == size and labels.exhaustive(parts):
            claim = share_of_those_together(sentence, stated._replace(among=tuple(parts)), part)
            return claim if claim.verdict in HOLDING else None
    return None


def divided_by_rest(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「专职87人，兼职1326人，专职仅占6.6%」: of the other count alone, though both together leave nothing out.

    Or of the other stage, where both are named together: 「职校1628人，普通高中4243人，职校占高中阶段的38.4%」.
    """
    for other in levels(sentence.levels, part.unit):
        beside = other is not part and other.end <= stated.share.start and other.brackets == part.brackets \
            and abs(other.clause - part.clause) <= 1 \
            and not cues.AMONG.search(sentence.text, other.end, part.start)     # 专兼职教师138人，其中专职52人
        if beside and is_of_rest(stated, part, other.value) and _are_all(stated.of, part, other):
            found = share_of_those_together(sentence, stated._replace(among=(part, other)), part)
            return found if found.verdict is Verdict.CONTRADICTED else None
    return None


def _are_all(of: str, part: Mention, other: Mention) -> bool:
    """True where two counts are of both kinds that there are, or of both stages that the words name together."""
    stages = next((stages for named, stages in cues.STAGES.items() if named in of), ())
    both = {stage for stage in stages for m in (part, other)
            if stage in (label := m.label.replace("普高", "普通高中")) or labels.alike(stage, label)}
    return len(both) > 1 or (cues.OF_WHOLE.match(of) is not None and labels.exhaustive((part, other)))


def _of_inclusive(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「在园幼儿9500人，公办园5225人；民办园4275人（普惠性3610人），普惠率93%」: public kindergartens count too.

    So defines it 教督〔2020〕1号, 普惠性幼儿园覆盖率. The words need not say which two counts these are, so that only a
    fine share is confirmed.
    """
    if "普惠" not in stated.of or not is_fine(whole_of(stated, part)):
        return None
    counts = [m for m in levels(sentence.levels, part.unit) if m.end <= stated.share.start and m.span is not None]
    largest = sorted(counts, key=lambda m: -m.number)[:_MOST]
    told = (share_together(sentence, stated, list(pair), largest[:1]) for pair in combinations(largest[1:], 2))
    return next(filter(None, told), None)


def _of_both(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「初次信访1207件，重复信访161件，重复率11.8%」: of both together."""
    before = [m for m in levels(sentence.levels, part.unit) if m.end <= part.start and m.known][-1:]
    beside = [m for m in before if m.clause + 1 >= part.clause and m.brackets == part.brackets]
    if not beside or not cues.RATE.fullmatch(stated.of):
        return None
    claim = share_of_those_together(sentence, stated._replace(among=(*beside, part)), part)
    return claim if claim.verdict in HOLDING else None


def _listed(sentence: Sentence, stated: Stated, part: Mention) -> list[Mention]:
    """The counts before a share, outside of brackets that it is not in."""
    return [m for m in levels(sentence.levels, part.unit) if m.end <= stated.share.start and m.span is not None
            and m.surrounds(stated.share)]
