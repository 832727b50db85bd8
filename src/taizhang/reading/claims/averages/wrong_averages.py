"""Averages of what their words name exactly, which are those of another count, or of it but for a slip.

「专任教师620人、教职工710人。…培训专任教师806人次，平均每名专任教师1.14次」; 「小学图书21130册，生均9.1册」.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.of_stage import PUPILS, stages_before, the_one_count
from taizhang.reading.claims.averages.per_what import Average
from taizhang.reading.claims.shares.stated import is_called, named_alike
from taizhang.reading.claims.shares.wholes import in_reach
from taizhang.reading.claims.slips import POWERS, of_one
from taizhang.reading.claims.span import point
from taizhang.reading.claims.view import NEAR, Mention, Sentence, exact

Pair = tuple[Mention, Mention]
_NAME = 3                # characters of a name that is no other's
_CLOSE = Fraction(1, 4)  # an average further off than this is of other counts
_LAST_DIGIT = 10         # steps
_ANY = re.compile("学生|幼儿|儿童")
_OF_AGE = re.compile("适龄|人口|周岁")
_OF_WHOM = re.compile(r"(?P<of>[一-龥]+)[人生]均")


def of_another(sentence: Sentence, read: Average, held: Pair | None, amounts: Sequence[Mention]) -> Pair | None:
    """The amount before an average and the count that its words name, where the average is not that of the two."""
    rate = read.rate
    beside = [m for m in amounts if m.end <= rate.start and rate.clause - m.clause <= 1 and exact(m)]
    if not beside or not exact(rate) or cues.TELLS_MORE.match(sentence.text, rate.end):
        return None
    if held is not None:
        return _of_pupils(sentence, read, beside[0]) if _OF_AGE.search(held[1].lead) and read.per == "生" else None
    found = _of_named(sentence, read, beside[0]) or _of_slip(sentence, read, beside[0]) \
        or _of_unit(sentence, read, beside[0])
    return found if found is None or not read.is_of_less(*found) else None


def _of_pupils(sentence: Sentence, read: Average, amount: Mention) -> Pair | None:
    """「小学有图书21130册，生均9.1册」: of the pupils of that stage, not of those of its age."""
    stages = stages_before(sentence, read.rate.start)
    of_them = stages and read.per == "生" and stages_before(sentence, amount.start)[-1:] == stages[-1:]
    pupils = the_one_count(sentence, stages[-1], PUPILS) if of_them else None
    return (amount, pupils) if pupils is not None and _is_near(read, amount, pupils) else None


def _of_slip(sentence: Sentence, read: Average, amount: Mention) -> Pair | None:
    """「初中校舍7.9万平方米、初中生均5.06平方米」, where the pupils of that stage make 5.56."""
    pair = _of_pupils(sentence, read, amount)
    if pair is None or read.fits(*pair):
        return pair
    made = pair[0].value / pair[1].value * read.each
    if abs(made - read.rate.value) < _LAST_DIGIT * read.rate.step:             # as pupils of another date would make it
        return None
    return pair if of_one(read.rate, round(made / read.rate.step) * read.rate.step) else None


def _of_named(sentence: Sentence, read: Average, amount: Mention) -> Pair | None:
    """「平均每名专任教师1.14次」: of the one number of them, where it is that of another count told beside it."""
    name = read.per[1:] if read.per[:1] in "名位个" else read.per
    if len(name) < _NAME:
        return None
    found = {m.number: (above, m) for above in (sentence, *in_reach(sentence)) for m in above.levels
             if m.unit == "人" and m is not amount and m.known and is_called(name, m.lead)}
    if len(found) != 1:
        return None
    above, count = next(iter(found.values()))
    others = (m for m in above.levels if m.unit == count.unit and m is not count and m.known)
    return (amount, count) if _is_near(read, amount, count) and any(read.fits(amount, m) for m in others) else None


def _of_unit(sentence: Sentence, read: Average, amount: Mention) -> Pair | None:
    """「62.3万人参加。…财政补助6230万元，参加学生人均补助1000元」: ten times too much for those who are named."""
    named = _OF_WHOM.search(read.rate.lead)
    name = _ANY.sub("", named["of"]) if named is not None else ""
    if not name:
        return None
    counts = {m.number: m for s in (sentence, *islice(sentence.earlier(), NEAR)) for m in s.levels
              if m.figure.unit in cues.PEOPLE and m.number > 1 and m.known and named_alike(name, m.label)
              and ("师" in name) == ("师" in m.label)}
    for count in counts.values():
        made = read.made(amount, count)
        if made is not None and any(point(read.rate.value).meets(made.times(power)) for power in POWERS):
            return amount, count
    return None


def _is_near(read: Average, amount: Mention, count: Mention) -> bool:
    return count.number > 0 and abs(read.each * amount.value / count.value / read.rate.value - 1) <= _CLOSE
