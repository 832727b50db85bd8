"""What so much a day or a month makes in a year: 「每生每天4元，全年按200天计，每生每年800元」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import point
from taizhang.reading.claims.verdicts import Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_A_DAY, _A_MONTH = re.compile("[每/][天日]"), re.compile("每个?月|/月")
_TIMES = {"天": _A_DAY, "日": _A_DAY, "个月": _A_MONTH}
_A_YEAR = re.compile("学年|全年|每年|/年")
_OF_THE_SAME = re.compile("(?:[即合计共达到为]|折合|相当于|标准|补助|资助|每[个名位]?(?:学生|[生人])|[生人]均"
                          "|每?[全学]?年)*")
_NEAR = 2                # clauses


def yearly_rates(sentence: Sentence) -> Iterator[Claim]:
    """A claim for a yearly rate beside the one daily or monthly rate and the one number of days or months."""
    if "每" not in sentence.text and "/" not in sentence.text:
        return
    times = [m for m in sentence.mentions if m.figure.unit in _TIMES and m.known]
    rates = [m for m in sentence.mentions if m.known and m.role is Role.STANDARD and m.unit.startswith("元")]
    if len(times) != 1 or len(rates) != 2:
        return
    short, yearly = sorted(rates, key=lambda m: m.number)
    named = _TIMES[times[0].figure.unit].search(_words(short)) and _A_YEAR.search(_words(yearly))
    if named and max(m.clause for m in (short, yearly, *times)) - min(m.clause for m in rates) <= _NEAR:
        yield from _judged(sentence, short, yearly, times[0])


def _words(rate: Mention) -> str:
    return f"{rate.lead}{rate.figure.unit}"


def _judged(sentence: Sentence, short: Mention, yearly: Mention, times: Mention) -> Iterator[Claim]:
    made = point(short.value * times.value)
    verdict = judge(yearly.span or point(yearly.value), made)
    alone = _OF_THE_SAME.fullmatch(yearly.lead) and not cues.TELLS_MORE.match(sentence.text, yearly.end)
    if verdict is Verdict.CONTRADICTED and not (alone and all(map(exact, (short, yearly, times)))):
        return
    yield claim(sentence, "per_unit", {"standard": short, "times": times, "total": yearly}, Outcome(
        verdict=verdict, stated=yearly.value, computed=made.value, message=say(
            "per-unit", stated=yearly, factors=f"{show(short)}×{show(times)}",
            computed=printed(made.value, yearly.figure))))
