"""Shares of all but those who are told: 「青壮年142600人，剩余文盲5134人，非文盲率96.4%」."""

from __future__ import annotations

import re

from taizhang.reading.claims.shares.share_claims import share_that_went, verdict_of
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim

_WITHOUT = re.compile("[非未无](?!成年)(?P<what>[一-龥]{2,4})率$")


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
