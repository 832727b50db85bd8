"""Parts that are counted before they are told: 「96所学校分三批开学，依次为41所、32所和23所」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.quantities import read_number
from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.totals.second_readings import is_told_apart
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim

_BATCHES = re.compile("分(?P<n>[两三四五六七八九])(?:[批期轮次组步]|个(?:批次|阶段|小组|组|年度))"
                      "(?:[^，,；;。]{0,12}[，,])?[^，,；;。]{0,12}(?:依次|分别)")
_BEFOREHAND = re.compile(f"{cues.PLAN.pattern}|报名|报考|申报|采购|订购")
_REACHED = re.compile(f"{cues.DONE.pattern}|到货|结业|毕业|合格|成交|签约")
_NOT_ALL = re.compile("其余|除[^，,；;。]{1,16}外|超额|目前|截至")


def batch_sums(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each list of as many parts as the words say, and for the whole before it that they nearly make."""
    for batches in _BATCHES.finditer(sentence.text) if "分" in sentence.text else ():
        behind = [m for m in sentence.levels if m.start >= batches.end() and m.known and not m.brackets]
        parts = behind[: int(read_number(batches["n"]) or 0)]
        if len(parts) == read_number(batches["n"]) and len({m.figure.unit for m in parts}) == 1:
            yield from _judged(sentence, [m for m in sentence.levels if m.end <= batches.start()], parts)


def _judged(sentence: Sentence, before: list[Mention], parts: list[Mention]) -> Iterator[Claim]:
    whole = next((m for m in reversed(before) if m.figure.unit == parts[0].figure.unit and m.known), None)
    if whole is not None and nearly_make(parts, whole):
        verdict = verdict_of(whole, parts)
        if verdict in HOLDING or (all(map(exact, (whole, *parts))) and not _may_lack_some(sentence, whole, parts)):
            yield sum_claim(sentence, whole, parts, verdict)


def _may_lack_some(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """True without a slip, for what was reached of a plan (计划120人，…到岗65人、48人), and where others come too."""
    reached = _BEFOREHAND.search(sentence.clause_before(whole) + whole.after) \
        and _REACHED.search(sentence.text, whole.end, parts[0].start)
    told = reached or is_told_apart(sentence, whole, parts) or _NOT_ALL.search(sentence.text)
    return bool(told or not slips.of_sum(whole, parts))
