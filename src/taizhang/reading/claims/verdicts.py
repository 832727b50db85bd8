"""From two spans to a claim: the verdict and the words that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from taizhang.reading.claims.span import Span, decimal
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Figure, Verdict

Members = Mapping[str, "Mention | list[Mention] | None"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in both languages."""

    zh: str = ""
    en: str = ""


NOTHING = Words()
CUT_OFF = Words("末位是截去的，四舍五入应进一", "the last digit was cut off; rounding gives one more")


def judge(stated: Span, computed: Span) -> Verdict:
    """Whether what is printed and what the figures give can be the same number."""
    if stated.value == computed.value:
        return Verdict.HOLDS
    return Verdict.ROUNDING if stated.meets(computed) else Verdict.CONTRADICTED


def claim(sentence: Sentence, type_: str, members: Members, *, verdict: Verdict,
          stated: Fraction | None = None, computed: Fraction | None = None, message: Words = NOTHING,
          cause: Words = NOTHING, needs: str = "") -> Claim:
    """A claim of a sentence; `find_claims` gives it its id."""
    return Claim(
        id="", type=type_, members=_ids(members), start=sentence.start, end=sentence.end,
        stated=None if stated is None else decimal(stated, 6),
        computed=None if computed is None else decimal(computed),
        verdict=verdict, message=message.zh, message_en=message.en, cause=cause.zh, cause_en=cause.en, needs=needs,
    )


def _ids(members: Members) -> dict[str, str | list[str]]:
    ids: dict[str, str | list[str]] = {}
    for role, member in members.items():
        if isinstance(member, list):
            ids[role] = [m.figure.id for m in member]
        elif member is not None:
            ids[role] = member.figure.id
    return ids


def printed(value: Fraction | Decimal, unit: str, like: Figure | None = None) -> str:
    """A number as a report prints it: money and areas in 万 where the figure beside it is."""
    fraction = Fraction(value)
    if like is not None:
        for scale, word in ((10**8, "亿"), (10**4, "万")):
            if word in like.quote:
                return f"{decimal(fraction / scale, 4):f}{word}{unit}"
    return f"{decimal(fraction):f}{unit}"


def show(mention: Mention) -> str:
    """A figure as it stands in the text."""
    return "".join(mention.figure.quote.split())
