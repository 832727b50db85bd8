"""What is meant by twice as much: 翻一番, 增长一倍 and 是去年的2倍 are told of what is near it."""

from __future__ import annotations

import re
from fractions import Fraction

from taizhang.quantities import Qualifier
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.view import Mention

_SLACK = Fraction(1, 20)             # of the multiple, that nobody reckons: 1.9 is told as 2
_NEARLY = Fraction(3, 20)
_ABOUT = Fraction(1, 10)
_ALMOST = re.compile("接近|[将临]近|几乎|基本|近(?![一二两三四五几\\d]+年)|差不多")
_ROUGHLY = re.compile("大?约|大致|左右|上下")
_MORE = re.compile("超|[还]?多(?![少种])|有余|以上|不止")
_MOST_DOUBLINGS = 10


def told_as(times: int, how: str, qualifier: Qualifier = Qualifier.EXACT) -> Span:
    """What may be called `times` as much, by the words around that and what they make of the number."""
    made = point(times)
    if qualifier is Qualifier.MORE_THAN or _MORE.search(how):
        return made.truncated(Fraction(times, 2))
    if qualifier is Qualifier.LESS_THAN or _ALMOST.search(how):
        return Span(made.value, times * (1 - _NEARLY), times * (1 + _SLACK))
    rough = qualifier is Qualifier.ABOUT or _ROUGHLY.search(how) is not None
    return made.widened(times * (_ABOUT if rough else _SLACK))


def multiple_told(rate: Mention) -> Span | None:
    """How many times as much 翻一番 and 增长一倍 make of it; None of what is told otherwise, as are 1.2倍 and 三倍."""
    if not rate.known:
        return None
    how = rate.lead + rate.after[:2]
    if rate.figure.unit == "番":
        return told_as(2 ** min(int(rate.value), _MOST_DOUBLINGS), how, rate.figure.qualifier)
    one = rate.figure.unit == "倍" and rate.number == 1 and "." not in rate.figure.quote
    return told_as(2, how, rate.figure.qualifier) if one else None
