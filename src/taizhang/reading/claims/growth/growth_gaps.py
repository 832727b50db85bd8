"""By how much one growth is above another: 「支出增长9.6%，收入增长6.2%，支出增幅高于收入增幅3.4个百分点」.

The law asks it of the money spent on schools (教育法第五十六条), so that reports on it seldom leave it out. And how far
two rates are apart: 「城区、农村巩固率分别为98.2%和95.1%，相差3.1个百分点」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import of_one
from taizhang.reading.claims.span import fraction
from taizhang.reading.claims.verdicts import NOTHING, Outcome, claim, printed, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

_ABOVE = re.compile(r"(?:高于|高出|快于|低于|领先)"
                    r"(?P<other>[^，。；]*?(?:增[长幅速]|比例)(?:幅度|比例|率)?)?(?:约|了)?$")
_GROWTH = re.compile("增[长幅速](?:幅度|比例|率)?|比例|的$")
_ELSEWHERE = re.compile("全[省国市]|平均|上年|去年|[省市国]定|要求")
_APART = re.compile("(?:[一-龥]差|差距)(?:[由从][^，]{0,16}百分点[一-龥]{0,4}[到至为])?[为达约了仅有]*$")
_NEAREST = 4             # growths before it of which it may be the gap
_NEAR = 2                # clauses


def growth_gaps(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each gap that two growths before it make, or all but make where they are the only two."""
    for gap in sentence.mentions if "百分点" in sentence.text else ():
        if gap.unit != "百分点" or not gap.known:
            continue
        above = _ABOVE.search(gap.lead)
        if above is None and _APART.search(sentence.clause_before(gap)):
            yield from _apart(sentence, gap)
        elif above is not None:
            rates = [m for m in sentence.mentions if m.end <= gap.start and _is_growth(m)][-_NEAREST:]
            found = _made(rates, gap) or _meant(sentence, rates, gap, above)
            if found is not None:
                yield _claim(sentence, gap, *found)


def _apart(sentence: Sentence, gap: Mention) -> Iterator[Claim]:
    """The two rates right before a gap, told in one clause or in one after the other, or but for one digit."""
    rates = [m for m in sentence.levels if m.end <= gap.start and m.unit == "%" and m.known][-2:]
    near = len(rates) == 2 and gap.clause - rates[0].clause <= _NEAR and rates[0].brackets == rates[1].brackets
    made = fraction(abs(rates[0].number - rates[1].number)) if near else None
    if made is not None and (made == gap.value or of_one(gap, made)):
        yield _claim(sentence, gap, *rates)


def _is_growth(mention: Mention) -> bool:
    return mention.role is Role.CHANGE and mention.figure.unit == "%" and mention.known


def _made(rates: Sequence[Mention], gap: Mention) -> tuple[Mention, Mention] | None:
    pairs = reversed(list(combinations(rates, 2)))
    return next((pair for pair in pairs if abs(pair[0].number - pair[1].number) == gap.number), None)


def _meant(sentence: Sentence, rates: Sequence[Mention], gap: Mention, above: re.Match[str]) -> \
        tuple[Mention, Mention] | None:
    """The only two, where they have the names that the gap gives and one digit of it is all that is wrong."""
    if len(rates) != 2 or _ELSEWHERE.search(gap.lead):
        return None
    first, second = rates
    names = (_GROWTH.sub("", words or "") for words in (gap.lead[: above.start()], above["other"]))
    if any(name not in sentence.text[: second.start] for name in names):
        return None
    return (first, second) if of_one(gap, fraction(abs(first.number - second.number))) else None


def _claim(sentence: Sentence, gap: Mention, first: Mention, second: Mention) -> Claim:
    made = fraction(abs(first.number - second.number))
    verdict = Verdict.HOLDS if made == gap.value else Verdict.CONTRADICTED
    low, high = sorted((first, second), key=lambda m: m.number)
    return claim(sentence, "difference", {"current": high, "base": low, "change": gap}, Outcome(
        verdict=verdict, stated=gap.value, computed=made,
        message=say("difference", base=low, current=high, stated=gap, computed=printed(made, gap.figure)),
        cause=of_one(gap, made) if verdict is Verdict.CONTRADICTED else NOTHING))
