"""What came and went and is said to be set off: 「五年共补充708人。同期退休524人、调出131人，进出相抵净增53人」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import fraction, point, total
from taizhang.reading.claims.verdicts import Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import NEAR, Mention, Sentence, added, exact
from taizhang.reading.model import Claim

_SET_OFF = re.compile("(?:进出|增减|收支|出入|来去|两者|两项)(?:人员)?(?:相抵|抵消|相减)|相抵")
_WENT = re.compile(f"{cues.WENT.pattern}|病故|去世|死亡|亡故|流失|开除|拆除|报废|注销|停用")
_OPEN = re.compile("等(?!级)|部分|主要|不含|另|左右|其中")
_SUMMED = re.compile(f"{cues.TOTAL_WORDS.pattern}|总")
_SOME = re.compile("中|[的到往向]")          # 新补充教师中安排到乡镇的241名


def set_off(sentence: Sentence, net: Mention, before: Sequence[Mention]) -> Claim | None:
    """The claim of a net change of which the words say that all told before, or in the sentence above, makes it.

    `before` are the counts of its unit in the sentence; None where some of these neither came nor went.
    """
    went = _without_parts([m for m in before if _WENT.search(m.lead)])
    came = _without_parts([m for m in before if cues.CAME.search(m.lead) and not _WENT.search(m.lead)])
    since = max((m.end for m in (*came, *went)), default=0)
    if not went or _SET_OFF.search(sentence.text, since, net.start) is None or not _are_all(before, came, went):
        return None
    came = came or _told_above(sentence, net.unit, added(went) + _signed(net))
    if not came or _OPEN.search(sentence.text[: net.start]) or not all(map(exact, (net, *came, *went))):
        return None
    return _claim(sentence, net, came, went)


def _without_parts(told: list[Mention]) -> list[Mention]:
    """The total alone of a list that has one: 「退休187人、调出36人、辞职11人，共减少234人」."""
    totals = [m for m in told if _SUMMED.search(m.lead)] if len(told) > 1 else []
    return totals if len(totals) == 1 else told


def _are_all(before: Sequence[Mention], came: list[Mention], went: list[Mention]) -> bool:
    """True where nothing else of the unit is told, but for the parts of the total of what went, just before it."""
    listed = [m for m in before if m not in came and m not in went]
    summed = len(went) == 1 and _SUMMED.search(went[0].lead) is not None
    between = any(listed[0].start < m.start < went[0].start for m in came) if listed else False
    return not listed or (summed and listed[-1].end <= went[0].start and not between)


def _told_above(sentence: Sentence, unit: str, needed: Decimal) -> list[Mention]:
    """What came by a sentence above if so much did, or the one count of all that came in the last: 五年共补充708人."""
    above = [[m for m in s.levels if m.unit == unit and m.known and not m.brackets and cues.CAME.search(m.lead)]
             for s in islice(sentence.earlier(), NEAR)]
    if fitting := [m for told in above for m in told if m.number == needed]:
        return fitting[:1]
    last = above[0] if above else []
    totals = [m for m in last if _SUMMED.search(m.lead)] or [m for m in last if not _SOME.search(m.lead)]
    return totals if len(totals) == 1 and (len(last) == 1 or _SUMMED.search(totals[0].lead)) else []


def _claim(sentence: Sentence, net: Mention, came: list[Mention], went: list[Mention]) -> Claim:
    left = added(came) - added(went)
    plus, minus = (went, came) if net.falls else (came, went)
    spans = [total([m.span for m in told if m.span]) for told in (plus, minus)]
    verdict = judge(net.span or point(net.value), spans[0] - spans[1])
    return claim(sentence, "difference", {"came": came, "went": went, "change": net}, Outcome(
        verdict=verdict, stated=net.value, computed=fraction(-left if net.falls else left), message=say(
            "net", stated=net, told="＋".join(map(show, came)) + "".join(f"－{show(m)}" for m in went),
            computed=printed(fraction(left), net.figure))))


def _signed(net: Mention) -> Decimal:
    return -net.number if net.falls else net.number
