"""Sums that are wrong as they stand, but right for who reads them otherwise: those are not called wrong."""

from __future__ import annotations

import re

from taizhang.quantities import read_number
from taizhang.reading.claims import cues
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.totals.groupings import adding_up, heads
from taizhang.reading.claims.view import Mention, Sentence, added

_WITHIN = re.compile("([一-龥]{2,}?)中")         # 专任教师中高级104人
_COUNTED = re.compile("([两三四五六])[级项类者科]")
_NOT_YET = re.compile("在建|正在|[筹待拟]建|计划|[未待]")
_ALSO = ("同时", "兼", "跨")                    # …、幼儿园80人，有5人同时在两校任教


def may_be_right(sentence: Sentence, totals: list[Mention], whole: Mention, parts: list[Mention]) -> bool:
    """True where the parts, which do not make the whole, may be those of another or have something in common."""
    return _is_made_before_the_end(whole, parts) or _is_made_of(totals, parts) or _is_of_others(sentence, parts) \
        or is_told_apart(sentence, whole, parts) or _is_left(sentence, whole, parts) or _is_made_of_some(whole, parts)


def _is_made_before_the_end(whole: Mention, parts: list[Mention]) -> bool:
    """True where the first parts make the total already: two of them where they are no numbers of few digits."""
    made = adding_up(parts, whole, goes_on=True) or ()      # 获奖126人次，其中一、二、三等奖126人次，优秀奖30人次
    return len(made) > 2 or (len(made) == 2 and all(digits(m.number) > 2 for m in made))


def _is_made_of(totals: list[Mention], parts: list[Mention]) -> bool:
    """True where the totals make together what the parts make: 「国家级200名、县级100名。其中初中110名、小学190名」."""
    return any(added(totals[:n]) == added(parts) for n in range(2, len(totals) + 1))


def _is_of_others(sentence: Sentence, parts: list[Mention]) -> bool:
    """True where the second part is of what another count opens: 「其中示范高中5.93万人；中职21所，学生4.05万人」.

    Or where it is one of the first: 「其中专任教师187人；专任教师中高级104人」.
    """
    opening = heads((m for m in sentence.mentions if not m.brackets), "segment")
    first, second = parts[:2]
    within = _WITHIN.match(second.lead)
    apart = cues.PARTS.search(first.lead) is not None and second.segment != first.segment
    return apart and (second not in opening or (within is not None and within[1] in first.label))


def is_told_apart(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """True where what they differ by is told, or is counted once: 「27个中竣工8个、在建25个（含续建6个）」."""
    gap = added(parts) - whole.number
    told = any(m.number == abs(gap) and m.unit == whole.unit and m.start > parts[0].start and m not in (whole, *parts)
               for m in sentence.mentions)
    also = sentence.text.startswith(_ALSO, parts[-1].end) and gap == 2 * parts[-1].number
    twice = gap > 0 and cues.COUNTED_TWICE.search(sentence.text, max(whole.end, parts[-1].end)) is not None
    return told or also or twice


def _is_made_of_some(whole: Mention, parts: list[Mention]) -> bool:
    """True for a total of as many of the parts as its words say: 「中央8万元、省3万元、市1万元，前两级合计11万元」."""
    counted = _COUNTED.search(whole.lead)
    n = int(read_number(counted[1]) or 0) if counted else 0
    done = [m for m in parts if not _NOT_YET.search(m.lead)]             # 已建成8所，今年建成3所，在建2所，累计建成11所
    return (n > 1 and any(added(parts[i : i + n]) == whole.number for i in range(len(parts) - n + 1))) \
        or added(done) == whole.number


def _is_left(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """True where the last part is what others leave: 「隐患98处，其中重大6处，已整改91处，剩余7处」."""
    if cues.REST.search(parts[-1].lead) is None:
        return False
    before = [m for m in sentence.mentions if m.end <= whole.start and m.unit == whole.unit]
    return added(parts[-2:]) == whole.number or any(m.number == whole.number + parts[-1].number for m in before)
