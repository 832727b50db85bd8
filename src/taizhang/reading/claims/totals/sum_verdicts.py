"""Whether parts make a whole, and whether they can only be meant to."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.span import Span, digits, exponent, fraction, point, total
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.listings import Listing
from taizhang.reading.claims.verdicts import judge
from taizhang.reading.claims.view import Mention, added, exact, levels
from taizhang.reading.model import Verdict

NEAR = Fraction(15, 100)           # parts further from the total than this may be a partial list
CLOSE = Fraction(5, 100)           # parts as near as this are meant to be complete, whatever they are called
FAR = 5                            # a part larger than its whole by more than this is of something else
_SCHOOLS = frozenset({"所", "家", "校"})
_FEW = 10                           # schools, items, places that a list of kinds may pass over
_ROUND = 3                          # zeros by which a gap is rounder than the parts, as a part left out would not be
_DONE = re.compile("已|实际|完成")
_CLASSES = re.compile("[大中小]班$")
_MANY = 5                          # parts, of which money is spent on no two at once
_TRIFLE = Fraction(1, 1000)         # a gap below this may come from parts rounded more coarsely than others
_CUT_OFF = 1000                     # times as coarse as its parts a total is, of which the last digits may be cut off
_FEN = Fraction(1, 100)             # accounts that tell it round nothing
DIVISIBLE = frozenset({"元", "平方米", "亩", "公里"})   # each piece of it goes to one purpose only


def verdict_of(whole: Mention, parts: list[Mention]) -> Verdict:
    """Whether the parts make the whole; beside 14.625万 a 3.9万 means 3.900万, unless the gap is a trifle."""
    if whole.span is None or not all(m.known for m in parts):
        return Verdict.UNCHECKABLE
    if whole.number == added(parts):                    # as most do: decimals add far quicker
        return Verdict.HOLDS
    spans = [m.span for m in parts if m.span is not None]
    if whole.span.is_exact and all(span.is_exact for span in spans):
        return Verdict.CONTRADICTED
    verdict = judge(whole.span, total(_trimmed(parts)))
    to_the_fen = min(m.step for m in (whole, *parts)) <= _FEN
    trifle = verdict is Verdict.CONTRADICTED and not to_the_fen and abs(_ratio(whole, parts) - 1) <= _TRIFLE
    if trifle or verdict is not Verdict.CONTRADICTED or not _is_coarse(whole, parts):
        return judge(whole.span, total(spans)) if trifle else verdict
    return judge(whole.span.truncated(whole.step), total(spans))


def _is_coarse(whole: Mention, parts: list[Mention]) -> bool:
    """True for a total of far fewer digits than its parts, which may be cut off: 3.76亿 for 37697.5万."""
    return exact(whole) and whole.step >= _CUT_OFF * max(m.step for m in parts)


def _trimmed(parts: list[Mention]) -> list[Span]:
    """The parts' spans as if all had the digits of the finest, since idle zeros are not printed."""
    spans, finest = [], dict[str, Fraction]()
    for part in parts:
        finest[_scale(part)] = min(part.step, finest.get(_scale(part), part.step))
    for part in parts:
        margin, span = finest[_scale(part)] / 2, part.span
        if span is not None and exact(part) and span.hi - span.value > margin:
            span = point(span.value).widened(margin)
        if span is not None:
            spans.append(span)
    return spans


def _scale(mention: Mention) -> str:
    return next((word for word in "亿万" if word in mention.figure.quote), "")


def is_whole(whole: Mention, parts: list[Mention], listing: Listing) -> bool:
    """True when the parts can only be meant to make up the whole, so that a difference is an error.

    A list may be partial (其中骨干教师…), and its parts may overlap (女教师…，党员…); then nothing is claimed
    unless the gap is small and a common slip explains it.
    """
    counted = listing.counted == len(parts)              # 880万元，220万元，两项合计1100万元
    lacking = not whole.value or _is_done_of_plans(whole, parts) or (listing.goes_on and added(parts) < whole.number)
    if lacking or counted or not _of_one_kind(whole, parts):
        return counted and not lacking
    only_total = listing.at_end and cues.ONLY_TOTAL.match(whole.lead)
    apart = whole.figure.unit in DIVISIBLE or only_total or labels.as_many_as(whole, parts)
    overlapping = not apart and labels.overlapping(parts)
    if overlapping or _may_lack_one(whole, parts, listing):
        return False
    if slips.of_total(whole, parts) or (nearly_make(parts, whole) and slips.of_part(whole, parts)):
        return True
    if labels.seasonal(parts):
        return nearly_make(parts, whole) and bool(slips.of_sum(whole, parts))
    return _too_large(parts, listing) or _is_divided(whole, parts, listing)


def _is_done_of_plans(whole: Mention, parts: list[Mention]) -> bool:
    """「累计已投入3267万元。其中土建计划投入2232万元、设备计划投入1537万元」: what is done is no total of plans."""
    return _DONE.search(whole.lead) is not None and all(cues.PLAN.search(m.lead) for m in parts)


