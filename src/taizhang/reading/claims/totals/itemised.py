"""Totals that numbered lines make: 「共资助1638人次、127.12万元。分别是：一、学前资助386人，17.38万元；二、…」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.quantities import read_number
from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.slips import MANY
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.columns import REACH, is_of, unit_of_parts
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, added
from taizhang.reading.model import Claim, Verdict

_ANNOUNCES = re.compile("(?:分别[是为]|如下|其中|包括|具体[是为]?|情况)[：:]$")
_LEFT_OUT = re.compile("不[计列]入|不含")
_OF_ALL = re.compile("总投资|已投")
_COLONS = ("：", ":")
_NUMBER = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<mark>[、.．）)])(?!\d)")
_FIRST = re.compile(r"[（(]?[一1][、.．）)](?!\d)")
_END = 16                # characters of a sentence, in which it may announce lines
_FEWEST = 2              # items


def itemised_sums(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each total before such lines that the first figures of their unit make.

    One that they do not make is called wrong only where words announce the lines, each has one and a slip explains it.
    """
    for i, sentence in enumerate(sentences[:-1]):
        end = sentence.text[-_END:].rstrip()
        announced = end.endswith(_COLONS) and _ANNOUNCES.search(end) is not None
        if not announced and _FIRST.match(sentences[i + 1].text) is None:
            continue
        told = sentence if sentence.levels else sentence.before
        if told is None or not told.levels:
            continue
        items = list(_items(sentences[i + 1 : i + 1 + REACH]))
        for whole in told.levels if len(items) >= _FEWEST else ():
            if whole.known and not whole.brackets and whole.unit not in ("%", ""):
                yield from (c for c in _sum(told, whole, items)
                            if (announced and not _is_open(c, sentences[i : i + 1 + REACH])) or _is_no_chance(c, items))


def _is_no_chance(found: Claim, items: Sequence[list[Mention]]) -> bool:
    """True for lines that no word announces and that all make the total exactly, a number of many digits."""
    exact = found.verdict is Verdict.HOLDS and found.stated is not None and digits(found.stated) >= MANY
    return exact and len(found.members["parts"]) == len(items) > _FEWEST


def _is_open(found: Claim, told: Sequence[Sentence]) -> bool:
    """True for a wrong sum of the lines that are named as 主要, or of what a line calls 重复."""
    if found.verdict is not Verdict.CONTRADICTED or found.stated is None or found.computed is None:
        return False
    if found.computed < found.stated:
        return "主要" in told[0].text[-_END:]
    return any(cues.COUNTED_TWICE.search(one.text) or _LEFT_OUT.search(one.text) for one in told)


def _items(below: Sequence[Sentence]) -> Iterator[list[Mention]]:
    """The figures of each numbered line, as long as the numbers go on; what stands between them is detail."""
    mark, last = "", 0
    for sentence in below:
        found = _NUMBER.match(sentence.text)
        alike = found is not None and found["mark"] == (mark or found["mark"])
        if found and alike and int(read_number(found["number"]) or 0) == last + 1:
            mark, last = found["mark"], last + 1
            yield [m for m in sentence.levels if m.known]
        elif alike or not last:
            return


def _sum(sentence: Sentence, whole: Mention, items: Sequence[list[Mention]]) -> Iterator[Claim]:
    unit = unit_of_parts(whole)
    firsts = [next((m for m in item if is_of(m, unit) and not m.brackets), None) for item in items]
    parts = [m for m in firsts if m is not None]
    if len(parts) < _FEWEST:
        return
    verdict = verdict_of(whole, parts)
    gap = abs(whole.number - added(parts))
    told = any(m.number == gap for item in items for m in item if m not in parts)           # 食堂400万元，含调剂100万元
    alike = labels.of_one_plan((whole, *parts)) and len({tuple(_OF_ALL.findall(m.lead)) for m in (whole, *parts)}) == 1
    near = len(parts) == len(items) and alike and not told and nearly_make(parts, whole)
    if verdict in HOLDING or (near and slips.of_sum(whole, parts)):
        yield sum_claim(sentence, whole, parts, verdict)
