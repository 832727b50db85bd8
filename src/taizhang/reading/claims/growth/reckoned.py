"""What the figures of a comparison give: the rate in per cent, the difference, what it is measured from."""

from __future__ import annotations

from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.comparisons import Change
from taizhang.reading.claims.growth.multiples import multiple_told
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.view import Mention

_DOUBLING = ("倍", "番")
_ONE_MORE = Fraction(100)    # per cent


def stated_rate(rate: Mention) -> Span | None:
    """The rate in per cent; 翻一番 is 100 %, give or take what nobody reckons."""
    if rate.span is None or rate.figure.unit not in _DOUBLING:
        return rate.span
    if (told := multiple_told(rate)) is not None:
        return (told - point(1)).times(100)
    more = rate.after.startswith("多")                                  # 增长两倍多
    return rate.span.times(100).truncated(_ONE_MORE if more else Fraction(0))


def rate_made(change: Change) -> Span | None:
    """Growth in per cent of the base: from two levels, or from one level and the difference."""
    difference, base = difference_and_base(change)
    if difference is None or base is None or base.lo <= 0:
        return None
    return difference.times(100) / base


def by_amount(change: Change, made: Span) -> Span:
    """The growth by the difference that is printed beside coarse levels: 18.6亿元 and 17.2亿元, 增加1.4亿元."""
    amount, base = _rounded(change.amount), _rounded(change.base)
    if amount is None or base is None or change.current is None or change.amount is None or base.lo <= 0 \
            or change.amount.unit != change.current.unit:
        return made
    return amount.times(100) / base


def a_year(change: Change, made: Span) -> Span | None:
    """The growth of each year, where both are named: 「由2020年的1200人增加到2025年的1500人，年均增长4.6%」."""
    years, sign = years_between(change), -1 if change.falls else 1
    left = [1 + sign * float(rate) / 100 for rate in (made.lo, made.value, made.hi)]
    if years < 2 or min(left) <= 0:
        return None
    lo, value, hi = (Fraction(sign * (one ** (1 / years) - 1) * 100) for one in left)
    return Span(value, lo, hi)


def years_between(change: Change) -> int:
    """How many years on the current level is; 0 where the years of both are not named."""
    named = [cues.A_YEAR.search(m.lead) for m in (change.base, change.current) if m is not None]
    years = [int(found[0]) for found in named if found]
    return years[1] - years[0] if len(years) == len(named) == 2 else 0


def difference_and_base(change: Change) -> tuple[Span | None, Span | None]:
    current, base, amount = (_rounded(m) for m in (change.current, change.base, change.amount))
    if current is not None and base is not None:
        return (base - current if change.falls else current - base), base
    if current is not None and amount is not None and change.amount is not None and change.amount.unit != "百分点":
        return amount, (current + amount if change.falls else current - amount)
    return (amount, base) if amount is not None and base is not None else (None, None)


def _rounded(mention: Mention | None) -> Span | None:
    """What a figure may stand for. 0.4万 is 0.35万 to 0.45万 here; in a sum, where such margins add up, it is less."""
    if mention is None or mention.span is None or "." not in mention.figure.quote or mention.step <= 1:
        return mention.span if mention is not None else None
    half, span = mention.step / 2, mention.span
    return Span(span.value, min(span.lo, span.value - half), max(span.hi, span.value + half))
