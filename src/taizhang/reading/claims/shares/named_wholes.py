"""The count that has the very name which a share gives its whole: 占续贷人数的91.3% of 续贷5709人."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.stated import Stated, around, is_called
from taizhang.reading.claims.shares.wholes import ALIKE, NO_THINGS, fully_named, further_up
from taizhang.reading.claims.view import Mention, Sentence, levels

_ALL = 100               # per cent; what is done may be more than was planned
_A_NAME = 4              # characters: what is called so is nothing else
_SHORTEST = 2            # characters of a name
_OF_A_PROJECT = re.compile("(?:规划|计划|估算|概算)?总(?:投资|预算)")    # there is one of it, where one alone is told
_A_PLAN = re.compile("预算|计划|任务")
_HERE = re.compile("(?:其中|目前|全[省市县区]|[我本][省市县区]|[共已现有])*")


def called_so(sentence: Sentence, stated: Stated, part: Mention) -> Iterator[Mention]:
    """The counts above, nearest first, in whose words all those that name the whole stand in order."""
    if len(cues.THE_NUMBER_OF.sub("", stated.of)) < _A_NAME:
        return
    for above, mention in further_up(sentence, part.unit):
        large_enough = mention.number >= part.number or stated.share.value > _ALL
        if mention.known and large_enough and fully_named(stated.of, around(above, mention)):
            yield mention


def of_that_name(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The count told last of the whole's name, here or in the sentence above, where it has that very name and no other.

    「授予中小企业合同额2960万元，其中小微企业1776万元，占授予中小企业合同额的51%」. A short name may leave out what is
    clear: 占专任教师的 of those of a school just named.
    """
    name = cues.THE_NUMBER_OF.sub("", stated.of)
    shortest = ALIKE if part.unit in NO_THINGS - {"元"} else ALIKE - 1         # 校舍总面积 is that of no other
    long_enough = len(stated.of) >= shortest and len(name) >= _A_NAME
    if stated.of.endswith("率") or not (long_enough or _OF_A_PROJECT.fullmatch(name)):
        return None
    for above in filter(None, (sentence, sentence.before)):
        for m in reversed(levels(above.levels, part.unit)):
            if (above is not sentence or m.end <= part.start) and name in around(above, m):
                return m if m.known and m.number >= part.number > 0 and is_called(name, m.lead) else None
    return None


def named_here(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The one count before the part that has the name of the whole: 续贷5709人，线上办理5214人，占续贷人数的91.3%."""
    name = _of_things(cues.THE_NUMBER_OF.sub("", stated.of))
    if len(name) < _SHORTEST or stated.of.endswith("率"):
        return None
    named = [m for m in levels(sentence.levels, part.unit) if m.end <= part.start and name in m.label]
    if len(named) != 1 or named[0].lead == part.lead:
        return None
    whole, is_plan = named[0], _A_PLAN.search(name)
    before, _, behind = whole.lead.partition(name)
    ends = cues.SO_MANY.fullmatch(behind) is not None and (is_plan or _HERE.fullmatch(before))
    large_enough = whole.number >= part.number or is_plan                      # 年初预算为210万元，支出决算为300万元
    return whole if ends and whole.known and large_enough and whole.number * part.number > 0 else None


def _of_things(name: str) -> str:
    """开工 for 开工项目: what is counted need not be said again."""
    return name.removesuffix("项目") or name
