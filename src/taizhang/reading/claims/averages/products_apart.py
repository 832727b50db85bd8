"""So many people at so much each, of which the rate or the people are told apart from the amount.

「标准提高至每生7000元。按612人拨付428.4万元」; 「补助8万元，学生200人，小学100人、每生300元，初中100人、每生500元」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import ENOUGH, of_one
from taizhang.reading.claims.span import digits, point
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import NEAR, Mention, Sentence, added, levels
from taizhang.reading.model import Claim, Verdict

_PAID = re.compile(r"(?:核拨|拨付|下拨|安排|下达|核定|发放|补助|支出)[^，,；;。\d]{0,12}$")
_BY = re.compile("[按以][^，,；;。]{0,24}$")
_EACH = re.compile("每(?:学?年)?[个一]?[人生名班位]|[生人班]均")
_HEADS, _PAIR, _HALF = ("人", "人次", "班", "个"), 2, Fraction(1, 2)
_MORE = re.compile("另|剩余|其余|结余|含")
_TERMS = re.compile("学期|[每/][月天日]")


def products_apart(sentence: Sentence) -> Iterator[Claim]:
    """A claim for an amount that is paid by a head count at a rate told before, and for a wrong one at two rates."""
    if "按" in sentence.text:
        yield from _at_rate_before(sentence)
    if sentence.text.count("每") > 1:
        rates = [m for m in sentence.mentions if m.known and m.role is Role.STANDARD and _EACH.search(m.lead)]
        yield from _at_two_rates(sentence, rates) if len(rates) == _PAIR else ()


def _at_rate_before(sentence: Sentence) -> Iterator[Claim]:
    """「按612人拨付428.4万元」, where a rate per head told here or just above makes it, or would but for a slip."""
    for count, total in pairwise(sentence.mentions):
        paid = total.figure.unit == "元" and total.known and count.clause == total.clause and _PAID.search(total.lead)
        if paid and count.unit in _HEADS and count.known and _BY.search(sentence.text, 0, count.start):
            rates = list(_rates_before(sentence, total))
            verdicts = [judge(total.span or point(total.value), point(r.value * count.value)) for r in rates]
            held = next((pair for pair in zip(rates, verdicts, strict=True) if pair[1] in HOLDING), None)
            if held is not None:
                yield _claim(sentence, [held[0]], [count], total, held[1])
            elif rates and not _tells_more(sentence, total, rates[0].value * count.value) \
                    and _has_digits(count) and of_one(count, total.value / rates[0].value):
                yield _claim(sentence, [rates[0]], [count], total, Verdict.CONTRADICTED)


def _tells_more(sentence: Sentence, total: Mention, made: Fraction) -> bool:
    """True where the amount is of more, or some is paid otherwise: 「另安排校服费1万元」, 「其余由结余解决」."""
    return _MORE.search(sentence.text) is not None or any(
        m.figure.unit == "元" and m.value == abs(total.value - made) for m in sentence.mentions)


def _has_digits(count: Mention) -> bool:
    """True for a count of so many digits that another differs from it in one by no chance."""
    return digits(count.number) >= ENOUGH


def _rates_before(sentence: Sentence, total: Mention) -> Iterator[Mention]:
    for above in (sentence, *islice(sentence.earlier(), NEAR)):
        for m in reversed(above.mentions) if _EACH.search(above.text) else ():
            if m.figure.unit.startswith("元") and m.known and 0 < m.number < total.number and m.role is not Role.CHANGE:
                yield m


def _at_two_rates(sentence: Sentence, rates: list[Mention]) -> Iterator[Claim]:
    """Where the people paid at either rate are all that are told, and the amount is told just before them."""
    counts = []
    for rate in rates:
        before = [m for m in levels(sentence.levels, "人") if m.end <= rate.start and rate.clause - m.clause <= 1]
        counts += before[-1:]
    every = [m for m in levels(sentence.levels, "人") if counts and m.end <= counts[0].start][-1:]
    if len({m.start for m in counts}) < len(rates) or not every or added(counts) != every[0].number:
        return
    amounts = [m for m in sentence.levels if m.figure.unit == "元" and m.known and m.end <= every[0].start]
    total = amounts[-1] if amounts and every[0].clause - amounts[-1].clause == 1 else None
    timed = any(_TERMS.search(r.lead + r.figure.unit) for r in rates) or "学期" in sentence.text
    if total is None or timed or cues.SO_FAR.search(total.lead):
        return
    made = sum((m.value * rate.value for m, rate in zip(counts, rates, strict=True)), Fraction(0))
    verdict = judge(total.span or point(total.value), point(made))
    more = _tells_more(sentence, total, made)
    if verdict is Verdict.CONTRADICTED and made and not more and _HALF < total.value / made < 1 / _HALF:
        yield _claim(sentence, rates, counts, total, verdict)


def _claim(sentence: Sentence, rates: list[Mention], counts: list[Mention], total: Mention, verdict: Verdict) -> Claim:
    pairs = list(zip(counts, rates, strict=True))
    made = sum((m.value * rate.value for m, rate in pairs), Fraction(0))
    return claim(sentence, "per_unit", {"standard": rates, "count": counts, "total": total}, Outcome(
        verdict=verdict, stated=total.value, computed=made, message=say(
            "per-unit", stated=total, factors="＋".join(f"{show(m)}×{show(rate)}" for m, rate in pairs),
            computed=printed(made, total.figure))))
