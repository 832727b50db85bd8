"""Averages and amounts told in turn of counts told in turn.

「小学1.42亿元，惠及18.93万人；初中0.87亿元，惠及9.16万人，生均分别为750元和950元」;
「按省内500元、省外1000元，资助省内8210人、省外2980人，分别支出410.5万元和298万元」.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.per_what import Average, read_average
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import point
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_CLOSE = Decimal("0.25") # what is further off is of other counts
_FINE = 20               # steps of its last digit that an average must have to show what the others are of


def told_in_turn(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each of two or more that are told in turn; one is wrong where all the others hold."""
    if cues.IN_TURN.search(sentence.text) is None:
        return
    for i, first in enumerate(sentence.mentions):
        if cues.IN_TURN.search(first.lead):
            following = takewhile(lambda m: m.lead in cues.AND_NEXT, sentence.mentions[i + 1 :])
            listed = [first, *(m for m in following if m.unit == first.unit)]
            read = read_average(first)
            if len(listed) > 1 and all(m.known and m.number > 0 and exact(m) for m in listed):
                yield from _averages(sentence, listed, read) if read else _products(sentence, listed)


def _averages(sentence: Sentence, rates: Sequence[Mention], read: Average) -> Iterator[Claim]:
    before = [m for m in sentence.levels if m.end <= rates[0].start and m.known]
    unit = rates[0].unit.split("/")[0]
    amounts = [m for m in before if m.unit == unit and m.number > rates[0].number][-len(rates) :]
    counts = [m for m in before if read.counted(m) and m not in amounts][-len(rates) :]
    if not len(amounts) == len(counts) == len(rates) or any(rate.step * _FINE > rate.value for rate in rates):
        return
    told = []
    for rate, amount, count in zip(rates, amounts, counts, strict=True):
        one = Average(rate, read.counted, read.each, read.per)
        made = one.made(amount, count) or point(0)
        told.append(claim(sentence, "per_unit", {"total": amount, "count": count, "standard": rate}, Outcome(
            verdict=judge(one.stated, made), stated=rate.value, computed=made.value, message=say(
                "average", stated=rate, amount=amount, count=count, computed=printed(made.value, rate.figure)))))
    qualified = cues.TELLS_MORE.match(sentence.text, rates[-1].end)
    yield from _judged(told, sure=not qualified and all(rate.step * _FINE**2 <= rate.value for rate in rates))


def _products(sentence: Sentence, totals: Sequence[Mention]) -> Iterator[Claim]:
    n, before = len(totals), [m for m in sentence.mentions if m.end <= totals[0].start and m.known and m.number > 0]
    counts = [m for m in before if m.unit in cues.PEOPLE and m.role is Role.LEVEL][-n:]
    rates = [m for m in before if counts and m.figure.unit == totals[0].figure.unit and m.end <= counts[0].start][-n:]
    if not len(counts) == len(rates) == n or any(m.number >= t.number for m, t in zip(rates, totals, strict=True)):
        return
    told = []
    for rate, count, total in zip(rates, counts, totals, strict=True):
        made, factors = point(rate.value * count.value), f"{show(count)}×{show(rate)}"
        told.append(claim(sentence, "per_unit", {"standard": rate, "count": count, "total": total}, Outcome(
            verdict=judge(total.span or point(total.value), made), stated=total.value, computed=made.value,
            message=say("per-unit", stated=total, factors=factors, computed=printed(made.value, total.figure)))))
    yield from _judged(told, sure=not cues.TELLS_MORE.match(sentence.text, totals[-1].end))


def _judged(told: Sequence[Claim], *, sure: bool) -> Iterator[Claim]:
    wrong = [one for one in told if one.verdict is Verdict.CONTRADICTED]
    if len(told) - len(wrong) < max(len(told) - 1, 1):
        return
    near = all(one.stated and one.computed and abs(one.computed / one.stated - 1) <= _CLOSE for one in wrong)
    yield from (one for one in told if one.verdict in HOLDING or (sure and near))
