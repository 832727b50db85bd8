"""Averages: so much of one thing for each of another, 「1488个班，在校生78864人，平均班额53人」, 「生均23.9平方米」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.named_averages import on_what_is_said
from taizhang.reading.claims.averages.per_what import Average, came_to, read_average
from taizhang.reading.claims.averages.said_bases import of_another_base, on_load
from taizhang.reading.claims.averages.several_counts import on_several
from taizhang.reading.claims.averages.told_first import of_total_behind
from taizhang.reading.claims.averages.wrong_averages import of_another
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.wholes import bounds, in_reach
from taizhang.reading.claims.slips import DECIMAL_POWERS, ENOUGH, of_one
from taizhang.reading.claims.span import Span, digits, point, total
from taizhang.reading.claims.verdicts import HOLDING, NOTHING, Members, Outcome, Words, claim, judge, printed, say, show
from taizhang.reading.claims.view import NEAR, Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

FINE = 20                # steps of its last digit that an average must have to be met by no chance from far off
_NEAREST = 4              # amounts or counts of a sentence that are looked at
_NEAR = 2                # clauses
_A_MONTH = Fraction(1, 12)
_MOST = 40                # further up
_FAR_UP = 12              # sentences up in which both may stand
CLOSE = Fraction(1, 4)   # an average further off than this is of other counts
_PER_WORDS = re.compile("[均每]|班额")
_TOTAL = re.compile(r"均|每|标准")
_EACH_MONTH = re.compile("每月[^均每]*$")                        # 月人均工资738元，每月需工资548万元
_OF_ALL = re.compile("全[省市县区].*(?:达到?|有)$")
_QUALIFIED = re.compile("[（(]|，(?:其余|不含|含)")         # 每平方米1850元（含装修）
_STAGE = re.compile("小学|初中|高中|中职|幼儿|城区|农村|城镇")
_GRADE = re.compile("毕业年级|毕业班|[一二三四五六七八九]年级|[初高][一二三]")


def averages(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each average: under the first reading that holds, or wrong where only one can be meant."""
    if _PER_WORDS.search(sentence.text) is None:
        return
    for before, mention in zip((None, *sentence.mentions), sentence.mentions, strict=False):
        if (read := read_average(mention)) is not None:
            yield from _judged(sentence, read)
        elif before is not None and (read := came_to(before, mention)) is not None:
            held = next((pair for pair in _pairs(sentence, read) if read.fits(*pair)), None)
            yield from [_claim(sentence, read, held[0], [held[1]])] if held is not None else []


def _judged(sentence: Sentence, read: Average) -> Iterator[Claim]:
    held = next((pair for pair in _pairs(sentence, read) if read.fits(*pair)), None)
    amounts = list(_amounts(sentence, read))
    held = held or on_what_is_said(sentence, read, amounts) or on_load(sentence, read)
    wrong = of_another(sentence, read, held, amounts) or of_another_base(sentence, read, held, amounts)
    several = on_several(sentence, read, amounts) if wrong is None and held is None else None
    pair = wrong or held or _meant(sentence, read) or _as_beside(sentence, read) \
        or of_total_behind(sentence, read, amounts, list(_counts(sentence, read)))
    monthly = _a_month(sentence, read) if held is None and "每月" in read.rate.lead else None
    if monthly is not None:
        yield _claim(sentence, read, monthly[0], [monthly[1]], _A_MONTH)
    elif several is not None:
        yield _claim(sentence, read, *several)
    elif pair is not None:
        yield _claim(sentence, read, pair[0], [pair[1]])


