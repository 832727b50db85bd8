"""Growth and difference: whether the stated change follows from the figures compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.compared_elsewhere import completed, fits, of_another_year, told_above
from taizhang.reading.claims.growth.comparisons import Change, changes_of, is_bare
from taizhang.reading.claims.growth.growth_causes import growth_cause, is_over_current, nearly_of_points, points_meant
from taizhang.reading.claims.growth.reckoned import a_year, by_amount, rate_made, stated_rate, years_between
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span
from taizhang.reading.claims.verdicts import (
    HOLDING,
    NOTHING,
    Outcome,
    Words,
    claim,
    judge,
    judge_percentage,
    percent,
    printed,
    say,
    show,
)
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

_ONLY_REACHED = re.compile("(?:力争|争取|确保|预计|计划|到?[今明本]?年底?|到?20\\d\\d年|[再将使其])*"
                           "(?:达到?|提高到|[升增降]至)")
_NAME = 3                # last characters in which two rates are called alike
MANY = 100               # of the sentence above, a smaller level may make the difference by chance


def changes(sentence: Sentence) -> Iterator[Claim]:
    """A claim for every growth and every difference that a sentence states."""
    for told in changes_of(sentence):
        if told.amount is not None and told.amount.is_lost:
            continue
        change = completed(sentence, told)
        if change.rate is not None:
            yield growth_claim(sentence, change, change.rate)
        current = change.current or told_above(sentence, change)
        if change.amount is not None and current is not None:
            yield difference_claim(sentence, change._replace(current=current), current, change.amount)


def growth_claim(sentence: Sentence, change: Change, rate: Mention) -> Claim:
    """The claim that something changed by so many per cent."""
    members = {"current": change.current, "base": change.base, "change": change.amount, "growth": rate}
    stated, made = stated_rate(rate), rate_made(change)
    if made is None or stated is None:
        return claim(sentence, "growth", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=rate.value if rate.known else None, cause=points_meant(change),
            needs=say("needs-base")))
    if cues.YEARLY.search(rate.lead) and (yearly := a_year(change, made)) is not None:
        return claim(sentence, "growth", members, _of_each_year(change, rate, stated, yearly, made))
    verdict = judge_percentage(stated, made, rate.step)
    if verdict is Verdict.ROUNDING and is_over_current(change, stated) and not stated.meets(by_amount(change, made)):
        verdict = Verdict.CONTRADICTED
    if rate.falls != change.falls and rate.figure.unit == "%":
        return claim(sentence, "growth", members, _turned(change, rate, made, verdict))
    if verdict is Verdict.CONTRADICTED and (other := _other_level(sentence, change, rate)) is not None:
        return growth_claim(sentence, change._replace(current=other), rate)
    if verdict is Verdict.CONTRADICTED and (cues.OTHER_BASIS.search(rate.lead) or is_bare(rate, change.amount)):
        return claim(sentence, "growth", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=stated.value, needs=say("needs-base")))
    cause = growth_cause(change, stated, made, verdict) or _other_year(sentence, change, rate, verdict)
    if verdict is Verdict.CONTRADICTED and nearly_of_points(change, stated, made):
        verdict, cause = Verdict.UNCHECKABLE, points_meant(change)
    return claim(sentence, "growth", members, Outcome(
        verdict=verdict, stated=stated.value, computed=made.value, message=_message(change, rate, made.value),
        cause=cause))


def _of_each_year(change: Change, rate: Mention, stated: Span, yearly: Span, made: Span) -> Outcome:
    """Wrong where it is the growth of all the years divided by their number; else it may be of other figures."""
    verdict, years = judge_percentage(stated, yearly, rate.step), years_between(change)
    divided = judge_percentage(stated, made.times(Fraction(1, years)), rate.step) in HOLDING
    if verdict is Verdict.CONTRADICTED and (not divided or cues.OTHER_COUNT.search(rate.lead)):
        return Outcome(verdict=Verdict.UNCHECKABLE, stated=stated.value, needs=say("needs-base"))
    return Outcome(verdict=verdict, stated=stated.value, computed=yearly.value,
                   message=_message(change, rate, yearly.value),
                   cause=say("cause-simple-mean", years=years) if verdict is Verdict.CONTRADICTED else NOTHING)


def _message(change: Change, rate: Mention, made: Fraction) -> Words:
    known = "、".join(show(m) for m in (change.base, change.current, change.amount) if m is not None)
    return say("growth", stated=rate, known=known, computed=percent(made))


def _turned(change: Change, rate: Mention, made: Span, verdict: Verdict) -> Outcome:
    """「比上年减少830人，增长2.2%」: wrong where it is by so much that it fell; else the two may be of other things."""
    if verdict is Verdict.CONTRADICTED:
        return Outcome(verdict=Verdict.UNCHECKABLE, stated=rate.value, needs=say("needs-base"))
    return Outcome(verdict=Verdict.CONTRADICTED, stated=rate.value, computed=-made.value,
                   message=_message(change, rate, -made.value), cause=say("cause-direction"))


def _other_year(sentence: Sentence, change: Change, rate: Mention, verdict: Verdict) -> Words:
    other = of_another_year(sentence, change, rate) if verdict is Verdict.CONTRADICTED else None
    return say("cause-other-year", figure=other) if other is not None else NOTHING


def _other_level(sentence: Sentence, change: Change, rate: Mention) -> Mention | None:
    """「46人，理科31人、文科15人，较上年翻了一番（上年23人）」: the level before that fits the base."""
    if change.base is None:
        return None
    before = (m for m in levels(sentence.levels, change.base.unit) if m.end <= rate.start and m is not change.current)
    return next((m for m in before if fits(change._replace(current=m), rate)), None)


def difference_claim(sentence: Sentence, change: Change, current: Mention, amount: Mention) -> Claim:
    """The claim that something came to be so much more or less."""
    base = change.base
    members = {"current": current, "base": base, "change": amount}
    if base is None or base.span is None or current.span is None or amount.span is None:
        if base is None and (before := _told_before(sentence, change, current, amount)) is not None:
            return difference_claim(sentence, change._replace(base=before), current, amount)
        return claim(sentence, _difference_type(sentence, change), members, _without_base(change, current, amount))
    made = base.span - current.span if change.falls else current.span - base.span
    verdict = judge(amount.span, made)
    if verdict is Verdict.CONTRADICTED and (other := _meant(sentence, change, base, amount)) is not None:
        return difference_claim(sentence, change._replace(current=other), other, amount)
    if verdict is Verdict.CONTRADICTED and cues.OTHER_BASIS.search(amount.lead):
        return claim(sentence, "difference", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=amount.value, needs=say("needs-base")))
    return claim(sentence, _difference_type(sentence, change), members, Outcome(
        verdict=verdict, stated=amount.value, computed=made.value,
        message=say("difference", base=base, current=current, stated=amount,
                    computed=printed(made.value, amount.figure)),
        cause=say("cause-direction") if verdict is Verdict.CONTRADICTED and made.hi < 0 else NOTHING))


def _difference_type(sentence: Sentence, change: Change) -> str:
    """"year_on_year" where the words say that it is from last year's on; else "difference": 比年初, 比全省平均."""
    if change.base is not None:
        return "year_on_year" if cues.LAST_YEAR.search(change.base.lead) else "difference"
    first = min(m.start for m in (change.amount, change.rate) if m is not None)      # 比上年增长5%，增加60人
    before = [m for m in sentence.mentions if m.start <= first]
    while len(before) > 1 and before[-1].lead in cues.AND_NEXT:                      # 分别比上年增加60人、24万元
        before.pop()
    since = before[-2].end if len(before) > 1 else 0
    return "year_on_year" if cues.THAN_LAST_YEAR.search(sentence.text, since, before[-1].start) else "difference"


