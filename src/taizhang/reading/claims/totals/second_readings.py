"""Sums that are wrong as they stand, but right for who reads them otherwise: those are not called wrong."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.totals.groupings import adding_up, heads
from taizhang.reading.claims.view import Mention, Sentence, added

_WITHIN = re.compile("([一-龥]{2,}?)中")         # 专任教师中高级104人


def may_be_right(sentence: Sentence, totals: list[Mention], whole: Mention, parts: list[Mention]) -> bool:
    """True where the parts, which do not make the whole, may be those of another or have something in common."""
    return _is_made_before_the_end(whole, parts) or _is_made_of(totals, parts) or _is_of_others(sentence, parts) \
        or _counts_twice(sentence, whole, parts)


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


def _counts_twice(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """True where a part says in brackets what is counted twice: 「27个中竣工8个、在建25个（含续建6个）」."""
    excess = added(parts) - whole.number
    return any(m.brackets and m.number == excess and m.unit == whole.unit and m.start > parts[0].start
               for m in sentence.mentions)
