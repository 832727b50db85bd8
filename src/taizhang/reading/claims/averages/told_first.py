"""Averages and rates that are told before the total that they make: 「18600套，每套均价128元，总金额238.08万元」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.per_what import Average
from taizhang.reading.claims.view import Mention, Sentence, exact

_TOTAL = re.compile("总|共|合计|[一共总]计")
_OTHERWISE = re.compile("最后|其余|除外|优惠|折扣|结算|[另含]|不足|左右|以[上下内]|已|到位|首批|预付")
_NEAR = 2                # clauses
_CLOSE = Fraction(1, 4)  # an average further off than this is of other counts


def of_total_behind(sentence: Sentence, read: Average, amounts: Sequence[Mention], counts: Sequence[Mention]) -> \
        tuple[Mention, Mention] | None:
    """The one amount, called a total behind the one average, and the one count beside it, which make another average.

    Where so many fit into each and no average is told, less than all may be there: not every room is full.
    """
    beside = [c for c in counts if abs(c.clause - read.rate.clause) <= _NEAR]
    unit = read.rate.unit.split("/")[0]
    rates = [m for m in sentence.mentions if m.unit.split("/")[0] == unit and m not in amounts]
    if not len(amounts) == len(beside) == len(rates) == 1:
        return None
    amount, count = amounts[0], beside[0]
    told = amount.start >= read.rate.end and amount.clause - max(count.clause, read.rate.clause) <= _NEAR \
        and _TOTAL.search(amount.lead) and all(map(exact, (read.rate, amount, count))) \
        and read.rate.brackets == amount.brackets == count.brackets and read.rate.segment == amount.segment
    if not told or _OTHERWISE.search(sentence.text) or cues.TELLS_MORE.match(sentence.text, amount.end):
        return None
    made = read.made(amount, count)
    off = made.value / read.rate.value - 1 if made is not None else Fraction(0)
    return (amount, count) if 0 < abs(off) <= _CLOSE and (off > 0 or "均" in read.rate.lead) else None
