"""Levels told elsewhere that a change lies between: in another clause, a sentence above, of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.comparisons import Change
from taizhang.reading.claims.growth.growth_causes import is_over_current
from taizhang.reading.claims.growth.reckoned import rate_made, stated_rate
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.stated import total_of_list
from taizhang.reading.claims.slips import ENOUGH, unswapped
from taizhang.reading.claims.slips import MANY as DIGITS
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.verdicts import judge_percentage
from taizhang.reading.claims.view import NEAR, Mention, Sentence, levels
from taizhang.reading.model import Verdict

_SCOPE = re.compile(f".*({cues.SORTS.pattern})", re.DOTALL)
FINE = 50                # steps of its last digit that a rate must have to be met by no chance
MANY = 100               # a smaller level that stands elsewhere may make the difference by chance
_FAR_UP = 12              # sentences in which what a growth over years leads to may stand
_SOME = 2                # digits of a rate that are enough where the name says what it is of


def told_above(sentence: Sentence, change: Change) -> Mention | None:
    """「返校率99.5%。…返校率比去年同期的98.7%提高0.8个百分点」: what it is, where it fits or has that very name."""
    base, amount = change.base, change.amount
    if base is None or amount is None or not (base.known and amount.known):
        return None
    here = [m for m in sentence.mentions if m.end <= base.start and m.unit == base.unit and (
        (m.role is Role.LEVEL and m.number >= MANY) or (m.role is Role.CHANGE and m.unit == "%"))]
    above = [(s, m) for s in islice(sentence.earlier(), NEAR) for m in levels(s.levels, base.unit) if m.known]
    needed = base.number - amount.number if change.falls else base.number + amount.number
    name = cues.COMPARED.split(base.lead)[0]
    named = (m for s, m in above if len(name) > 2 and m.lead == name and _scope(s, m) == _scope(sentence, base))
    return next((m for m in (*here, *(m for _, m in above)) if m.number == needed), None) or next(named, None)


def _scope(sentence: Sentence, mention: Mention) -> str:
    """Of which stage or sort of school a figure is, by what its sentence named last: 初中方面，巩固率…."""
    named = _SCOPE.match(sentence.text, 0, mention.start)
    return named[1] if named else ""


def completed(sentence: Sentence, change: Change) -> Change:
    """The change with a figure that stands elsewhere, where the rate fits that."""
    if change.rate is None or (change.base is not None and change.current is not None):
        return change
    if change.current is not None and (before := _of_year_before(sentence, change.current, change.rate)) is not None:
        return change._replace(base=before)
    fitting = next((one for one in _fuller(sentence, change, change.rate) if fits(one, change.rate)), None)
    if fitting is not None:
        return fitting
    if change.base is None:
        return next((one for one in _named_so(sentence, change) if _is_slip(one, change.rate, _SOME)), change)
    return next((one for one in _fuller(sentence, change, change.rate)
                 if _is_slip(one, change.rate) or of_another_year(sentence, one, change.rate)
                 or _is_swapped(one, change.rate)), change)


def _of_year_before(sentence: Sentence, current: Mention, rate: Mention) -> Mention | None:
    """「2024年投入3260万元，2025年投入4980万元，比上年增长52.8%」: what the same words tell of 2024."""
    year = cues.A_YEAR.search(current.lead)
    if year is None or not cues.THAN_YEAR_BEFORE.match(rate.lead):
        return None
    words = current.lead.replace(year[0], str(int(year[0]) - 1))
    return next((m for m in sentence.levels if m.unit == current.unit and m.known and m.lead == words), None)


def of_another_year(sentence: Sentence, change: Change, rate: Mention) -> Mention | None:
    """「2018年、2019年分别为62950万元和67340万元，2020年比2019年增长15.2%」: the level it was reckoned on."""
    if change.base is None or change.current is None or rate.step * FINE > rate.value:
        return None
    others = (m for m in sentence.mentions if m.unit == change.base.unit and m.role in (Role.LEVEL, Role.BASE)
              and m.end <= rate.start and m is not change.base and m is not change.current)
    return next((m for m in others if fits(change._replace(base=m, amount=None), rate)), None)


def _is_slip(change: Change, rate: Mention, fewest: int = ENOUGH) -> bool:
    """「建有资源教室的94所；上年为61所，增长35.1%」: of the level before, had it been divided by this year's."""
    stated = stated_rate(rate)
    return stated is not None and digits(rate.number) >= fewest and is_over_current(change, stated)


