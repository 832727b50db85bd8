"""Shares told without counts that ought to make 100 %: 「35岁以下占38.6%，36至50岁占46.1%，51岁以上占15.3%」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from taizhang.reading.claims import labels
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.verdicts import Outcome, claim, percent, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_BAND = re.compile(r"其中|及?以[上下]|\d+|岁|[至—-]|研究生|硕士|博士|本科|专科|大专|高中|学历|[男女]生?(?![一-龥]*率)")
_GOES_ON = re.compile("[（(]|[，；;、](?:其余|其他|另|还有|部分)")
_PEOPLE = re.compile("(?:性|专任教师|教师|学生)?占比?为?")
_ALL = 100               # per cent
_OFF = 15                # per cent by which shares that are meant to make it may miss it


def hundreds(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each run of shares whose names exclude each other; too little is wrong only if none is left out."""
    if sentence.text.count("占") < 2:
        return
    told = [m for m in sentence.mentions if m.figure.unit not in ("岁", "周岁")]
    for (is_share, _), run in groupby(told, key=lambda m: (_is_share(m), m.brackets)):
        shares = list(run)
        if is_share and len(shares) > 1 and labels.exclusive(shares) and all(exact(m) and m.known for m in shares):
            yield from _judged(sentence, shares)


def _is_share(mention: Mention) -> bool:
    return mention.figure.unit == "%" and mention.role is Role.LEVEL and mention.lead.endswith(("占", "占比", "占比为"))


def _are_bands(sentence: Sentence, shares: list[Mention]) -> bool:
    """True for ages, degrees or the sexes of one thing, where nothing follows that qualifies or goes on with them."""
    bare = {_BAND.sub("", m.lead) for m in shares}
    if _GOES_ON.match(sentence.text, shares[-1].end) or "以上" in shares[0].lead:
        return False
    return len(bare) == 1 and _PEOPLE.fullmatch(next(iter(bare))) is not None


def _judged(sentence: Sentence, shares: list[Mention]) -> Iterator[Claim]:
    made = sum((m.value for m in shares), Fraction(0))
    margin = sum((m.step for m in shares), Fraction(0)) / 2
    holds = abs(made - _ALL) <= margin
    lacking = made < _ALL and not labels.exhaustive(shares)
    if not holds and (abs(made - _ALL) > _OFF or lacking or not _are_bands(sentence, shares)):
        return
    yield claim(sentence, "sum", {"parts": shares}, Outcome(
        verdict=Verdict.HOLDS if made == _ALL else Verdict.ROUNDING if holds else Verdict.CONTRADICTED,
        stated=Fraction(_ALL), computed=made,
        message=say("hundred", listed="＋".join(show(m) for m in shares), computed=percent(made))))
