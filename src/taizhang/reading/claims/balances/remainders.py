"""Three numbers of which one is what the others leave: 「编制1200名，实有1150人，空编50人」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.balances.opposites import make_all
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import fraction
from taizhang.reading.claims.totals.groupings import LARGE
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make
from taizhang.reading.claims.verdicts import Outcome, claim, printed, say
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

_IN_ALL = re.compile("(?:累计|共|净)")
_NOT = re.compile("(?:其中|其余)?(?:尚|仍)?[不未](?P<what>[一-龥]{2})的?(?:有|仅|为)?")
_GONE = re.compile(f"{cues.REMOVED.pattern}|已完成|撤并|撤销|停办|注销|报废")
_KEPT = re.compile("保留|现存|实存")
_NOT_YET = ("未", "正在", "待", "在办")
_WENT_ELSEWHERE = re.compile("移[送交]|转[交办其]|不予|不属|撤回|核[减销]|列入|销号")
_ANOTHER_DAY = re.compile("月[底末]|季度|半年")
_CAME_TOO = re.compile("遗留|加上|新[增产发欠形]|含|[上去前]年|上月|结转|转入")
_NEAR = 2                # clauses
_REST = 8                # characters behind what is left


def remainders(sentence: Sentence) -> Iterator[Claim]:
    """A claim for what is left where a digit of it is wrong, and for what lies between two numbers beside it."""
    if len(sentence.mentions) < 2:
        return
    told = [m for m in sentence.mentions if m.known and not m.brackets and m.unit != "%"]
    for unit in {m.unit: None for m in told}:
        here = [m for m in told if m.unit == unit]
        for part, rest in pairwise(here):
            yield from _left_above(sentence, rest, part)
            yield from _lacking(sentence, part, rest)
        for first, second, third in zip(here, here[1:], here[2:], strict=False):
            if _follow(first, second, third):
                if second.number < first.number:                  # 开工547个，建成203个，前期65个
                    yield from _left_above(sentence, third, first)
                yield from _left(sentence, first, second, third)
                yield from _between(sentence, first, second, third)
                yield from _gone(sentence, first, second, third)
                if cues.DUE.search(second.lead) and not cues.DUE.search(first.lead):
                    yield from _left(sentence, second, first, third)


def _follow(*mentions: Mention) -> bool:
    return all(a.segment == b.segment and b.clause - a.clause <= _NEAR for a, b in pairwise(mentions))


def _left(sentence: Sentence, whole: Mention, part: Mention, rest: Mention) -> Iterator[Claim]:
    """Only what is wrong: what holds is confirmed as a sum."""
    if not whole.role is part.role is rest.role is Role.LEVEL:
        return
    left = cues.REST.search(rest.lead) and not cues.REST.search(part.lead) and not _is_done_too(whole, part)
    named = (left and cues.DUE.search(whole.lead) and not _is_of_a_kind(whole, rest)) \
        or _is_not_removed(sentence, whole, part, rest) or _are_opposite(sentence, whole, part, rest)
    if (named and _have_slipped(sentence, whole, part, rest)) or _do_not_make(sentence, whole, part, rest):
        yield sum_claim(sentence, whole, [part, rest], Verdict.CONTRADICTED)


def _do_not_make(sentence: Sentence, whole: Mention, part: Mention, rest: Mention) -> bool:
    """True for opposites that leave no third and are not the whole: 「已结案420件，未结案80件」 of 480."""
    return whole.number != part.number + rest.number and make_all(sentence, whole, part, rest)


def _have_slipped(sentence: Sentence, whole: Mention, part: Mention, rest: Mention) -> bool:
    gap = whole.number - part.number - rest.number                    # 缺考130人，10人取消资格
    told_apart = not gap or any(m.number == abs(gap) for m in sentence.mentions)
    behind = sentence.text[rest.end : rest.end + 2]
    otherwise = _WENT_ELSEWHERE.search(sentence.text, part.end) if gap > 0 else "年末" in rest.lead or "含" in behind
    return not told_apart and not otherwise and bool(slips.of_sum(whole, [part, rest]))


def _is_not_removed(sentence: Sentence, whole: Mention, part: Mention, rest: Mention) -> bool:
    """True for what was got rid of and what is left to be: 「发现问题423个，已整改401个，尚有22个正在整改」.

    Not where some came to it, nor of what is called otherwise: 「D级危房2400平方米，…，尚有C级危房1800平方米」.
    """
    still = cues.STILL.search(rest.lead) or _KEPT.match(rest.lead)
    if still is None or not _GONE.search(part.lead) or cues.STILL.search(part.lead):
        return False
    same = still[0].startswith(_NOT_YET) or rest.lead[still.end():] in whole.label
    more = _CAME_TOO.search(sentence.text, part.end, rest.end + _REST) \
        or _ANOTHER_DAY.search(sentence.text, part.end, rest.start)
    return same and not more and not _is_done_too(whole, part)


def _is_of_a_kind(whole: Mention, rest: Mention) -> bool:
    """True for what is left of one kind, called as the whole but for a word before: 「隐患98处，尚有重大隐患5处」."""
    still = cues.STILL.search(rest.lead)
    kind, _, after = rest.lead[still.end() :].rpartition(whole.label[-2:]) if still and whole.label else ("", "", "")
    return bool(kind) and not after and not re.search("未|没|正在|待", kind)


def _is_done_too(whole: Mention, part: Mention) -> bool:
    """True where both were got rid of: 「化解债务5240万元，今年化解1240万元，尚有5000万元」."""
    both = cues.REMOVED.search(whole.lead) and cues.REMOVED.search(part.lead)
    return both is not None and not cues.PLAN.search(whole.lead) and "需" not in whole.lead


def _are_opposite(sentence: Sentence, whole: Mention, part: Mention, rest: Mention) -> bool:
    """True for 合格 and 不合格的, 达标 and 未达标的, of what is told before in a clause of its own, and no third."""
    found = _NOT.fullmatch(rest.lead)
    named = found is not None and found["what"] in part.lead and _NOT.fullmatch(part.lead) is None
    if not named or whole.clause >= part.clause or part.number >= whole.number:
        return False
    return nearly_make([part, rest], whole)


def _left_above(sentence: Sentence, rest: Mention, part: Mention) -> Iterator[Claim]:
    """「排查隐患1428处。已整改1371处，尚有57处正在整改」; wrong only where nothing else of the unit stands there."""
    told = rest.role is part.role is Role.LEVEL and rest.clause - part.clause <= _NEAR \
        and (cues.REST.search(rest.lead) or cues.NOT_BEGUN.search(rest.label))
    for whole in sentence.above(part.unit) if told else ():
        if whole.known and whole.number == part.number + rest.number >= LARGE:
            yield sum_claim(sentence, whole, [part, rest], Verdict.HOLDS)
            return
    before = levels(sentence.before.mentions, part.unit) if told and sentence.before else []
    alone = len(before) == 1 and levels(sentence.mentions, part.unit) == [part, rest]
    known = alone and before[0].known and before[0].role is Role.LEVEL
    if known and ((_is_not_removed(sentence, before[0], part, rest) and _have_slipped(sentence, before[0], part, rest))
                  or _do_not_make(sentence, before[0], part, rest)):
        yield sum_claim(sentence, before[0], [part, rest], Verdict.CONTRADICTED)


def _lacking(sentence: Sentence, whole: Mention, rest: Mention) -> Iterator[Claim]:
    """「教师2865人，…。编制2950人，缺编85人」: only ever confirmed."""
    told = rest.clause - whole.clause <= _NEAR and cues.REST.search(rest.lead) and cues.DUE.search(whole.lead)
    for part in sentence.above(whole.unit) if told else ():
        if part.known and whole.role is rest.role is Role.LEVEL and whole.number == part.number + rest.number >= LARGE:
            yield sum_claim(sentence, whole, [part, rest], Verdict.HOLDS)
            return


def _gone(sentence: Sentence, base: Mention, current: Mention, amount: Mention) -> Iterator[Claim]:
    """「由4391个减少到265个，累计消除4126个」."""
    went = abs(base.number - current.number)
    told = cues.WENT if base.number > current.number else cues.CAME
    goes_on = any(m.start > amount.end and m.unit == amount.unit for m in sentence.mentions)
    slip = not goes_on and _IN_ALL.match(amount.lead) and slips.of_one(amount, fraction(went))
    if went and told.search(amount.lead) and (amount.number == went or slip):
        yield from _difference(sentence, amount, base, current)


def _between(sentence: Sentence, amount: Mention, base: Mention, current: Mention) -> Iterator[Claim]:
    if amount.number == abs(current.number - base.number) > 0:
        yield from _difference(sentence, amount, base, current)


def _difference(sentence: Sentence, amount: Mention, base: Mention, current: Mention) -> Iterator[Claim]:
    came = abs(current.value - base.value)
    told = amount.role is current.role is Role.LEVEL and base.role is Role.BASE
    if told and cues.TO.search(current.lead):
        yield claim(sentence, "difference", {"current": current, "base": base, "change": amount}, Outcome(
            verdict=Verdict.HOLDS if amount.value == came else Verdict.CONTRADICTED,
            stated=amount.value, computed=came,
            message=say("difference", base=base, current=current, stated=amount,
                        computed=printed(came, amount.figure))))
