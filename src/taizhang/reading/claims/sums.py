"""Sums: a total and its parts, after 其中, in brackets, or before 共计; one column for each unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

from taizhang.reading.claims import cues, labels, slips
from taizhang.reading.claims.columns import called
from taizhang.reading.claims.listings import Listing, listings
from taizhang.reading.claims.span import Span, point, total
from taizhang.reading.claims.verdicts import NOTHING, Members, Outcome, Words, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact, levels
from taizhang.reading.model import Claim, Verdict

NEAR = Fraction(15, 100)           # parts further from the total than this may be a partial list
CLOSE = Fraction(5, 100)           # parts as near as this are meant to be complete, whatever they are called
FAR = 5                            # a part larger than its whole by more than this is of something else
TRIFLE = Fraction(5, 10000)        # a gap below this may come from parts rounded more coarsely than others
_HOLDING = (Verdict.HOLDS, Verdict.ROUNDING)
DIVISIBLE = frozenset({"元", "平方米", "亩", "公里"})   # each piece of it goes to one purpose only


def sums(sentence: Sentence) -> Iterator[Claim]:
    """Every sum that a sentence announces, one claim for each unit in which it does."""
    if len(sentence.mentions) + bool(sentence.before and sentence.before.mentions) < 3:
        return
    best: dict[str, Claim] = {}
    for listing in listings(sentence):
        for found in _columns(sentence, listing):
            whole = str(found.members["total"])
            if whole not in best or found.verdict is Verdict.HOLDS:
                best[whole] = found
    yield from best.values()


def _columns(sentence: Sentence, listing: Listing) -> Iterator[Claim]:
    for unit in dict.fromkeys(m.unit for m in levels(listing.parts) if m.unit and (m.unit != "%" or listing.at_end)):
        totals = levels(listing.totals, unit)
        groups = [g for g in groupings(listing.parts, unit) if len(g) > 1]
        if totals and groups:
            yield from _best(sentence, totals, groups, listing)
        if len(totals) > 1:
            yield from _named(sentence, totals, listing)


def _named(sentence: Sentence, totals: list[Mention], listing: Listing) -> Iterator[Claim]:
    """A claim for each total of a name that every segment has too: 学校…所，学生…人，其中高中…所，学生…人；初中…."""
    segments = len({m.segment for m in listing.parts})
    for whole in totals:
        parts = [m for m in levels(listing.parts, whole.unit) if called(m) == called(whole)]
        if segments > 2 and len(parts) == segments and all(exact(m) for m in parts):
            verdict = _verdict(whole, parts)
            if verdict is not Verdict.CONTRADICTED or _is_whole(whole, parts, listing):
                yield sum_claim(sentence, whole, parts, verdict)


def groupings(mentions: list[Mention], unit: str) -> list[list[Mention]]:
    """Ways to read a list, likeliest first: the first segment, the head of each segment, all items."""
    column = levels(mentions, unit)
    items = _heads(column, "item")
    first = [m for m in items if m.segment == items[0].segment]
    ways = [first]
    if len(first) < len(items):
        ways += [_heads(column, "segment"), items]
    if len(items) < len(column):
        ways.append(column)
    return ways if len(first) > 1 else sorted(ways, key=lambda way: len(way) < 2)


def _heads(mentions: list[Mention], place: str) -> list[Mention]:
    """The first figure of each item or segment; what follows in it is detail."""
    heads: dict[int, Mention] = {}
    for mention in mentions:
        heads.setdefault(getattr(mention, place), mention)
    return list(heads.values())


def _best(sentence: Sentence, totals: list[Mention], groups: list[list[Mention]], listing: Listing) -> Iterator[Claim]:
    """The reading under which the sum holds; if none does, the likeliest reading judged."""
    for whole, group in product(totals, groups):
        if parts := adding_up(group, whole, at_end=listing.at_end):
            yield sum_claim(sentence, whole, parts, Verdict.HOLDS)
            return
    whole, parts = totals[0], next((g for g in groups if _verdict(totals[0], g) in _HOLDING), groups[0])
    verdict = _verdict(whole, parts)
    if verdict is not Verdict.CONTRADICTED or _is_whole(whole, parts, listing):
        yield sum_claim(sentence, whole, parts, verdict)
    elif _is_partial(whole, parts):
        yield sum_claim(sentence, whole, parts, Verdict.UNCHECKABLE)


def adding_up(group: list[Mention], whole: Mention, *, at_end: bool = False,
              goes_on: bool = False) -> list[Mention] | None:
    """The figures of a list that make the total exactly, or None.

    What follows the list (or precedes it, where the total stands at its end) may be of something else, so that
    a shorter list will do, unless the names show that all of it belongs together; with `goes_on` it always will.
    """
    made, ordered = Decimal(0), group[::-1] if at_end else group
    for n, part in enumerate(ordered, start=1):
        if not part.known or made > whole.number:
            return None
        made += part.number
        if made == whole.number and n > 1 and (goes_on or n == len(group) or _may_end(ordered, n)):
            return group[-n:] if at_end else group[:n]
    return None


def _may_end(group: list[Mention], n: int) -> bool:
    """Whether a list may end behind its `n`th part: what goes on is of something else, or is left (剩余12个)."""
    return cues.OTHERS.search(group[n].lead) is not None or not labels.exclusive(group)


def _verdict(whole: Mention, parts: list[Mention]) -> Verdict:
    """Whether the parts make the whole; beside 14.625万 a 3.9万 means 3.900万, unless the gap is a trifle."""
    spans = [m.span for m in parts if m.span is not None]
    if whole.span is None or len(spans) < len(parts):
        return Verdict.UNCHECKABLE
    verdict = judge(whole.span, total(_trimmed(parts)))
    trifle = abs(_ratio(whole, parts) - 1) <= TRIFLE
    return judge(whole.span, total(spans)) if verdict is Verdict.CONTRADICTED and trifle else verdict


def _trimmed(parts: list[Mention]) -> list[Span]:
    """The parts' spans as if all had the digits of the finest, since idle zeros are not printed."""
    spans = []
    for part in parts:
        margin = min(m.step for m in parts if _scale(m) == _scale(part)) / 2
        span = part.span
        if span is not None and exact(part) and span.hi - span.value > margin:
            span = point(span.value).widened(margin)
        if span is not None:
            spans.append(span)
    return spans


