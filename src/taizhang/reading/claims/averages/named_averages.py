"""Averages whose sentence says on what they are reckoned: 「按总人口平均，人均49.5元」, 「按占地计算，生均9平方米」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.per_what import Average
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.wholes import in_reach
from taizhang.reading.claims.view import Mention, Sentence

_ON = re.compile("(?:(?<=[。；;，,])|^)(?P<of>[一-龥]{2,12}?)?"
                 "[按以](?P<on>[一-龥]{2,20}?)(?:(?:计算|测算|折算)[，,]?|(?:平均|计)[，,])")
_ATTENDING = re.compile("在[校园](?:学生|幼儿|生)?(?:总?人?数)?(?:为|达|有|共)?$")
_AREA = re.compile("(?<=..)面积$")
_MOST = 6                # of each name
_NEAR = 24               # characters before a figure in which its name may stand


def on_what_is_said(sentence: Sentence, read: Average, amounts: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """The amount and the count of the names behind 按 of which an average is, here or above."""
    rate = read.rate
    said = list(_ON.finditer(sentence.text, max(0, rate.start - LONGEST), rate.start))
    if not said:
        return None
    names = [name for name in (*cues.AND.split(said[-1]["on"]), said[-1]["of"] or "") if len(name) > 1]
    names += [_AREA.sub("", name) for name in names if _AREA.search(name)]        # 竣工学校71所、面积12万平方米
    told = [m for name in names for m in islice(_called(sentence, name, rate), _MOST)]
    unit = rate.unit.split("/")[0]
    shared = [m for m in told if m.unit == unit and m.number > rate.number] or amounts
    counts = [m for m in told if read.counted(m)] or list(islice(_pupils(sentence, read), _MOST))
    return next((pair for pair in product(shared, counts) if pair[0] is not pair[1] and read.fits(*pair)), None)


def _called(sentence: Sentence, name: str, rate: Mention) -> Iterator[Mention]:
    """The figures here and above before which a name stands, nearest first."""
    for above in (sentence, *in_reach(sentence)):
        for m in reversed(above.mentions) if above.mentions and name[-2:] in above.text else ():
            if m is not rate and m.known and m.role in (Role.LEVEL, Role.BASE) \
                    and name in above.text[max(0, m.start - _NEAR) : m.start]:
                yield m


def _pupils(sentence: Sentence, read: Average) -> Iterator[Mention]:
    """All who attend, for 生均."""
    for above in (sentence, *in_reach(sentence)) if read.per == "生" else ():
        yield from (m for m in above.levels if m.unit == "人" and m.known and _ATTENDING.search(m.lead))
