"""Shares and rates: a part, a whole, and the percentage a sentence gives for them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import Span, decimal, point
from taizhang.reading.claims.stated import Stated, around, clause_before, named_alike, stated_share
from taizhang.reading.claims.verdicts import (
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
from taizhang.reading.claims.view import Mention, Role, Sentence, exact, levels
from taizhang.reading.model import Claim, Kind, Verdict

ALIKE = 6                # this many characters in a row name the same thing in two sentences
FAR = 120                # figures back among which the whole of a share is looked for


def shares(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each percentage with 占, 比例 or 率 whose part or whole stands in the text."""
    for i, mention in enumerate(sentence.mentions):
        if mention.figure.unit != "%" or mention.role is not Role.LEVEL or not mention.known:
            continue
        stated = stated_share(sentence, i)
        if stated is not None:
            yield from _weigh(sentence, stated)


def _weigh(sentence: Sentence, stated: Stated) -> Iterator[Claim]:
    if stated.top is not None and stated.part is not None:
        yield _of_top(sentence, stated, stated.part, stated.top)
    elif stated.part is None:
        if stated.whole is not None and stated.whole.known:
            yield from _no_such_part(sentence, stated, stated.whole)
    elif stated.part.known:
        yield _of_whole(sentence, stated, stated.part)


def _of_whole(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    if stated.among:
        return _of_those_together(sentence, stated, part)
    sure = stated.whole if stated.whole is not None and _can_hold(stated.whole, part) else None
    for candidate in [sure] if sure else _candidates(sentence, stated, part):
        if (verdict := _verdict(stated, part, candidate)) is not Verdict.CONTRADICTED:
            return _claim(sentence, stated, part, candidate, verdict)
    whole = sure or _meant(sentence, stated, part)
    if whole is not None:
        return _claim(sentence, stated, part, whole, Verdict.CONTRADICTED)
    return _without_whole(sentence, stated, part)


def _of_those_together(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    """「高级20人，中级30人，分别占40%、60%」: the parts whose shares make 100 % are the whole."""
    size = sum((m.value for m in stated.among), Fraction(0))
    if not size:
        return _without_whole(sentence, stated, part)
    made = part.value / size * 100
    verdict = judge_percentage(_span(stated), point(made), stated.share.step)
    if abs(made - stated.share.value) <= stated.share.step:      # one of them is often adjusted to make 100 %
        verdict = Verdict.ROUNDING if verdict is Verdict.CONTRADICTED else verdict
    members: Members = {"part": part, "parts": list(stated.among), "share": stated.share}
    return claim(sentence, "share", members, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share", part=part, whole="＋".join(show(m) for m in stated.among), stated=stated.share,
                    computed=percent(made))))


def _candidates(sentence: Sentence, stated: Stated, part: Mention) -> Iterator[Mention]:
    """What may be the whole: counts before the part, of the sentence above, then far up of the same long name."""
    yield from _in_sentence(sentence, part)
    meant = _whole_of(stated, part)
    if meant is None:
        return
    name = clause_before(sentence, part.start) + part.after
    for above, mention in _further_up(sentence, part.unit):
        fits = mention.span is not None and mention.value >= part.value and meant.meets(mention.span)
        if fits and (above is sentence.before or _share_a_name(name, around(above, mention))):
            yield mention


def _whole_of(stated: Stated, part: Mention) -> Span | None:
    """What the whole would have to be for the share to be right, cut-off digits included; None where anything would."""
    share = _span(stated).truncated(stated.share.step)
    return (part.span / share).times(100) if part.span is not None and share.lo > 0 else None


def _further_up(sentence: Sentence, unit: str) -> Iterator[tuple[Sentence, Mention]]:
    """The counts in the sentences above, nearest first, each with its sentence."""
    left = FAR
    for above in sentence.earlier():
        for mention in reversed(levels(above.mentions, unit)):
            yield above, mention
        left -= len(above.mentions) + 1
        if left <= 0:
            return


def _share_a_name(one: str, other: str) -> bool:
    return any(one[i : i + ALIKE] in other for i in range(len(one) - ALIKE + 1))


def _can_hold(whole: Mention, part: Mention) -> bool:
    return whole.known and whole.value > 0 and whole.unit == part.unit


def _in_sentence(sentence: Sentence, part: Mention) -> list[Mention]:
    """The counts before the part that it may be a part of; smaller ones only where there is no larger."""
    before = [m for m in reversed(sentence.mentions) if m.start < part.start and levels([m], part.unit)]
    before = [m for m in before if m.known and m.value > 0]
    return [m for m in before if m.value >= part.value] or before


