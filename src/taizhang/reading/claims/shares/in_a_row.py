"""Shares that go on over sentences without naming their whole; they are only ever confirmed.

「民办园196所。普惠性172所（占比87.8%）。营利性24所（占比12.2%）」.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.share_claims import holding, share_claim
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.stated_shares import stated_share
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Places, Sentence
from taizhang.reading.model import Claim, Verdict

_MANY = 6                # shares before it that are looked at,
_SURE = 2                # of which so many are of one whole
_ALL = 100               # per cent
_FAR = 600               # characters

Row = deque[tuple[Mention, Mention]]          # the last shares that hold, each with its whole


def shares_in_a_row(_: Sequence[Sentence], places: Places, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims; of a share that names no whole, the claim with that of the shares before it, where it holds.

    Two of them must have that whole, or one that leaves just this share of it.
    """
    row: Row = deque(maxlen=_MANY)
    for one in sorted(claims, key=lambda claim: claim.start):
        share, whole = (places.get(str(one.members.get(role))) for role in ("share", "whole"))
        if one.type != "share" or share is None:
            yield one
        elif one.verdict in HOLDING and whole is not None:
            row.append((share[1], whole[1]))
            yield one
        else:
            yield (_of_the_row(one, places, row) if one.verdict is Verdict.UNCHECKABLE else None) or one


def _of_the_row(one: Claim, places: Places, row: Row) -> Claim | None:
    sentence, share = places[str(one.members["share"])]
    stated = stated_share(sentence, sentence.mentions.index(share)) if row else None
    if stated is None or stated.part is None or stated.whole is not None or not cues.OF_WHOLE.match(stated.of):
        return None
    fitting = holding(stated, stated.part, _wholes(stated, stated.part, row))
    return next((share_claim(sentence, stated, stated.part, *found) for found in fitting), None)


def _wholes(stated: Stated, part: Mention, row: Row) -> list[Mention]:
    """The wholes before, of the part's unit, of which there are two shares, or one that leaves just this one."""
    told = [(share, whole) for share, whole in row if whole.unit == part.unit and whole.number >= part.number
            and stated.share.figure.start - share.figure.start <= _FAR]
    often = Counter(whole.figure.id for _, whole in told)
    return [whole for share, whole in reversed(told)
            if often[whole.figure.id] >= _SURE or share.number + stated.share.number == _ALL]
