"""Sums: a total and its parts, after 其中 and 分别, in brackets, or before 共计; one column for each unit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from taizhang.reading.claims import labels, slips
from taizhang.reading.claims.listings import Listing, listings
from taizhang.reading.claims.span import Span, point, total
from taizhang.reading.claims.verdicts import NOTHING, Members, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Role, Sentence, exact, levels
from taizhang.reading.model import Claim, Verdict

NEAR = Fraction(15, 100)           # parts further from the total than this may be a partial list
CLOSE = Fraction(5, 100)           # parts as near as this are meant to be complete, whatever they are called
TRIFLE = Fraction(5, 10000)        # a gap below this may come from parts rounded more coarsely than others
DIVISIBLE = frozenset({"元", "平方米", "亩", "公里"})   # each piece of it goes to one purpose only


def sums(sentence: Sentence) -> Iterator[Claim]:
    """Every sum that a sentence states, one claim for each unit in which it does."""
    best: dict[str, Claim] = {}
    for listing in listings(sentence):
        for found in _columns(sentence, listing):
            whole = str(found.members["total"])
            if whole not in best or found.verdict is Verdict.HOLDS:
                best[whole] = found
    confirmed = {whole for whole, found in best.items() if found.verdict is not Verdict.UNCHECKABLE}
    for found in _unannounced(sentence, confirmed):
        best[str(found.members["total"])] = found
    yield from best.values()


def _columns(sentence: Sentence, listing: Listing) -> Iterator[Claim]:
    for unit in dict.fromkeys(m.unit for m in levels(listing.parts) if m.unit not in ("%", "")):
        totals = levels(listing.totals, unit)
        groups = [g for g in _groupings(listing.parts, unit) if len(g) > 1]
        if totals and groups:
            yield from _best(sentence, totals, groups, listing)


def _groupings(mentions: list[Mention], unit: str) -> list[list[Mention]]:
    """Ways to read a list, likeliest first: the first segment, the head of each segment, all items."""
    column = levels(mentions, unit)
    items = _heads(column, "item")
    first = [m for m in items if m.segment == items[0].segment]
    ways = (first, _heads(column, "segment"), items, column)
    return sorted(ways, key=lambda way: len(way) < 2)


def _heads(mentions: list[Mention], place: str) -> list[Mention]:
    """The first figure of each item or segment; what follows in it is detail."""
    heads: dict[int, Mention] = {}
    for mention in mentions:
        heads.setdefault(getattr(mention, place), mention)
    return list(heads.values())


def _best(sentence: Sentence, totals: list[Mention], groups: list[list[Mention]], listing: Listing) -> Iterator[Claim]:
    """The reading under which the sum holds; if none does, the likeliest reading judged."""
    for whole, group in product(totals, groups):
        for parts in _runs(group, at_end=listing.at_end):
            if _verdict(whole, parts) is Verdict.HOLDS:
                yield sum_claim(sentence, whole, parts, Verdict.HOLDS)
                return
    whole, parts = totals[0], groups[0]
    verdict = _verdict(whole, parts)
    if verdict is not Verdict.CONTRADICTED or _is_whole(whole, parts, listing):
        yield sum_claim(sentence, whole, parts, verdict)
    elif _is_partial(whole, parts):
        yield sum_claim(sentence, whole, parts, Verdict.UNCHECKABLE)


def _runs(group: list[Mention], *, at_end: bool) -> Iterator[list[Mention]]:
    """A list, and its shorter forms where what follows (or precedes) seems to be of something else."""
    yield group
    if not labels.exclusive(group):
        for length in range(len(group) - 1, 1, -1):
            yield group[-length:] if at_end else group[:length]


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

    A list may be partial (其中骨干教师…), and its parts may overlap (女教师…，党员…); then nothing is claimed.
    """
    if len({m.figure.unit for m in (whole, *parts)}) > 1 or not whole.value:
        return False
    ratio = _ratio(whole, parts)
    near, close = abs(ratio - 1) <= NEAR, abs(ratio - 1) <= CLOSE
    apart = labels.exclusive(parts) or (whole.figure.unit in DIVISIBLE and near)
    if labels.exhaustive(parts) or listing.complete:
        return near or (apart and Fraction(1, 2) <= ratio <= 2)
    if listing.at_end or not apart:
        return (near and apart) or (close and len(parts) > 2)
    return ratio <= 2 if ratio > 1 else near and bool(slips.of_sum(whole, parts))


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
    cause = slips.of_sum(whole, parts) if verdict is Verdict.CONTRADICTED else NOTHING
    needs = say("needs-parts") if verdict is Verdict.UNCHECKABLE else NOTHING
    return claim(sentence, "sum", members, Outcome(
        verdict=verdict, stated=whole.value, computed=made, message=message, cause=cause, needs=needs))


# ── sums that nothing announces ──────────────────────────────────────────────


def _unannounced(sentence: Sentence, settled: set[str]) -> Iterator[Claim]:
    """A total, and behind it figures that add up to it exactly: only ever confirmed."""
    here = [m for m in sentence.mentions if not m.brackets]
    above = sentence.before.mentions if sentence.before is not None else ()
    for whole, parts in _candidates(here, [m for m in above if not m.brackets]):
        if whole.figure.id in settled or whole.value < 5:
            continue
        for group in (g for g in _groupings(parts, whole.unit) if len(g) > 1):
            run = next((r for r in _runs(group, at_end=False) if _verdict(whole, r) is Verdict.HOLDS), None)
            if run is not None:
                settled.add(whole.figure.id)
                yield sum_claim(sentence, whole, run, Verdict.HOLDS)
                break


def _candidates(here: list[Mention], above: list[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
    for i, whole in enumerate(here):
        if whole.role is Role.LEVEL and whole.unit not in ("%", "") and whole.known:
            yield whole, here[i + 1 :]
    for whole in above:
        if whole.role is Role.LEVEL and whole.unit not in ("%", "") and whole.known and whole.value >= 20:
            yield whole, here
