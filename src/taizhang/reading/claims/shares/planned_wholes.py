"""Which plan is meant as the whole of a share: 完成计划的92%, 占规划量的13.7%, 开工率80%."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import holding, is_slip, share_claim, share_together
from taizhang.reading.claims.shares.stated import Stated, around
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim

_ADJUSTED = re.compile("调整|追加|修订|核[减增]")


def planned(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The one plan of that unit, or one just above that a slip explains: 「规划75所。开工13所，占规划量的13.7%」."""
    of_plan = cues.PLAN.search(stated.of) or (not stated.of and cues.DONE.search(part.lead))   # 任务9个，完成6个，占67%
    if not of_plan and not cues.PROGRESS.search(stated.of):
        return None
    if _ADJUSTED.search(stated.of):
        return _adjusted(sentence, stated, part)
    here = [m for m in in_sentence(sentence, part) if m.value > part.value and cues.PLAN.search(around(sentence, m))]
    above = [m for m in sentence.above(part.unit) if m.known and m.number > part.number]
    named = [m for m in above if cues.PLAN.search(m.label)] if stated.of else []
    plans = here or named or ([] if of_plan else above)
    if len({m.value for m in plans}) != 1 or plans[0].figure.unit != part.figure.unit:
        return None
    listed = [m for m in levels(sentence.levels, part.unit) if m.span and plans[0].end <= m.start < stated.share.start]
    if share_together(sentence, stated, listed, plans[:1]) is not None:     # 已建成8所、封顶6所、开工4所，完成计划的90%
        return None
    return plans[0] if (here and of_plan) or is_slip(stated, part, plans[0]) else None


def _adjusted(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """「年初计划30所，调整后26所，实际完成28所，完成调整计划的107.7%」: the plan as it was changed."""
    told = [m for m in sentence.levels if m.end <= part.start and m.unit == part.unit and _ADJUSTED.search(m.lead)]
    return told[0] if len(told) == 1 and any(holding(stated, part, told)) else None


def outdone(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """「年初任务80个，实际完成92个，完成任务的87.0%」: the plan, by which what was done should have been divided."""
    before = [m for m in sentence.levels if m.end <= part.start and m.known and part.clause - m.clause == 1]
    plan = before[-1] if before and cues.PLAN.search(stated.of) else None
    if plan is None or plan.figure.unit != part.figure.unit or not 0 < plan.number < part.number:
        return None
    turned_round = any(holding(stated, plan, [part])) and cues.PLAN.search(part.lead) is None
    return plan if turned_round and cues.PLAN.search(plan.lead) and plan.surrounds(part) else None


def of_several_plans(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「方案计划撤并124所，今年计划48所，实际撤并53所，完成计划的110.4%」: of several plans the one that fits."""
    if not cues.PLAN.search(stated.of):
        return None
    planned = [m for m in sentence.levels if m.end <= part.start and m.unit == part.unit and m.known and m.number > 0
               and (cues.PLAN.search(m.lead) or cues.CHANGED_TO.search(m.lead))]    # 年中调整为4.2亿元
    fitting = next(iter(holding(stated, part, planned if len(planned) > 1 else ())), None)
    return share_claim(sentence, stated, part, *fitting) if fitting else None


def is_the_plan(stated: Stated, part: Mention) -> bool:
    """「年初预算6亿元，完成年初预算的104.5%」, where what was done is told further off."""
    name = cues.THE_NUMBER_OF.sub("", stated.of)
    return len(name) > 1 and name in part.lead and cues.PLAN.search(name) is not None
