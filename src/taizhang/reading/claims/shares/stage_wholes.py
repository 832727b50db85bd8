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
from taizhang.reading.claims.shares.stated import Stated, named_alike
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.slips import is_so_but_swapped
from taizhang.reading.claims.view import Mention, Sentence, Told, levels
from taizhang.reading.model import Claim, Verdict

_NAMED = re.compile("(?:全[省市县区]|[我本][省市县区])?"
                    "(?:(?P<stage>义务教育|高中阶段|高中段|普通高中|小学|初中|中职|中等职业教?育?)(?:阶段)?"
                    "|(?P<this>[本该同](?:阶段|学段)))?(?:学校)?"
                    "(?:(?P<pupils>在校学?生|在读学?生|学生)|专任教师)(?:总?人?数|总量|总)?")
_STAGE_ONLY = re.compile("其中|义务教育|高中阶段|小学|初中|高中|中职|学校|在校|学生"
                         "|专任|教师|[为有共]")


def of_stage(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim of a share with the pupils or teachers of the stage that its words name."""
    named = _NAMED.fullmatch(stated.of) if part.unit == "人" and part.number else None
    if named is None or any(holding(stated, part, in_sentence(sentence, part))):
        return None
    kind, is_named = PUPILS if named["pupils"] else TEACHERS, bool(named["stage"] or named["this"])
    stage = called_alike(named["stage"] or _stage_of(sentence, part, its_own=not is_named))
    whole = told_once(sentence, stage, kind)
    if whole is not None:
        return _of_one(sentence, stated, part, whole, is_named=is_named)
    made_of = [told for one in cues.STAGES.get(stage, ()) if (told := told_once(sentence, one, kind)) is not None]
    return _of_both(sentence, stated, part, made_of) if is_named and len(made_of) > 1 else None


def _stage_of(sentence: Sentence, part: Mention, *, its_own: bool) -> str:
    """The stage named last before the part; in its own words, where those of the whole name none."""
    since = part.start - len(part.lead) if its_own else 0
    return next(reversed(stages_before(sentence, part.start, since)), "")


def _of_one(
    sentence: Sentence, stated: Stated, part: Mention, told: Told, *, is_named: bool
) -> Claim | None:  # fmt: skip
    above, whole = told
    if whole.number < part.number:
        return None
    found = share_claim(sentence, stated, part, whole, verdict_of(stated, part.span, whole.span))
    if found.verdict is not Verdict.CONTRADICTED:
        return found
    needed = part.value / whole.value * 100
    sure = is_slip(stated, part, whole) or _is_of_another(above, stated, part, [whole]) if is_named \
        else is_so_but_swapped(stated.share, needed)
    return found if sure and whole.number > part.number else None


def _of_both(
    sentence: Sentence, stated: Stated, part: Mention, told: list[Told]
) -> Claim | None:  # fmt: skip
    wholes = [whole for _, whole in told]
    found = share_of_those_together(sentence, stated._replace(among=tuple(wholes)), part)
    wrong = found.verdict is Verdict.CONTRADICTED
    return None if wrong and not any(_is_of_another(above, stated, part, wholes) for above, _ in told) else found


def _is_of_another(above: Sentence, stated: Stated, part: Mention, wholes: list[Mention]) -> bool:
    """True where the share is one of another count told where the whole is."""
    others = (m for m in levels(above.levels, part.unit) if m.known and m not in wholes and m is not part)
    return any(not _is_meant_too(stated, part, other) for other, _ in holding(stated, part, others))


def _is_meant_too(stated: Stated, part: Mention, other: Mention) -> bool:
    """「公办小学寄宿生4800人，占小学在校生的20%」 may be of 公办小学; 「升学2592人，占初中学生的60%」 of 毕业生."""
    return named_alike(_STAGE_ONLY.sub("", other.lead), part.lead) or ("在" not in stated.of and "毕业" in other.lead)
