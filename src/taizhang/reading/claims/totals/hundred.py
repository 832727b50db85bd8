"""Shares told without counts that ought to make 100 %: 「35岁以下占38.6%，36至50岁占46.1%，51岁以上占15.3%」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from taizhang.quantities import read_number
from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, percent, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_BAND = re.compile(r"其中|及?以[上下]|\d+|岁|[至—-]|研究生|硕士|博士|本科|专科|大专|中专|中师|高中|初中|阶段|毕业|学历"
                   r"|[公民]办|城区|农村|乡村|应届|往届|汉族|少数民族|正高级?|副高级?|[高中初]级|[男女]生?(?![一-龥]*率)")
_GOES_ON = re.compile("[（(]|[，；;、](?:其余|其他|另|还有|部分)")
_PEOPLE = re.compile("(?:岁|周岁)?的?(?:性|(?:专任)?教师|学生|考生|党员|人员|人数|园|学校)?"
                     "(?:的|的?(?:人数|比例))?(?:占比?为?|为)?")
_NAMED = re.compile("占|比例|比重")
_SHARE = re.compile("(?:占比?|比例|比重)(?:分别)?(?:约|仅)?(?:为|达到?)?$")
_APART = re.compile("互不(?:交叉|重复|重叠|包含)|不(?:交叉|重复)计[算入]"
                    "|(?:只|仅限?)[归计选填列报统算].{0,2}[一1]|单选")
_COUNTED = re.compile("(?P<n>[两三四五六])个(?:学段|年龄段|层次|等次|档次)[^，,；;。率]{0,8}分别占(?:比|总数的)?$")
_OF_EACH = re.compile("[男女]|骨干|党员|学历|本科|研究生|[高一二]级|特岗")          # of each stage, not of all
_SEVERAL = re.compile("多选|[有可]兼|有(?:交叉|重复|重叠)")
_DEGREES = re.compile("学历|毕业|文化")
_STAGES = re.compile("初中|高中|中专")             # 高级教师，初中占41%，高中占63%: of each stage
_ANSWERS = re.compile("原因|理由|需求|途径|渠道|方式|认为|希望|问卷|受访|调查|家长")   # one may give more than one
_ALL = 100               # per cent
OFF = 15                 # per cent by which shares that are meant to make it may miss it


def hundreds(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each run of shares whose names exclude each other; too little is wrong only if none is left out."""
    if len(_NAMED.findall(sentence.text)) < 2 and cues.IN_TURN.search(sentence.text) is None:
        return
    told = [m for m in sentence.mentions if m.figure.unit not in ("岁", "周岁")]
    for (is_share, _), run in groupby(_in_runs(told), key=lambda one: one[0]):
        shares = [m for _, m in run]
        if is_share and len(shares) > 1 and _are_apart(sentence, shares) and all(exact(m) and m.known for m in shares):
            yield from _judged(sentence, shares)


def _are_apart(sentence: Sentence, shares: list[Mention]) -> bool:
    return labels.exclusive(shares) or cues.IN_TURN.search(shares[0].lead) is not None \
        or _APART.search(sentence.text) is not None


def _in_runs(told: list[Mention]) -> Iterator[tuple[tuple[bool, tuple[int, ...]], Mention]]:
    """Each figure, and whether it is a share: 「分别占78%、15%和7%」 are three."""
    in_turn = False
    for m in told:
        share = m.figure.unit == "%" and m.role is Role.LEVEL
        in_turn = share and (cues.IN_TURN.search(m.lead) is not None or (in_turn and not m.lead.strip("和与及")))
        yield (share and (in_turn or _SHARE.search(m.lead) is not None), m.brackets), m


def _exclude_one_another(sentence: Sentence, shares: list[Mention]) -> bool:
    """True for what is said to, for a list that 其他 closes, and for bands."""
    counted = _COUNTED.search(sentence.text, 0, shares[0].start)
    of_all = counted is not None and read_number(counted["n"]) == len(shares) \
        and _OF_EACH.search(counted[0]) is None and sentence.text[shares[-1].end : shares[-1].end + 1] != "的"
    if of_all or _APART.search(sentence.text) or _are_bands(sentence, shares):
        return True
    if _SEVERAL.search(sentence.text):
        return False
    closed = len(shares) > 2 and _ANSWERS.search(sentence.text, 0, shares[-1].start) is None \
        and cues.OTHERS.match(shares[-1].lead) is not None
    return closed and not labels.overlapping(shares) and not any("其中" in m.lead for m in shares[1:])


def _are_bands(sentence: Sentence, shares: list[Mention]) -> bool:
    """True for ages, degrees or the sexes of one thing, where nothing follows that qualifies or goes on with them."""
    bare = {_BAND.sub("", m.lead) for m in shares}
    open_ = "以上" in shares[0].lead and not labels.banded(shares)
    stages = all(_STAGES.search(m.lead) and not _DEGREES.search(m.lead) for m in shares)
    if _GOES_ON.match(sentence.text, shares[-1].end) or open_ or stages:
        return False
    return len(bare) == 1 and _PEOPLE.fullmatch(next(iter(bare))) is not None


def _judged(sentence: Sentence, shares: list[Mention]) -> Iterator[Claim]:
    made = _made(shares)
    lacking = made < _ALL and not labels.exhaustive(shares)
    off = abs(made - _ALL) > OFF or lacking or not _exclude_one_another(sentence, shares)
    if _verdict(shares) in HOLDING or not off:
        yield hundred(sentence, shares)


def hundred(sentence: Sentence, shares: list[Mention]) -> Claim:
    """The claim of a sentence that shares make 100 %, wrong where they miss it by more than their last digits allow."""
    made = _made(shares)
    return claim(sentence, "sum", {"parts": shares}, Outcome(
        verdict=_verdict(shares), stated=Fraction(_ALL), computed=made,
        message=say("hundred", listed="＋".join(show(m) for m in shares), computed=percent(made))))


def _made(shares: list[Mention]) -> Fraction:
    return sum((m.value for m in shares), Fraction(0))


def _verdict(shares: list[Mention]) -> Verdict:
    made, margin = _made(shares), sum((m.step for m in shares), Fraction(0)) / 2
    if made == _ALL:
        return Verdict.HOLDS
    return Verdict.ROUNDING if abs(made - _ALL) <= margin else Verdict.CONTRADICTED
