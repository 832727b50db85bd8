"""What may have been shared out, and among how many: the amounts and the counts beside an average."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.claims.averages.per_what import Average
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.view import Mention, Sentence

_NEAREST = 4              # amounts or counts of a sentence that are looked at
_TOTAL = re.compile(r"均|每|标准")
_EACH_MONTH = re.compile("每月[^均每]*$")                        # 月人均工资738元，每月需工资548万元


def amounts_of(sentence: Sentence, read: Average) -> Iterator[Mention]:
    """What was shared out, nearest first."""
    rate, unit = read.rate, read.rate.unit.split("/")[0]
    least = rate.number if "万" not in rate.figure.quote else 0             # 3964万元，…，生均5000万元
    told = (m for m in sentence.mentions if m.known and m is not rate and m.number > least
            and (m.unit == unit or (unit == "次" and m.unit == "人次") or (unit == "人" and "学位" in m.lead))
            and (_is_reached(m) or ("月" in rate.lead and _EACH_MONTH.search(m.lead))))
    nearest = sorted(told, key=lambda m: abs(m.start - rate.start))
    yield from nearest[:_NEAREST]
    yield from (m for m in nearest[_NEAREST:] if m is min(nearest, key=lambda m: m.start))   # 3亿元，其中…，次均1730元


def counts_of(sentence: Sentence, read: Average) -> Iterator[Mention]:
    """Among how many it was shared out, nearest first."""
    rate = read.rate
    told = (m for m in sentence.mentions if m.known and m is not rate and m.number > 1
            and _is_reached(m) and read.counted(m))
    nearest = sorted(told, key=lambda m: abs(m.start - rate.start))
    yield from nearest[:_NEAREST]
    if len(nearest) > _NEAREST:                           # 9846人，其中小学4312人、…，发放1683.7万元，人均1710元
        yield max(nearest, key=lambda m: m.number)


def _is_reached(mention: Mention) -> bool:
    return mention.role in (Role.LEVEL, Role.BASE) and not _TOTAL.search(mention.lead)
