"""The words beside a number, before it and behind, without those that only say that it was reached."""

from __future__ import annotations

import re

from taizhang.reading.figures.context import Context
from taizhang.reading.figures.topics import NUMBERS, WORDS, from_its_start, to_its_end, trimmed, unlisted

_BETWEEN = re.compile(rf"(?:{WORDS['between']}|\s)+$")
_BEHIND = re.compile(rf"(?:{WORDS['behind']})+")
_INSIDE = re.compile(WORDS["inside"])
_REACHED = re.compile(rf".*(?:{WORDS['reached']})")
_REACHING = re.compile(rf"(?:{WORDS['reached']})$")
_REACHES = re.compile(WORDS["reaches"])
_NEXT_OF_LIST = re.compile("[、和]|(?<!参)与")
_DATED = re.compile(rf".{{6,}}(?<![由从自较比]){WORDS['dated']}")
_OF_A_WHOLE = re.compile(r"(?P<of>占[^，。；\d]{2,12}?)(?:总数)?\d[^，。；]*的$")
_NOUN = re.compile(r"[^、]{1,6}、(?=[^、]{2}|$)")
# what stands before a bracket is told of again behind it: 财政性教育经费（含…）为52亿元
_BEFORE_BRACKET = re.compile(r"(?:^|[，。；：（）\n])(?P<named>[^，。；：（）\n]{3,20})（[^（）]*）"
                             "(?:合计|共)?(?:为|达到?|是)?$")
LONGEST = 24
ALONE = 5           # a phrase so long stands on its own; what is taken from behind is shorter


def own_words(context: Context) -> str:
    """The words beside the number."""
    near = _of_a_whole(context)
    if context.near and not near:
        near = _undated(_reached(context, unlisted(_after_noun(context))))
    after = _without(_BEHIND, context.after) if context.after else ""
    after = "" if _REACHES.fullmatch(after) else after
    if len(context.after) < len(context.rest):                   # another number follows in the clause
        after = _NEXT_OF_LIST.split(after, 1)[0]
        if 1 < len(after) < ALONE and after == context.after:
            after += NUMBERS.sub("", context.rest[len(after):])
    after = to_its_end(after[:LONGEST])
    before = from_its_start(near)
    before = _BETWEEN.sub("", before) if after else to_its_end(before)
    if not before and not after and (bracketed := _BEFORE_BRACKET.search(context.sentence)):
        return trimmed(bracketed["named"])
    return _INSIDE.sub("", before[-LONGEST:] + after)


def _of_a_whole(context: Context) -> str:
    """城镇教师 for the number in 占城镇教师2140人的7.3%, and 占城镇教师 for the share; "" for all others."""
    if context.near == "的":
        whole = _OF_A_WHOLE.search(context.lead)
        return whole["of"] if whole else ""
    return context.near[1:] if context.near[:1] == "占" and context.after == "的" else ""


def _reached(context: Context, near: str) -> str:
    """The words before a number that was reached: of what, unless the figure from which it rose has them."""
    if len(context.near) < len(context.lead):
        return _without(_REACHED, near)
    return _REACHING.sub("", near)


def _undated(near: str) -> str:
    """The words behind a date."""
    return _without(_DATED, near) if "年" in near or "月" in near else near


def _without(begin: re.Pattern[str], words: str) -> str:
    """What is left of words that begin so."""
    begun = begin.match(words)
    return words[begun.end():] if begun else words


def _after_noun(context: Context) -> str:
    """The words before a number without the noun of the number before them: 可提供学位 in 72个班、可提供学位3360个.

    That is nothing in 72个班、3360个学位, where the number has a noun behind it.
    """
    noun = _NOUN.match(context.near) if len(context.near) < len(context.lead) else None
    goes_on = noun and (noun.end() < len(context.near) or context.after)
    return context.near[noun.end():] if noun and goes_on else context.near
