"""What growth of so much a year makes over years: 「年均增长12.03%，2020年达到9410元，比2015年增长76.48%」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.verdicts import Outcome, claim, judge_percentage, percent, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim

_YEARLY = re.compile("年均(?!衡)|年平均|平均每年")
_SINCE = re.compile(r"(?:比|较)(20\d\d)年")
_OTHERWISE = re.compile("口径|可比|剔除|扣除")
_MOST = 20               # years


def compounded(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each growth since a year beside which the growth of each year is told."""
    rates = [m for m in sentence.mentions if m.figure.unit == "%" and m.known and m.role is Role.CHANGE and not m.falls]
    for since in rates:
        years = _years(sentence, since)
        beside = [m for m in rates if m is not since and m.segment == since.segment and _YEARLY.search(m.lead)]
        if years and len(beside) == 1 and not _OTHERWISE.search(sentence.text):
            yield _claim(sentence, beside[0], since, years)


def _years(sentence: Sentence, since: Mention) -> int:
    """How many years a growth is measured over; 0 where its sentence does not say."""
    base = _SINCE.search(since.lead)
    before = [m[0] for m in cues.A_YEAR.finditer(sentence.text, 0, since.start) if base is None or m[0] != base[1]]
    years = int(before[-1]) - int(base[1]) if base and before else 0
    return years if 1 < years <= _MOST else 0


def _claim(sentence: Sentence, yearly: Mention, since: Mention, years: int) -> Claim:
    one, stated = yearly.span or point(yearly.value), since.span or point(since.value)
    lo, value, hi = (((1 + rate / 100) ** years - 1) * 100 for rate in (one.lo, one.value, one.hi))
    made = Span(Fraction(value), Fraction(lo), Fraction(hi))
    members = {"growth": since, "yearly": yearly}
    return claim(sentence, "growth", members, Outcome(
        verdict=judge_percentage(stated, made, since.step), stated=since.value, computed=made.value,
        message=say("compounded", years=years, yearly=yearly, stated=since, computed=percent(made.value))))
