"""What a printed number may stand for, held against plain arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.quantities import Qualifier
from taizhang.reading.claims.span import decimal, point, span_of, total
from taizhang.reading.model import Figure, Kind


def figure(value: str, unit: str, quote: str, qualifier: Qualifier = Qualifier.EXACT) -> Figure:
    return Figure("f1", 0, len(quote), quote, Decimal(value), unit, Kind.ACTUAL, qualifier)


@pytest.mark.parametrize(("value", "unit", "quote", "qualifier", "low", "high"), [
    ("350", "人", "350人", Qualifier.EXACT, 350, 350),                    # a count is exact
    ("52000", "人次", "5.2万人次", Qualifier.EXACT, 51500, 52500),
    ("215250", "元", "21.525万元", Qualifier.EXACT, 215245, 215255),
    ("93", "%", "93%", Qualifier.EXACT, Fraction("92.5"), Fraction("93.5")),
    ("60", "人", "60余人", Qualifier.MORE_THAN, 60, 70),
    ("100", "次", "近100次", Qualifier.LESS_THAN, 0, 100),
    ("800000", "元", "约80万元", Qualifier.ABOUT, 760000, 840000),
])
def test_what_a_printed_number_may_be(value: str, unit: str, quote: str, qualifier: Qualifier, low: Fraction,
                                      high: Fraction) -> None:
    read = figure(value, unit, quote, qualifier)
    span = span_of(read)
    assert span is not None and (span.lo, span.hi) == (low, high)


def test_a_bound_is_no_span() -> None:
    assert span_of(figure("98", "%", "98%以上", Qualifier.AT_LEAST)) is None


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 4)), min_size=1, max_size=8))
def test_the_true_sum_is_never_outside_the_sum_of_what_was_printed(numbers: list[tuple[int, int]]) -> None:
    exact = [Fraction(n, 10000) for n, _ in numbers]
    shown = [(value, places) for value, (_, places) in zip(exact, numbers, strict=True)]
    spans = []
    for value, places in shown:
        printed = f"{decimal(value, places):.{places}f}"
        read = figure(printed, "元", f"{printed}元")
        span = span_of(read)
        if read.value:
            assert span is not None
            spans.append((value, span))
    made = total([span for _, span in spans])
    assert made.lo <= sum(value for value, _ in spans) <= made.hi


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_the_true_share_is_never_outside_what_was_printed(part: int, whole: int, places: int) -> None:
    share = Fraction(part, whole) * 100
    printed = f"{decimal(share, places):.{places}f}"
    read = figure(printed, "%", f"{printed}%")
    if read.value:
        span = span_of(read)
        assert span is not None and span.meets((point(part) / point(whole)).times(100))


@given(st.fractions(), st.integers(0, 4))
def test_rounding_is_half_up_away_from_zero(value: Fraction, places: int) -> None:
    assert abs(Fraction(decimal(value, places)) - value) <= Fraction(1, 2 * 10**places)
