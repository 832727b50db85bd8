"""Percentages that cannot be, such as a dropout of 98 %, and two that need one and the same whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.stated_shares import stated_share
from taizhang.reading.claims.span import Span, decimal
from taizhang.reading.claims.verdicts import Outcome, claim, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

_BOUNDED_RATE = re.compile(
    r"(?:合格|及格|优秀|优良|良好|覆盖|就业|上线|达线|达标|过关|通过|获奖|满意|参与|出勤|到课|到岗|普惠"
    r"|安全|持证|开齐|检出|近视|录取|接种|参保|知晓|整改|办结|回复)[率度]?$"
)
_UNBOUNDED_RATE = re.compile(r"(?:增长|增加|完成|毛入学|入学|入园|巩固|达成|执行|利用|使用|速|幅|浓|温|强)[率度]?$")
_LINE = re.compile("重点|[一二三]本|本科|专科")
# what has candidates of its own
_SOME = re.compile("教师|学历|文|理|应届|往届|艺|体育|音|美|历史|物理|普通类|[一二三四五六七八九十]中|学校")
_OTHERS = re.compile(r"20\d\d年.*20\d\d年|中考|对口|单招|职高|艺|[（(]含")         # other years and examinations
_LOSS = re.compile(r"(?P<rate>(?:辍学|流失|失学|流生)率)(?:20\d\d年)?(?:分别)?(?:为|是|达到?|降至|控制在)?$")
_HALF = 50
_APART = Fraction(3, 100)        # by which rounding and those who stayed away do not set two wholes apart


def rates(sentence: Sentence) -> Iterator[Claim]:
    """Claims about percentages alone: none over 100 % that is a part, no loss over a half, and pairs with one whole."""
    percentages = [m for m in sentence.mentions if m.figure.unit == "%" and m.role is Role.LEVEL and m.known]
    for mention in percentages:
        if mention.number > 100:
            yield from _over_hundred(sentence, mention)
        elif mention.number > _HALF:
            yield from _lost_by_half(sentence, mention)
    if len(percentages) > 1:
        yield from _one_whole(sentence)


def _over_hundred(sentence: Sentence, rate: Mention) -> Iterator[Claim]:
    word = cues.RATE.search(rate.lead)
    part_of_a_whole = word is not None and _BOUNDED_RATE.search(word.group(1)) is not None
    if word is None or _UNBOUNDED_RATE.search(word.group(1)):
        return
    yield claim(sentence, "rate", {"rate": rate}, Outcome(
        verdict=Verdict.CONTRADICTED if part_of_a_whole else Verdict.UNCHECKABLE, stated=rate.value,
        message=say("over-hundred", rate=rate, name=word.group(1)), needs=say("needs-definition")))


def _lost_by_half(sentence: Sentence, rate: Mention) -> Iterator[Claim]:
    """「初中辍学率为98.82%」: more likely the rate of those who stayed."""
    if loss := _LOSS.search(rate.lead):
        yield claim(sentence, "rate", {"rate": rate}, Outcome(
            verdict=Verdict.CONTRADICTED, stated=rate.value, message=say("over-half", rate=rate, name=loss["rate"])))


def _one_whole(sentence: Sentence) -> Iterator[Claim]:
    """「一本4590人，上线率15.3%；二本9146人，上线率31%」: both rates must fit one number of candidates."""
    stated = [s for i in range(len(sentence.mentions)) if (s := _share_of_unknown(sentence, i))]
    for one, other in combinations(stated, 2):
        same_part = one.part is other.part or one.share.number == other.share.number
        first, second = (_whole(one), _whole(other)) if one.of == other.of != "" and not same_part else (None, None)
        if first is None or second is None:
            continue
        members = {"parts": [s.part for s in (one, other) if s.part], "rates": [one.share, other.share]}
        if first.meets(second):
            yield claim(sentence, "rate", members, Outcome(
                verdict=Verdict.ROUNDING, computed=max(first.lo, second.lo),
                message=say("one-whole", first=one.share, second=other.share)))
        elif abs(first.value - second.value) > _APART * second.value and _are_lines(one) and _are_lines(other) \
                and not _OTHERS.search(sentence.text, 0, other.share.end):
            told = {"one": f"{decimal(first.value, 0):f}", "other": f"{decimal(second.value, 0):f}"}
            yield claim(sentence, "rate", members, Outcome(
                verdict=Verdict.CONTRADICTED, stated=other.share.value,
                message=say("no-one-whole", first=one.share, second=other.share, **told)))


def _are_lines(stated: Stated) -> bool:
    """True for those over a line of the examination for all: who is over the higher one is over the lower too."""
    part = stated.part
    return part is not None and _LINE.search(part.lead) is not None and _SOME.search(part.lead) is None


def _share_of_unknown(sentence: Sentence, i: int) -> Stated | None:
    mention = sentence.mentions[i]
    if mention.figure.unit != "%" or mention.role is not Role.LEVEL or not mention.number:
        return None
    stated = stated_share(sentence, i)
    return stated if stated is not None and stated.whole is None and stated.top is None else None


def _whole(stated: Stated) -> Span | None:
    part, share = stated.part, stated.share.span
    if part is None or part.span is None or share is None or share.lo <= 0:
        return None
    return (part.span / share).times(Fraction(100))
