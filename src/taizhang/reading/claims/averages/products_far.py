"""Products of which a factor is told far up, is how many months a year has, or whose amount lost its 万.

「设考场1432个。…每个考场监考2名，共2864名」; 「每月发放167.62万元，全年2011.44万元」; 「1263名每人1千元，共126.3元」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.stated import clause_before, named_alike
from taizhang.reading.claims.shares.wholes import in_reach
from taizhang.reading.claims.slips import ENOUGH, POWERS, of_one
from taizhang.reading.claims.span import digits, fraction
from taizhang.reading.claims.verdicts import NOTHING, Members, Outcome, claim, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

_EACH = re.compile("每个?[一-龥]|[生人班校园]均")
_MAY_BE_RATE = re.compile("[每均]|[到至为]$")           # 由每生每年300元提高到500元
_HEADS = frozenset({"人", "人次", "班", "个", "户"})
_MONTHLY = re.compile("每个?月|月均|按月")
_A_YEAR = re.compile("全年|[一1]年|年度")
_BY_MONTHS = re.compile("按$|按.{0,4}个月(?:计|发|计发|核发|核算|计算|测算)")
_PAID_BEFORE = re.compile("下达|预拨")                # 按9个月测算，已下达176.85万元
_MONTHS_OF_A_YEAR = 12
_NEAR = 2                # clauses


def products_far(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each such product; wrong where words tell how many months are paid, or one is paid more than all."""
    if "月" in sentence.text and _MONTHLY.search(sentence.text):
        yield from _over_months(sentence)
    if _EACH.search(sentence.text):
        yield from _of_counts_above(sentence)
    if [m.unit for m in sentence.mentions].count("元") > 1:
        yield from _beside(sentence)


def _over_months(sentence: Sentence) -> Iterator[Claim]:
    """「每月发放167.62万元，按12个月计发2011.44万元」: confirmed to the last digit, wrong where a slip explains it."""
    money = [m for m in sentence.mentions if m.figure.unit == "元" and m.known]
    for monthly, total in pairwise(money):
        beside = total.clause - monthly.clause <= _NEAR and total.number > monthly.number
        if not beside or not _MONTHLY.search(monthly.lead):
            continue
        months = next((m for m in sentence.mentions if monthly.end <= m.start < total.start and m.unit == "个月"), None)
        times = months.number if months is not None else Decimal(_MONTHS_OF_A_YEAR)
        said = months is not None or _A_YEAR.search(total.lead)
        made = monthly.number * times
        holds = said and made == total.number and digits(made) >= ENOUGH
        otherwise = cues.SETTLED.search(total.lead) or _PAID_BEFORE.search(total.lead)
        more = otherwise or cues.TELLS_MORE.match(sentence.text, total.end)
        by_months = months is not None and not more and _BY_MONTHS.search(months.lead + show(months) + months.after)
        if holds or (by_months and digits(made) > ENOUGH and of_one(total, fraction(made))):
            yield _claim(sentence, monthly, months, total, times)


def _of_counts_above(sentence: Sentence) -> Iterator[Claim]:
    """Of a count above that is named as what is paid for, where it makes the amount to the last digit."""
    above: dict[Decimal, list[Mention]] | None = None
    for rate in sentence.mentions:
        if not rate.known or rate.unit == "%" or not _MAY_BE_RATE.search(rate.lead) or rate.number <= 1:
            continue
        words = clause_before(sentence, rate.start)
        if not _EACH.search(words):
            continue
        for total in sentence.levels:
            told = total.start > rate.end or sentence.text[total.end : rate.start].startswith(tuple(cues.OPENING))
            size = total.number / rate.number if told and _is_total(rate, total) else Decimal(0)
            if digits(size) < ENOUGH or size % 1 or any(m.number == size for m in sentence.mentions):
                continue
            above = above if above is not None else _counts_above(sentence)
            words = words if total.start > rate.end else total.lead
            if count := next((m for m in above.get(size, ()) if named_alike(m.lead, words)), None):
                yield _claim(sentence, rate, count, total, count.number)
                break


def _is_total(rate: Mention, total: Mention) -> bool:
    return total.known and total.figure.unit == rate.figure.unit.split("/")[0] and total.number > rate.number


def _counts_above(sentence: Sentence) -> dict[Decimal, list[Mention]]:
    counts: dict[Decimal, list[Mention]] = {}
    for above in in_reach(sentence):
        for m in above.levels:
            if m.unit in _HEADS and m.known:
                counts.setdefault(m.number, []).append(m)
    return counts


def _beside(sentence: Sentence) -> Iterator[Claim]:
    """「2368名幼儿再增加1000元，落实资金236.8万元」: to the last of many digits; and where the amount lost its 万.

    「为1263名幼儿每人资助1000元，共发放126.3元」: less is paid for all than for one.
    """
    for count, rate, total in zip(sentence.mentions, sentence.mentions[1:], sentence.mentions[2:], strict=False):
        in_money = rate.figure.unit == total.figure.unit == "元" and total.number > 0
        by_heads = count.known and count.unit in cues.PEOPLE and total.clause - count.clause <= _NEAR
        if not in_money or not by_heads:
            continue
        made, each = count.number * rate.number, _EACH.search(rate.lead) is not None
        lost = each and total.number < rate.number and fraction(made) / total.value in POWERS
        if lost or (not each and made == total.number and digits(count.number) > ENOUGH):
            yield _claim(sentence, rate, count, total, count.number)


def _claim(sentence: Sentence, rate: Mention, count: Mention | None, total: Mention, times: Decimal) -> Claim:
    made = fraction(rate.number * times)
    wrong = made != total.value
    members: Members = {"standard": rate, "count": count, "total": total}
    factors = f"{show(rate)}×{show(count) if count is not None else times}"
    return claim(sentence, "per_unit", members, Outcome(
        verdict=Verdict.CONTRADICTED if wrong else Verdict.HOLDS, stated=total.value, computed=made,
        message=say("per-unit", stated=total, factors=factors, computed=printed(made, total.figure)),
        cause=of_one(total, made) if wrong else NOTHING))
