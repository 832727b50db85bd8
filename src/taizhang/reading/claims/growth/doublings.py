"""What is told to have doubled without a number for that: 「由46人增加到83人，增加37人，实现翻番」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims.growth.multiples import told_as
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge, percent, say, show
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim

_DOUBLED = re.compile("翻番(?:还多)?(?!的?(?:目标|任务|计划|行动|工程))")
_BETWEEN = re.compile(
    "(?:[，,（()）]|(?:短短)?[\\d一二两三四五六七八九十]+年[间来内]?(?:时间)?|期间|已经?|成功|顺利|整体|总量|数量|规模|人数|总数"
    "|大?约|接近|[将临]近|几乎|基本|[超近]|实现了?|完成了?|达到|净|增[加长]?了?|[人名所个])*")


def doublings(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each 翻番 behind what something was and what it came to be; none of what is more than twice as much.

    What came to be thrice as much has doubled too.
    """
    for told in _DOUBLED.finditer(sentence.text) if "翻番" in sentence.text else ():
        sides = _sides(sentence, told.start())
        if sides is not None:
            yield from _judged(sentence, *sides, sentence.text[max(m.end for m in sides) : told.end()])


def _sides(sentence: Sentence, start: int) -> tuple[Mention, Mention] | None:
    """What it was and what it is, told last before, with nothing but by how much it changed between."""
    before = [m for m in sentence.mentions if m.end <= start]
    told = [m for m in before if m.role is not Role.CHANGE][-2:]
    here = before[before.index(told[-1]) :] if len(told) > 1 else []
    ends = [*(m.start for m in here[1:]), start]
    between = "".join(sentence.text[m.end : end] for m, end in zip(here, ends, strict=True))
    if not here or _BETWEEN.fullmatch(between) is None or len({m.unit for m in told}) > 1:
        return None
    base, current = sorted(told, key=lambda m: m.role is not Role.BASE)
    return (base, current) if base.role is Role.BASE and current.role is Role.LEVEL else None


def _judged(sentence: Sentence, base: Mention, current: Mention, how: str) -> Iterator[Claim]:
    if base.span is None or current.span is None or base.span.lo <= 0:
        return
    made = current.span / base.span
    verdict = judge(told_as(2, how), made)
    if verdict in HOLDING or made.hi < 2:
        growth = (made.value - 1) * 100
        yield claim(sentence, "growth", {"current": current, "base": base}, Outcome(
            verdict=verdict, stated=Fraction(100), computed=growth, message=say(
                "growth", stated="翻番", known=f"{show(base)}、{show(current)}", computed=percent(growth))))
