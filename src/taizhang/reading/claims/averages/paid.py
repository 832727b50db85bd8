"""What is paid at a rate per head, and where nothing else can be meant: no unnamed days or terms, no other years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.slips import POWERS, of_one
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.view import Mention, Sentence, exact

_TERM = re.compile("每(?:个)?学期|/学期")
_OTHER_TIME = re.compile("每[天日周月]|每个(?:工作日|月)|/[月天日]")
_TERMS = re.compile("[两二2]个?学期|春秋|上下学期|春季.*秋季|秋季.*春季|全年|学年|年度|累计")  # more than one
_YEARS = re.compile(r"[两二三四五六]年(?!级)|(?<!\d)[2-9]年(?!级)|年来|以来|累计|历年|补发|最高"
                    "|不等|[以之]上|起|一般|基本")
_NEAR = Fraction(1, 4)   # what is further off is of other people, or of more terms


@dataclass(frozen=True, slots=True)
class Product:
    """A rate, how many it is paid for, for how many days or terms, and what it comes to."""

    rate: Mention
    count: Mention
    total: Mention
    times: Mention | None          # 供餐96天

    @property
    def made(self) -> Span:
        made = point(self.rate.value) * (self.count.span or point(0))
        return made if self.times is None else made * (self.times.span or point(0))

    @property
    def members(self) -> dict[str, Mention | list[Mention] | None]:
        return {"standard": self.rate, "count": self.count, "total": self.total, "times": self.times}

    @property
    def stated(self) -> Span:
        """What the total may stand for."""
        return self.total.span or point(0)


def words_of(rate: Mention) -> str:
    """The words around a rate that say to whom and how often it is paid."""
    return f"{rate.lead}/{rate.figure.unit}"


def is_clear(sentence: Sentence, reading: Product) -> bool:
    """True when nothing else can be meant: no unnamed days or terms, and the sizes are comparable."""
    ratio = reading.made.value / reading.total.value
    comparable = Fraction(1, 2) <= ratio <= 2 or ratio in POWERS
    slip = of_one(reading.count, reading.count.value / ratio) or of_one(reading.rate, reading.rate.value / ratio) \
        or of_one(reading.total, reading.made.value)
    once = _is_of_one_time(sentence, reading, slipped=bool(slip))
    timed = cues.PER_TIME.search(words_of(reading.rate)) is not None and not once
    in_part = ratio == 2 or (ratio > 1 and cues.SO_FAR.search(reading.total.lead))      # one term of two, or the first
    return timed == (reading.times is not None) and (comparable or bool(slip)) and not in_part


def _is_of_one_time(sentence: Sentence, reading: Product, *, slipped: bool) -> bool:
    """True for one year, of which no one is paid more than the rate, and for one term, where a slip explains it."""
    words, of_made = words_of(reading.rate), reading.total.value / reading.made.value
    near = abs(of_made - 1) <= _NEAR
    if cues.A_YEAR_EACH.search(words):
        told = (reading.rate, reading.count, reading.total)
        alone = all(map(exact, told)) and not cues.TELLS_MORE.match(sentence.text, reading.total.end)
        return slipped or (of_made > 1 and near and alone and _YEARS.search(sentence.text) is None)
    by_term = _TERM.search(words) is not None and _OTHER_TIME.search(words) is None
    return by_term and _TERMS.search(sentence.text) is None and slipped and near
