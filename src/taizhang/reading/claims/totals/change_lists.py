"""What a change is made of: 「幼儿园比上年减少6所，其中合并5所、撤销7所、新建6所」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import fraction
from taizhang.reading.claims.verdicts import Outcome, claim, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_WENT = re.compile(f"{cues.WENT.pattern}|合并|并入|停办|关停")
_REST_THE_SAME = re.compile("其[余他它][^，。；]*(?:持平|不变|一致|没有变化|无变化)")
_SMALLEST = 2            # changes that are no chance


def change_lists(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each change of which 其中 tells what came and went, or what of it rose and fell.

    Called wrong only where the words say that all else stayed the same.
    """
    announced = sentence.text.find("其中")
    before = [m for m in sentence.mentions if announced >= 0 and m.end <= announced]
    whole = before[-1] if before and before[-1].role is Role.CHANGE and before[-1].known else None
    if whole is None or whole.unit in ("%", "百分点"):
        return
    parts = [m for m in sentence.mentions if m.start >= announced and m.segment == whole.segment]
    signs = [_sign(m) for m in parts]
    if len(parts) < _SMALLEST or 0 in signs or {m.unit for m in parts} != {whole.unit} or len(set(signs)) == 1:
        return
    signed = list(zip(signs, parts, strict=True))
    made = sum((sign * m.number for sign, m in signed), Decimal(0))
    holds = made == (-whole.number if whole.falls else whole.number)
    closed = _REST_THE_SAME.search(sentence.text, parts[-1].end) and all(map(exact, (whole, *parts)))
    if holds or closed:
        yield _claim(sentence, whole, signed, made, holds=holds)


def _sign(mention: Mention) -> int:
    """1 for what came or rose, -1 for what went or fell, 0 where the words do not say."""
    if not mention.known or mention.brackets:
        return 0
    if mention.role is Role.CHANGE:
        return -1 if mention.falls else 1
    return -1 if _WENT.search(mention.lead) else int(cues.CAME.search(mention.lead) is not None)


def _claim(sentence: Sentence, whole: Mention, signed: Sequence[tuple[int, Mention]], made: Decimal, *,
           holds: bool) -> Claim:
    towards = -1 if whole.falls else 1
    listed = "".join(("＋" if sign == towards else "－") + show(m) for sign, m in signed)
    computed = fraction(made * towards)
    return claim(sentence, "sum", {"total": whole, "parts": [m for _, m in signed]}, Outcome(
        verdict=Verdict.HOLDS if holds else Verdict.CONTRADICTED, stated=whole.value, computed=computed,
        message=say("sum", stated=whole, listed=listed.removeprefix("＋"), computed=printed(computed, whole.figure))))
