"""The same thing said twice: 「全县共有幼儿园85所」 here, 「全县现有幼儿园87所」 there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from taizhang.reading.claims import cues
from taizhang.reading.claims.slips import MANY, is_swapped, of_one
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.told.likeness import are_headed_apart
from taizhang.reading.claims.verdicts import NOTHING, Outcome, claim, say
from taizhang.reading.claims.view import Mention, Sentence, Told, exact
from taizhang.reading.claims.whose import stage_of
from taizhang.reading.model import Claim, Kind, Verdict

Subject = tuple[str, str, str, str | None, str | None]
Together = tuple[str, Decimal, str]
_STOCK = re.compile(r"^(?:目前，?)?(?:全[市县区]|我[市县区])(?:现|共|总共|一共|目前)?(?:有|设有|建有|共有|现有)")
_DATED = re.compile(r"去年|上年|年底|年初|截至|截止|[\d×]年|\d月|学年|秋季|春季|规划|计划")
_HUNDREDTH = 100


def repeats(sentences: Iterable[Sentence]) -> Iterator[Claim]:
    """A claim for each stock (共有, 现有) that is told again; another value is an error unless a date tells why.

    So is one with another digit beside the same count of many digits.
    """
    first: dict[Subject, Told] = {}
    together: dict[Together, Told] = {}
    for sentence in sentences:
        yield from _told_together(sentence, together)
        for mention in sentence.levels:
            subject = _subject(sentence, mention)
            if subject is None:
                continue
            if subject in first and not are_headed_apart(sentence, first[subject][0]):
                yield _again(sentence, mention, *first[subject])
            elif subject not in first:
                first[subject] = (sentence, mention)


def _told_together(sentence: Sentence, earlier: dict[Together, Told]) -> Iterator[Claim]:
    """「资助11790人、771.3万元」 here, 「合计11790人、711.3万元」 there: beside the same count of many digits."""
    if len(sentence.levels) < 2:
        return
    counts = [m for m in sentence.levels if m.known and m.unit not in ("%", "") and not m.brackets]
    for one, other in pairwise(counts):
        near = one.unit != other.unit and one.segment == other.segment and other.clause - one.clause <= 1
        if near and min(digits(one.number), digits(other.number)) >= MANY and exact(one) and exact(other):
            before, told = earlier.setdefault((one.unit, one.number, other.unit), (sentence, other))
            far = abs(told.number - other.number) * _HUNDREDTH > other.number       # no bill beside an estimate
            if told.number != other.number and not are_headed_apart(sentence, before) and (
                    is_swapped(told, other) or (far and of_one(other, told.value))):
                yield _again(sentence, other, before, told)


def _subject(sentence: Sentence, mention: Mention) -> Subject | None:
    """What a stock is of; None where it is no stock, or its name is too short to be sure."""
    stock = _STOCK.search(mention.lead)
    if stock is None or not exact(mention) or not mention.known or mention.figure.kind is not Kind.ACTUAL:
        return None
    name = mention.lead[stock.end() :] + mention.after
    stage = stage_of(sentence, mention) if cues.LAST_STAGE.match(name) is None else ""
    return (name, stage, mention.unit, mention.figure.period, mention.figure.org) if len(name) >= 3 else None


def _again(sentence: Sentence, mention: Mention, before: Sentence, earlier: Mention) -> Claim:
    same = mention.value == earlier.value
    dated = any(_DATED.search(s.text) for s in (sentence, before))
    verdict = Verdict.HOLDS if same else Verdict.UNCHECKABLE if dated else Verdict.CONTRADICTED
    return claim(sentence, "same", {"same": [earlier, mention]}, Outcome(
        verdict=verdict, stated=mention.value, computed=earlier.value,
        message=say("same", earlier=earlier, stated=mention),
        needs=say("needs-date") if verdict is Verdict.UNCHECKABLE else NOTHING))
