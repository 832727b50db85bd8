"""Averages: so much of one thing for each of another, 「1488个班，在校生78864人，平均班额53人」, 「生均23.9平方米」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product

from taizhang.reading.claims.averages.meant_averages import as_beside, meant, slip_of
from taizhang.reading.claims.averages.named_averages import on_what_is_said
from taizhang.reading.claims.averages.per_what import Average, came_to, read_average
from taizhang.reading.claims.averages.said_bases import of_another_base, on_load
from taizhang.reading.claims.averages.several_counts import on_several
from taizhang.reading.claims.averages.shared_out import amounts_of, counts_of
from taizhang.reading.claims.averages.told_first import of_total_behind
from taizhang.reading.claims.averages.wrong_averages import of_another
from taizhang.reading.claims.shares.wholes import in_reach
from taizhang.reading.claims.slips import ENOUGH
from taizhang.reading.claims.span import digits, point, total
from taizhang.reading.claims.verdicts import HOLDING, NOTHING, Members, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

FINE = 20                # steps of its last digit that an average must have to be met by no chance from far off
_A_MONTH = Fraction(1, 12)
_MOST = 40                # further up
_FAR_UP = 12              # sentences up in which both may stand
_PER_WORDS = re.compile("[均每]|班额")


def averages(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each average: under the first reading that holds, or wrong where only one can be meant."""
    if _PER_WORDS.search(sentence.text) is None:
        return
    for before, mention in zip((None, *sentence.mentions), sentence.mentions, strict=False):
        if (read := read_average(mention)) is not None:
            yield from _judged(sentence, read)
        elif before is not None and (read := came_to(before, mention)) is not None:
            held = next((pair for pair in _pairs(sentence, read) if read.fits(*pair)), None)
            yield from [_claim(sentence, read, held[0], [held[1]])] if held is not None else []


def _judged(sentence: Sentence, read: Average) -> Iterator[Claim]:
    held = next((pair for pair in _pairs(sentence, read) if read.fits(*pair)), None)
    amounts = list(amounts_of(sentence, read))
    held = held or on_what_is_said(sentence, read, amounts) or on_load(sentence, read)
    wrong = of_another(sentence, read, held, amounts) or of_another_base(sentence, read, held, amounts)
    several = on_several(sentence, read, amounts) if wrong is None and held is None else None
    pair = wrong or held or meant(sentence, read) or as_beside(sentence, read) \
        or of_total_behind(sentence, read, amounts, list(counts_of(sentence, read)))
    monthly = _a_month(sentence, read) if held is None and "每月" in read.rate.lead else None
    if monthly is not None:
        yield _claim(sentence, read, monthly[0], [monthly[1]], _A_MONTH)
    elif several is not None:
        yield _claim(sentence, read, *several)
    elif pair is not None:
        yield _claim(sentence, read, pair[0], [pair[1]])


def _a_month(sentence: Sentence, read: Average) -> tuple[Mention, Mention] | None:
    """「发放补助3456万元，惠及教师9600人，人均每月300元」: a twelfth of what the year's amount makes."""
    for pair in product(amounts_of(sentence, read), counts_of(sentence, read)):
        made = read.made(*pair)
        if made is not None and judge(read.stated, made.times(_A_MONTH)) in HOLDING:
            return pair
    return None


def _pairs(sentence: Sentence, read: Average) -> Iterator[tuple[Mention, Mention]]:
    """What may have been divided by what: of the sentence, then with one of both further up, then both there."""
    amounts, counts = list(amounts_of(sentence, read)), list(counts_of(sentence, read))
    yield from product(amounts, counts)
    if read.rate.step * FINE > read.rate.value:
        yield from _exact(sentence, read, amounts[:2])
        return
    above = list(in_reach(sentence))
    telling = [one for one in above if one.mentions]
    yield from product(amounts[:2], islice((c for s in telling for c in counts_of(s, read)), _MOST))
    yield from product(islice((a for s in telling for a in amounts_of(s, read)), _MOST), counts[:2])
    for one in above[:_FAR_UP]:
        if one.mentions:
            yield from product(amounts_of(one, read), counts_of(one, read))


def _exact(sentence: Sentence, read: Average, amounts: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """With a count further up of which the amount is so many times to the last digit: 642人，校均3人 of 214所."""
    for amount in amounts:
        size = read.each * amount.number / read.rate.number if amount.span == point(amount.value) else Decimal(0)
        if digits(size) >= ENOUGH and size != amount.number and not size % 1:
            yield from ((amount, m) for s in in_reach(sentence) for m in s.levels
                        if m.number == size and m.known and read.counted(m))


def _claim(
    sentence: Sentence, read: Average, amount: Mention, counts: list[Mention], times: Fraction = Fraction(1)
) -> Claim:  # fmt: skip
    size = total([m.span for m in counts if m.span])
    made = (read.made_of(amount, size) or point(0)).times(times)
    verdict = judge(read.stated, made)
    members: Members = {"total": amount, "count": counts if len(counts) > 1 else counts[0], "standard": read.rate}
    return claim(sentence, "per_unit", members, Outcome(
        verdict=verdict, stated=read.rate.value, computed=made.value,
        message=say("average", stated=read.rate, amount=amount, count=_shown(counts),
                    computed=printed(made.value, read.rate.figure)),
        cause=slip_of(read.rate, made) if verdict is Verdict.CONTRADICTED else NOTHING))


def _shown(counts: list[Mention]) -> str:
    listed = "＋".join(map(show, counts))
    return f"（{listed}）" if len(counts) > 1 else listed
