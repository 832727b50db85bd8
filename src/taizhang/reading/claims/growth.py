"""Growth and difference: whether the stated change follows from the figures compared."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.comparisons import Change, changes_of
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.stated import total_of_list
from taizhang.reading.claims.verdicts import (
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

MANY = 100               # of the sentence above, a smaller level may make the difference by chance
_DOUBLING = ("倍", "番")
_MOST_DOUBLINGS = 10
_DOUBLED = Fraction(10)      # per cent


def changes(sentence: Sentence) -> Iterator[Claim]:
    """A claim for every growth and every difference that a sentence states."""
    for told in changes_of(sentence):
        if told.amount is not None and told.amount.is_lost:
            continue
        change = _of_list(sentence, told)
        if change.rate is not None:
            yield _growth(sentence, change, change.rate)
        if change.amount is not None and change.current is not None:
            yield _difference(sentence, change, change.current, change.amount)


def _of_list(sentence: Sentence, change: Change) -> Change:
    """The change of the total of a list, where it fits that: 「1260人，其中小学910人、初中350人，比上年增长11.1%」."""
    if change.current is None or change.base is not None or change.rate is None:
        return change
    whole = change._replace(current=total_of_list(sentence, change.current))
    stated, made = _stated_rate(change.rate), _rate_made(whole)
    fits = stated and made and judge_percentage(stated, made, change.rate.step) is not Verdict.CONTRADICTED
    return whole if fits else change


def _growth(sentence: Sentence, change: Change, rate: Mention) -> Claim:
    members = {"current": change.current, "base": change.base, "change": change.amount, "growth": rate}
    stated, made = _stated_rate(rate), _rate_made(change)
    if made is None or stated is None:
        return claim(sentence, "growth", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=rate.value if rate.known else None, cause=_points_meant(change),
            needs=say("needs-base")))
    if cues.YEARLY.search(rate.lead):
        made = _a_year(change, made) or made
    verdict = judge_percentage(stated, made, rate.step)
    if verdict is Verdict.CONTRADICTED and cues.OTHER_BASIS.search(rate.lead):
        return claim(sentence, "growth", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=stated.value, needs=say("needs-base")))
    known = "、".join(show(m) for m in (change.base, change.current, change.amount) if m is not None)
    return claim(sentence, "growth", members, Outcome(
        verdict=verdict, stated=stated.value, computed=made.value,
        message=say("growth", stated=rate, known=known, computed=percent(made.value)),
        cause=_growth_cause(change, stated, made, verdict)))


def _stated_rate(rate: Mention) -> Span | None:
    """The rate in per cent; 翻一番 is 100 %, give or take what nobody reckons."""
    if rate.span is None or rate.figure.unit not in _DOUBLING:
        return rate.span
    if rate.figure.unit == "倍":
        return rate.span.times(100)
    return point((2**min(int(rate.value), _MOST_DOUBLINGS) - 1) * 100).widened(_DOUBLED)


def _rate_made(change: Change) -> Span | None:
    """Growth in per cent of the base: from two levels, or from one level and the difference."""
    difference, base = _difference_and_base(change)
    if difference is None or base is None or base.lo <= 0:
        return None
    return (difference / base).times(100)


def _a_year(change: Change, made: Span) -> Span | None:
    """The growth of each year, where both are named: 「由2020年的1200人增加到2025年的1500人，年均增长4.6%」."""
    named = [cues.A_YEAR.search(m.lead) for m in (change.base, change.current) if m is not None]
    years = [int(found[0]) for found in named if found]
    if len(years) < 2 or years[1] - years[0] < 2:
        return None
    root = 1 / (years[1] - years[0])
    lo, value, hi = (Fraction(((1 + float(rate) / 100) ** root - 1) * 100) for rate in (made.lo, made.value, made.hi))
    return Span(value, lo, hi)


def _difference_and_base(change: Change) -> tuple[Span | None, Span | None]:
    current, base, amount = (_rounded(m) for m in (change.current, change.base, change.amount))
    if current is not None and base is not None:
        return (base - current if change.falls else current - base), base
    if current is not None and amount is not None and change.amount is not None and change.amount.unit != "百分点":
        return amount, (current + amount if change.falls else current - amount)
    return (amount, base) if amount is not None and base is not None else (None, None)


def _rounded(mention: Mention | None) -> Span | None:
    """What a figure may stand for. 0.4万 is 0.35万 to 0.45万 here; in a sum, where such margins add up, it is less."""
    if mention is None or mention.span is None or mention.step <= 1 or "." not in mention.figure.quote:
        return mention.span if mention is not None else None
    half, span = mention.step / 2, mention.span
    return Span(span.value, min(span.lo, span.value - half), max(span.hi, span.value + half))


def _difference(sentence: Sentence, change: Change, current: Mention, amount: Mention) -> Claim:
    base = change.base
    members = {"current": current, "base": base, "change": amount}
    if base is None or base.span is None or current.span is None or amount.span is None:
        if base is None and (before := _told_before(sentence, change, current, amount)) is not None:
            return _difference(sentence, change._replace(base=before), current, amount)
        return claim(sentence, "year_on_year", members, _without_base(change, current, amount))
    made = base.span - current.span if change.falls else current.span - base.span
    verdict = judge(amount.span, made)
    if verdict is Verdict.CONTRADICTED and cues.OTHER_BASIS.search(amount.lead):
        return claim(sentence, "difference", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=amount.value, needs=say("needs-base")))
    type_ = "year_on_year" if cues.LAST_YEAR.search(base.lead) else "difference"
    return claim(sentence, type_, members, Outcome(
        verdict=verdict, stated=amount.value, computed=made.value,
        message=say("difference", base=base, current=current, stated=amount,
                    computed=printed(made.value, amount.figure)),
        cause=say("cause-direction") if verdict is Verdict.CONTRADICTED and made.hi < 0 else NOTHING))


def _told_before(sentence: Sentence, change: Change, current: Mention, amount: Mention) -> Mention | None:
    """「2023年降到4805人，2024年再降到4627人，一年间减少178人」: the level before, where it makes the difference."""
    before = [m for m in levels(sentence.levels, current.unit) if m.end <= current.start][-1:]
    above = levels(sentence.before.levels, current.unit) if sentence.before and current.number >= MANY else []
    made = current.number + amount.number if change.falls else current.number - amount.number
    return next((m for m in (*before, *above) if m.known and m.number == made), None)


def _without_base(change: Change, current: Mention, amount: Mention) -> Outcome:
    """What last year's figure would have to be."""
    known = current.known and amount.known
    before = current.value + (amount.value if change.falls else -amount.value)
    return Outcome(verdict=Verdict.UNCHECKABLE, stated=amount.value if amount.known else None,
                   computed=before if known else None, needs=say("needs-base"))


