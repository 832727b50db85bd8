"""Shares whose words name counts told before, there or in the sentence above; only ever confirmed.

「幼儿园120所，公办园66所。公办园占比55%」; 「中央3.12亿元，省级1.24亿元，…，中央和省级资金占74.4%」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.claims import cues
from taizhang.reading.claims.share_claims import holding, share_claim, share_of_several, verdict_of
from taizhang.reading.claims.span import total
from taizhang.reading.claims.stated import Stated, around, clause_before
from taizhang.reading.claims.stated_rates import named_after
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.claims.wholes import fully_named, in_sentence
from taizhang.reading.model import Claim

_NAME = re.compile(r"(?:其中)?(?P<name>[一-龥]{2,}?)(?:所?占[^，,；;。]*|比例|比重|(?P<rate>率))[已也仅达到为约是]*$")
_KIND = re.compile(r"(?:教师|人员|资金|经费|投资|投入|学生|职称|学历|类)$")
_LONG = 4                # characters of a name that may be told in more words: 社会捐资 of 社会各界捐资


def told_above(sentence: Sentence, share: Mention) -> Iterator[Claim]:
    """The claim of a share whose words name counts before it, if they are that share of one before them."""
    named = _NAME.search(clause_before(sentence, share.start))
    if named is None:
        return
    names = cues.AND.split(named["name"])
    for above in filter(None, (sentence, sentence.before)):
        found = _of_several(sentence, share, above, names) if len(names) > 1 and min(map(len, names)) > 1 else \
            _of_one(sentence, share, above, named["name"], is_rate=named["rate"] is not None)
        if found is not None:
            yield found
            return


def _of_one(sentence: Sentence, share: Mention, above: Sentence, name: str, *, is_rate: bool) -> Claim | None:
    for part in _counts(above, sentence, share):
        if _is_called(above, part, name, is_rate=is_rate):
            stated = Stated(share, part, "")
            for whole, verdict in holding(stated, part, in_sentence(above, part)):
                return share_claim(sentence, stated, part, whole, verdict)
    return None


def _of_several(sentence: Sentence, share: Mention, above: Sentence, names: list[str]) -> Claim | None:
    counts = _counts(above, sentence, share)
    parts = [next((m for m in counts if _is_called(above, m, name)), None) for name in names]
    told = [m for m in parts if m is not None]
    if len({m.figure.id for m in told}) < len(names) or len({m.unit for m in told}) > 1:
        return None
    stated, together = Stated(share, told[0], ""), total([m.span for m in told if m.span])
    for whole in in_sentence(above, min(told, key=lambda m: m.start)):
        verdict = verdict_of(stated, together, whole.span)
        if verdict in HOLDING:
            return share_of_several(sentence, stated, told, whole, verdict)
    return None


def _counts(above: Sentence, sentence: Sentence, share: Mention) -> list[Mention]:
    """The counts that may be named, nearest first."""
    return [m for m in reversed(above.levels) if m.known and m.unit != "%"
            and (above is not sentence or m.end <= share.start)]


def _is_called(sentence: Sentence, part: Mention, name: str, *, is_rate: bool = False) -> bool:
    """公办园 is called so by 公办园占比 and by 公办园在园幼儿占比; 已整改 by 整改率, 不合格 not by 合格率."""
    if is_rate:
        return named_after(f"{name}率", part.label)
    core, short = part.lead.removeprefix("其中"), _KIND.sub("", name)
    if len(core) > 1 and (core in name or name in part.label):
        return True
    if len(short) > 1 and short in part.lead:
        return True
    return len(name) >= _LONG and fully_named(name, around(sentence, part))
