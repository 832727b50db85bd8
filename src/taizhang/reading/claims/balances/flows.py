"""What was there, what came and what went: 「年初286所，撤并132所、新建17所，年末171所」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, fraction, point, total
from taizhang.reading.claims.totals.groupings import LARGE
from taizhang.reading.claims.verdicts import HOLDING, NOTHING, Members, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, added, exact
from taizhang.reading.model import Claim, Verdict

_CAME = re.compile(f"{cues.CAME.pattern}|新购|新置|添置|当年增加|返聘|[当本全]年(?:总?收入)")
# who are 退休返聘 come back
_WENT = re.compile(f"(?!退休返聘)(?:{cues.WENT.pattern})|报废|核销|注销|拆除|[当本全]年(?:总?支出)")
_INCOME, _SPENT = re.compile("[当本全]年(?:总?收入)"), re.compile("总?支出(?:合计|总计)?(?:为|达|是)?")
_BALANCE = re.compile("(?:累计|滚存)?(?:[上去前]年|年[初末底]|期[初末])(?:累计|滚存)?结[转余]"
                      "(?:资金|经费)?(?:为|达|是)?")
_MOVED = re.compile("调[入出剂]|上[缴解]|补助|借|贷|基金|分配|弥补|利息|收回|核[减销]|追加")
_MIXED = re.compile(f"{_CAME.pattern}|整合|调整|合并|改办|另|等")
_OTHERWISE = re.compile("合并后|折旧|提取|若干|含")
_THEN = re.compile("[上去前]年[底末]?|年初|期初|开学初|原有|^20\\d\\d年[底末]")
_NOW = re.compile("现有|实有|尚有|年末|期末|[到至为达]$|到.{0,6}[底末]|目前|总[值数量]")
_MOST = 8                # figures of a unit in a sentence that tells what came and went


def flows(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each count of what is there now, that what was there, came and went give, or wrong by a slip."""
    if _WENT.search(sentence.text) is None and _CAME.search(sentence.text) is None:
        return
    told = [m for m in sentence.mentions if m.known and not m.brackets and m.span and "其中" not in m.lead
            and m.role in (Role.LEVEL, Role.BASE)]
    for unit in {m.unit: None for m in told}:
        here = [m for m in told if m.unit == unit]
        for segment in {m.segment: None for m in here}:
            yield from _of(sentence, [m for m in here if m.segment == segment])


def _of(sentence: Sentence, here: list[Mention]) -> Iterator[Claim]:
    went = [m for m in here if m.role is Role.LEVEL and (_WENT.search(m.lead) or _is_spent_of(here, m))]
    came = [m for m in here if _CAME.search(m.lead) and m not in went and m.role is Role.LEVEL]
    rest = [m for m in here if m not in came and m not in went]
    only_went = bool(went) and _MIXED.search(sentence.text) is None
    if went and (came or only_went) and len(rest) == 2 and len(here) <= _MOST:
        yield from _judged(sentence, rest, came, went)
    if came or went:
        yield from _one_way(sentence, here)


def _is_spent_of(here: Sequence[Mention], spent: Mention) -> bool:
    """True for 支出 just behind 本年收入, which is of the same year."""
    before = next((m for m in reversed(here) if m.end <= spent.start), None)
    return before is not None and _INCOME.search(before.lead) is not None \
        and _SPENT.fullmatch(spent.lead) is not None


def _is_account(sentence: Sentence, *balances: Mention) -> bool:
    """True for what was carried over and what is, beside income and spending alone: nothing else moves an account."""
    return all(_BALANCE.fullmatch(m.lead) for m in balances) and _MOVED.search(sentence.text) is None


def _is_of_another(then: Mention, now: Mention) -> bool:
    """True where what is there now is called otherwise: 「原有教学点286个，撤销32个，现有村小164个」."""
    found = _NOW.search(now.lead)
    return found is not None and now.lead[found.end() :] not in then.label


def _one_way(sentence: Sentence, here: list[Mention]) -> Iterator[Claim]:
    """「转正56人，辞退18人，代课教师由年初的216人减少到142人」: only ever confirmed."""
    for then, now in pairwise(here):
        before = [m for m in here if m.end <= then.start]
        goes_to = then.role is Role.BASE and now.role is Role.LEVEL and cues.TO.search(now.lead)
        gone = then.number - now.number
        if goes_to and 1 < len(before) <= _MOST and added(before) == abs(gone) >= LARGE:
            come, went = (before, []) if gone < 0 else ([], before)
            yield _claim(sentence, now, [then, *come], went, Verdict.HOLDS)


def _judged(sentence: Sentence, rest: Sequence[Mention], came: list[Mention], went: list[Mention]) -> Iterator[Claim]:
    then = next((m for m in rest if m.role is Role.BASE), None) \
        or next((m for m in rest if _THEN.search(m.lead)), None)
    now = next((m for m in rest if m is not then and _NOW.search(m.lead)), None)
    if then is None or now is None:
        return
    left = _span(then) + total([_span(m) for m in came]) - total([_span(m) for m in went])
    verdict = judge(_span(now), left)
    hired_again = any("返聘" in m.lead for m in came)                  # who need not be counted as teachers
    sure = slips.of_one(now, left.value) or _is_account(sentence, then, now)
    slip = sure and all(map(exact, (now, then, *came, *went)))
    otherwise = hired_again or _OTHERWISE.search(sentence.text) or (not came and _is_of_another(then, now))
    if verdict in HOLDING or (slip and not otherwise):
        yield _claim(sentence, now, [then, *came], went, verdict)


def _claim(sentence: Sentence, now: Mention, came: list[Mention], went: list[Mention], verdict: Verdict) -> Claim:
    members: Members = {"total": now, "parts": [*came, *went]}
    left = fraction(added(came) - added(went))
    listed = "＋".join(map(show, came)) + "".join(f"－{show(m)}" for m in went)
    return claim(sentence, "sum", members, Outcome(
        verdict=verdict, stated=now.value, computed=left,
        message=say("sum", stated=now, listed=listed, computed=printed(left, now.figure)),
        cause=slips.of_one(now, left) if verdict is Verdict.CONTRADICTED else NOTHING))


def _span(mention: Mention) -> Span:
    return mention.span or point(mention.value)