def _meant(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The whole that can only be meant: the total before 其中, or the plan, and nothing wider is named."""
    candidates = _in_sentence(sentence, part)
    if not candidates or cues.WIDER.search(stated.of) or len({m.value for m in candidates}) > 1:
        return None
    whole, named = candidates[0], around(sentence, candidates[0])
    if cues.PLAN.search(stated.of):
        return whole if cues.PLAN.search(named) else None
    told = cues.OF_WHOLE.match(stated.of) or named_alike(stated.of, named)
    return whole if told and cues.AMONG.search(sentence.between(whole.end, part.start)) else None


def _span(stated: Stated) -> Span:
    span = stated.share.span
    assert span is not None  # noqa: S101 - `shares` takes known percentages only
    return span


def _verdict(stated: Stated, part: Mention, whole: Mention) -> Verdict:
    if part.span is None or whole.span is None or whole.span.lo <= 0:
        return Verdict.UNCHECKABLE
    return judge_percentage(_span(stated), (part.span / whole.span).times(100), stated.share.step)


# ── the claim in words ───────────────────────────────────────────────────────


def _claim(sentence: Sentence, stated: Stated, part: Mention, whole: Mention, verdict: Verdict) -> Claim:
    made = part.value / whole.value * 100
    return claim(sentence, "share", {"part": part, "whole": whole, "share": stated.share}, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share", part=part, whole=whole, stated=stated.share, computed=percent(made)),
        cause=_cause(stated, part, whole, verdict)))


def _cause(stated: Stated, part: Mention, whole: Mention, verdict: Verdict) -> Words:
    span, made, rest = _span(stated), part.value / whole.value * 100, whole.value - part.value
    if verdict is Verdict.ROUNDING and made > span.hi:
        return say("cause-cut-off")
    if verdict is not Verdict.CONTRADICTED:
        return NOTHING
    if span.meets(point(100 - made)):
        return say("cause-rest")
    if rest > 0 and span.meets(point(part.value / rest * 100)):
        return say("cause-divided-by-rest")
    if not span.value:
        return NOTHING
    return say("cause-other-whole", share=stated.share, whole=f"{decimal(part.value / span.value * 100, 0):f}")


def _without_whole(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    """The whole is not in the text: only what it would have to be can be told."""
    low, high = _implied(stated, part)
    needs = say("needs-whole", low=low, high=high) if low <= high else say("needs-no-whole")
    return claim(sentence, "share", {"part": part, "share": stated.share}, Outcome(
        verdict=Verdict.UNCHECKABLE, stated=stated.share.value, needs=needs))


def _implied(stated: Stated, part: Mention) -> tuple[int, int]:
    """The least and the greatest whole number of which the part is this share."""
    span, lowest = _span(stated).truncated(stated.share.step), Fraction(1, 10**6)
    low, high = (part.span.lo, part.span.hi) if part.span is not None else (part.value, part.value)
    return math.ceil(low * 100 / max(span.hi, lowest)), math.floor(high * 100 / max(span.lo, lowest))


def _of_top(sentence: Sentence, stated: Stated, part: Mention, places: int) -> Claim:
    made = part.value / places * 100
    verdict = judge_percentage(_span(stated), point(made), stated.share.step)
    low, high = _implied(stated, part)
    ranks = [m for m in sentence.mentions if m.end <= part.start and m.figure.kind is Kind.RANK]
    wrong = verdict is Verdict.CONTRADICTED
    members = {"part": part, "whole": ranks[-1] if ranks else None, "share": stated.share}
    return claim(sentence, "share", members, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share-of-places", part=part, whole=places, stated=stated.share, computed=percent(made)),
        cause=say("cause-two-lists", share=stated.share, whole=f"{low}—{high}") if wrong else NOTHING))


def _no_such_part(sentence: Sentence, stated: Stated, whole: Mention) -> Iterator[Claim]:
    """Only the whole is stated: does any whole number of it give the percentage?"""
    span, size = _span(stated).truncated(stated.share.step), whole.span
    if size is None or size.lo != size.hi or not exact(stated.share):
        return
    least, most = math.ceil(span.lo * size.value / 100), math.floor(span.hi * size.value / 100)
    members = {"whole": whole, "share": stated.share}
    if least <= most:
        yield claim(sentence, "share", members, Outcome(
            verdict=Verdict.UNCHECKABLE, stated=stated.share.value, needs=say("needs-part", low=least, high=most)))
        return
    below, above = (Fraction(count) / size.value * 100 for count in (most, least))
    nearest = min(below, above, key=lambda made: abs(made - span.value))
    yield claim(sentence, "share", members, Outcome(
        verdict=Verdict.CONTRADICTED, stated=stated.share.value, computed=nearest,
        message=say("share-of-no-count", whole=whole, stated=stated.share, below=most, below_share=percent(below),
                    above=least, above_share=percent(above)),
        cause=say("cause-other-denominator")))
