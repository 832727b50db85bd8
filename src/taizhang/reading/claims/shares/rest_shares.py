"""Shares by what is left: 「青壮年142600人，剩余文盲5134人，非文盲率96.4%」, 「完成12所，占任务的60%，还有8所在建」."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import (
    is_slip_of,
    share_of_those_together,
    share_that_went,
    verdict_of,
)
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim

_WITHOUT = re.compile("[非未无](?!成年)(?P<what>[一-龥]{2,4})率$")
_LEFT = re.compile(f"{cues.STILL.pattern}|{cues.REST.pattern}")
_MORE = re.compile("新[增产发欠形]|另|其中|[上去前]年|今年|明年|含|第[一二三四]批")      # is no part of the same whole
_NEAR = 1                # clauses behind the share


def of_the_rest(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim with what is left of a larger count before the part, where the rate names the part and holds."""
    without = _WITHOUT.search(stated.of)
    if without is None or without["what"] not in part.label:
        return None
    for whole in in_sentence(sentence, part):
        if whole.span and part.span and whole.number > part.number:
            verdict = verdict_of(stated, whole.span - part.span, whole.span)
            if verdict in HOLDING:
                return share_that_went(sentence, stated, part, whole, verdict)
    return None


def with_what_is_left(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim of a whole that only the part and what is left of it tell, which stands just behind the share."""
    behind = (m for m in sentence.levels if m.start > stated.share.end)
    rest = next(behind, None)
    if rest is None or rest.unit != part.unit or not rest.known or rest.segment != stated.share.segment \
            or rest.clause - stated.share.clause > _NEAR or _LEFT.search(rest.lead) is None \
            or _MORE.search(sentence.text, stated.share.end, rest.start) or not part.value + rest.value:
        return None
    found = share_of_those_together(sentence, stated._replace(among=(part, rest)), part)
    return found if found.verdict in HOLDING or _has_slipped(stated, part, rest) else None


def _has_slipped(stated: Stated, part: Mention, rest: Mention) -> bool:
    together = part.value + rest.value
    slip = together > 0 and is_slip_of(stated, part.value / together * 100)
    return slip and exact(part) and exact(rest) and exact(stated.share)
