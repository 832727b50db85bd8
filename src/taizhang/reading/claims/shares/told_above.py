"""Shares whose words name counts told before, there or in the sentence above; wrong only where a slip explains it.

「幼儿园120所，公办园66所。公办园占比55%」; 「中央3.12亿元，省级1.24亿元，…，中央和省级资金占74.4%」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.derived_shares import divided_by_rest
from taizhang.reading.claims.shares.share_claims import holding, is_slip, share_claim, share_together
from taizhang.reading.claims.shares.stated import Stated, around, clause_before
from taizhang.reading.claims.shares.stated_rates import named_after
from taizhang.reading.claims.shares.wholes import candidates, fully_named, in_sentence
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

_NAME = re.compile(r"(?:其中)?(?P<name>[一-龥]{2,}?)(?:所?占(?P<of>[^，,；;。]*?)的?|比例|比重|(?P<rate>率))"
                   "[已也仅达到为约是]*$")
_CAME_FROM = re.compile(r"率[一-龥]{0,2}[由从][^，,；;]{0,16}?%[一-龥]{1,4}[到至为]$")       # 危房率由18.6%下降到1.9%
_KIND = re.compile(r"(?:教师|人员|资金|经费|投资|投入|学生|考生|职称|学历|类)$")
_BAND = re.compile(r"(?:其中)?(?P<end>\d\d|[一-龥]{2,6}?)(?:级|等|岁)?[及或]?以[上下]")
_MOST = 12               # counts of a list of bands
_LONG = 4                # characters of a name that may be told in more words: 社会捐资 of 社会各界捐资


def told_above(sentence: Sentence, share: Mention) -> Iterator[Claim]:
    """The claim of a share whose words name counts before it, if they are that share of one before them."""
    clause = _CAME_FROM.sub("率", clause_before(sentence, share.start))
    if band := _BAND.match(clause):
        yield from _of_band(sentence, share, band["end"])
    elif named := _NAME.search(clause):
        names = cues.AND.split(named["name"])
        several = len(names) > 1 and min(map(len, names)) > 1
        told = (_of_several(sentence, share, above, names) if several else
                _of_one(sentence, share, above, named["name"], named["of"] or "", is_rate=named["rate"] is not None)
                for above in (sentence, sentence.before) if above is not None)
        yield from islice(filter(None, told), 1)


def _of_one(  # noqa: PLR0913 - where the share stands, where its part, and how both are called
    sentence: Sentence, share: Mention, above: Sentence, name: str, of: str, *, is_rate: bool
) -> Claim | None:  # fmt: skip
    counts = _counts(above, sentence, share)
    for part in counts:
        if _is_called(above, part, name, is_rate=is_rate):
            stated = Stated(share, part, of)
            if above is sentence and (divided := divided_by_rest(sentence, stated, part)) is not None:
                return divided
            between = (m for m in levels(counts, part.unit) if m.start > part.end and m.number > part.number)
            wholes = (*in_sentence(above, part), *between, *sentence.above(part.unit), *candidates(above, stated, part))
            for whole, verdict in holding(stated, part, wholes):
                return share_claim(sentence, stated, part, whole, verdict)
            larger = {m.number: m for m in in_sentence(above, part) if m.number > part.number}
            of_one = above is sentence and len(larger) == 1 and not cues.TOGETHER.match(name)
            if of_one and is_slip(stated, part, whole := larger.popitem()[1]):
                return share_claim(sentence, stated, part, whole, Verdict.CONTRADICTED)
    return None


def _of_several(sentence: Sentence, share: Mention, above: Sentence, names: list[str]) -> Claim | None:
    counts = _counts(above, sentence, share)
    parts = [next((m for m in counts if _is_called(above, m, name)), None) for name in names]
    told = [m for m in parts if m is not None]
    if len({m.figure.id for m in told}) < len(names) or len({m.unit for m in told}) > 1:
        return None
    wholes = in_sentence(above, min(told, key=lambda m: m.start))
    return share_together(sentence, Stated(share, told[0], ""), told, wholes)


def _of_band(sentence: Sentence, share: Mention, end: str) -> Iterator[Claim]:
    """「正高级31人，副高级5178人，中级10264人，…，副高级及以上占18.7%」: the first or the last of a list."""
    counts = _counts(sentence, sentence, share)[_MOST - 1 :: -1]
    at = next((m for m in counts if end in m.label), None)
    if at is None:
        return
    column = [m for m in counts if m.unit == at.unit and m.brackets == at.brackets and m.span is not None]
    place, stated = column.index(at), Stated(share, at, "")
    bands = (*(column[n : place + 1] for n in range(place)), column[place:])
    told = (share_together(sentence, stated, parts, (m for m in (*column, *sentence.above(at.unit)) if m not in parts))
            for parts in bands if len(parts) > 1)
    yield from islice(filter(None, told), 1)


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
    if len(short) > 1 and (short in part.lead or labels.alike(short, part.lead)):
        return True
    return len(name) >= _LONG and fully_named(name, around(sentence, part))