def _scale(mention: Mention) -> str:
    return next((word for word in "亿万" if word in mention.figure.quote), "")


def _is_whole(whole: Mention, parts: list[Mention], listing: Listing) -> bool:
    """True when the parts can only be meant to make up the whole, so that a difference is an error.

    A list may be partial (其中骨干教师…), and its parts may overlap (女教师…，党员…); then nothing is claimed
    unless the gap is small and a common slip explains it.
    """
    if len({m.figure.unit for m in (whole, *parts)}) > 1 or not whole.value or labels.overlapping(parts):
        return False
    if labels.seasonal(parts):
        return abs(_ratio(whole, parts) - 1) <= NEAR and bool(slips.of_sum(whole, parts))
    return _too_large(parts, listing) or _is_divided(whole, parts, listing)


def _is_divided(whole: Mention, parts: list[Mention], listing: Listing) -> bool:
    """True when nothing can be counted in two parts or be left out, or a gap so small can only be a slip."""
    ratio = _ratio(whole, parts)
    near, close = abs(ratio - 1) <= NEAR, abs(ratio - 1) <= CLOSE and len(parts) > 2
    apart, slip = labels.exclusive(parts), bool(slips.of_sum(whole, parts))
    divided = apart or whole.figure.unit in DIVISIBLE
    if listing.complete or labels.exhaustive(parts):
        return near or slip or (apart and Fraction(1, 2) <= ratio <= 2)
    if listing.at_end:
        return (divided and (near or slip)) or close
    if ratio < 1:
        return slip and ((divided and near) or close or slips.of_unit(whole, parts))
    return (apart and ratio <= 2) or (divided and (near or slip)) or close


def _too_large(parts: list[Mention], listing: Listing) -> bool:
    """True when one part is larger than anything before it that may be the whole: 15件，其中交办6件、批示25件."""
    wholes = levels(listing.totals, parts[0].unit)
    largest = max(part.value for part in parts)
    return not listing.at_end and all(exact(m) and largest / FAR < m.value < largest for m in wholes)


def _is_partial(whole: Mention, parts: list[Mention]) -> bool:
    """True for a list that may be meant to be complete but need not be."""
    return _ratio(whole, parts) <= 1 and labels.exclusive(parts)


def _ratio(whole: Mention, parts: list[Mention]) -> Fraction:
    return sum((m.value for m in parts), Fraction(0)) / whole.value if whole.value else Fraction(0)


# ── the claim in words ───────────────────────────────────────────────────────


def sum_claim(sentence: Sentence, whole: Mention, parts: list[Mention], verdict: Verdict) -> Claim:
    """The claim that parts make a whole, in words."""
    members: Members = {"total": whole, "parts": parts}
    if not all(m.known for m in (whole, *parts)):
        return claim(sentence, "sum", members, Outcome(verdict=verdict, needs=say("needs-number")))
    made = sum((m.value for m in parts), Fraction(0))
    message = say("sum", stated=whole, listed="＋".join(show(m) for m in parts), computed=printed(made, whole.figure))
    cause = _cause(whole, parts) if verdict is Verdict.CONTRADICTED else NOTHING
    needs = say("needs-parts") if verdict is Verdict.UNCHECKABLE else NOTHING
    return claim(sentence, "sum", members, Outcome(
        verdict=verdict, stated=whole.value, computed=made, message=message, cause=cause, needs=needs))


def _cause(whole: Mention, parts: list[Mention]) -> Words:
    approximate = not all(exact(m) for m in (whole, *parts))
    return slips.of_sum(whole, parts) or (say("cause-approximate") if approximate else NOTHING)
