"""Shares in words: the claim, the likely cause, and what would be needed where part or whole is missing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import LOOSE, bounds
from taizhang.reading.claims.slips import ENOUGH, of_one
from taizhang.reading.claims.span import Span, decimal, point, total
from taizhang.reading.claims.verdicts import (
    HOLDING,
    NOTHING,
    Members,
    Outcome,
    Words,
    claim,
    judge_percentage,
    percent,
    say,
    show,
)
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Kind, Verdict

_ANY = Decimal("Infinity")


def verdict_of(stated: Stated, part: Span | None, whole: Span | None) -> Verdict:
    """Whether a part is the stated share of a whole."""
    if part is None or whole is None or whole.lo <= 0:
        return Verdict.UNCHECKABLE
    return judge_percentage(stated.span, part.times(100) / whole, stated.share.step)


def holding(stated: Stated, part: Mention, counts: Iterable[Mention]) -> Iterator[tuple[Mention, Verdict]]:
    """Those of the counts of which the part is the stated share, each with the verdict."""
    low = high = None
    for whole in counts:
        if low is None or high is None:                  # most shares have no counts that may be their whole
            low, high = _between(stated, part)
        if low <= whole.number <= high:
            verdict = verdict_of(stated, part.span, whole.span)
            if verdict in HOLDING:
                yield whole, verdict


def _between(stated: Stated, part: Mention) -> tuple[Decimal, Decimal]:
    """Between which numbers a whole lies of which the part may be the share; all is let pass where there are none."""
    share, size = stated.span.truncated(stated.share.step), part.span
    if size is None or share.lo <= 0:
        return -_ANY, _ANY
    (low, high), (least, most) = bounds(share), bounds(size)
    return 100 * least / high * LOOSE, 100 * most / low / LOOSE


def is_slip(stated: Stated, part: Mention, whole: Mention) -> bool:
    """True where the share is that of this whole but for one digit, or two swapped."""
    return whole.number > 0 and is_slip_of(stated, part.value / whole.value * 100)


def is_slip_of(stated: Stated, made: Fraction) -> bool:
    """True where the share is the percentage that counts make but for one digit, or two swapped."""
    step = stated.share.step
    printed = len(str(round(stated.share.value / step)))
    return printed >= ENOUGH and bool(of_one(stated.share, round(made / step) * step))


def share_claim(sentence: Sentence, stated: Stated, part: Mention, whole: Mention, verdict: Verdict) -> Claim:
    made = part.value / whole.value * 100
    return claim(sentence, "share", {"part": part, "whole": whole, "share": stated.share}, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share", part=part, whole=whole, stated=stated.share, computed=percent(made)),
        cause=_cause(stated, part, whole, verdict)))


def _share_of_several(sentence: Sentence, stated: Stated, parts: list[Mention], whole: Mention,
                     verdict: Verdict) -> Claim:
    """The claim that some counts together are this share of a whole."""
    made = sum((m.value for m in parts), Fraction(0)) / whole.value * 100
    return claim(sentence, "share", {"parts": parts, "whole": whole, "share": stated.share}, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share", part=_added(parts), whole=whole, stated=stated.share, computed=percent(made))))


def share_together(
    sentence: Sentence, stated: Stated, parts: list[Mention], wholes: Iterable[Mention]
) -> Claim | None:  # fmt: skip
    """The claim that some counts together are this share of the first whole of which they are."""
    together = total([m.span for m in parts if m.span])
    for whole in wholes:
        verdict = verdict_of(stated, together, whole.span)
        if verdict in HOLDING:
            return _share_of_several(sentence, stated, parts, whole, verdict)
    return None


def share_that_went(sentence: Sentence, stated: Stated, left: Mention, whole: Mention, verdict: Verdict) -> Claim:
    """The claim that what a count lost is this share of it: 「由240家压减到12家，压减率95%」."""
    made = (whole.value - left.value) / whole.value * 100
    return claim(sentence, "share", {"part": left, "whole": whole, "share": stated.share}, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made, message=say(
            "share", part=f"{show(whole)}－{show(left)}", whole=whole, stated=stated.share, computed=percent(made))))


def share_of_those_together(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    """The claim that a part is this share of all in its list, of which one is often adjusted to make 100 %."""
    size = sum((m.value for m in stated.among), Fraction(0))
    if not size:
        return without_whole(sentence, stated, part)
    made = part.value / size * 100
    verdict = judge_percentage(stated.span, point(made), stated.share.step)
    if stated.share.step <= 1 and abs(made - stated.share.value) <= stated.share.step:         # no 七成 for 60 %
        verdict = Verdict.ROUNDING if verdict is Verdict.CONTRADICTED else verdict
    members: Members = {"part": part, "parts": list(stated.among), "share": stated.share}
    wrong = verdict is Verdict.CONTRADICTED and is_of_rest(stated, part, size - part.value)
    return claim(sentence, "share", members, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share", part=part, whole=_added(stated.among), stated=stated.share, computed=percent(made)),
        cause=say("cause-divided-by-rest") if wrong else NOTHING))


def is_of_rest(stated: Stated, part: Mention, rest: Fraction) -> bool:
    """True where a part was divided by what is left of the whole without it."""
    span = stated.span
    return rest > 0 and span.lo * rest <= part.value * 100 <= span.hi * rest


def _added(parts: Sequence[Mention]) -> str:
    return "＋".join(show(m) for m in parts)


def _cause(stated: Stated, part: Mention, whole: Mention, verdict: Verdict) -> Words:
    if verdict not in (Verdict.ROUNDING, Verdict.CONTRADICTED):
        return NOTHING
    span, made = stated.span, part.value / whole.value * 100
    if verdict is Verdict.ROUNDING:
        return say("cause-cut-off") if made > span.hi else NOTHING
    if span.meets(point(100 - made)):
        return say("cause-rest")
    if is_of_rest(stated, part, whole.value - part.value):
        return say("cause-divided-by-rest")
    if not span.value:
        return NOTHING
    return say("cause-other-whole", share=stated.share, whole=f"{decimal(part.value / span.value * 100, 0):f}")


def without_whole(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    """The whole is not in the text: only what it would have to be can be told."""
    low, high = implied(stated, part)
    needs = say("needs-whole", low=low, high=high) if low <= high else say("needs-no-whole")
    return claim(sentence, "share", {"part": part, "share": stated.share}, Outcome(
        verdict=Verdict.UNCHECKABLE, stated=stated.share.value, needs=needs))


def implied(stated: Stated, part: Mention) -> tuple[int, int]:
    """The least and the greatest whole number of which the part is this share."""
    span, lowest = stated.span.truncated(stated.share.step), Fraction(1, 10**6)
    low, high = (part.span.lo, part.span.hi) if part.span is not None else (part.value, part.value)
    return math.ceil(low * 100 / max(span.hi, lowest)), math.floor(high * 100 / max(span.lo, lowest))


def of_top(sentence: Sentence, stated: Stated, part: Mention, places: int) -> Claim:
    made = part.value / places * 100
    verdict = judge_percentage(stated.span, point(made), stated.share.step)
    low, high = implied(stated, part)
    ranks = [m for m in sentence.mentions if m.end <= part.start and m.figure.kind is Kind.RANK]
    wrong = verdict is Verdict.CONTRADICTED
    members = {"part": part, "whole": ranks[-1] if ranks else None, "share": stated.share}
    return claim(sentence, "share", members, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share-of-places", part=part, whole=places, stated=stated.share, computed=percent(made)),
        cause=say("cause-two-lists", share=stated.share, whole=f"{low}—{high}") if wrong else NOTHING))
