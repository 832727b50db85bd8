"""A rate of all beside the rates of those who make up all: it lies between them, and is seldom their plain mean.

「升学率78.3%，其中城区83.1%、农村79.4%」; 「高级168人，通过131人，通过率78.0%；中级412人，…，总通过率85.5%」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import holding
from taizhang.reading.claims.shares.stated_shares import stated_share
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.span import fraction, point
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.verdicts import NOTHING, Outcome, claim, judge_percentage, percent, say, show
from taizhang.reading.claims.view import Mention, Sentence, added, exact
from taizhang.reading.model import Claim, Verdict

_RATE = re.compile("[一-龥]{2}率")
_ELSEWHERE = re.compile(r"省|国|目标|标准|上年|去年|同期|20\d\d")
_ALL = re.compile("总体|整体|综合|合计|平均|总|合起来|全[省市县区]")
_OF_NO_ONE = re.compile("[一-龥]{2,4}率$|其中|分[城公男][乡民女]看?|[男女][生童]?|[城农][区村镇]|乡村|[公民]办|学校"
                        "|[为达是分别的均约]")
_THIRD = re.compile("镇区|山区|民办")           # beside 城区 and 农村, or of both
Counts = tuple[Mention, Mention]         # part and whole
_PLAIN = re.compile("平均")         # 两科平均合格率: their plain mean is meant
_MOST = 3                # rates that make up all
_FEWEST = 3              # rates of a sentence in which there may be one of all


def overall_rates(sentence: Sentence) -> Iterator[Claim]:
    """A claim for a rate of all that is none of its parts' or that their counts make; wrong where neither can be."""
    if sentence.text.count("率") == 0:
        return
    rates = [m for m in sentence.levels if m.figure.unit == "%" and m.known and exact(m)]
    if len(rates) < _FEWEST:
        return
    yield from _outside(sentence, rates)
    for i, rate in enumerate(rates[2:], start=2):
        name = _RATE.search(rate.lead)
        if name is not None and _ALL.search(rate.lead):
            yield from _pooled(sentence, rate, rates[:i], name[0])


def _outside(sentence: Sentence, rates: Sequence[Mention]) -> Iterator[Claim]:
    """「升学率78.3%，城区升学率83.1%、农村升学率79.4%」: the whole cannot be below either of the two it is made of."""
    for i, overall in enumerate(rates[:-2]):
        for parts in (rates[i + 1 : i + 3], rates[i + 1 : i + 4]):
            if _is_outside(overall, parts) and _are_parts(sentence, overall, parts) \
                    and not _goes_on(sentence, overall, parts):
                yield claim(sentence, "rate", {"rates": [*parts], "rate": overall}, Outcome(
                    verdict=Verdict.CONTRADICTED, stated=overall.value,
                    message=say("rate-outside", rate=overall, parts="、".join(show(m) for m in parts))))
                break


def _is_outside(overall: Mention, parts: Sequence[Mention]) -> bool:
    half = overall.step / 2
    return not min(m.value for m in parts) - half <= overall.value <= max(m.value for m in parts) + half


def _are_parts(sentence: Sentence, overall: Mention, parts: Sequence[Mention]) -> bool:
    """True where rates of one name are of all the kinds that there are: 城区 and 农村, 男生 and 女生."""
    name = cues.RATE.search(overall.lead)
    behind = parts[-1].end                               # 城区88%、农村84%，另有民办73%; 男生94%、女生95%为初中数据
    qualified = cues.TELLS_MORE.match(sentence.text, behind) or sentence.text.startswith("为", behind)
    if name is None or qualified or _ELSEWHERE.search(overall.lead) or not labels.exhaustive(parts) \
            or parts[-1].clause - overall.clause > _MOST:
        return False
    if any(m.brackets != overall.brackets or labels.exhaustive((overall, m)) for m in parts):
        return False
    rate = name[1][-3:]
    return all((rate in m.lead or "率" not in m.lead) and _same(sentence, overall, m) for m in parts)


