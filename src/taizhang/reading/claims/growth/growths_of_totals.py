"""Growth of a total beside that of each of its parts.

「经费12.5亿元，增长5.1%，其中拨款10亿元，增长6.2%，其他2.5亿元，增长7.1%」: no whole grows less than all its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge_percentage, percent, say, show
from taizhang.reading.claims.view import Mention, Places, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_ALL = 100               # per cent
_FINE = 1                # a growth printed without decimals is met by chance too often to confirm anything


class Grown(NamedTuple):
    """What was reached, its growth, and the claim that lacks what it was or has it."""

    sentence: Sentence
    level: Mention
    rate: Mention
    claim: Claim

    def __str__(self) -> str:
        return f"{show(self.level)}（{'－' if self.rate.falls else '＋'}{show(self.rate)}）"

    @property
    def in_per_cent(self) -> Span:
        span = self.rate.span or point(self.rate.value)
        return point(0) - span if self.rate.falls else span

    @property
    def looseness(self) -> Fraction:
        """By what part of itself the level may be more or less than is printed."""
        span = self.level.span
        return (span.hi - span.lo) / 2 / span.value if span is not None and span.value else Fraction(1)


def growths_of_totals(_sentences: Sequence[Sentence], places: Places, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; of a total that holds, the growth that lacks what it was is settled by the growths of its parts.

    Called wrong only where the total grew by less than each of its parts or by more than each.
    """
    grown = {one.level.figure.id: one for one in _told(places, claims)}
    settled = {str(made.members["growth"]): made for made in _settled(claims, grown)}
    yield from (settled.get(str(one.members.get("growth")), one) for one in claims)


def _told(places: Places, claims: Sequence[Claim]) -> Iterator[Grown]:
    for one in claims:
        if one.type == "growth" and {"current", "growth"} <= one.members.keys():
            sentence, rate = places[str(one.members["growth"])]
            level = places[str(one.members["current"])][1]
            if rate.figure.unit == "%" and rate.known and not cues.OTHER_BASIS.search(rate.lead):
                yield Grown(sentence, level, rate, one)


def _settled(claims: Sequence[Claim], grown: dict[str, Grown]) -> Iterator[Claim]:
    for found in claims:
        if found.type != "sum" or found.verdict not in HOLDING or "total" not in found.members:
            continue
        whole, parts = grown.get(str(found.members["total"])), [grown.get(part) for part in found.members["parts"]]
        told = [part for part in parts if part is not None]
        if whole is not None and whole.claim.verdict is Verdict.UNCHECKABLE and len(told) == len(parts) > 1 \
                and (made := _claim(whole, told)) is not None:
            yield made


def _claim(whole: Grown, parts: Sequence[Grown]) -> Claim | None:
    stated, made = whole.in_per_cent, _made(parts)
    if made is None:
        return None
    verdict = judge_percentage(stated, made, whole.rate.step)
    if (verdict in HOLDING and whole.rate.step < _FINE) or (
            verdict is Verdict.CONTRADICTED and _is_beyond_all(stated, parts) and exact(whole.rate)):
        listed = "、".join(map(str, parts))
        return claim(whole.sentence, "growth", {"current": whole.level, "growth": whole.rate,
                                                "parts": [part.level for part in parts]}, Outcome(
            verdict=verdict, stated=stated.value, computed=made.value,
            message=say("growth", stated=whole.rate, known=listed, computed=percent(made.value))))
    return None


def _made(parts: Sequence[Grown]) -> Span | None:
    """The growth of all parts together, each weighing what it was; None where one fell to nothing.

    How coarsely the levels are printed shifts their weights, by no more than how far the growths are apart.
    """
    grown = [part.in_per_cent for part in parts]
    rates = [[one.value for one in grown], [one.lo for one in grown], [one.hi for one in grown]]
    if min(rates[1]) <= -_ALL:
        return None
    value, lo, hi = (_together(parts, each) for each in rates)
    return Span(value, lo, hi).widened((max(rates[2]) - min(rates[1])) * max(part.looseness for part in parts))


def _together(parts: Sequence[Grown], rates: Sequence[Fraction]) -> Fraction:
    before = sum(part.level.value * _ALL / (_ALL + rate) for part, rate in zip(parts, rates, strict=True))
    return (sum(part.level.value for part in parts) / before - 1) * _ALL if before else Fraction(0)


def _is_beyond_all(stated: Span, parts: Sequence[Grown]) -> bool:
    """Whether it is less than the growth of each part, or more, by more than the last digits of all."""
    grown = [part.in_per_cent for part in parts]
    return stated.hi < min(one.lo for one in grown) or stated.lo > max(one.hi for one in grown)
