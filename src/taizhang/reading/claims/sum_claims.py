"""A sum in words: what is stated, what the parts make, and the likeliest slip."""

from __future__ import annotations

from fractions import Fraction

from taizhang.reading.claims import slips
from taizhang.reading.claims.verdicts import NOTHING, Members, Outcome, Words, claim, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict


def sum_claim(sentence: Sentence, whole: Mention, parts: list[Mention], verdict: Verdict) -> Claim:
    """The claim that parts make a whole, in words."""
    members: Members = {"total": whole, "parts": parts}
    if not all(m.known for m in (whole, *parts)):
        return claim(sentence, "sum", members, Outcome(verdict=verdict, needs=say("needs-number")))
    made = sum((m.value for m in parts), Fraction(0))
    message = say("sum", stated=whole, listed="＋".join(show(m) for m in parts), computed=printed(made, whole.figure))
    cause = _cause(whole, parts) if verdict is Verdict.CONTRADICTED else NOTHING
    needs = say("needs-parts") if verdict is Verdict.UNCHECKABLE else NOTHING
    return claim(sentence, "sum", members, Outcome(
        verdict=verdict, stated=whole.value, computed=made, message=message, cause=cause, needs=needs))


def _cause(whole: Mention, parts: list[Mention]) -> Words:
    approximate = not all(exact(m) for m in (whole, *parts))
    return slips.of_sum(whole, parts) or (say("cause-approximate") if approximate else NOTHING)
