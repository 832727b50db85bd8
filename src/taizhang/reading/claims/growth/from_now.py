"""What the plan says is to be so much more than now: 「上线力争达到260人，比今年增加29人」, 231 being told above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.comparisons import Change
from taizhang.reading.claims.growth.names import name_of
from taizhang.reading.claims.slips import ENOUGH, of_one
from taizhang.reading.claims.span import digits, fraction
from taizhang.reading.claims.view import Mention, Sentence, Told, exact

_OTHER = re.compile("^[比较]|[多少高低]出?了?$")
THAN_NOW = re.compile("[比较](?:今年|本年度?|上半年|目前|现在|当前|现状)")
_FAR_UP = 80             # sentences
_HUNDRED = 100           # steps: a level told with so many is met by no chance
_NAME, _SURE = 2, 4      # characters of a name


def from_now(sentence: Sentence, change: Change) -> Change | None:
    """The change with what it goes from, where that fits; or is told once by that very name, and a digit is wrong.

    Also with what others have, where that fits: 「报名5243人，较高考报名人数多出416人」.
    """
    current, amount = change.current, change.amount
    if current is None or amount is None or not (current.known and amount.known and exact(amount)):
        return None
    needed, name = current.number + (amount.number if change.falls else -amount.number), name_of(current)
    if len(name) < _NAME:
        return None
    told = list(_levels(sentence, current))
    than = cues.THAN_OTHERS.search(amount.lead)
    called = cues.THE_NUMBER_OF.sub("", _OTHER.sub("", than[0])) if than is not None and current.unit != "%" else name
    fitting = (m for s, m in told if m.number == needed and m.value >= _HUNDRED * m.step and called[-_NAME:] in s.text)
    named = [m for _, m in told if len(name) >= _SURE and name_of(m) == name] if than is None else []
    wrong = (m for m in named if len({one.number for one in named}) == 1 and _is_slip(change, m))
    base = next(fitting, None) or next(wrong, None)
    return change._replace(base=base) if base is not None else None


def _levels(sentence: Sentence, current: Mention) -> Iterator[Told]:
    for above in islice(sentence.earlier(), _FAR_UP):
        for m in above.levels:
            if m.unit == current.unit and m.known and exact(m):
                yield above, m


def _is_slip(change: Change, base: Mention) -> bool:
    if change.current is None or change.amount is None or digits(change.amount.number) < ENOUGH:
        return False
    made: Fraction = fraction(abs(change.current.number - base.number))
    return bool(of_one(change.amount, made))
