"""Growth and difference: what a figure is, what it was, by how much and by how many per cent it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import Span, point
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
from taizhang.reading.claims.view import Mention, Role, Sentence, levels
from taizhang.reading.model import Claim, Verdict

Sides = tuple["Mention | None", "Mention | None"]


@dataclass(frozen=True, slots=True)
class Change:
    """The figures of one comparison; any may be missing."""

    current: Mention | None
    base: Mention | None
    amount: Mention | None         # 增加7人
    rate: Mention | None           # 增长36.8%, or 倍
    falls: bool


def changes(sentence: Sentence) -> Iterator[Claim]:
    """A claim for every growth and every difference that a sentence states."""
    for change in _read(sentence):
        if change.rate is not None:
            yield _growth(sentence, change, change.rate)
        is_new = change.base is not None or change.rate is None
        if change.amount is not None and change.current is not None and is_new:
            yield _difference(sentence, change, change.current, change.amount)


# ── who belongs to whom ──────────────────────────────────────────────────────


def _read(sentence: Sentence) -> Iterator[Change]:
    taken: set[str] = set()
    for i, mention in enumerate(sentence.mentions):
        if mention.role is not Role.CHANGE or mention.figure.id in taken:
            continue
        partner = _partner(sentence, i)
        taken |= {m.figure.id for m in (mention, partner) if m is not None}
        amount, rate = _sorted(mention, partner)
        unit = amount.unit if amount is not None else None
        base, current = _sides(sentence, mention, "%" if unit == "百分点" else unit)
        yield Change(current, base, amount, rate, mention.falls)


def _partner(sentence: Sentence, i: int) -> Mention | None:
    """The other half of 「增加7人，增长36.8%」: the next figure, a change of the other sort, a clause on at most."""
    here = sentence.mentions[i]
    for other in sentence.mentions[i + 1 : i + 2]:
        near = other.clause - here.clause <= 1 and other.brackets == here.brackets and other.segment == here.segment
        alike = other.role is Role.CHANGE and other.falls == here.falls and _is_rate(other) != _is_rate(here)
        same_thing = _is_rate(other) or _unit_before(sentence, here) == other.unit
        if near and alike and same_thing and not _new_subject(other):
            return other
    return None


def _new_subject(change: Mention) -> bool:
    """True when the words before a change name something else: 「，经费增长8%」."""
    return len(cues.COMPARISON.sub("", change.lead)) > 1


def _unit_before(sentence: Sentence, mention: Mention) -> str | None:
    before = [m for m in sentence.mentions if m.end <= mention.start and m.role is not Role.CHANGE]
    return before[-1].unit if before else None


def _is_rate(mention: Mention) -> bool:
    return mention.figure.unit in ("%", "倍")


def _sorted(first: Mention, second: Mention | None) -> tuple[Mention | None, Mention | None]:
    if _is_rate(first):
        return second, first
    return first, second


def _sides(sentence: Sentence, change: Mention, unit: str | None) -> Sides:
    """What it was and what it is: the nearest figures before the change, in its segment, of its unit."""
    before = [m for m in reversed(sentence.mentions) if m.end <= change.start and m.segment == change.segment
              and change.clause - m.clause <= 3]
    if unit is None:
        unit = next((m.unit for m in before if m.role in (Role.LEVEL, Role.BASE)), None)
    same = [m for m in before if m.unit == unit and m.role in (Role.LEVEL, Role.BASE)]
    if not same:
        return None, None
    nearest, others = same[0], [m for m in same[1:] if same[0].clause - m.clause <= 1]
    if nearest.role is Role.BASE:
        return nearest, next(iter(levels(others)), None)
    return next((m for m in others[:1] if m.role is Role.BASE and m.brackets == nearest.brackets), None), nearest


# ── does it follow ───────────────────────────────────────────────────────────


def _growth(sentence: Sentence, change: Change, rate: Mention) -> Claim:
    members = {"current": change.current, "base": change.base, "change": change.amount, "growth": rate}
    stated, made = _stated_rate(rate), _rate_made(change)
    if made is None or stated is None:
        return claim(sentence, "growth", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=rate.value if rate.known else None, cause=_points_meant(change),
            needs=say("needs-base")))
    verdict = judge_percentage(stated, made, rate.step)
    known = "、".join(show(m) for m in (change.base, change.current, change.amount) if m is not None)
    return claim(sentence, "growth", members, Outcome(
        verdict=verdict, stated=stated.value, computed=made.value,
        message=say("growth", stated=rate, known=known, computed=percent(made.value)),
        cause=_growth_cause(change, stated, made, verdict)))


def _stated_rate(rate: Mention) -> Span | None:
    if rate.span is None or rate.figure.unit != "倍":
        return rate.span
    return rate.span.times(100)


def _rate_made(change: Change) -> Span | None:
    """Growth in per cent of the base: from two levels, or from one level and the difference."""
    difference, base = _difference_and_base(change)
    if difference is None or base is None or base.lo <= 0 or difference.hi < 0:
        return None
    low = max(difference.lo, Fraction(0))
    return (Span(difference.value, low, difference.hi) / base).times(100)


def _difference_and_base(change: Change) -> tuple[Span | None, Span | None]:
    current, base, amount = (m.span if m is not None else None for m in (change.current, change.base, change.amount))
    if current is not None and base is not None:
        return (base - current if change.falls else current - base), base
    if current is not None and amount is not None and change.amount is not None and change.amount.unit != "百分点":
        return amount, (current + amount if change.falls else current - amount)
    return (amount, base) if amount is not None and base is not None else (None, None)


def _difference(sentence: Sentence, change: Change, current: Mention, amount: Mention) -> Claim:
    base = change.base
    members = {"current": current, "base": base, "change": amount}
    if base is None or base.span is None or current.span is None or amount.span is None:
        return claim(sentence, "year_on_year", members, _without_base(change, current, amount))
    made = base.span - current.span if change.falls else current.span - base.span
    verdict = judge(amount.span, made)
    type_ = "year_on_year" if cues.LAST_YEAR.search(base.lead) else "difference"
    return claim(sentence, type_, members, Outcome(
        verdict=verdict, stated=amount.value, computed=made.value,
        message=say("difference", base=base, current=current, stated=amount,
                    computed=printed(made.value, amount.figure)),
        cause=say("cause-direction") if verdict is Verdict.CONTRADICTED and made.hi < 0 else NOTHING))


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
