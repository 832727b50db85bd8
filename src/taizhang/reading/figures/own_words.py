"""The words beside a number, before it and behind, without those that only say that it was reached."""

from __future__ import annotations

import re

from taizhang.reading.figures.context import Context
from taizhang.reading.figures.topics import END, NUMBERS, START, WORDS, trimmed, unlisted

_BETWEEN = re.compile(rf"(?:{WORDS['between']}|\s)+$")
_BEHIND = re.compile(rf"^(?:{WORDS['behind']})+")
_INSIDE = re.compile(WORDS["inside"])
_REACHED = re.compile(rf".*(?:{WORDS['reached']})")
_REACHING = re.compile(rf"(?:{WORDS['reached']})$")
_REACHES = re.compile(rf"^(?:{WORDS['reaches']})$")
_DATED = re.compile(rf".{{6,}}(?<![由从自较比]){WORDS['dated']}")
_OF_A_WHOLE = re.compile(r"(?P<of>占[^，。；\d]{2,12}?)(?:总数)?\d[^，。；]*的$")
_NOUN = re.compile(r"[^、]{1,6}、(?=[^、]{2})")
# what stands before a bracket is told of again behind it: 财政性教育经费（含…）为52亿元
_BEFORE_BRACKET = re.compile(r"(?:^|[，。；：（）\n])(?P<named>[^，。；：（）\n]{3,20})（[^（）]*）"
                             "(?:合计|共)?(?:为|达到?|是)?$")
LONGEST = 24
ALONE = 5           # a phrase so long stands on its own; what is taken from behind is shorter


def own_words(context: Context) -> str:
    """The words beside the number."""
    near = _of_a_whole(context)
    if context.near and not near:
        near = _DATED.sub("", _reached(context, unlisted(_after_noun(context))))
    after = _REACHES.sub("", _BEHIND.sub("", context.after)) if context.after else ""
    if len(context.after) < len(context.rest):                   # another number follows in the clause
        after = re.split("[、和]|(?<!参)与", after, maxsplit=1)[0]
        if 1 < len(after) < ALONE and after == context.after:
            after += NUMBERS.sub("", context.rest[len(after):])
    after = END.sub("", after[:LONGEST])
    before = START.sub("", near)
    before = _BETWEEN.sub("", before) if after else END.sub("", before)
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
    return (_REACHED if len(context.near) < len(context.lead) else _REACHING).sub("", near)


def _after_noun(context: Context) -> str:
    """The words before a number without the noun of the number before them: 可提供学位 in 72个班、可提供学位3360个."""
    noun = _NOUN.match(context.near) if len(context.near) < len(context.lead) else None
    return context.near[noun.end():] if noun else context.near
