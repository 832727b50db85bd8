"""Shares of a budget told by how far it was missed: 「支出1840万元，完成预算100%，决算数大于预算数40万元」."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import verdict_of
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.span import Span
from taizhang.reading.claims.verdicts import Outcome, claim, percent, printed, say
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim

_MISSED = re.compile("决算数?(?P<how>大于|多于|高于|超出?|小于|少于|低于)(?:年初|全年|调整)?预算数?$")
_MORE = frozenset("大多高超")
_NEAR = 2                # clauses


def of_missed_budget(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim of a share of the budget that the amount and the difference behind the share make."""
    if "预算" not in stated.of or "决算" not in sentence.text:
        return None
    for gap in sentence.mentions:
        missed = _MISSED.search(gap.lead) if gap.start > stated.share.end and gap.unit == part.unit else None
        near = missed is not None and gap.clause - stated.share.clause <= _NEAR and gap.known
        if missed is not None and near and part.span is not None and gap.span is not None:
            budget = part.span - gap.span if missed["how"][0] in _MORE else part.span + gap.span
            return _claim(sentence, stated, part, gap, budget) if all(map(exact, (part, gap))) else None
    return None


def _claim(sentence: Sentence, stated: Stated, part: Mention, gap: Mention, budget: Span) -> Claim | None:
    if budget.lo <= 0 or cues.OTHER_COUNT.search(sentence.text):
        return None
    made = part.value / budget.value * 100
    return claim(sentence, "share", {"part": part, "change": gap, "share": stated.share}, Outcome(
        verdict=verdict_of(stated, part.span, budget), stated=stated.share.value, computed=made,
        message=say("share", part=part, whole=printed(budget.value, part.figure), stated=stated.share,
                    computed=percent(made))))
