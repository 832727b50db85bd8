"""Bands from the highest to the lowest: 「21个乡镇中，完成八成以上的9个，五成至八成的7个，不足五成的5个」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from taizhang.reading.claims import slips
from taizhang.reading.claims.totals.second_readings import is_told_apart
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, added, exact
from taizhang.reading.model import Claim

_HIGHEST = re.compile("以上|超过|高于|大于")
_LOWEST = re.compile("以下|以内|不足|不到|低于|少于|小于")
_RANGE = re.compile("[^以]{1,12}[至到—～~-][^以]{1,12}|之间")
_UNTOLD = re.compile("其余|另|不含|不参|不计|[未没]纳入|新[建入开设办招调]")
_FEWEST = 3              # bands


def band_sums(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each list of bands that leave nothing between them, and for the whole just before it."""
    if _HIGHEST.search(sentence.text) is None or _LOWEST.search(sentence.text) is None:
        return
    told = [m for m in sentence.levels if m.known and not m.brackets and m.unit != "%"]
    for unit in {m.figure.unit: None for m in told}:
        column = [m for m in told if m.figure.unit == unit]
        words = ["", *(sentence.between(one.end, other.start) for one, other in pairwise(column))]
        for i, whole in enumerate(column[:-_FEWEST]):
            parts = _bands(column[i + 1 :], words[i + 1 :])
            verdict = verdict_of(whole, parts) if parts else None
            if verdict in HOLDING or (parts and _are_all(sentence, whole, parts)):
                yield sum_claim(sentence, whole, parts, verdict_of(whole, parts))


def _are_all(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """True where bands can only be meant to make a whole: too few may leave out what is 另行统计, without a number."""
    few = added(parts) < whole.number
    left_out = few and (_UNTOLD.search(sentence.text, parts[-1].end) or not slips.of_sum(whole, parts))
    sure = nearly_make(parts, whole) and all(map(exact, (whole, *parts)))
    return sure and not left_out and not is_told_apart(sentence, whole, parts)


def _bands(column: list[Mention], words: list[str]) -> list[Mention]:
    """The figures from the highest band to the lowest or the other way, if they begin there and no words are unlike."""
    first, last = (_HIGHEST, _LOWEST) if _HIGHEST.search(words[0]) else (_LOWEST, _HIGHEST)
    if first.search(words[0]) is None or last.search(words[0]) is not None:
        return []
    for n, before in enumerate(words[1:], start=1):
        if last.search(before) and not first.search(before):
            return column[: n + 1] if n + 1 >= _FEWEST else []
        if not _RANGE.search(before) or first.search(before):
            return []
    return []
