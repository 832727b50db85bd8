"""Shares and rates: a part, a whole, and the percentage a sentence gives for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.both_named import of_names
from taizhang.reading.claims.shares.derived_shares import derived_share, divided_by_rest
from taizhang.reading.claims.shares.meant_wholes import announced, has_a_share, is_part_too, meant_whole, others_are_of
from taizhang.reading.claims.shares.named_wholes import named_here, of_that_name
from taizhang.reading.claims.shares.of_budgets import of_missed_budget
from taizhang.reading.claims.shares.other_counts import of_some_counts, told_beside
from taizhang.reading.claims.shares.part_unknown import no_such_part, no_such_whole, of_those_named
from taizhang.reading.claims.shares.parts_above import part_above
from taizhang.reading.claims.shares.planned_wholes import is_the_plan, of_several_plans
from taizhang.reading.claims.shares.rest_shares import (
    of_the_rest,
    of_what_it_leaves,
    tells_the_rest,
    with_what_is_left,
)
from taizhang.reading.claims.shares.share_claims import (
    holding,
    of_top,
    share_claim,
    share_of_those_together,
    verdict_of,
    without_whole,
)
from taizhang.reading.claims.shares.siblings import is_sibling
from taizhang.reading.claims.shares.stage_wholes import of_stage
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.stated_rates import parts_named
from taizhang.reading.claims.shares.stated_shares import stated_share
from taizhang.reading.claims.shares.summed_wholes import of_counts_named_together
from taizhang.reading.claims.shares.wholes import NO_THINGS, candidates, counted_above, in_sentence
from taizhang.reading.claims.shares.wrong_wholes import of_another, of_what_was_cut
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

Wholes = tuple[Mention | None, Mention | None]       # of the shares before, in the sentence and further up


def shares(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each percentage with 占, 比例 or 率 whose part or whole stands in the text."""
    beside = above = None            # the whole of the share before; and where that stands further up
    for i, mention in enumerate(sentence.mentions):
        if mention.figure.unit != "%" or mention.role is not Role.LEVEL or not mention.known:
            continue
        left, stated = of_what_it_leaves(sentence, mention), stated_share(sentence, i)
        if left is not None:
            yield left
        elif stated is None:
            yield from islice(of_names(sentence, mention), 1)
        elif stated.part is None and stated.top is None:
            yield from islice(chain(part_above(sentence, mention), _weigh(sentence, stated)), 1)
        else:
            for weighed in _weigh(sentence, stated, (beside, above)):
                unsure = weighed.verdict is Verdict.UNCHECKABLE
                found = next(of_names(sentence, mention), weighed) if unsure else weighed
                yield found
                if isinstance(whole := found.members.get("whole"), str):
                    here = next((m for m in sentence.levels if m.figure.id == whole), None)
                    beside, above = (here, above) if here else (beside, counted_above(sentence, whole))


def _weigh(sentence: Sentence, stated: Stated, told: Wholes = (None, None)) -> Iterator[Claim]:
    if stated.top is not None and stated.part is not None:
        yield of_top(sentence, stated, stated.part, stated.top)
    elif stated.part is None:
        if stated.whole is not None and stated.whole.known:
            yield from no_such_part(sentence, stated, stated.whole)
    elif stated.part.known:
        yield _of_whole(sentence, stated, stated.part, told)


def _of_whole(sentence: Sentence, stated: Stated, part: Mention, before: Wholes) -> Claim:
    """The claim under the first reading that gives one, else with the whole that fits best.

    First what words around the share say outright, whatever counts fit; then, where no count beside it is the whole,
    the name that they give it: of several plans each may have that, so these come before, and a count of the sentence
    comes before those above.
    """
    sure = stated.whole if stated.whole is not None and _can_hold(stated.whole, part) else None
    by_name = (of_counts_named_together, of_several_plans, _of_the_named_here, _of_that_name) if sure is None else ()
    readings = (_of_those_together, of_what_was_cut, of_missed_budget, *by_name)
    told = next(filter(None, (reading(sentence, stated, part) for reading in readings)), None)
    return told or _of_best(sentence, stated, part, sure, before)


