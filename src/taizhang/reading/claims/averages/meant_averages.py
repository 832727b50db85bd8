"""Averages that fit no counts, of which the words can mean only two: 「发放460万元，惠及学生4600人，人均1500元」."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import islice, product

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.per_what import Average, read_average
from taizhang.reading.claims.averages.shared_out import amounts_of, counts_of
from taizhang.reading.claims.shares.wholes import bounds, in_reach
from taizhang.reading.claims.slips import DECIMAL_POWERS, of_one
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.verdicts import Words, say
from taizhang.reading.claims.view import NEAR, Mention, Sentence, exact

_NEAR = 2                # clauses
_MOST = 40                # counts further up
_CLOSE = Fraction(1, 4)   # an average further off than this is of other counts
_OF_THESE = Fraction(1, 2)   # unless it names nothing of its own, and so is of what stands before it
_OF_ALL = re.compile("全[省市县区].*(?:达到?|有)$")
_QUALIFIED = re.compile("[（(]|，(?:其余|不含|含)")         # 每平方米1850元（含装修）
_BARE = re.compile("(?:平均)?(?:每[人生校园班]|[人生校园班户]均)(?:[约为]|达到?)*")
_REACHED_BY_IT = re.compile("[共已可]?(?:覆盖|惠及|涉及|分布)")        # 1260个，平均每校21个，覆盖60所
_STAGE = re.compile("小学|初中|高中|中职|幼儿|城区|农村|城镇")
_GRADE = re.compile("毕业年级|毕业班|[一二三四五六七八九]年级|[初高][一二三]")


def meant(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """The amount and the count before an average, where there is one of each beside it and it is near what they make.

    Or where it is named after both: 「学生2400人；校舍面积28800平方米；生均校舍面积12平方米」.
    """
    rate = read.rate
    amounts = [m for m in amounts_of(sentence, read) if m.end <= rate.start and exact(m)]
    told = [m for m in counts_of(sentence, read) if exact(m)]
    counts = [m for m in told if m.end <= rate.start] or [
        m for m in told if m.clause == rate.clause + 1 and _REACHED_BY_IT.match(m.lead)]
    amounts = [m for m in amounts if cues.ATTENDING.search(m.lead)] or amounts       # 招生…人，在校生…人，904个班
    counts = [m for m in counts if _OF_ALL.search(m.lead)] or counts                 # 新建5所，全县达到64所
    amounts, counts = ([m for m in told if m.segment == rate.segment] or told for told in (amounts, counts))
    if len(amounts) != 1 or len(counts) != 1 or not exact(rate) or not amounts[0].surrounds(rate):
        return None
    if _QUALIFIED.match(sentence.text, rate.end) or not _is_of_all(rate, counts[0]):
        return None
    amount, count = amounts[0], counts[0]
    beside = amount.segment == count.segment == rate.segment and abs(amount.clause - count.clause) <= _NEAR \
        and rate.clause - max(amount.clause, count.clause) <= 1
    named = len(read.what) > 1 and amount.lead.endswith(read.what)
    apart = amount is not count and not read.is_of_less(amount, count)
    made = read.made(amount, count) if (beside or named) and apart else None
    margin = _OF_THESE if _BARE.fullmatch(rate.lead) else _CLOSE
    near = made is not None and abs(made.value / rate.value - 1) <= margin
    return (amount, count) if made is not None and (near or slip_of(rate, made)) else None


def as_beside(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """「校舍74.8万平方米，生均23.9平方米；设备26480万元，生均9470元」: on the count of another, but for a slip."""
    amounts = [m for m in amounts_of(sentence, read) if m.end <= read.rate.start and read.rate.clause - m.clause <= 1]
    if not amounts or not exact(read.rate):
        return None
    counts = islice((c for s in (sentence, *in_reach(sentence)) for c in counts_of(s, read)), _MOST)
    slipped = [c for c in counts if (made := read.made(amounts[0], c)) is not None and slip_of(read.rate, made)]
    for above in (sentence, *islice(sentence.earlier(), NEAR)) if slipped else ():
        others = (read_average(m) for m in above.mentions if m is not read.rate)
        for other in (one for one in others if one is not None and one.per == read.per):
            found = (c for a, c in product(amounts_of(above, other), slipped) if other.fits(a, c))
            if (count := next(found, None)) is not None:
                return amounts[0], count
    return None


def _is_of_all(rate: Mention, count: Mention) -> bool:
    """False for 小学生均 beside a count of all pupils."""
    narrower = filter(None, (_STAGE.search(rate.lead), _GRADE.search(rate.lead)))
    return all(found[0] in count.label for found in narrower)


def slip_of(rate: Mention, made: Span) -> Words:
    (low, high), (least, most) = bounds(rate.span or point(rate.value)), bounds(made)
    shifted = any(least * power <= high and low <= most * power for power in DECIMAL_POWERS)
    return say("cause-unit", figure=rate) if shifted else of_one(rate, round(made.value / rate.step) * rate.step)
