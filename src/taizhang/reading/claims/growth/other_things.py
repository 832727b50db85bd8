"""Whether the level beside a comparison is of something else, by its name or by how far off it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.stated import around
from taizhang.reading.claims.span import decimal
from taizhang.reading.claims.view import Sentence

if TYPE_CHECKING:
    from taizhang.reading.claims.growth.comparisons import Change

_A_NAME = 2              # characters
_TWICE = 2               # a level so many times as large or small as it would have to be is of something else


def is_of_another(sentence: Sentence, told: Change) -> bool:
    """「毛入园率92.1%，普惠率比上年的88.2%提高3个百分点」: of another name, and the two do not fit."""
    current, base = told.current, told.base
    if current is None or base is None or current.start > base.start:
        return False
    compared = cues.COMPARED.search(base.lead) or cues.EARLIER.search(base.lead)
    name = cues.THE_NUMBER_OF.sub("", base.lead[: compared.start()]) if compared else ""
    if len(name) < _A_NAME or cues.ANY_SUBJECT.fullmatch(name) or _fits(told):
        return False
    told_of = around(sentence, current)
    words = iter(told_of)
    ours = cues.OUR_OWN.search(base.lead) and cues.WIDER.search(told_of)         # 全市…62.1%，我县…比去年的51.2%
    return bool(ours) or not all(character in words for character in name)


def _fits(told: Change) -> bool:
    """Whether difference or rate is that of the two levels."""
    if told.current is None or told.base is None or not told.base.number:
        return False
    made = abs(told.current.number - told.base.number)
    if told.amount is not None:
        return made == told.amount.number
    return told.rate is not None and abs(made / told.base.number * 100 - told.rate.number) <= decimal(told.rate.step, 4)


def is_far(told: Change) -> bool:
    """True where base and difference lead nowhere near the level beside: 「新设3所，与2020年的412所比，减少144所」."""
    current, base, amount = told.current, told.base, told.amount
    if current is None or base is None or amount is None or not current.unit == base.unit == amount.unit:
        return False
    made = base.number - amount.number if told.falls else base.number + amount.number
    return not made / _TWICE <= current.number <= made * _TWICE
