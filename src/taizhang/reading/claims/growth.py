"""Growth and difference: what a figure is, what it was, by how much and by how many per cent it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import Span, decimal, point
from taizhang.reading.claims.verdicts import CUT_OFF, NOTHING, Members, Words, claim, judge, printed, show
from taizhang.reading.claims.view import Mention, Role, Sentence, levels
from taizhang.reading.model import Claim, Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """The figures of one comparison; any may be missing."""

    current: Mention | None
    base: Mention | None
    amount: Mention | None         # 增加7人
    rate: Mention | None           # 增长36.8%, or 倍
    falls: bool

    @property
    def type(self) -> str:
        return "growth" if self.rate is not None else "difference"


def changes(sentence: Sentence) -> Iterator[Claim]:
    """A claim for every growth and every difference that a sentence states."""
    for change in _read(sentence):
        if change.rate is not None:
            yield _growth(sentence, change)
        if change.amount is not None and change.current is not None and (change.base is not None or change.rate is None):
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
        base, current = _sides(sentence, mention, "%" if unit == "百分点" else unit, rate)
        yield Change(current, base, amount, rate, mention.falls)


def _partner(sentence: Sentence, i: int) -> Mention | None:
    """The other half of 「增加7人，增长36.8%」: the next figure, a change of the other sort, a clause on at most."""
    here = sentence.mentions[i]
    for other in sentence.mentions[i + 1 : i + 2]:
        near = other.clause - here.clause <= 1 and other.brackets == here.brackets and other.segment == here.segment
        alike = other.role is Role.CHANGE and other.falls == here.falls and _is_rate(other) != _is_rate(here)
        if near and alike and not _new_subject(other) and (_is_rate(other) or _unit_before(sentence, here) == other.unit):
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


def _sides(sentence: Sentence, change: Mention, unit: str | None, rate: Mention | None) -> tuple[Mention | None, Mention | None]:
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


def _growth(sentence: Sentence, change: Change) -> Claim:
    rate, made = change.rate, _rate_made(change)
    assert rate is not None  # noqa: S101 - the caller has checked
    members: Members = {"current": change.current, "base": change.base, "change": change.amount, "growth": rate}
    stated = _stated_rate(rate)
    if made is None or stated is None:
        return claim(sentence, "growth", members, verdict=Verdict.UNCHECKABLE, needs="上年同期数",
                     stated=rate.value if rate.known else None, cause=_points_meant(change))
    verdict = judge(stated, made)
    if verdict is Verdict.CONTRADICTED and stated.truncated(rate.step).meets(made):
        verdict = Verdict.ROUNDING
    return claim(sentence, "growth", members, verdict=verdict, stated=stated.value, computed=made.value,
                 message=_growth_message(change, rate, made),
                 cause=_growth_cause(change, stated, made, verdict))


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
    members: Members = {"current": current, "base": base, "change": amount}
    sign = 1 if change.falls else -1
    if base is None or base.span is None or current.span is None or amount.span is None:
        before = current.value + sign * amount.value if current.known and amount.known else None
        return claim(sentence, "year_on_year", members, verdict=Verdict.UNCHECKABLE,
                     stated=amount.value if amount.known else None, computed=before, needs="上年同期数")
    made = base.span - current.span if change.falls else current.span - base.span
    verdict = judge(amount.span, made)
    unit = "个百分点" if amount.unit == "百分点" else amount.figure.unit
    text = printed(made.value, unit, amount.figure)
    return claim(sentence, "year_on_year" if cues.LAST_YEAR.search(base.lead) else "difference", members,
                 verdict=verdict, stated=amount.value, computed=made.value,
                 message=Words(f"由{show(base)}到{show(current)}，写作变化{show(amount)}，算得{text}",
                               f"from {show(base)} to {show(current)} is given as {show(amount)}, the figures give {text}"),
                 cause=_difference_cause(change, made) if verdict is Verdict.CONTRADICTED else NOTHING)


# ── words and guesses ────────────────────────────────────────────────────────


def _growth_message(change: Change, rate: Mention, made: Span) -> Words:
    known = "、".join(show(m) for m in (change.base, change.current, change.amount) if m is not None)
    return Words(f"增幅写作{show(rate)}，由{known}算得{decimal(made.value):f}%",
                 f"growth is given as {show(rate)}, {known} give {decimal(made.value):f}%")


def _growth_cause(change: Change, stated: Span, made: Span, verdict: Verdict) -> Words:
    if verdict is Verdict.ROUNDING and made.lo > stated.hi:
        return CUT_OFF
    if verdict is not Verdict.CONTRADICTED:
        return NOTHING
    difference, _ = _difference_and_base(change)
    current = change.current
    if difference is not None and current is not None and current.value and \
            stated.truncated(stated.hi - stated.lo).meets(point(difference.value / current.value * 100)):
        return Words("除以了本年数而不是上年数", "divided by this year's figure instead of last year's")
    if _is_points(change) and difference is not None and stated.meets(difference):
        return Words("两个百分率之差应写作百分点", "the difference of two percentages is in percentage points")
    if stated.meets(made.times(Fraction(1, 10))) or stated.meets(made.times(10)):
        return Words("小数点可能错位", "the decimal point may be misplaced")
    if current is not None and change.base is not None and stated.meets((current.span / change.base.span).times(100)
                                                                        if current.span and change.base.span else stated):
        return Words("写成了本年数与上年数之比", "this is this year's figure as a percentage of last year's")
    return NOTHING


def _is_points(change: Change) -> bool:
    return change.current is not None and change.current.figure.unit == "%"


def _points_meant(change: Change) -> Words:
    if _is_points(change) and change.rate is not None and change.rate.figure.unit == "%":
        return Words("百分率的变化宜写作百分点", "a change of a percentage should be in percentage points")
    return NOTHING


def _difference_cause(change: Change, made: Span) -> Words:
    amount = change.amount
    if amount is not None and made.value < 0:
        return Words("增减方向写反", "the direction is the wrong way round")
    return NOTHING
