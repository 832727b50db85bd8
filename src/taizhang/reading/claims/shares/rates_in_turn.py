"""Rates told in turn of counts told in turn: 「小学1532人、初中846人；合格1486人、793人，合格率分别为97%和93.7%」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.overall_rates import of_all
from taizhang.reading.claims.shares.share_claims import share_claim, verdict_of
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim

_MOST_PAST = 3           # other counts that stand between the wholes and their parts


def rates_in_turn(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each rate of a list of two or more, where all but one at most are those of the counts before it."""
    for i, first in enumerate(sentence.mentions):
        if first.figure.unit != "%" or not cues.IN_TURN.search(first.lead):
            continue
        if cues.RATE.search(cues.IN_TURN.sub("", first.lead)):
            goes_on = takewhile(lambda m: m.figure.unit == "%" and m.lead in cues.AND_NEXT, sentence.mentions[i + 1 :])
            yield from _judged(sentence, [first, *goes_on])


def listed_in_turn(counts: list[Mention], n: int) -> list[Mention]:
    """The first so many counts that are told in turn: 三年的支出分别为1359万元、1356万元、1662万元."""
    for i, first in enumerate(counts):
        listed = counts[i : i + n]
        if cues.IN_TURN.search(first.lead) and all(m.lead in cues.AND_NEXT for m in listed[1:]):
            return listed
    return []


def _judged(sentence: Sentence, rates: list[Mention]) -> Iterator[Claim]:
    n = len(rates)
    before = [m for m in sentence.levels if m.end <= rates[0].start and m.figure.unit != "%" and m.surrounds(rates[0])]
    unit = before[-1].unit if before else ""
    counts = levels(before, unit)
    if len(counts) == n and sentence.before is not None:
        counts = [*listed_in_turn(levels(sentence.before.levels, unit), n), *counts]
    if n < 2 or len(counts) < 2 * n or not all(m.known and m.number > 0 for m in (*counts[-2 * n:], *rates)):
        return
    for past in range(_MOST_PAST):                       # 小学1532人、初中846人，合格2279人，依次为1486人、793人
        wholes = counts[-2 * n - past : -n - past]
        told = [(Stated(rate, part, ""), part, whole)
                for rate, whole, part in zip(rates, wholes, counts[-n:], strict=False) if whole.known]
        verdicts = [verdict_of(stated, part.span, whole.span) for stated, part, whole in told]
        all_hold = past or cues.TELLS_MORE.match(sentence.text, rates[-1].end)
        if len(told) == n and sum(verdict in HOLDING for verdict in verdicts) >= (n if all_hold else max(n - 1, 2)):
            yield from (share_claim(sentence, *one, verdict) for one, verdict in zip(told, verdicts, strict=True))
            yield from of_all(sentence, rates, [(part, whole) for _, part, whole in told])
            return
