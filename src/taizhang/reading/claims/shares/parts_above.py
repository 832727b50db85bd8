"""Shares that name part and whole, of which the sentence may count only the whole: 教育经费占生产总值4216亿元的3.76%.

Called wrong only where one count alone has the name of the part, one the name of the whole, and a slip explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.share_claims import holding, is_slip, share_claim
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import NO_THINGS, in_reach
from taizhang.reading.claims.view import NEAR, Mention, Sentence, Told
from taizhang.reading.model import Claim, Verdict

_SHARE = re.compile(r"(?:^|[，,；;：:])(?:其中|目前|全[市县区]|[我本][省市县区])*(?P<name>[一-龥“”]{3,24}?)"
                    r"所?(?:占|相当于|[为是](?=.*的))(?P<of>[一-龥][^，,；;。]{1,40}?)的?(?:比例|比重)?[为是约达到]*$")
_FIRST_WORDS = re.compile(r"^(?:全部|全[省市县区]|[我本][省市县区])|[（(\d].*$")
_MOST = 6                # counts of that name that are looked at
_FAR = 4                 # of a share, by which one of other counts is off
_SMALL = 1               # per cent, below which a share is told too coarsely


def part_above(sentence: Sentence, share: Mention) -> Iterator[Claim]:
    """The claim of a share with the counts that have the names of its part and its whole."""
    told = _SHARE.search(sentence.text[max(0, share.start - 2 * LONGEST) : share.start])
    if told is None:
        return
    begin = share.start - len(told[0]) + told.start("of") - told.start()
    inside = [m for m in sentence.mentions if begin <= m.start < share.start and m.known and m.unit != "%" and m.number]
    of = cues.THE_NUMBER_OF.sub("", _FIRST_WORDS.sub("", told["of"]))
    parts = list(_called(sentence, cues.THE_NUMBER_OF.sub("", told["name"]), share))
    wholes = inside or (list(_called(sentence, of, share)) if len(of) > 1 else [])
    for part in parts:
        stated = Stated(share, part, told["of"])
        for whole, verdict in holding(stated, part, (m for m in wholes if _are_comparable(part, m))):
            yield share_claim(sentence, stated, part, whole, verdict)
            return
    if parts and len(wholes) == 1 and _are_comparable(parts[0], wholes[0]):
        stated, (whole,) = Stated(share, parts[0], told["of"]), wholes
        slip = len(parts) == 1 and is_slip(stated, parts[0], whole)
        if slip or _is_told_just_before(sentence, stated, parts[0], whole):
            yield share_claim(sentence, stated, parts[0], whole, Verdict.CONTRADICTED)


def _is_told_just_before(sentence: Sentence, stated: Stated, part: Mention, whole: Mention) -> bool:
    """「专任教师3900人。其中民办教师86人。民办教师占专任教师总数的1.8%」: what else could be meant is told nowhere."""
    above = sentence.before
    near = above is not None and part in above.mentions and "总" in stated.of \
        and any(whole in one.mentions for one in islice(sentence.earlier(), NEAR))
    made = part.value / whole.value * 100
    return near and 0 < made < 100 and abs(made - stated.share.value) <= made / _FAR and made >= _SMALL


def _called(sentence: Sentence, name: str, share: Mention) -> Iterator[Mention]:
    """The counts here and above of that very name, nearest first; a bracket may stand between name and count."""
    if len(name) > 1:
        yield from islice((m for above, m in _counts(sentence, name) if m is not share
                           and _ends_in(name, above.between(max(0, m.start - 2 * LONGEST), m.start))), _MOST)


def _ends_in(name: str, words: str) -> bool:
    _, named, behind = words.rpartition(name)
    return bool(named) and cues.SO_MANY.fullmatch(behind) is not None


def _counts(sentence: Sentence, name: str) -> Iterator[Told]:
    for above in (sentence, *in_reach(sentence)):
        for m in reversed(above.mentions) if above.mentions and name in above.text else ():
            if m.known and m.number and m.role in (Role.LEVEL, Role.BASE):
                yield above, m


def _are_comparable(part: Mention, whole: Mention) -> bool:
    return part is not whole and (part.unit == whole.unit or {part.unit, whole.unit}.isdisjoint(NO_THINGS))
