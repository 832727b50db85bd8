"""Where the whole of a share may stand: in its sentence, in the one above, or far up under a like name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.stated import Stated, around, clause_before, named_alike
from taizhang.reading.claims.span import Span
from taizhang.reading.claims.view import NEAR, Mention, Sentence, Told, levels

ALIKE = 6                # this many characters in a row name the same thing in two sentences
NO_THINGS = frozenset({"元", "人", "人次", "%", ""})
FINE = Fraction(1, 200)  # a whole that is known as well as this is seldom met by chance
LOOSE = Decimal("0.9")   # by no more than this may 约 widen a number that is compared
_SCOPE = re.compile(r"[一-龥]{4}(?=[一-龥]{0,10}中)")     # 普通高中专任教师中研究生学历412人
_AMONG_THEM = re.compile(r"[一-龥]{2,12}?中(?=[，,])")         # 小学专任教师中，具有专科学历的15911人
_DUE = re.compile("应[检到考参训测种缴](?!不)")
_STAGE = re.compile("小学|初中|高中|中职|幼儿")
_OF_TEACHERS, _TEACHERS = re.compile("学历|职称|骨干"), re.compile("专任教师|在岗教师|在编教师|教职工|教师总?数?$")
FAR = 120                # figures back among which the whole of a share is looked for


def candidates(sentence: Sentence, stated: Stated, part: Mention) -> Iterator[Mention]:
    """What may be the whole: counts before the part, of the sentence above, then far up of the same long name."""
    yield from in_sentence(sentence, part)
    yield from (m for m in sentence.levels if m.start < part.start and m.known and m.number >= part.number
                and part.clause - m.clause <= 1 and _of_things_alike(stated, m, part))
    yield from (m for m in sentence.mentions if m.role is Role.BASE and m.unit == part.unit and m.start < part.start
                and m.known and m.number >= part.number)        # 去年考生56494人，…录取42921人，录取率76%
    yield from _behind(sentence, stated, part)
    yield from (m for m in levels(sentence.levels, part.unit) if part.end <= m.start < stated.share.start and m.known
                and m.number >= part.number                                         # 甲2万人，乙1万人，合计3万人
                and (cues.NEXT_TOTAL.search(m.lead) or (len(stated.of) > ALIKE and fully_named(stated.of, m.lead))))
    meant = whole_of(stated, part)
    if meant is None:
        return
    if part.unit == "人次" and len(cues.THE_NUMBER_OF.sub("", stated.of)) > 1:       # 3218人次，占专任教师总数的70.2%
        yield from (m for above, m in further_up(sentence, "人") if named_alike(stated.of, around(above, m)))
    among = _AMONG_THEM.match(sentence.text)
    name = (among[0] if among else "") + clause_before(sentence, part.start) + part.after
    low, high = about(meant)
    near = _near(sentence, part.unit, meant)
    for above, mention in further_up(sentence, part.unit):
        if not low <= mention.number <= high or mention.span is None or not meant.meets(mention.span):
            continue
        if mention.figure.id in near or _may_be_whole(_words_of(above, mention), name, stated, meant):
            yield mention


def _near(sentence: Sentence, unit: str, meant: Span) -> set[str]:
    """The counts just above that need no name to be the whole: those told last, where the share is fine all."""
    told = [sentence.above(unit)] if not is_fine(meant) else [s.mentions for s in islice(sentence.earlier(), NEAR)]
    return {m.figure.id for mentions in told for m in mentions}


def _behind(sentence: Sentence, stated: Stated, part: Mention) -> Iterator[Mention]:
    """Behind the share: in brackets, 「覆盖率87.5%（共56所）」, or called so: 「占总投资的60%，…，总投资2000万元」."""
    named = len(cues.THE_NUMBER_OF.sub("", stated.of)) > 1
    for m in levels(sentence.levels, part.unit):
        if m.start > stated.share.end and m.known and m.number >= part.number:
            bracketed = len(m.brackets) > len(stated.share.brackets) and m.brackets[-1] <= stated.share.end + 1
            due = m.clause - stated.share.clause == 1 and _DUE.match(m.lead)                   # 体检率98%，应检4775人
            if bracketed or due or (named and fully_named(stated.of, around(sentence, m))):
                yield m


def fully_named(of: str, words: str) -> bool:
    """True when all the characters that name a whole stand in order in the words around a count."""
    left = iter(words)
    return all(character in left for character in cues.THE_NUMBER_OF.sub("", of))


def _words_of(sentence: Sentence, mention: Mention) -> str:
    """The words around a count, and those behind a bracket after it: 「7814名（不含对口生）考生」."""
    bracketed = sentence.text[mention.end : mention.end + 1] in tuple(cues.OPENING)
    behind = sentence.between(mention.end, mention.end + LONGEST).split("，")[0] if bracketed else ""
    return around(sentence, mention) + behind


def _may_be_whole(words: str, name: str, stated: Stated, meant: Span) -> bool:
    """Whether a count far up may be the whole by the words around it: the finer the share is, the fewer must agree."""
    if _share_a_name(name, words) or (cues.OF_WHOLE.match(stated.of) is None and named_alike(stated.of, words)):
        return True
    if is_of(stated.of, words) and not _of_other_stages(name, words):
        return True
    if is_fine(meant) and _OF_TEACHERS.search(name) and _TEACHERS.search(words):
        return True
    scope = _SCOPE.match(name)
    return (is_fine(meant) and named_alike(name, words)) or (scope is not None and scope[0] in words)


def _of_other_stages(name: str, words: str) -> bool:
    """True for 初中 and 小学: what is told of one stage has no whole in another."""
    ours, theirs = set(_STAGE.findall(name)), set(_STAGE.findall(words))
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def is_of(rate: str, words: str) -> bool:
    """True when a rate of this name is of what these words tell: 升学率 of 毕业生."""
    return any(name.search(rate) and of.search(words) for name, of in cues.RATES_OF)


def is_fine(meant: Span | None) -> bool:
    return meant is not None and meant.hi - meant.lo <= meant.value * FINE


def _of_things_alike(stated: Stated, whole: Mention, part: Mention) -> bool:
    """Whether things may be counted against others: 62所学校…55间, 计划420个，到岗406人."""
    if {whole.unit, part.unit}.isdisjoint(NO_THINGS):
        return stated.share.step < 1                          # 62所学校建成咨询室55间，建成率88.7%
    return {whole.unit, part.unit} == {"个", "人"} and cues.PLACES.search(whole.label) is not None


def whole_of(stated: Stated, part: Mention) -> Span | None:
    """What the whole would have to be for the share to be right, cut-off digits included; None where anything would."""
    share = stated.span.truncated(stated.share.step)
    return part.span.times(100) / share if part.span is not None and share.lo > 0 else None


def about(meant: Span) -> tuple[Decimal, Decimal]:
    """Between which numbers a whole lies that may be this one."""
    low, high = bounds(meant)
    return low * LOOSE, high / LOOSE


def bounds(span: Span) -> tuple[Decimal, Decimal]:
    """From where to where a span goes, in decimals, which are reckoned with far quicker than fractions."""
    return Decimal(span.lo.numerator) / span.lo.denominator, Decimal(span.hi.numerator) / span.hi.denominator


def further_up(sentence: Sentence, unit: str) -> Iterator[Told]:
    """The counts in the sentences above, nearest first, each with its sentence."""
    for above in in_reach(sentence):
        for mention in reversed(above.mentions):
            if mention.unit == unit and mention.role in (Role.LEVEL, Role.BASE):
                yield above, mention


def in_reach(sentence: Sentence) -> Iterator[Sentence]:
    """The sentences above, nearest first, as far as FAR figures reach."""
    left = FAR
    for above in sentence.earlier():
        yield above
        left -= len(above.mentions) + 1
        if left <= 0:
            return


def counted_above(sentence: Sentence, figure: str) -> Mention | None:
    """The count of that id in the sentences above, of which no more than FAR can have it."""
    return next((m for above in islice(sentence.earlier(), FAR) for m in above.levels if m.figure.id == figure), None)


def _share_a_name(one: str, other: str) -> bool:
    return any(one[i : i + ALIKE] in other for i in range(len(one) - ALIKE + 1))


def in_sentence(sentence: Sentence, part: Mention) -> list[Mention]:
    """The counts before the part that it may be a part of; smaller ones only where there is no larger."""
    before = [m for m in reversed(sentence.levels)
              if m.start < part.start and m.unit == part.unit and m.known and m.number > 0]
    return [m for m in before if m.number >= part.number] or before
