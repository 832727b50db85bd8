"""Totals that were and are: 「完小由7所并为5所，教学点由4个减为1个，初中、中心小学各1所不变，全镇由13所减至8所」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.groupings import LARGE
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.view import Mention, Sentence, added, exact
from taizhang.reading.model import Claim, Verdict

_TOTAL = re.compile("全[省市县区州镇乡校学]|共|总|合计")
_UNCHANGED = re.compile("(?:保持)?(?:不变|未变|没有?变[化动]?)")
_NEW = re.compile("新[建设增办]|另|增设|改办|转设|等(?=[，,]|$)")       # may be at one end and in no part
_FEW = 2                 # parts, which make by chance what is no large number


class _Ends(NamedTuple):
    """What a count was and what it is, which is the same where nothing changed."""

    was: Mention
    now: Mention


def both_ends(sentence: Sentence) -> Iterator[Claim]:
    """The claims that parts make their total as they were and as they are; only where one of the two ends holds.

    The other is then wrong, if the parts leave none out: if they are more, or all there can be, or tell too what did
    not change.
    """
    for unit in {m.unit: None for m in sentence.levels if m.unit not in ("%", "")}:
        ends = list(_ends(sentence, unit))
        found = _total(sentence, ends) if len(ends) > _FEW else None
        if found is not None:
            yield from _judged(sentence, *found)


def _ends(sentence: Sentence, unit: str) -> Iterator[_Ends]:
    for before, m in pairwise((None, *sentence.mentions)):
        if m is None or m.unit != unit or m.role is not Role.LEVEL or not m.known or m.brackets:
            continue
        if _UNCHANGED.match(m.after):
            yield _Ends(m, m)
        elif before is not None and before.role is Role.BASE and before.unit == unit and before.known \
                and before.clause == m.clause and cues.TO.search(m.lead):
            yield _Ends(before, m)


def _total(sentence: Sentence, ends: list[_Ends]) -> tuple[_Ends, list[_Ends]] | None:
    """The total, which stands at the end or before 其中, and its parts."""
    first, last = ends[0], ends[-1]
    if "其中" in sentence.text[first.now.end : ends[1].was.start]:
        return first, ends[1:]
    return (last, ends[:-1]) if last.was is not last.now and _TOTAL.search(last.was.lead) else None


def _judged(sentence: Sentence, total: _Ends, parts: list[_Ends]) -> Iterator[Claim]:
    columns = [(whole, list(column)) for whole, column in zip(total, zip(*parts, strict=True), strict=True)]
    held = [whole.number == added(column) for whole, column in columns]
    no_chance = len(parts) > _FEW or min(whole.number for whole in total) >= LARGE
    if not any(held) or not no_chance or not all(exact(m) for pair in (total, *parts) for m in pair):
        return
    for (whole, column), holds in zip(columns, held, strict=True):
        wrong = not holds and _leave_none_out(sentence, whole, column, parts)
        verdict = Verdict.HOLDS if holds else Verdict.CONTRADICTED if wrong else Verdict.UNCHECKABLE
        yield sum_claim(sentence, whole, column, verdict)


def _leave_none_out(sentence: Sentence, whole: Mention, column: list[Mention], parts: list[_Ends]) -> bool:
    if labels.overlapping([part.was for part in parts]):
        return False
    told = added(column) > whole.number or labels.exhaustive([part.was for part in parts]) \
        or any(part.was is part.now for part in parts)
    return told and not _NEW.search(sentence.text)
