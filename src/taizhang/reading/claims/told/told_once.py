"""One slip, one finding: what is wrong only because a number was said otherwise before is told as said otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.model import Claim, Verdict

Key = tuple[str, frozenset[str]]


def told_once(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those that hold as soon as a number is taken that the text has for it elsewhere.

    「欠债1595万元，化解957万元，剩余638万元。…剩余的683万元年底还清」: 638 and 683 are told as said twice; that 957
    and 683 make no 1595 is not told again.
    """
    found = list(claims)
    held = {_key(claim) for claim in found if claim.verdict in HOLDING}
    twice = [pair for claim in found if claim.type == "same" and _is_wrong(claim)
             for pair in permutations(claim.members["same"], 2)]
    return [claim for claim in found if not (_is_wrong(claim) and _holds_with(claim, twice, held))]


def _is_wrong(claim: Claim) -> bool:
    return claim.verdict is Verdict.CONTRADICTED


def _holds_with(claim: Claim, twice: Iterable[tuple[str, str]], held: set[Key]) -> bool:
    type_, figures = _key(claim)
    return any(one in figures and (type_, figures - {one} | {other}) in held for one, other in twice)


def _key(claim: Claim) -> Key:
    return claim.type, frozenset(figure for member in claim.members.values()
                                 for figure in ([member] if isinstance(member, str) else member))
