"""Whether two figures that differ by two swapped digits are of the same thing: the fewer digits, the more alike.

Two numbers of five digits are so by no chance; of two digits many are, so that only the very same words tell.
"""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.stated import around, named_alike
from taizhang.reading.claims.slips import MANY, shown
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.claims.whose import topic_of
from taizhang.reading.model import Kind

SCOPE = re.compile("(?:全[市县区省年]|我[市县区]|今年|上半年|本年)+(?:仅|只|共|已|现)?(?:有|达到?|为|是)?")
_FILLER = re.compile(f"^(?:其中|目前|现|截至目前|{SCOPE.pattern})+|(?:仅|只|共|已|现)?(?:有|达到?|为|是)$|[了到]")
_YEAR = re.compile("^(?:19|20)\\d\\d年(?:度|底|末)?")
_OF_NOW = re.compile("[由从](?:目前|现在|现有|今年)的?$")
_OTHER_TIME = re.compile("去年|上年|前年|明年|年初|[春秋][季学]|[一二三四]季度|[上下]学期|[一二三四]批|\\d月")
_SAYS_NOT = frozenset({Kind.TARGET, Kind.STANDARD, Kind.CHANGE})
_NAME, _LONG = 4, 6      # characters of a name that tell enough of four digits, of fewer
_FEW = 2                 # digits
_HUNDREDTH = 100         # nearer numbers are often of two related counts: 报名13452人, 实考13425人
_A_PLACE = re.compile("(?<![全我本该各])[一-龥]{1,2}[县区市乡镇](?=[一-龥])")
_PLACE = re.compile("[中校园乡镇县区市州站]")
_CLAUSE = re.compile(rf"[{cues.MARKS}]")


def shortened(mention: Mention) -> str:
    """What a figure is called, without the place and the verb: 「全市“双师型”教师仅有」."""
    return _FILLER.sub("", mention.lead + mention.after)


def is_same(sentence: Sentence, mention: Mention, before: Sentence, earlier: Mention) -> bool:
    """Whether two figures whose digits are swapped are of one thing, by what they are called."""
    if mention.role is Role.BASE or sentence is before:
        return sentence is not before and _is_of_now(mention, before, earlier)
    (kind, period), other_one = ((m.figure.kind, m.figure.period) for m in (mention, earlier))
    if (kind, period) != other_one or kind in _SAYS_NOT or mention.unit == "%":
        return False
    ours, theirs = _words(sentence, mention), _words(before, earlier)
    digits = shown(mention, earlier)
    if _OTHER_TIME.search(ours) or _OTHER_TIME.search(theirs) or topic_of(sentence) != topic_of(before) \
            or _are_apart(ours, theirs) or any(m.number == earlier.number for m in sentence.levels):
        return False
    if digits <= _FEW:
        return len(ours) >= _LONG and ours == theirs and SCOPE.match(ours) is not None
    name, other = (_YEAR.sub("", shortened(m)) for m in (mention, earlier))
    if digits > MANY and abs(mention.number - earlier.number) * _HUNDREDTH > earlier.number:
        return named_alike(name, theirs) or named_alike(other, ours)
    return digits >= MANY and (_is_called(name, theirs) or _is_called(other, ours))


def _is_called(name: str, words: str) -> bool:
    """Whether the words give that name, and before it no school or place of its own."""
    before, named, _ = words.partition(name)
    return len(name) >= _NAME and named != "" and _PLACE.search(SCOPE.sub("", before)) is None


def _are_apart(ours: str, theirs: str) -> bool:
    """Whether the words name pupils or schools of different sorts, or different places."""
    places = [set(_A_PLACE.findall(words)) for words in (ours, theirs)]
    return set(cues.SORTS.findall(ours)) != set(cues.SORTS.findall(theirs)) or (all(places) and places[0] != places[1])


def _words(sentence: Sentence, mention: Mention) -> str:
    """The words of its clause; of the clause before too, where it is only said to come to so many."""
    words = around(sentence, mention)
    if _FILLER.sub("", words):
        return words
    return "".join(_CLAUSE.split(sentence.text[max(0, mention.start - LONGEST) : mention.start])[-2:])


def _is_of_now(base: Mention, before: Sentence, earlier: Mention) -> bool:
    """「普惠性幼儿园覆盖率由目前的85.8%提高到90%」 of the plan: the rate that the done part tells under that name."""
    now, called = _OF_NOW.search(base.lead), shortened(earlier)
    name = base.lead[: now.start()] if now is not None else ""
    if len(name) < _LONG or len(called) < _FEW or not name.endswith(called):
        return False
    return name.removesuffix(called) in before.text[max(0, earlier.start - LONGEST) : earlier.start]
