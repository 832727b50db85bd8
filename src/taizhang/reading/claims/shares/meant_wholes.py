"""Which count can only be meant as the whole of a share that is right for none: the share is then called wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.named_wholes import called_so, done_to
from taizhang.reading.claims.shares.planned_wholes import outdone, planned
from taizhang.reading.claims.shares.share_claims import holding, is_slip
from taizhang.reading.claims.shares.siblings import is_sibling
from taizhang.reading.claims.shares.stated import Stated, around
from taizhang.reading.claims.shares.stated_rates import is_of_others
from taizhang.reading.claims.shares.stated_shares import OtherShare, in_the_same_words, stated_share
from taizhang.reading.claims.shares.wholes import candidates, fully_named, in_sentence, is_fine, whole_of
from taizhang.reading.claims.slips import ENOUGH
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.view import Mention, Sentence, added, levels

_ALL_THERE_ARE = re.compile("(?:目前|现)?(?:全[省市县区]|[我本][市县区])(?:现|共)*有?(?!.*(?:新|今年|上半年))[^，]{2,}")
_DONE_OF_THEM = re.compile("今年|新[增建招]|改造|完成|招聘|培训|引进")     # may be of what was planned
_MOST = 6                # other shares that are looked at
_SURE = 2                # of them that must be right for the same whole; one is enough that is fine and names it


def meant_whole(sentence: Sentence, stated: Stated, part: Mention, beside: Mention | None) -> Mention | None:
    """The whole, or None where another may be meant; `beside` is that of the share before."""
    whole = _likely(sentence, stated, part, beside)
    return whole if whole is not None and not is_of_others(stated.of, whole) else None


def _likely(sentence: Sentence, stated: Stated, part: Mention, beside: Mention | None) -> Mention | None:
    """The count that words, place or the shares beside show to be the whole."""
    return announced(sentence, stated, part) or planned(sentence, stated, part) or _listed(sentence, stated, part) \
        or outdone(sentence, stated, part) or _made_above(sentence, stated, part) \
        or _of_those_alike(sentence, stated) or _named(sentence, stated, part) or _of_its_kind(sentence, stated, part) \
        or _as_beside(sentence, stated, part, beside) or _just_before(sentence, stated, part)


def is_part_too(sentence: Sentence, stated: Stated, whole: Mention) -> bool:
    """True for what has a share of the same whole: 「达标校53所，占总校数的67%，其中省级16所，占总校数的20%」."""
    if cues.OF_WHOLE.match(stated.of):
        return False
    return any(other.part is whole and other.of == stated.of for other in _shares_of(sentence))


def has_a_share(sentence: Sentence, count: Mention) -> bool:
    """True for a count of which a share is told too: 「专科以上4423人，占93.6%，其中本科以上1912人，占40.5%」."""
    return any(share.part is count for share in _shares_of(sentence))


def _shares_of(sentence: Sentence) -> Iterator[Stated]:
    """What a sentence says of each of its percentages that is a share."""
    told = (stated_share(sentence, i) for i, m in enumerate(sentence.mentions) if m.figure.unit == "%" and m.known)
    return (one for one in told if one is not None)


def others_are_of(sentence: Sentence, stated: Stated, whole: Mention) -> bool:
    """Whether another share of the sentence, told in the same words, is one of this whole."""
    others = ((other, part) for above, other, part in in_the_same_words(sentence, stated) if above is sentence)
    return any(any(holding(other, part, [whole])) for other, part in others)


def announced(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The total before 其中, where nothing wider is named: 「总支出4.2亿元，其中人员经费2.8亿元，占66.7%」."""
    before, above = [m for m in in_sentence(sentence, part) if not is_sibling(sentence, stated, m, part)], None
    if not before and sentence.before is not None and sentence.text.startswith("其中"):
        above = sentence.before
        before = [m for m in levels(above.levels, part.unit) if m.known and m.value >= part.value]
    if not before:
        return None
    whole, named = before[0], around(above or sentence, before[0])
    others = {m.number for m in before if not _alone_named(sentence, stated, whole, m)}
    if len(others) > 1 and not is_slip(stated, part, whole):
        return None
    wider = cues.WIDER.search(stated.of)
    if (wider and wider[0] not in named) or stated.of.endswith("率"):      # a rate is named after its part
        return None
    if cues.OUR_OWN.search(part.lead) and cues.WIDER.search(named) and not stated.of:
        return whole                                     # 全省1346人，我市291人，占比21.6%
    if "总" in stated.of and _DONE_OF_THEM.search(whole.lead):
        return None                                      # 新增12所，其中普惠性9所，占幼儿园总数的5.6%
    told = cues.OF_WHOLE.match(stated.of) or fully_named(stated.of, named)
    between = sentence.between(whole.end, part.start)
    return whole if told and (above or cues.AMONG.search(between) or cues.OF_SO_MANY.fullmatch(between)) else None


def _alone_named(sentence: Sentence, stated: Stated, whole: Mention, other: Mention) -> bool:
    """True for a count without the name that the whole has: 招聘150名，交流400人，其中骨干90人，占交流人数的22.5%."""
    name = cues.THE_NUMBER_OF.sub("", stated.of)
    return len(name) > 1 and name in whole.lead and name not in around(sentence, other)


