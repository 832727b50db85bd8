"""So many people at so much each: 「资助68人，每人500元，共3.4万元」."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product, zip_longest
from math import ceil, floor

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.paid import Product, is_clear, words_of
from taizhang.reading.claims.averages.per_what import is_average
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import POWERS
from taizhang.reading.claims.span import point
from taizhang.reading.claims.verdicts import NOTHING, Members, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

_BESIDE = 2              # clauses from a count to its total
_MOST = 100               # ways to read the counts and totals of a sentence


def products(sentence: Sentence) -> Iterator[Claim]:
    """A claim where a rate that is paid per head, a head count and a total stand in one sentence."""
    rates = [m for m in sentence.mentions if m.known and m.role is Role.STANDARD and cues.PER_ONE.search(words_of(m))]
    norms = [m for m in rates if not cues.REACHED_ON_AVERAGE.search(m.lead)]
    if len(norms) > 1:
        together = _of_each(sentence, norms) or _of_two_rates(sentence, norms)
        found = [*_each_its_own(sentence, norms), *([together] if together else [])]
        yield from found
        if found:
            return
    for rate in rates:
        if is_average(rate):
            continue
        held = _held(sentence, rate)
        if held is not None:
            yield held
        elif len(rates) == 1:
            yield from _wrong(sentence, rate)


def _held(sentence: Sentence, rate: Mention) -> Claim | None:
    """The claim under the first reading that holds."""
    for reading in _readings(sentence, rate):
        for share in _shares_of_a_year(rate):
            verdict = judge(reading.stated, reading.made.times(share))
            if verdict is not Verdict.CONTRADICTED:
                return _product(sentence, reading, share, verdict)
    return None


def _wrong(sentence: Sentence, rate: Mention) -> Iterator[Claim]:
    readings = list(_readings(sentence, rate))
    if len(readings) == 1 and readings[0].made.value and is_clear(sentence, readings[0]):
        yield _product(sentence, readings[0], Fraction(1), Verdict.CONTRADICTED)


def _readings(sentence: Sentence, rate: Mention) -> Iterator[Product]:
    unit = rate.figure.unit.split("/")[0]
    per = _per(rate)
    counts = [m for m in sentence.levels if m.known and m.figure.unit not in ("%", "", unit, *cues.TIMES)
              and (m.unit in cues.PER_WHOM.get(per, (m.unit,)) or (m.unit == "个" and per in m.lead[-2:]))]
    totals = [m for m in levels(sentence.levels) if m.figure.unit == unit and m.known and m.value > rate.value]
    times = [m for m in sentence.mentions if m.figure.unit in cues.TIMES and m.known]
    for count, total in islice(product(counts, totals), _MOST):
        yield from (Product(rate, count, total, time) for time in times)
        if not times:
            yield Product(rate, count, total, None)


def _per(rate: Mention) -> str:
    found = cues.PER_ONE.search(words_of(rate))
    return next((c for c in found.group() if c in cues.PER_WHOM), "") if found else ""


def _shares_of_a_year(rate: Mention) -> tuple[Fraction, ...]:
    """A yearly rate may be paid for half a year, a termly one for both terms."""
    words = words_of(rate)
    if "年" in words:
        return Fraction(1), Fraction(1, 2)
    return (Fraction(1), Fraction(2)) if "学期" in words else (Fraction(1),)


def _product(sentence: Sentence, reading: Product, share: Fraction, verdict: Verdict) -> Claim:
    made = reading.made.value * share
    factors = [reading.count, reading.rate, *([reading.times] if reading.times else [])]
    wrong = verdict is Verdict.CONTRADICTED
    return claim(sentence, "per_unit", reading.members, Outcome(
        verdict=verdict, stated=reading.total.value, computed=made,
        message=say("per-unit", stated=reading.total, factors="×".join(show(m) for m in factors),
                    computed=printed(made, reading.total.figure)),
        cause=say("cause-unit", figure=reading.total) if wrong and made / reading.total.value in POWERS else NOTHING))


def _of_each(sentence: Sentence, rates: list[Mention]) -> Claim | None:
    """「小学生469人次，每人500元；初中生2142人次，每人625元，共157.325万元」, where that holds."""
    counts, since = [], 0
    for rate in rates:
        people = [m for m in sentence.levels if since <= m.start < rate.start and m.unit in cues.PEOPLE and m.known]
        counts += people[-1:]
        since = rate.end
    if len(counts) < len(rates):
        return None
    made = point(sum((m.value * rate.value for m, rate in zip(counts, rates, strict=True)), Fraction(0)))
    for total in levels(sentence.levels, rates[0].figure.unit.split("/")[0]):
        if total.span is not None and total.span.meets(made):
            factors = "＋".join(f"{show(m)}×{show(rate)}" for m, rate in zip(counts, rates, strict=True))
            members: Members = {"standard": rates, "count": counts, "total": total}
            return claim(sentence, "per_unit", members, Outcome(
                verdict=judge(total.span, made), stated=total.value, computed=made.value,
                message=say("per-unit", stated=total, factors=factors, computed=printed(made.value, total.figure))))
    return None


def _each_its_own(sentence: Sentence, rates: list[Mention]) -> Iterator[Claim]:
    """「小学2018人，每生500元，计100.9万元；初中3128人，每生625元，计195.5万元」: each with its count and total."""
    told = []
    for rate, following in zip_longest(rates, rates[1:]):
        until = following.start if following is not None else len(sentence.text)
        people = [m for m in sentence.levels if m.end <= rate.start and m.unit in cues.PEOPLE and m.known]
        totals = [m for m in levels(sentence.levels, rate.figure.unit.split("/")[0])
                  if rate.end <= m.start < until and m.known and m.number > rate.number]
        others = [m for m in sentence.levels if totals and m.unit in cues.PEOPLE and rate.end < m.start < totals[0].end]
        if people and totals and not others and totals[0].clause - people[-1].clause <= _BESIDE:
            told.append(Product(rate, people[-1], totals[0], None))
    for reading in told if len(told) == len(rates) else ():
        verdict = judge(reading.stated, reading.made)
        if verdict is not Verdict.CONTRADICTED or (reading.made.value and is_clear(sentence, reading)):
            yield _product(sentence, reading, Fraction(1), verdict)


def _of_two_rates(sentence: Sentence, rates: list[Mention]) -> Claim | None:
    """「中学生320元，小学生240元，惠及6868人，共184.6万元」: some whole number of either must give the total."""
    if len(rates) > 2:
        return None
    low, high = sorted(rates, key=lambda m: m.value)
    unit = low.figure.unit.split("/")[0]
    counts = [m for m in sentence.levels if m.known and m.unit == "人"]
    totals = [m for m in levels(sentence.levels, unit) if m.known and m.value > high.value]
    if len(counts) != 1 or len(totals) != 1 or low.value == high.value or totals[0].span is None:
        return None
    count, total = counts[0], totals[0]
    step = high.value - low.value
    least, most = ((bound - count.value * low.value) / step for bound in (totals[0].span.lo, totals[0].span.hi))
    split = (total.value - count.value * low.value) / step
    possible = ceil(max(least, Fraction(0))) <= floor(min(most, count.value))
    verdict = Verdict.HOLDS if possible and split.denominator == 1 else \
        Verdict.ROUNDING if possible else Verdict.UNCHECKABLE
    members: Members = {"standard": rates, "count": count, "total": total}
    return claim(sentence, "per_unit", members, Outcome(
        verdict=verdict, stated=total.value, needs=NOTHING if possible else say("needs-split")))
