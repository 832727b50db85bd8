"""How exactly a figure is meant, by the tables of `qualifiers.yaml`."""

from __future__ import annotations

import re

from taizhang.quantities import Qualifier
from taizhang.reading.figures.context import Context
from taizhang.reading.figures.measures import unit_of
from taizhang.reading.figures.tables import alternatives, table

_TABLE = table("qualifiers")


def _words(place: str) -> dict[str, Qualifier]:
    return {word: Qualifier(name) for name, words in _TABLE[place].items() for word in words.split()}


_EARLY, _BEHIND = _words("before_a_verb"), _words("behind")
_BEFORE = _words("before") | _EARLY
_BEFORE_IT = re.compile(rf"({alternatives(list(_EARLY))})(?!海拔|气温|分)[^，。；”\d]{{0,8}}$"
                        rf"|(?<![节集预签条公])({alternatives(list(_BEFORE))})(?:了|过|到|达到?|为|有|在)?$")
_BEHIND_IT = re.compile(alternatives(list(_BEHIND)))
_LIMITED_TOGETHER = re.compile(r"^[和、与及]\s?[\d.]{1,9}[万亿]?(?P<unit>[^\d，。；]{1,3}?)(以内|以上|以下|之内|左右)")
_NEARLY = re.compile(r"基本(?:实现|达到|完成|做到|消除|普及)[^，。；]*$")


def _together(context: Context) -> re.Match[str] | None:
    """What is said of this and the next number at once: 控制在1800人和900人以内."""
    behind = _LIMITED_TOGETHER.match(context.rest)
    return behind if behind and unit_of(behind["unit"]) == context.unit else None


def qualifier_of(context: Context) -> Qualifier:
    """How exactly the number is meant; EXACT where nothing is said."""
    if behind := _BEHIND_IT.match(context.rest) or _together(context):
        return _BEHIND[behind[behind.lastindex or 0]]
    if context.number.more:
        return Qualifier.MORE_THAN
    if before := _BEFORE_IT.search(context.near):
        return _BEFORE[before[before.lastindex or 0]]
    if context.unit == "%" and _NEARLY.search(context.lead):
        return Qualifier.ABOUT
    return Qualifier.EXACT