def _listed(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """「1000所（公办园838所，占83.8%；民办园162所，占16.2%）」: the total that the part and those beside it make."""
    if not cues.OF_WHOLE.match(stated.of):
        return None
    beside = [m for m in levels(sentence.levels, part.unit) if m.brackets == part.brackets and m.known]
    for whole in in_sentence(sentence, part):
        made, seen = Decimal(0), False
        for m in beside:
            if m.start > whole.start and made < whole.number:
                made, seen = made + m.number, seen or m is part
        if made == whole.number and seen and whole.number > part.number:
            return whole
    return None


def _made_above(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """「本年支出64013万元。其中基本支出48726万元，占72.9%；项目支出15287万元」: the total above that the list makes."""
    listed = [m for m in levels(sentence.levels, part.unit) if m.brackets == part.brackets and m.known]
    if stated.of or stated.turn or len(listed) < _SURE or part not in listed:
        return None
    made = added(listed)
    if digits(made) <= ENOUGH:
        return None
    return next((m for m in sentence.above(part.unit) if m.number == made and m.known), None)


def _as_beside(sentence: Sentence, stated: Stated, part: Mention, beside: Mention | None) -> Mention | None:
    """「46000人，其中寄宿生12000人，占26.1%；留守儿童5600人，占12.2%」: the whole of the share before in the list."""
    if beside is None or beside.unit != part.unit or beside.value < part.value or beside.start > part.start:
        return None
    slip = digits(stated.share.number) > ENOUGH and is_slip(stated, part, beside)
    listed = "其中" in sentence.text[beside.end : part.start] or slip
    generic = cues.OF_WHOLE.match(stated.of) and not stated.turn
    return beside if listed and generic and part.brackets == beside.brackets else None


def _just_before(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """「在岗教师2640人，参与课后服务的2317人，占88.7%」: the one count before the part, but for a slip."""
    before = [m for m in sentence.levels if m.end <= part.start and m.figure.unit == part.figure.unit and m.known]
    whole = before[-1] if before and cues.OF_WHOLE.match(stated.of) and not stated.turn else None
    near = whole is not None and whole.number > part.number and part.clause - whole.clause == 1 \
        and (whole.brackets, whole.segment) == (part.brackets, part.segment)
    sure = near and whole is not None and (is_slip(stated, part, whole) or _is_all(sentence, stated, part, whole))
    return whole if sure else None


def _is_all(sentence: Sentence, stated: Stated, part: Mention, whole: Mention) -> bool:
    """True where the sentence opens with all there are: 「全市普通高中52所，三星级以上43所，占86.0%」."""
    opens = not any(m.unit == whole.unit and m.end <= whole.start for m in sentence.levels)
    qualified = sentence.text[stated.share.end : stated.share.end + 1] in tuple(cues.OPENING)      # 占24.5%（不含民办）
    plain = not stated.of and not qualified and not _DONE_OF_THEM.search(part.lead)
    return opens and plain and _ALL_THERE_ARE.match(whole.lead) is not None


def _named(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The count here or above that has the very name of the whole, where the share is that of it but for one digit."""
    name = cues.THE_NUMBER_OF.sub("", stated.of)
    here = {m.number: m for m in in_sentence(sentence, part) if len(name) > 1 and (
        name in around(sentence, m) or (len(m.lead) > _SURE and name.endswith(m.lead)))}
    whole = next(iter(here.values())) if len(here) == 1 else \
        next(called_so(sentence, stated, part), None) or done_to(sentence, stated, part)
    return whole if whole is not None and is_slip(stated, part, whole) else None


def _of_its_kind(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """「历史类1418人，…，历史类上线486人，上线率34.7%」: of the count whose name begins its own, but for a slip."""
    alike = {m.number: m for m in in_sentence(sentence, part)
             if len(name := m.lead.removeprefix("其中")) > 1 and part.lead.startswith(name)}
    whole = next(iter(alike.values())) if len(alike) == 1 else None
    return whole if whole is not None and is_slip(stated, part, whole) else None


def _of_those_alike(sentence: Sentence, stated: Stated) -> Mention | None:
    """The whole that the other shares of a list have: 「硕士431人、博士559人，分别占36.9%和49.7%」.

    Or those of the same words: 「正高391人，占专任教师19.11%，副高533人，占专任教师26.05%」.
    """
    right: Counter[str] = Counter()
    others = _in_turn(sentence, stated) if stated.turn else in_the_same_words(sentence, stated)
    for above, other, part in islice(others, _MOST):
        named = stated.turn or not cues.OF_WHOLE.match(stated.of)
        fine = is_fine(whole_of(other, part))
        for whole, _ in islice(holding(other, part, candidates(above, other, part)), 1):
            sure = (named and fine) or _is_announced(sentence, stated, whole)
            right[whole.figure.id] += _SURE if sure else not stated.turn
            if right[whole.figure.id] >= _SURE and stated.part and whole.number > stated.part.number:
                return whole
    return None


def _is_announced(sentence: Sentence, stated: Stated, whole: Mention) -> bool:
    """「10973人，其中普惠园9876人、公办园5487人，分别占90%和50%」: what stands before 其中, of no wider whole."""
    first = stated.turn[0][0] if stated.turn else whole
    told = whole in in_sentence(sentence, first)[:1] and cues.AMONG.search(sentence.between(whole.end, first.start))
    return bool(told and (cues.OF_WHOLE.match(stated.of) or fully_named(stated.of, around(sentence, whole))))


def _in_turn(sentence: Sentence, stated: Stated) -> Iterator[OtherShare]:
    """The other shares told in turn."""
    for part, share in stated.turn:
        if share is not stated.share and part.known:
            yield sentence, stated._replace(share=share, part=part), part
