"""Guesses at how a wrong growth came about."""

from __future__ import annotations

from fractions import Fraction

from taizhang.reading.claims.growth.comparisons import Change
from taizhang.reading.claims.growth.multiples import multiple_told
from taizhang.reading.claims.growth.reckoned import difference_and_base
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.verdicts import NOTHING, Words, say
from taizhang.reading.model import Verdict

_NEARLY = 10             # a part in so many


def growth_cause(change: Change, stated: Span, made: Span, verdict: Verdict) -> Words:
    if verdict is Verdict.ROUNDING and made.lo > stated.hi:
        return say("cause-cut-off")
    if verdict is not Verdict.CONTRADICTED or (change.rate is not None and multiple_told(change.rate) is not None):
        return NOTHING                                    # nobody divides for 翻一番
    guesses = (
        ("cause-direction", Span(-made.value, -made.hi, -made.lo)),
        ("cause-this-year", _over_current(change)),
        ("cause-points", difference_and_base(change)[0] if _is_of_rates(change) else None),
        ("cause-decimal-point", made.times(Fraction(1, 10))),
        ("cause-decimal-point", made.times(10)),
        ("cause-ratio", _ratio(change)),
    )
    loose = stated.widened(stated.hi - stated.value)
    return next((say(code) for code, value in guesses if value is not None and loose.meets(value)), NOTHING)


def is_over_current(change: Change, stated: Span) -> bool:
    """True where the rate is what the change is of this year's figure, give or take a last digit."""
    return is_just_over_current(change, stated.widened(stated.hi - stated.value))


def is_just_over_current(change: Change, stated: Span) -> bool:
    made = _over_current(change)
    return made is not None and made.value > 0 and stated.meets(made)


def _over_current(change: Change) -> Span | None:
    """The change divided by this year's figure, as is often done."""
    difference, _ = difference_and_base(change)
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


def nearly_of_points(change: Change, stated: Span, made: Span) -> bool:
    """True for points told in % where both are nearly the same: 「合格率95.26%，与上年94.78%比较，增加了0.48%」."""
    points = difference_and_base(change)[0] if _is_of_rates(change) else None
    return points is not None and stated.meets(points) and abs(made.value - stated.value) < made.value / _NEARLY


def points_meant(change: Change) -> Words:
    """「上线率98.8%，同比增长9.4%」: the rate rose by points, or by per cent of itself?"""
    both = _is_of_rates(change) and change.rate is not None and change.rate.figure.unit == "%"
    return say("cause-points") if both else NOTHING
