"""Averages: so much of one thing for each of another, 「1488个班，在校生78864人，平均班额53人」, 「生均23.9平方米」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice, product
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import of_one
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.verdicts import HOLDING, NOTHING, Outcome, Words, claim, judge, printed, say
from taizhang.reading.claims.view import NEAR, Mention, Sentence, exact
from taizhang.reading.claims.wholes import FAR
from taizhang.reading.model import Claim, Verdict

FINE = 20                # steps of its last digit that an average must have to be met by no chance from far off
NEAREST = 4              # amounts or counts of a sentence that are looked at
_NEAR = 2                # clauses
MOST = 40                # further up
CLOSE = Fraction(1, 4)   # an average further off than this is of other counts
_PEOPLE = re.compile("教师|教职工|教职员|师资|职工")
_EACH = re.compile(r"每(?P<hundred>百)?[个一]?(?P<of>[^每]{1,16})$")
_OF = re.compile(r"(?P<of>(?![平年月日周])[一-龥])均(?P<what>[^每，]*)|(?P<class>班额)")
_PER_WORDS = re.compile("[均每]|班额")
_PAID = re.compile(r"每[个一]?[人生名位学户家]|/")
_TOTAL = re.compile(r"均|每|标准")
_IS_COUNTED = {"校": "所校家个", "所": "所校家个", "园": "所家个", "月": "个月"}

Counted = Callable[[Mention], bool]


class Average(NamedTuple):
    """An average, and which counts it may be reckoned on."""

    rate: Mention
    counted: Counted
    each: int                # 100 in 每百名学生拥有11台
    per: str                 # 生 in 生均校舍面积12平方米
    what: str = ""           # and 校舍面积

    @property
    def stated(self) -> Span:
        """What the average may stand for, cut-off digits included."""
        rate = self.rate.span or point(self.rate.value)
        return rate.widened(self.rate.step / 2).truncated(self.rate.step)

    def made(self, amount: Mention, count: Mention) -> Span | None:
        if amount.span is None or count.span is None or count.span.lo <= 0:
            return None
        return (amount.span / count.span).times(self.each)

    def fits(self, amount: Mention, count: Mention) -> bool:
        made = self.made(amount, count)
        return made is not None and judge(self.stated, made) in HOLDING


def averages(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each average: under the first reading that holds, or wrong where only one can be meant."""
    if _PER_WORDS.search(sentence.text) is None:
        return
    for mention in sentence.mentions:
        read = _read(mention) if is_average(mention) else None
        if read is not None:
            held = next((pair for pair in _pairs(sentence, read) if read.fits(*pair)), None)
            pair = held or _meant(sentence, read) or _as_beside(sentence, read)
            if pair is not None:
                yield _claim(sentence, read, *pair)


def is_average(mention: Mention) -> bool:
    """True for what is so much on each: not for money that is paid to each person, which `per_unit` reckons."""
    told = mention.known and mention.number > 0 and mention.unit not in ("%", "") \
        and mention.role in (Role.LEVEL, Role.STANDARD)
    if not told or _OF.search(mention.lead):
        return told
    paid = mention.unit.startswith("元") and "均" not in mention.lead and _PAID.search(mention.lead + mention.unit)
    return not paid and _EACH.search(mention.lead) is not None


def _read(rate: Mention) -> Average | None:
    if found := _OF.search(rate.lead):
        per = "班" if found["class"] else "人" if "人次均" in rate.lead else found["of"]
        return Average(rate, _counted_by(per), 1, per, found["what"] or "")
    if found := _EACH.search(rate.lead):
        of, each = found["of"], 100 if found["hundred"] else 1
        return Average(rate, _counted_by(of[0]) if of[0] in "校园班" else _counted_as(of), each, of)
    return None


def _counted_by(per: str) -> Counted:
    """For 生均, 校均, 班额: what is counted so."""
    if per in "生人":
        return lambda m: m.figure.unit in cues.PEOPLE and (per == "人" or not _PEOPLE.search(m.lead))
    if per == "师":
        return lambda m: m.unit == "人" and _PEOPLE.search(m.lead) is not None
    if per == "班":
        return lambda m: m.unit == "班" or (
            m.unit == "个" and "班" in m.lead[-3:] + m.after[:3] and "额" not in m.label)
    units = _IS_COUNTED.get(per, per)
    return lambda m: m.figure.unit in units and (m.figure.unit != "个" or per in m.label)


def _counted_as(of: str) -> Counted:
    """For 每平方米造价, 每个项目, 每名专任教师平均: what has that unit or that name."""
    name = of[1:] if of[:1] in "名位所家件套" else of
    people = of[:1] in "名位人生"

    def counted(m: Mention) -> bool:
        if people and m.unit == "人":
            return not name[:2] or name[:2] in m.label or of[:1] in "人生"
        unit = m.figure.unit.removeprefix("个")
        return (unit != "" and of.startswith(unit)) or (m.unit == "个" and name[:2] in f"{m.lead}{m.after}" != "") \
            or (m.unit == "个" and len(name) == 1 and name in m.label)

    return counted


