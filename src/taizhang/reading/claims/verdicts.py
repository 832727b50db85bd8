"""From two spans to a claim: the verdict and the words that go with it, which stand in findings.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from taizhang.findings import templates
from taizhang.reading.claims.span import Span, decimal
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Figure, Verdict

Members = Mapping[str, "Mention | list[Mention] | None"]


class Words(NamedTuple):
    """The same thing said in both languages."""

    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.zh)


NOTHING = Words()
_BARE, _COMMA = re.compile(r"-?\d[\d,，]*(?:\.\d+)?"), re.compile("[,，]")
HOLDING = frozenset({Verdict.HOLDS, Verdict.ROUNDING})


def say(code: str, **blanks: object) -> Words:
    """The text of findings.yaml under `claim-code`, with its blanks filled; a figure is shown as printed."""
    template = templates()[f"claim-{code}"]
    shown = {name: show(blank) if isinstance(blank, Mention) else blank for name, blank in blanks.items()}
    return Words(template.zh.format_map(shown), template.en.format_map(shown))


def judge(stated: Span, computed: Span) -> Verdict:
    """Whether what is printed and what the figures give can be the same number."""
    if stated.value == computed.value:
        return Verdict.HOLDS
    return Verdict.ROUNDING if stated.meets(computed) else Verdict.CONTRADICTED


def judge_percentage(stated: Span, computed: Span, step: Fraction) -> Verdict:
    """As `judge`; a percentage that was cut off, or rounded twice (22.347 to 22.35 to 22.4), passes too."""
    verdict = judge(stated, computed)
    if verdict is Verdict.CONTRADICTED and step < 1 and stated.truncated(step).widened(step / 20).meets(computed):
        return Verdict.ROUNDING
    return verdict


class Outcome(NamedTuple):
    """What recomputing gave, and what is to be said of it."""

    verdict: Verdict
    stated: Fraction | None = None
    computed: Fraction | None = None
    message: Words = NOTHING
    cause: Words = NOTHING
    needs: Words = NOTHING


def claim(sentence: Sentence, type_: str, members: Members, outcome: Outcome) -> Claim:
    """A claim of a sentence; `find_claims` gives it its id."""
    return Claim(
        id="", type=type_, members=_ids(members), start=sentence.start, end=sentence.end,
        stated=None if outcome.stated is None else decimal(outcome.stated, 6),
        computed=None if outcome.computed is None else decimal(outcome.computed),
        verdict=outcome.verdict, message=outcome.message.zh, message_en=outcome.message.en,
        cause=outcome.cause.zh, cause_en=outcome.cause.en, needs=outcome.needs.zh, needs_en=outcome.needs.en,
    )


def _ids(members: Members) -> dict[str, str | list[str]]:
    ids: dict[str, str | list[str]] = {}
    for role, member in members.items():
        if isinstance(member, list):
            ids[role] = [m.figure.id for m in member]
        elif member is not None:
            ids[role] = member.figure.id
    return ids


def show(mention: Mention) -> str:
    """A figure as it stands in the text, and how many have as much each: 甲校、乙校各1所 is 1所×2."""
    quote = "".join(mention.figure.quote.split())
    value = mention.figure.value
    return quote if not value or mention.number == value else f"{quote}×{mention.number / value}"


def printed(value: Fraction, like: Figure) -> str:
    """A number as the report prints those of the same kind: money in 万 where the figure beside it is, or its table."""
    if like.value and _BARE.fullmatch(like.quote):
        return f"{decimal(value * Fraction(_COMMA.sub('', like.quote)) / Fraction(like.value), 4):f}"
    unit = "个百分点" if like.unit == "百分点" else like.unit
    for scale, word in ((10**8, "亿"), (10**4, "万")):
        if word in like.quote:
            return f"{decimal(value / scale, 4):f}{word}{unit}"
    return f"{decimal(value):f}{unit}"


def percent(value: Fraction | Decimal) -> str:
    """A percentage to two decimals at most."""
    return f"{decimal(Fraction(value)):f}%"