# ── guesses at the cause ─────────────────────────────────────────────────────


def _growth_cause(change: Change, stated: Span, made: Span, verdict: Verdict) -> Words:
    if verdict is Verdict.ROUNDING and made.lo > stated.hi:
        return say("cause-cut-off")
    if verdict is not Verdict.CONTRADICTED:
        return NOTHING
    guesses = (
        ("cause-direction", Span(-made.value, -made.hi, -made.lo)),
        ("cause-this-year", _over_current(change)),
        ("cause-points", _difference_and_base(change)[0] if _is_of_rates(change) else None),
        ("cause-decimal-point", made.times(Fraction(1, 10))),
        ("cause-decimal-point", made.times(10)),
        ("cause-ratio", _ratio(change)),
    )
    loose = stated.widened(stated.hi - stated.value)
    return next((say(code) for code, value in guesses if value is not None and loose.meets(value)), NOTHING)


def _over_current(change: Change) -> Span | None:
    """The change divided by this year's figure, as is often done."""
    difference, _ = _difference_and_base(change)
    current = change.current
    if difference is None or current is None or current.span is None or current.span.lo <= 0:
        return None
    return point(difference.value / current.value * 100)


def _ratio(change: Change) -> Span | None:
    current, base = change.current, change.base
    if current is None or base is None or current.span is None or base.span is None or base.span.lo <= 0:
        return None
    return (current.span / base.span).times(100)


def _is_of_rates(change: Change) -> bool:
    return change.current is not None and change.current.figure.unit == "%"


def _points_meant(change: Change) -> Words:
    """「上线率98.8%，同比增长9.4%」: the rate rose by points, or by per cent of itself?"""
    both = _is_of_rates(change) and change.rate is not None and change.rate.figure.unit == "%"
    return say("cause-points") if both else NOTHING