def _is_swapped(change: Change, rate: Mention) -> bool:
    """「落实资金643万元。…资金比上年的581万元增长9.1%」: of what is called so, but for two digits swapped."""
    current, base = change.current, change.base
    if current is None or base is None or digits(current.number) < DIGITS or rate.step * FINE > rate.value:
        return False
    name = cues.COMPARED.split(base.lead)[0]
    if len(name) < _SOME or name not in current.label or not base.value:
        return False
    made = ((value / base.value - 1) * (-100 if change.falls else 100) for value in unswapped(current))
    return any(abs(one - rate.value) <= rate.step for one in made)


def _named_so(sentence: Sentence, change: Change) -> Iterator[Change]:
    """The change of what has the very name that it gives."""
    if change.current is None and change.amount is not None:
        yield from (change._replace(current=level) for level, same in _called_so(sentence, change.amount) if same)


def _fuller(sentence: Sentence, change: Change, rate: Mention) -> Iterator[Change]:
    """What may be meant: the total of a list, or a level of the sentence above where that is seldom met by chance.

    「1260人，其中小学910人、初中350人，比上年增长11.1%」; 「在校生29880人。与上年相比，增加1430人，增长5.03%」;
    「去年支出5.84亿元。今年支出6.42亿元，增长9.93%」; 「由2024年的1512人、2025年的1652人增加到1864人，同比增长12.8%」.
    """
    if change.current is not None:
        whole = total_of_list(sentence, change.current)
        if whole is not change.current:
            yield change._replace(current=whole)
    if change.base is not None:
        yield from (change._replace(current=level) for level in _come_to(sentence, change.base, rate))
        return
    if change.current is not None and change.amount is not None:
        return
    if change.current is not None and change.falls and cues.WENT.search(change.current.lead):
        yield from _what_went(sentence, change, change.current)
    if change.current is not None and cues.TO.search(change.current.lead):      # 有47所，到2017年增加到83所，增长76.6%
        before = [m for m in levels(sentence.levels, change.current.unit) if m.end <= change.current.start]
        yield from (change._replace(base=level) for level in before[-1:])
    unit = (change.amount or change.current or rate).unit
    if change.current is None and change.amount is not None:
        yield from (change._replace(current=level) for level, _ in _called_so(sentence, change.amount))
    dated = [m for m in levels(sentence.levels, unit) if m.end <= rate.start and cues.A_YEAR.search(m.lead)]
    for level in (*(dated if change.current is not None else ()), *sentence.above(unit)):
        if rate.step < 1 or level.role is Role.BASE:
            yield change._replace(current=level) if change.current is None else change._replace(base=level)


def _come_to(sentence: Sentence, base: Mention, rate: Mention) -> Iterator[Mention]:
    """Levels that a base may have come to: of its sentence, of those just above, of a year's base also further up."""
    if rate.step < 1:
        yield from (m for m in reversed(levels(sentence.levels, base.unit)) if m.end <= base.start)
        yield from sentence.above(base.unit)
    if rate.step * FINE <= rate.value and cues.A_YEAR.search(base.lead):           # 比2018年的117.4亿元累计增长27.7%
        yield from (m for s in islice(sentence.earlier(), _FAR_UP) for m in levels(s.levels, base.unit))


def _what_went(sentence: Sentence, change: Change, went: Mention) -> Iterator[Change]:
    """「年初有代课人员428人，…，清退147人，减少34.3%」: what is told before the rate is what went."""
    base = next((m for m in reversed(sentence.mentions) if m.end <= went.start and m.role is Role.BASE), None)
    if base is not None and base.unit == went.unit:
        yield Change(None, base, went, change.rate, falls=True)


def _called_so(sentence: Sentence, amount: Mention) -> Iterator[tuple[Mention, bool]]:
    """「二本以上上线1058人，…；二本以上上线人数比上年净增96人」: what is called so; whether by that very name."""
    name = cues.THE_NUMBER_OF.sub("", cues.COMPARED.split(amount.lead)[0])
    for told in reversed(levels(sentence.levels, amount.unit)):
        called = cues.THE_NUMBER_OF.sub("", cues.AMONG.sub("", told.lead))
        if told.end <= amount.start and len(called) > 1 and called in name:
            yield told, called == name


def fits(change: Change, rate: Mention) -> bool:
    stated, made = stated_rate(rate), rate_made(change)
    if stated is None or made is None:
        return False
    return judge_percentage(stated, made, rate.step) is not Verdict.CONTRADICTED
