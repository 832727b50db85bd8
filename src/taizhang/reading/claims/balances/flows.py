"""What was there, what came and what went: 「年初286所，撤并132所、新建17所，年末171所」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, point, total
from taizhang.reading.claims.verdicts import HOLDING, NOTHING, Members, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_CAME = re.compile(f"{cues.CAME.pattern}|新购|新置|添置|当年增加|返聘")
_WENT = re.compile(f"(?!退休返聘)(?:{cues.WENT.pattern})|报废|核销|注销|拆除")         # who are 退休返聘 come back
_THEN = re.compile("[上去前]年[底末]?|年初|期初|开学初|原有|^20\\d\\d年[底末]")
_NOW = re.compile("现有|实有|尚有|年末|期末|达到?$|到.{0,6}[底末]|目前|总[值数量]")
_MOST = 8                # figures of a unit in a sentence that tells what came and went


def flows(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each count of what is there now, that what was there, came and went give, or wrong by a slip."""
    if _WENT.search(sentence.text) is None or _CAME.search(sentence.text) is None:
        return
    told = [m for m in sentence.mentions if m.known and not m.brackets and m.span and "其中" not in m.lead
            and m.role in (Role.LEVEL, Role.BASE)]
    for unit in {m.unit: None for m in told}:
        here = [m for m in told if m.unit == unit]
        went = [m for m in here if _WENT.search(m.lead) and m.role is Role.LEVEL]
        came = [m for m in here if _CAME.search(m.lead) and m not in went and m.role is Role.LEVEL]
        rest = [m for m in here if m not in came and m not in went]
        if came and went and len(rest) == 2 and len(here) <= _MOST:
            yield from _judged(sentence, rest, came, went)


def _judged(sentence: Sentence, rest: Sequence[Mention], came: list[Mention], went: list[Mention]) -> Iterator[Claim]:
    then = next((m for m in rest if m.role is Role.BASE), None) \
        or next((m for m in rest if _THEN.search(m.lead)), None)
    now = next((m for m in rest if m is not then and _NOW.search(m.lead)), None)
    if then is None or now is None:
        return
    left = _of(then) + total([_of(m) for m in came]) - total([_of(m) for m in went])
    verdict = judge(_of(now), left)
    hired_again = any("返聘" in m.lead for m in came)                  # who need not be counted as teachers
    slip = slips.of_one(now, left.value) and all(map(exact, (now, then, *came, *went)))
    if verdict in HOLDING or (slip and not hired_again):
        members: Members = {"total": now, "parts": [then, *came, *went]}
        listed = "＋".join(map(show, (then, *came))) + "".join(f"－{show(m)}" for m in went)
        yield claim(sentence, "sum", members, Outcome(
            verdict=verdict, stated=now.value, computed=left.value,
            message=say("sum", stated=now, listed=listed, computed=printed(left.value, now.figure)),
            cause=slips.of_one(now, left.value) if verdict is Verdict.CONTRADICTED else NOTHING))


def _of(mention: Mention) -> Span:
    return mention.span or point(mention.value)