def _meant(sentence: Sentence, change: Change, base: Mention, amount: Mention) -> Mention | None:
    """「上线率13.5%，巩固率95.2%，比全市上线率11.2%高2.3个百分点」: the level before that fits."""
    needed = base.number - amount.number if change.falls else base.number + amount.number
    before = (m for m in sentence.mentions if m.end <= base.start and m.unit == base.unit
              and (m.role is Role.LEVEL or (m.role is Role.CHANGE and m.unit == "%")))
    return next((m for m in before if m.number == needed), None)


def _told_before(sentence: Sentence, change: Change, current: Mention, amount: Mention) -> Mention | None:
    """「2023年降到4805人，2024年再降到4627人，一年间减少178人」: the level before, where it makes the difference."""
    before = [m for m in levels(sentence.levels, current.unit) if m.end <= current.start]
    above = levels(sentence.before.levels, current.unit) if sentence.before and current.number >= MANY else []
    if current.unit == "%":                  # 春季近视率54.3%；秋季…，近视率53.6%，比春季下降0.7个百分点
        same = _ONLY_REACHED.fullmatch(current.lead)        # 目前占54.9%，力争明年达到56%，提高1.1个百分点
        before = [m for m in before if same or m.lead[-_NAME:] == current.lead[-_NAME:]]
    elif current.number < MANY:
        before = before[-1:]
    made = current.number + amount.number if change.falls else current.number - amount.number
    return next((m for m in (*before, *above) if m.known and m.number == made), None)


def _without_base(change: Change, current: Mention, amount: Mention) -> Outcome:
    """What last year's figure would have to be."""
    known = current.known and amount.known
    before = current.value + (amount.value if change.falls else -amount.value)
    return Outcome(verdict=Verdict.UNCHECKABLE, stated=amount.value if amount.known else None,
                   computed=before if known else None, needs=say("needs-base"))
