"""Averages on several counts together: 「高中生385人、新生235人，人均3000元」, 「按中小学在校生平均，生均3平方米」."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.of_stage import PUPILS, the_one_count
from taizhang.reading.claims.averages.per_what import Average
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.span import total
from taizhang.reading.claims.verdicts import HOLDING, judge
from taizhang.reading.claims.view import Mention, Sentence

_MOST = 4                # counts of a list
_NAMED = ("中小学", "义务教育")


def on_several(sentence: Sentence, read: Average, amounts: Sequence[Mention]) -> tuple[Mention, list[Mention]] | None:
    """The amount and the counts of which an average is, where they are told in one list, or one name is for both."""
    for counts in filter(None, (_listed(sentence, read), _of_stages(sentence, read))):
        size = total([m.span for m in counts if m.span])
        for amount in amounts:
            made = read.made_of(amount, size)
            if made is not None and judge(read.stated, made) in HOLDING:
                return amount, counts
    return None


def _listed(sentence: Sentence, read: Average) -> list[Mention]:
    """The counts of the clause before an average, where they are two or more."""
    before = [m for m in sentence.levels if m.end <= read.rate.start and m.known and read.counted(m)]
    counts = [m for m in before if m.clause == before[-1].clause and m.brackets == before[-1].brackets]
    beside = counts and read.rate.clause - counts[-1].clause <= 1 and read.rate.segment == counts[-1].segment
    return counts if beside and 1 < len(counts) <= _MOST else []


def _of_stages(sentence: Sentence, read: Average) -> list[Mention]:
    """The pupils of 小学 and of 初中, where the words before an average name both as one."""
    words = sentence.text[max(0, read.rate.start - LONGEST) : read.rate.start]
    if read.per != "生" or not any(name in words for name in _NAMED):
        return []
    told = [m for stage in cues.STAGES["义务教育"] if (m := the_one_count(sentence, stage, PUPILS)) is not None]
    return told if len(told) > 1 else []