def _of_one_kind(whole: Mention, parts: list[Mention]) -> bool:
    """True where all are counted alike: not 「485所学校获奖，包括一等奖183项」."""
    units = {m.figure.unit for m in parts}
    return len(units) == 1 and not (whole.figure.unit in _SCHOOLS and units == {"项"})


def _may_lack_one(whole: Mention, parts: list[Mention], listing: Listing) -> bool:
    """True for a list too small by what may be a part left out: some money, or a few schools or items of another kind.

    A wrong unit, or one digit wrong far before the last, explains a gap better.
    """
    gap = whole.number - added(parts)
    if gap > 0 and all(_CLASSES.search(m.lead) for m in parts):
        return True                                       # 托班 are left out
    slip = slips.of_unit(whole, parts) or _is_round(gap, parts, _ROUND) or _is_misprinted(whole, parts)
    if gap <= 0 or slip or listing.at_end or _are_all_told(whole, parts, listing):
        return False
    if whole.unit == "个" != whole.figure.unit:
        return gap < _FEW
    return whole.figure.unit in DIVISIBLE and gap >= min(m.number for m in parts) / 5


def _are_all_told(whole: Mention, parts: list[Mention], listing: Listing) -> bool:
    """True where the words leave no room for a further part."""
    return listing.complete or labels.exhaustive(parts) or labels.runs_down_to(whole, parts) \
        or labels.as_many_as(whole, parts)


def _is_round(gap: Decimal, parts: list[Mention], zeros: int) -> bool:
    """True when a gap ends in so many zeros more than the parts do."""
    return exponent(gap) >= min(exponent(m.number) for m in parts) + zeros


def _is_misprinted(whole: Mention, parts: list[Mention]) -> bool:
    """True for a total with two digits swapped, or one too many carried, as a part left out would hardly explain.

    Of stages or levels one may be left out whatever it makes.
    """
    if min(len(parts), digits(whole.number)) < slips.ENOUGH or not all(map(exact, (whole, *parts))) \
            or labels.family(parts) is not None:
        return False
    gap, made = whole.number - added(parts), fraction(added(parts))
    carried = gap.normalize().as_tuple().digits == (1,) and _is_round(gap, parts, 1) and slips.of_one(whole, made)
    return bool(carried) or slips.is_so_but_swapped(whole, made)


def _is_divided(whole: Mention, parts: list[Mention], listing: Listing) -> bool:
    """True when nothing can be counted in two parts or be left out, or a gap so small can only be a slip."""
    ratio = _ratio(whole, parts)
    near, close = abs(ratio - 1) <= NEAR, abs(ratio - 1) <= CLOSE and len(parts) > 2
    apart, slip = labels.exclusive(parts), bool(slips.of_sum(whole, parts))
    if listing.partial:
        return near and slip
    divided = apart or whole.figure.unit in DIVISIBLE
    if _are_all_told(whole, parts, listing):
        return near or slip or (apart and 1 <= ratio <= 2)
    if listing.at_end:
        only_total = cues.ONLY_TOTAL.match(whole.lead) is not None
        return (divided and (near or slip)) or close or (near and only_total and (slip or _is_one_list(parts, listing)))
    if ratio < 1:
        told = apart and len(parts) > 2 and _is_round(whole.number - added(parts), parts, _ROUND - 1)
        return slip and ((divided and near) or close or told or slips.of_unit(whole, parts))
    crowded = near and slip and len(parts) > 2 and not labels.narrowed(parts)
    spent = divided and len(parts) >= _MANY and ratio <= 2 and not labels.narrowed(parts)
    return (apart and ratio <= 2) or (divided and (near or slip)) or close or crowded or spent


def _is_one_list(parts: list[Mention], listing: Listing) -> bool:
    """True for three parts or more that are all before it and stand in one row: 「甲6名、乙4名、丙2名，合计13名」."""
    return len(parts) > 2 and parts == listing.parts and len({m.clause for m in parts}) == 1 \
        and not any(cues.AND_OTHERS.search(m.lead) or cues.AND_OTHERS.match(m.after) for m in parts)


def _too_large(parts: list[Mention], listing: Listing) -> bool:
    """True when one part is larger than anything before it that may be the whole: 15件，其中交办6件、批示25件.

    Not where it is of another kind by the words behind both: 9个学校，其中4个党总支19个党支部.
    """
    wholes = levels(listing.totals, parts[0].unit)
    largest = max(parts, key=lambda part: part.number)
    other = any(m.after and largest.after and not set(m.after) & set(largest.after) for m in wholes)
    return not listing.at_end and not other and all(
        exact(m) and largest.value / FAR < m.value < largest.value for m in wholes)


def is_partial(whole: Mention, parts: list[Mention]) -> bool:
    """True for a list that may be meant to be complete but need not be."""
    return _ratio(whole, parts) <= 1 and labels.exclusive(parts)


def nearly_make(parts: list[Mention], whole: Mention) -> bool:
    """Whether parts make so much of a whole, or so little more, that they are hardly of something else."""
    return whole.number > 0 and abs(_ratio(whole, parts) - 1) <= NEAR


def _ratio(whole: Mention, parts: list[Mention]) -> Fraction:
    return fraction(added(parts)) / whole.value if whole.number else Fraction(0)