def _a_month(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """「发放补助3456万元，惠及教师9600人，人均每月300元」: a twelfth of what the year's amount makes."""
    for pair in product(_amounts(sentence, read), _counts(sentence, read)):
        made = read.made(*pair)
        if made is not None and judge(read.stated, made.times(_A_MONTH)) in HOLDING:
            return pair
    return None


def _pairs(sentence: Sentence, read: Average) -> Iterator[tuple[Mention, Mention]]:
    """What may have been divided by what: of the sentence, then with one of both further up, then both there."""
    amounts, counts = list(_amounts(sentence, read)), list(_counts(sentence, read))
    yield from product(amounts, counts)
    if read.rate.step * FINE > read.rate.value:
        yield from _exact(sentence, read, amounts[:2])
        return
    above = list(in_reach(sentence))
    telling = [one for one in above if one.mentions]
    yield from product(amounts[:2], islice((c for s in telling for c in _counts(s, read)), _MOST))
    yield from product(islice((a for s in telling for a in _amounts(s, read)), _MOST), counts[:2])
    for one in above[:_FAR_UP]:
        if one.mentions:
            yield from product(_amounts(one, read), _counts(one, read))


def _exact(sentence: Sentence, read: Average, amounts: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """With a count further up of which the amount is so many times to the last digit: 642人，校均3人 of 214所."""
    for amount in amounts:
        size = read.each * amount.number / read.rate.number if amount.span == point(amount.value) else Decimal(0)
        if digits(size) >= ENOUGH and size != amount.number and not size % 1:
            yield from ((amount, m) for s in in_reach(sentence) for m in s.levels
                        if m.number == size and m.known and read.counted(m))


def _amounts(sentence: Sentence, read: Average) -> Iterator[Mention]:
    """What was shared out, nearest first."""
    rate, unit = read.rate, read.rate.unit.split("/")[0]
    least = rate.number if "万" not in rate.figure.quote else 0             # 3964万元，…，生均5000万元
    told = (m for m in sentence.mentions if m.known and m is not rate and m.number > least
            and (m.unit == unit or (unit == "次" and m.unit == "人次") or (unit == "人" and "学位" in m.lead))
            and (_is_reached(m) or ("月" in rate.lead and _EACH_MONTH.search(m.lead))))
    nearest = sorted(told, key=lambda m: abs(m.start - rate.start))
    yield from nearest[:_NEAREST]
    yield from (m for m in nearest[_NEAREST:] if m is min(nearest, key=lambda m: m.start))   # 3亿元，其中…，次均1730元


def _counts(sentence: Sentence, read: Average) -> Iterator[Mention]:
    rate = read.rate
    told = (m for m in sentence.mentions if m.known and m is not rate and m.number > 1
            and _is_reached(m) and read.counted(m))
    nearest = sorted(told, key=lambda m: abs(m.start - rate.start))
    yield from nearest[:_NEAREST]
    if len(nearest) > _NEAREST:                           # 9846人，其中小学4312人、…，发放1683.7万元，人均1710元
        yield max(nearest, key=lambda m: m.number)


def _is_reached(mention: Mention) -> bool:
    return mention.role in (Role.LEVEL, Role.BASE) and not _TOTAL.search(mention.lead)


def _meant(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """The amount and the count before an average, where there is one of each beside it and it is near what they make.

    Or where it is named after both: 「学生2400人；校舍面积28800平方米；生均校舍面积12平方米」.
    """
    rate = read.rate
    amounts, counts = ([m for m in told if m.end <= rate.start and exact(m)]
                       for told in (_amounts(sentence, read), _counts(sentence, read)))
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
    near = made is not None and abs(made.value / rate.value - 1) <= CLOSE
    return (amount, count) if made is not None and (near or _slip(rate, made)) else None


def _as_beside(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """「校舍74.8万平方米，生均23.9平方米；设备26480万元，生均9470元」: on the count of another, but for a slip."""
    amounts = [m for m in _amounts(sentence, read) if m.end <= read.rate.start and read.rate.clause - m.clause <= 1]
    if not amounts or not exact(read.rate):
        return None
    counts = islice((c for s in (sentence, *in_reach(sentence)) for c in _counts(s, read)), _MOST)
    slipped = [c for c in counts if (made := read.made(amounts[0], c)) is not None and _slip(read.rate, made)]
    for above in (sentence, *islice(sentence.earlier(), NEAR)) if slipped else ():
        others = (read_average(m) for m in above.mentions if m is not read.rate)
        for other in (one for one in others if one is not None and one.per == read.per):
            found = (c for a, c in product(_amounts(above, other), slipped) if other.fits(a, c))
            if (count := next(found, None)) is not None:
                return amounts[0], count
    return None


def _is_of_all(rate: Mention, count: Mention) -> bool:
    """False for 小学生均 beside a count of all pupils."""
    narrower = filter(None, (_STAGE.search(rate.lead), _GRADE.search(rate.lead)))
    return all(found[0] in count.label for found in narrower)


def _slip(rate: Mention, made: Span) -> Words:
    (low, high), (least, most) = bounds(rate.span or point(rate.value)), bounds(made)
    shifted = any(least * power <= high and low <= most * power for power in DECIMAL_POWERS)
    return say("cause-unit", figure=rate) if shifted else of_one(rate, round(made.value / rate.step) * rate.step)


def _claim(
    sentence: Sentence, read: Average, amount: Mention, counts: list[Mention], times: Fraction = Fraction(1)
) -> Claim:  # fmt: skip
    size = total([m.span for m in counts if m.span])
    made = (read.made_of(amount, size) or point(0)).times(times)
    verdict = judge(read.stated, made)
    members: Members = {"total": amount, "count": counts if len(counts) > 1 else counts[0], "standard": read.rate}
    return claim(sentence, "per_unit", members, Outcome(
        verdict=verdict, stated=read.rate.value, computed=made.value,
        message=say("average", stated=read.rate, amount=amount, count=_shown(counts),
                    computed=printed(made.value, read.rate.figure)),
        cause=_slip(read.rate, made) if verdict is Verdict.CONTRADICTED else NOTHING))


def _shown(counts: list[Mention]) -> str:
    listed = "＋".join(map(show, counts))
    return f"（{listed}）" if len(counts) > 1 else listed
