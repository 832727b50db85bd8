"""Three numbers of which one is what the others leave: 「编制1200名，实有1150人，空编50人」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import fraction
from taizhang.reading.claims.totals.groupings import LARGE
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make
from taizhang.reading.claims.verdicts import Outcome, claim, printed, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

_IN_ALL = re.compile("(?:累计|共|净)")
_NOT = re.compile("(?:其中|其余)?(?:尚|仍)?[不未](?P<what>[一-龥]{2})的?(?:有|仅|为)?")
_NEAR = 2                # clauses


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
    left = cues.REST.search(rest.lead) and not cues.REST.search(part.lead)
    due = cues.DUE.search(whole.lead) or (cues.STILL.search(rest.lead) and cues.REMOVED.search(part.lead))
    named = (due and left) or _are_opposite(sentence, whole, part, rest)
    gap = abs(whole.number - part.number - rest.number)               # 缺考130人，10人取消资格
    told_apart = not gap or any(m.number == gap for m in sentence.mentions)
    if named and not told_apart and slips.of_sum(whole, [part, rest]):
        yield sum_claim(sentence, whole, [part, rest], Verdict.CONTRADICTED)


def _are_opposite(sentence: Sentence, whole: Mention, part: Mention, rest: Mention) -> bool:
    """True for 合格 and 不合格的, 达标 and 未达标的, of what is told before in a clause of its own, and no third."""
    found = _NOT.fullmatch(rest.lead)
    named = found is not None and found["what"] in part.lead and _NOT.fullmatch(part.lead) is None
    if not named or whole.clause >= part.clause or part.number >= whole.number:
        return False
    return nearly_make([part, rest], whole)


def _left_above(sentence: Sentence, rest: Mention, part: Mention) -> Iterator[Claim]:
    """「排查隐患1428处。已整改1371处，尚有57处正在整改」: only ever confirmed."""
    told = rest.role is part.role is Role.LEVEL and rest.clause - part.clause <= _NEAR \
        and (cues.REST.search(rest.lead) or cues.NOT_BEGUN.search(rest.label))
    for whole in sentence.above(part.unit) if told else ():
        if whole.known and whole.number == part.number + rest.number >= LARGE:
            yield sum_claim(sentence, whole, [part, rest], Verdict.HOLDS)
            return


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