def _goes_on(sentence: Sentence, overall: Mention, parts: Sequence[Mention]) -> bool:
    """True where a third part follows: 「合格率81%，城区88%、农村84%、镇区73%」, which draws the whole to it."""
    named = set(_THIRD.findall(sentence.text, overall.end)) - {word for m in parts for word in _THIRD.findall(m.lead)}
    if named and any("城" in m.lead for m in parts):
        return True
    above = parts[0].value > overall.value
    behind = [m for m in sentence.levels if m.figure.unit == "%" and m.known and m.start >= parts[-1].end
              and m.clause - parts[-1].clause <= 1 and m.brackets == overall.brackets]
    name = cues.RATE.search(overall.lead)
    return any((m.value < overall.value) == above and ("率" not in m.lead or (name and name[1][-3:] in m.lead))
               for m in behind)


def _same(sentence: Sentence, overall: Mention, part: Mention) -> bool:
    """Whether what a part's rate is of, but for its kind, is named before the rate of all too: 初中."""
    return _OF_NO_ONE.sub("", part.lead) in sentence.text[: overall.end]


def _pooled(sentence: Sentence, overall: Mention, rates: Sequence[Mention], name: str) -> Iterator[Claim]:
    """「申报168人，通过131人，通过率78.0%；申报412人，通过365人，通过率88.6%，总通过率85.5%」."""
    told = [counts for m in rates if name in m.lead and (counts := _counts(sentence, m)) is not None]
    if len(told) < len(rates) or len(told) not in (2, _MOST):
        return
    yield from _made(sentence, overall, rates, told)


def of_all(sentence: Sentence, rates: Sequence[Mention], told: Sequence[Counts]) -> Iterator[Claim]:
    """「总体近视率61.5%；…近视率依次为38.6%、66.9%、79.0%」: the claim of a rate of all that rates in turn are of."""
    if (name := _RATE.search(rates[0].lead)) is None:
        return
    for overall in sentence.levels:
        told_of_all = name[0] in overall.lead and _ALL.search(overall.lead) and overall not in rates
        if told_of_all and overall.figure.unit == "%" and overall.known and exact(overall):
            yield from _made(sentence, overall, rates, told)


def _made(
    sentence: Sentence, overall: Mention, rates: Sequence[Mention], told: Sequence[Counts]
) -> Iterator[Claim]:  # fmt: skip
    """The claim of a rate with the parts and wholes of all; wrong where it is the plain mean of their rates."""
    parts, wholes = (_all_told(sentence, column) for column in zip(*told, strict=True))
    made = point(fraction(added(parts)) / fraction(added(wholes)) * 100)
    mean = point(fraction(added(rates)) / len(rates))
    stated = overall.span or point(overall.value)
    verdict = judge_percentage(stated, made, overall.step)
    if verdict is Verdict.CONTRADICTED and (_PLAIN.search(overall.lead) or not stated.meets(mean)):
        return
    shown = ("＋".join(map(show, counts)) for counts in (parts, wholes))
    yield claim(sentence, "share", {"parts": parts, "whole": wholes, "share": overall}, Outcome(
        verdict=verdict, stated=overall.value, computed=made.value,
        message=say("share", part=next(shown), whole=next(shown), stated=overall, computed=percent(made.value)),
        cause=say("cause-plain-mean") if verdict is Verdict.CONTRADICTED else NOTHING))


def _all_told(sentence: Sentence, column: Sequence[Mention]) -> list[Mention]:
    """What counts make together, where the sentence tells it, else the counts."""
    made = added(column)
    return next(([m] for m in sentence.levels if m.number == made and m.unit == column[0].unit), [*column])


def _counts(sentence: Sentence, rate: Mention) -> Counts | None:
    """The part and the whole that a rate was made of."""
    stated = stated_share(sentence, sentence.mentions.index(rate))
    if stated is None or stated.part is None or not stated.part.known:
        return None
    wholes = (whole for whole, _ in holding(stated, stated.part, in_sentence(sentence, stated.part)))
    return next(((stated.part, whole) for whole in wholes), None)
