"""A sum in words: what is stated, what the parts make, and the likeliest slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from taizhang.reading.claims import slips
from taizhang.reading.claims.span import fraction
from taizhang.reading.claims.verdicts import HOLDING, NOTHING, Members, Outcome, Words, claim, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, added, exact
from taizhang.reading.model import Claim, Verdict


def sum_claim(sentence: Sentence, whole: Mention, parts: list[Mention], verdict: Verdict) -> Claim:
    """The claim that parts make a whole, in words."""
    members: Members = {"total": whole, "parts": parts}
    if not all(m.known for m in (whole, *parts)):
        return claim(sentence, "sum", members, Outcome(verdict=verdict, needs=say("needs-number")))
    made = fraction(added(parts))
    message = say("sum", stated=whole, listed="＋".join(show(m) for m in parts), computed=printed(made, whole.figure))
    cause = _cause(whole, parts) if verdict is Verdict.CONTRADICTED else NOTHING
    needs = say("needs-parts") if verdict is Verdict.UNCHECKABLE else NOTHING
    return claim(sentence, "sum", members, Outcome(
        verdict=verdict, stated=whole.value, computed=made, message=message, cause=cause, needs=needs))


def _cause(whole: Mention, parts: list[Mention]) -> Words:
    approximate = not all(exact(m) for m in (whole, *parts))
    return slips.of_sum(whole, parts) or (say("cause-approximate") if approximate else NOTHING)


def not_told_yet(more: Iterable[Claim], told: Iterable[Claim]) -> Iterator[Claim]:
    """Those of more sums that tell something new; none is wrong of which two parts are together parts of another."""
    settled = [c for c in told if c.verdict is not Verdict.UNCHECKABLE and "total" in c.members]
    known = {_key(c) for c in settled}
    made: defaultdict[str, list[set[str]]] = defaultdict(list)
    for found in settled:
        together = set(found.members["parts"]) if found.verdict in HOLDING else set()
        for part in together:
            made[part].append(together)
    for found in more:
        parts = set(found.members["parts"])
        another = any(len(parts & together) > 1 for part in parts for together in made[part])
        if _key(found) not in known and not (another and found.verdict is Verdict.CONTRADICTED):
            known.add(_key(found))
            yield found


def _key(found: Claim) -> tuple[str, ...]:
    return str(found.members["total"]), *found.members["parts"]