def _of_those_together(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    return share_of_those_together(sentence, stated, part) if stated.among else None


def _of_the_named_here(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「续贷5709人，线上办理5214人，占续贷人数的91.3%」."""
    here = named_here(sentence, stated, part)
    if here is None or is_part_too(sentence, stated, here) or _is_of_those(sentence, stated, part, here):
        return None
    found = share_claim(sentence, stated, part, here, verdict_of(stated, part.span, here.span))
    return _unless_of_others(sentence, stated, part, found)


def _of_that_name(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """Of the count that has just the whole's name; of one above only where the share fits none of its sentence."""
    named = of_that_name(sentence, stated, part)
    if named is None or (named not in sentence.levels and any(holding(stated, part, in_sentence(sentence, part)))):
        return None
    return share_claim(sentence, stated, part, named, verdict_of(stated, part.span, named.span))


def _of_best(sentence: Sentence, stated: Stated, part: Mention, sure: Mention | None, told: Wholes) -> Claim:
    """The claim with the whole that another name or stage demands, else with one that fits, else with the one meant.

    `sure` stands beside the share; `told` are the wholes of the shares before.
    """
    fitting = _fitting(sentence, stated, part, (sure, *told))
    other = of_another(sentence, stated, part, fitting) or of_stage(sentence, stated, part) if sure is None else None
    if fitting is not None and _is_of_another(sentence, stated, part, fitting):
        fitting = None
    found = other or fitting or _of_meant(sentence, stated, part, sure or meant_whole(sentence, stated, part, told[0]))
    return _unless_of_others(sentence, stated, part, found)


def _unless_of_others(sentence: Sentence, stated: Stated, part: Mention, found: Claim) -> Claim:
    if found.verdict is not Verdict.CONTRADICTED:
        return found
    if _is_rounded_up(stated, found):
        return without_whole(sentence, stated, part)
    return _of_other_counts(sentence, stated, part) or found


def _is_rounded_up(stated: Stated, found: Claim) -> bool:
    """True for a rate told in whole per cent and off by less than one: 「57人，合格52人，合格率92%」 for 91.2 %."""
    off = abs(found.computed - stated.share.number) if found.computed is not None else Decimal(1)
    return stated.of.endswith("率") and stated.share.step == 1 and off < 1


def _of_other_counts(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim of a share with other counts of its sentence, which it may be of instead; uncheckable if none fits."""
    other = told_beside(sentence, stated, part)
    if other is not None:
        return _fitting(sentence, stated._replace(part=other), other, ()) or without_whole(sentence, stated, part)
    return without_whole(sentence, stated, part) if of_some_counts(sentence, stated) else None


def _of_meant(sentence: Sentence, stated: Stated, part: Mention, meant: Mention | None) -> Claim:
    """The claim with the whole that can only be meant, where there is one."""
    left = with_what_is_left(sentence, stated, part)
    if left is not None and left.verdict in HOLDING:
        return left
    if meant is not None and meant.number > 0 and not is_part_too(sentence, stated, meant) \
            and not tells_the_rest(stated, part, meant) and not is_the_plan(stated, part):
        return share_claim(sentence, stated, part, meant, verdict_of(stated, part.span, meant.span))
    return left or no_such_whole(sentence, stated, part) or of_those_named(sentence, stated, part) \
        or without_whole(sentence, stated, part)


def _is_of_those(sentence: Sentence, stated: Stated, part: Mention, named: Mention) -> bool:
    """True where the share is that of some of those named: 考生3215人，实考3180人，及格2900人，占考生的91.2%."""
    some = [m for m in in_sentence(sentence, part) if m.start > named.end and m.number < named.number]
    return any(holding(stated, part, some))


def _is_of_another(sentence: Sentence, stated: Stated, part: Mention, found: Claim) -> bool:
    """True where what should be a share of the total just before 其中, as others are, fits what stands elsewhere."""
    whole = found.members.get("whole")
    if stated.turn or not isinstance(whole, str) or any(m.figure.id == whole for m in sentence.mentions):
        return False
    total = announced(sentence, stated, part)
    return total is not None and not has_a_share(sentence, total) and others_are_of(sentence, stated, total)


def _fitting(sentence: Sentence, stated: Stated, part: Mention, told: Iterable[Mention | None]) -> Claim | None:
    """The claim with the first whole of which the share is right, or with the part that the rate is named after."""
    if (divided := divided_by_rest(sentence, stated, part)) is not None:
        return divided
    likely = [whole for whole in told if whole is not None and _can_hold(whole, part)]
    in_words = likely[:1] == [stated.whole] and likely[0].start > part.start                  # 占教师总数4650人的40%
    further = () if in_words else candidates(sentence, stated, part)
    for whole, verdict in holding(stated, part, chain(likely, further)):
        if not is_sibling(sentence, stated, whole, part):
            return share_claim(sentence, stated, part, whole, verdict)
    for other in parts_named(sentence, stated):
        wholes = (*in_sentence(sentence, other), *sentence.above(other.unit), part)
        for whole, verdict in holding(stated, other, wholes):
            return share_claim(sentence, stated, other, whole, verdict)
    return derived_share(sentence, stated, part) or of_the_rest(sentence, stated, part)


def _can_hold(whole: Mention, part: Mention) -> bool:
    units = {whole.unit, part.unit}
    things = whole.start > part.end and units.isdisjoint(NO_THINGS)              # 1288套，覆盖1610个教学班的80%
    alike = len(units) == 1 or units == {"个", "人"} or units <= set(cues.PEOPLE)
    return whole.known and whole.value > 0 and (alike or things)
