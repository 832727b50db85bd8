"""Parts beside one another, of which none has a share of the other: 「1200人，其中本科1000人、研究生60人，占5%」."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.view import Mention, Sentence

_WIDER = re.compile("以[上下内]|级|学历合格|总|中学")             # of 本科以上 a 研究生 is one too, of 省级 a 国家级


def is_sibling(sentence: Sentence, stated: Stated, other: Mention, part: Mention) -> bool:
    """True for another part of the list behind 其中 that names a kind apart, where the share names no whole."""
    if other not in sentence.levels or other.end > part.start or not cues.OF_WHOLE.match(stated.of):
        return False
    if labels.family([other, part]) is None or any(_WIDER.search(m.label) for m in (other, part)):
        return False
    opens = sentence.text.rfind("其中", 0, other.start)
    of = next((m for m in reversed(sentence.levels) if m.unit == part.unit and m.end <= opens), None)
    same = of is not None and of.segment == other.segment == part.segment and other.brackets == part.brackets
    return same and of is not None and of.number >= other.number + part.number