def _pairs(sentence: Sentence, read: Average) -> Iterator[tuple[Mention, Mention]]:
    """What may have been divided by what: of the sentence, then with one of both further up, then both there."""
    amounts, counts = list(_amounts(sentence, read)), list(_counts(sentence, read))
    yield from product(amounts, counts)
    if read.rate.step * FINE > read.rate.value:
        return
    above = list(islice(_above(sentence), MOST * 2))
    yield from product(amounts[:2], islice((c for s in above for c in _counts(s, read)), MOST))
    yield from product(islice((a for s in above for a in _amounts(s, read)), MOST), counts[:2])
    for one in above:
        yield from product(_amounts(one, read), _counts(one, read))


def _above(sentence: Sentence) -> Iterator[Sentence]:
    left = FAR
    for above in sentence.earlier():
        yield above
        left -= len(above.mentions) + 1
        if left <= 0:
            return


def _amounts(sentence: Sentence, read: Average) -> Iterator[Mention]:
    """What was shared out, nearest first."""
    rate, unit = read.rate, read.rate.unit.split("/")[0]
    told = (m for m in sentence.mentions if m.known and m is not rate and m.number > rate.number
            and (m.unit == unit or (unit == "次" and m.unit == "人次"))
            and m.role in (Role.LEVEL, Role.BASE) and not _TOTAL.search(m.lead))
    yield from islice(sorted(told, key=lambda m: abs(m.start - rate.start)), NEAREST)


def _counts(sentence: Sentence, read: Average) -> Iterator[Mention]:
    rate = read.rate
    told = (m for m in sentence.mentions if m.known and m is not rate and m.number > 1
            and m.role in (Role.LEVEL, Role.BASE) and read.counted(m) and not _TOTAL.search(m.lead))
    yield from islice(sorted(told, key=lambda m: abs(m.start - rate.start)), NEAREST)


def _meant(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """The amount and the count before an average, where there is one of each beside it and it is near what they make.

    Or where it is named after both: 「学生2400人；校舍面积28800平方米；生均校舍面积12平方米」.
    """
    rate = read.rate
    amounts, counts = ([m for m in told if m.end <= rate.start and exact(m)]
                       for told in (_amounts(sentence, read), _counts(sentence, read)))
    amounts = [m for m in amounts if cues.ATTENDING.search(m.lead)] or amounts       # 招生…人，在校生…人，904个班
    if len(amounts) != 1 or len(counts) != 1 or not exact(rate) or not amounts[0].surrounds(rate):
        return None
    amount, count = amounts[0], counts[0]
    beside = amount.segment == count.segment == rate.segment and abs(amount.clause - count.clause) <= _NEAR \
        and rate.clause - max(amount.clause, count.clause) <= 1
    named = len(read.what) > 1 and amount.lead.endswith(read.what)
    made = read.made(amount, count) if (beside or named) and amount is not count else None
    near = made is not None and abs(made.value / rate.value - 1) <= CLOSE
    return (amount, count) if made is not None and (near or _slip(rate, made)) else None


def _as_beside(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """「校舍74.8万平方米，生均23.9平方米；设备26480万元，生均9470元」: on the count of another, but for a slip."""
    amounts = [m for m in _amounts(sentence, read) if m.end <= read.rate.start and read.rate.clause - m.clause <= 1]
    for above in (sentence, *islice(sentence.earlier(), NEAR)) if amounts and exact(read.rate) else ():
        for other in (_read(m) for m in above.mentions if m is not read.rate and is_average(m)):
            if other is None or other.per != read.per:
                continue
            for amount, count in _pairs(above, other):
                if other.fits(amount, count) and (made := read.made(amounts[0], count)) and _slip(read.rate, made):
                    return amounts[0], count
    return None


def _slip(rate: Mention, made: Span) -> Words:
    return of_one(rate, round(made.value / rate.step) * rate.step)


def _claim(sentence: Sentence, read: Average, amount: Mention, count: Mention) -> Claim:
    made = read.made(amount, count) or point(0)
    verdict = judge(read.stated, made)
    members = {"total": amount, "count": count, "standard": read.rate}
    return claim(sentence, "per_unit", members, Outcome(
        verdict=verdict, stated=read.rate.value, computed=made.value,
        message=say("average", stated=read.rate, amount=amount, count=count,
                    computed=printed(made.value, read.rate.figure)),
        cause=_slip(read.rate, made) if verdict is Verdict.CONTRADICTED else NOTHING))
