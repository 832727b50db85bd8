"""Shares of what the sentence above counts: 「幼儿园120所，公办园66所。公办园占比55%」; only ever confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.claims.share_claims import holding, share_claim
from taizhang.reading.claims.stated import Stated, clause_before
from taizhang.reading.claims.stated_rates import named_after
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.claims.wholes import in_sentence
from taizhang.reading.model import Claim

_NAME = re.compile(r"(?P<name>[一-龥]{2,}?)(?:所?占(?:比例|比重|比)?|比例|比重|(?P<rate>率))[已也仅达到为约是]*$")


def told_above(sentence: Sentence, share: Mention) -> Iterator[Claim]:
    """The claim of a share whose words name one count of the sentence above, if it is that share of one before it."""
    named = _NAME.search(clause_before(sentence, share.start))
    if named is None or sentence.before is None:
        return
    for part in reversed(sentence.before.levels):
        if part.known and part.unit != "%" and _is_called(part, named["name"], is_rate=named["rate"] is not None):
            stated = Stated(share, part, "")
            for whole, verdict in holding(stated, part, in_sentence(sentence.before, part)):
                yield share_claim(sentence, stated, part, whole, verdict)
                return


def _is_called(part: Mention, name: str, *, is_rate: bool) -> bool:
    """公办园 is called so by 公办园占比 and by 公办园在园幼儿占比; 已整改 by 整改率, 不合格 not by 合格率."""
    if is_rate:
        return named_after(f"{name}率", part.label)
    core = part.lead.removeprefix("其中")
    return len(core) > 1 and (core in name or name in part.label)
