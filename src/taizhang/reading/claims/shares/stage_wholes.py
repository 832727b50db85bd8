"""Shares of the pupils or teachers of a stage, which is named alone, meant by 本阶段, or made of two that are told.

「占全市义务教育在校生的12%」 of 小学25.8万人 and 初中13.5万人. Wrong only where it is a share of what is told beside.
"""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.of_stage import PUPILS, TEACHERS, called_alike, stages_before, told_once
from taizhang.reading.claims.shares.share_claims import (
    holding,
    is_slip,
    share_claim,
    share_of_those_together,
    verdict_of,
)
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

_NAMED = re.compile("(?:全[省市县区]|[我本][省市县区])?"
                    "(?:(?P<stage>义务教育|高中阶段|高中段|普通高中|小学|初中|中职|中等职业教?育?)(?:阶段)?|(?P<this>[本该同](?:阶段|学段)))(?:学校)?"
                    "(?:(?P<pupils>在校学?生|在读学?生|学生)|专任教师)(?:总?人?数|总量|总)?")


def of_stage(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim of a share with the pupils or teachers of the stage that its words name."""
    named = _NAMED.fullmatch(stated.of) if part.unit == "人" and part.number else None
    if named is None or any(holding(stated, part, in_sentence(sentence, part))):
        return None
    stage = called_alike(named["stage"] or (stages_before(sentence, part.start) or [""])[-1])
    kind = PUPILS if named["pupils"] else TEACHERS
    wholes = [told_once(sentence, one, kind) for one in (stage, *(cues.STAGES.get(stage, ()) if stage else ()))]
    if wholes and wholes[0] is not None:
        return _of_one(sentence, stated, part, *wholes[0])
    made_of = [told for told in wholes[1:] if told is not None]
    return _of_both(sentence, stated, part, made_of) if len(made_of) > 1 else None


def _of_one(sentence: Sentence, stated: Stated, part: Mention, above: Sentence, whole: Mention) -> Claim | None:
    found = share_claim(sentence, stated, part, whole, verdict_of(stated, part.span, whole.span))
    wrong = found.verdict is Verdict.CONTRADICTED
    sure = whole.number > part.number and (is_slip(stated, part, whole) or _is_of_another(above, stated, part, [whole]))
    return None if wrong and not sure else found


def _of_both(
    sentence: Sentence, stated: Stated, part: Mention, told: list[tuple[Sentence, Mention]]
) -> Claim | None:  # fmt: skip
    wholes = [whole for _, whole in told]
    found = share_of_those_together(sentence, stated._replace(among=tuple(wholes)), part)
    wrong = found.verdict is Verdict.CONTRADICTED
    return None if wrong and not any(_is_of_another(above, stated, part, wholes) for above, _ in told) else found


def _is_of_another(above: Sentence, stated: Stated, part: Mention, wholes: list[Mention]) -> bool:
    """True where the share is one of another count told where the whole is."""
    others = (m for m in levels(above.levels, part.unit) if m.known and m not in wholes and m is not part)
    return any(holding(stated, part, others))
