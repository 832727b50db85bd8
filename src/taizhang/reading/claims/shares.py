"""Shares and rates: a part, a whole, and the percentage a sentence gives for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from taizhang.reading.claims import cues
from taizhang.reading.claims.derived_shares import derived_share
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.share_claims import (
    no_such_part,
    of_top,
    share_claim,
    share_of_those_together,
    verdict_of,
    without_whole,
)
from taizhang.reading.claims.slips import has_many, of_one
from taizhang.reading.claims.span import point
from taizhang.reading.claims.stated import Stated, around
from taizhang.reading.claims.stated_rates import parts_named
from taizhang.reading.claims.stated_shares import stated_share
from taizhang.reading.claims.verdicts import judge_percentage
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.claims.wholes import called_so, candidates, fully_named, in_sentence, is_fine, whole_of
from taizhang.reading.model import Claim, Verdict


def shares(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each percentage with 占, 比例 or 率 whose part or whole stands in the text."""
    beside: Mention | None = None            # the whole of the share before
    for i, mention in enumerate(sentence.mentions):
        if mention.figure.unit != "%" or mention.role is not Role.LEVEL or not mention.known:
            continue
        stated = stated_share(sentence, i)
        if stated is not None:
            for found in _weigh(sentence, stated, beside):
                yield found
                beside = next((m for m in sentence.levels if m.figure.id == found.members.get("whole")), beside)


def _weigh(sentence: Sentence, stated: Stated, beside: Mention | None) -> Iterator[Claim]:
    if stated.top is not None and stated.part is not None:
        yield of_top(sentence, stated, stated.part, stated.top)
    elif stated.part is None:
        if stated.whole is not None and stated.whole.known:
            yield from no_such_part(sentence, stated, stated.whole)
    elif stated.part.known:
        yield _of_whole(sentence, stated, stated.part, beside)


def _of_whole(sentence: Sentence, stated: Stated, part: Mention, beside: Mention | None) -> Claim:
    if stated.among:
        return share_of_those_together(sentence, stated, part)
    sure = stated.whole if stated.whole is not None and _can_hold(stated.whole, part) else None
    likely = [whole for whole in (sure, beside) if whole is not None and _can_hold(whole, part)]
    for candidate in chain(likely, candidates(sentence, stated, part)):
        if (verdict := verdict_of(stated, part.span, candidate.span)) is not Verdict.CONTRADICTED:
            return share_claim(sentence, stated, part, candidate, verdict)
    for other in parts_named(sentence, stated):
        for candidate in in_sentence(sentence, other):
            if (verdict := verdict_of(stated, other.span, candidate.span)) is not Verdict.CONTRADICTED:
                return share_claim(sentence, stated, other, candidate, verdict)
    if (derived := derived_share(sentence, stated, part)) is not None:
        return derived
    whole = sure or _meant(sentence, stated, part) or _of_those_alike(sentence, stated) \
        or _named(sentence, stated, part) or _as_beside(sentence, stated, part, beside)
    if whole is not None and not _is_part_too(sentence, stated, whole) and not _tells_the_rest(stated, part, whole):
        return share_claim(sentence, stated, part, whole, Verdict.CONTRADICTED)
    return without_whole(sentence, stated, part)


def _of_those_alike(sentence: Sentence, stated: Stated) -> Mention | None:
    """The whole that the other shares of a list have: 「硕士431人、博士559人，分别占36.9%和49.7%」.

    Or those of the same words: 「正高347人，占专任教师19.15%，副高474人，占专任教师26.16%」.
    """
    for other in _in_turn(stated) if stated.turn else _in_the_same_words(sentence, stated):
        if other.part is not None and other.part.known and is_fine(whole_of(other, other.part)):
            for whole in candidates(sentence, other, other.part):
                if verdict_of(other, other.part.span, whole.span) is not Verdict.CONTRADICTED:
                    return whole
    return None


def _in_turn(stated: Stated) -> Iterator[Stated]:
    return (stated._replace(share=share, part=part) for part, share in stated.turn if share is not stated.share)


def _in_the_same_words(sentence: Sentence, stated: Stated) -> Iterator[Stated]:
    if cues.OF_WHOLE.match(stated.of) or stated.of.endswith("率") or stated.part is None:
        return
    for i, mention in enumerate(sentence.mentions):
        if mention.figure.unit == "%" and mention.known and mention is not stated.share:
            other = stated_share(sentence, i)
            if other and other.of == stated.of and other.part and other.part.unit == stated.part.unit:
                yield other


def _is_part_too(sentence: Sentence, stated: Stated, whole: Mention) -> bool:
    """True for what has a share of the same whole: 「达标校53所，占总校数的67%，其中省级16所，占总校数的20%」."""
    if cues.OF_WHOLE.match(stated.of):
        return False
    others = (stated_share(sentence, i) for i, m in enumerate(sentence.mentions) if m.figure.unit == "%" and m.known)
    return any(other is not None and other.part is whole and other.of == stated.of for other in others)


def _tells_the_rest(stated: Stated, part: Mention, whole: Mention) -> bool:
    """「青壮年21.6万人，其中文盲1260人，非文盲率99.4%」."""
    rest = point(100 - part.value / whole.value * 100)
    fits = judge_percentage(stated.span, rest, stated.share.step) is not Verdict.CONTRADICTED
    return fits and cues.OF_THE_REST.search(stated.of) is not None


def _can_hold(whole: Mention, part: Mention) -> bool:
    return whole.known and whole.value > 0 and (whole.unit == part.unit or {whole.unit, part.unit} == {"个", "人"})


def _meant(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The whole that can only be meant: the total before 其中, or the plan, and nothing wider is named."""
    before, above = in_sentence(sentence, part), None
    if not before and sentence.before is not None and sentence.text.startswith("其中"):
        above = sentence.before
        before = [m for m in levels(above.levels, part.unit) if m.known and m.value >= part.value]
    if not before or len({m.value for m in before}) > 1:
        return None
    whole, named = before[0], around(above or sentence, before[0])
    if cues.PLAN.search(stated.of):
        return whole if cues.PLAN.search(named) else None
    wider = cues.WIDER.search(stated.of)
    if (wider and wider[0] not in named) or stated.of.endswith("率"):      # a rate is named after its part
        return None
    if cues.OUR_OWN.search(part.lead) and cues.WIDER.search(named) and not stated.of:
        return whole                                     # 全省1346人，我市291人，占比21.6%
    told = cues.OF_WHOLE.match(stated.of) or fully_named(stated.of, named)
    return whole if told and (above or cues.AMONG.search(sentence.between(whole.end, part.start))) else None


def _as_beside(sentence: Sentence, stated: Stated, part: Mention, beside: Mention | None) -> Mention | None:
    """「46000人，其中寄宿生12000人，占26.1%；留守儿童5600人，占12.2%」: the whole of the share before in the list."""
    if beside is None or beside.unit != part.unit or beside.value < part.value or beside.start > part.start:
        return None
    listed = "其中" in sentence.text[beside.end : part.start] and cues.OF_WHOLE.match(stated.of)
    return beside if listed and not stated.turn and part.brackets == beside.brackets else None


def _named(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The count above that has the very name of the whole, where the share is that of it but for one digit."""
    if not has_many(stated.share):
        return None
    for whole in called_so(sentence, stated, part):
        made = part.value / whole.value * 100 / stated.share.step
        return whole if of_one(stated.share, round(made) * stated.share.step) else None
    return None
