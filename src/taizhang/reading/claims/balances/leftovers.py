"""What is left of what was told sentences above: 「规划改造校舍19万平方米。…竣工12万平方米。…尚有7万平方米未竣工」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, product

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import digits, fraction
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.view import Mention, Sentence, Told, exact
from taizhang.reading.model import Claim, Verdict

_FAR = 8                 # sentences, and
_MANY = 16               # figures above, of which one may be what the other leaves
_FARTHER = 32            # sentences above, in which stands what is named again
_FEW = 4                 # figures of a sentence, of which one is due and another is done
_STEPS = 100             # that a whole counts which is like another by no chance
_THREE = 3               # digits, of which two are swapped by no chance
_DUE = re.compile(f"{cues.DUE.pattern}|排查|发现|查出|受理|欠")
_DONE = re.compile(f"{cues.DONE.pattern}|{cues.SPENT.pattern}|{cues.REMOVED.pattern}")
_INCOME = re.compile("收入(?:合计|总计|决算|总额)?(?:为|达|是)?$")
_SPENT = re.compile("支出(?:合计|总计|决算|总额)?(?:为|达|是)?$")
_LATER = re.compile("结转|年末")          # of more than the year's income and spending
_OTHERWISE = re.compile("其余|核减|退出")
_NOT_DONE = re.compile("^[一-龥]{0,8}(?:尚未|没有?|未)[一-龥]{2}")
_NAMED = re.compile("(?:尚?未|没有?)(?P<done>[一-龥]{2})")

Pair = tuple[Sentence, Mention, Mention]         # a whole with its sentence, and a part of it


def leftovers(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count of what is left that two figures above differ by.

    Called wrong only where digits are swapped and the words name again what is left and what it is of.
    """
    begun: defaultdict[str, list[Pair]] = defaultdict(list)        # by unit
    incomes: list[Told] = []
    left = [[m for m in sentence.levels if m.known and m.unit not in ("%", "") and _is_rest(m)]
            for sentence in sentences]
    last = max((i for i, rests in enumerate(left) if rests), default=-1)
    for sentence, rests in zip(sentences[: last + 1], left, strict=False):
        for rest in rests:
            yield from islice(_found(sentence, rest, begun[rest.unit][-_MANY:]), 1)
        incomes = [*incomes, *((sentence, m) for m in sentence.levels if _INCOME.search(m.lead) and m.known)][-_FEW:]
        for pair in (*_begun(sentence), *_spent(sentence, incomes)):
            begun[pair[1].unit].append(pair)


def _is_rest(mention: Mention) -> bool:
    """True for what is left by the words before it, or by those behind: 共有32个项目未开工."""
    return cues.REST.search(mention.lead) is not None or _NOT_DONE.search(mention.after) is not None


def _found(sentence: Sentence, rest: Mention, begun: Sequence[Pair]) -> Iterator[Claim]:
    """What is left exactly: of figures near by, of what is named again; else what is so but for two digits."""
    above = list(islice(_above(sentence, rest), _MANY))
    wholes = {m.number: (place, m) for place, m in reversed(above)}
    near = ((*wholes[m.number + rest.number], m) for _, m in above if m.number + rest.number in wholes and m.number)
    named = (pair for pair in begun if _is_left(rest, *pair[1:]) and _is_named(sentence, rest, pair))
    for place, whole, part in (*(p for p in near if slips.scaled(p[1], [p[2], rest]) >= _STEPS), *named):
        if rest.number > 1:
            yield sum_claim(place, whole, [part, rest], Verdict.HOLDS)
    if _LATER.search(rest.lead) or _OTHERWISE.search(sentence.text, rest.end):
        return
    for place, whole, part in _named_apart(sentence, rest):
        if _is_swapped(rest, whole, part):
            yield sum_claim(place, whole, [part, rest], Verdict.CONTRADICTED)
    for pair in begun:
        if _is_swapped(rest, *pair[1:]) and _is_named(sentence, rest, pair):
            yield sum_claim(pair[0], pair[1], [pair[2], rest], Verdict.CONTRADICTED)


def _is_left(rest: Mention, whole: Mention, part: Mention) -> bool:
    return part.number + rest.number == whole.number


def _is_swapped(rest: Mention, whole: Mention, part: Mention) -> bool:
    """True where so much would be left if two digits of it were not swapped."""
    left = whole.number - part.number
    return digits(left) >= _THREE and left > 0 and all(map(exact, (whole, part, rest))) \
        and slips.is_so_but_swapped(rest, fraction(left))


def _above(sentence: Sentence, rest: Mention, far: int = _FAR) -> Iterator[Told]:
    """What was told of the unit before, nearest first."""
    yield from ((sentence, m) for m in reversed(sentence.mentions) if m.end <= rest.start and _is_like(m, rest))
    for place in islice(sentence.earlier(), far):
        yield from ((place, m) for m in reversed(place.mentions) if _is_like(m, rest))


def _is_like(mention: Mention, rest: Mention) -> bool:
    return mention.unit == rest.unit and mention.known and not mention.brackets \
        and mention.role in (Role.LEVEL, Role.BASE)


def _begun(sentence: Sentence) -> Iterator[Pair]:
    """What is due and what of it is done, there or in the sentence after: 「排查隐患98处。已整改91处」."""
    told = [m for m in sentence.levels if m.known and m.unit not in ("%", "")]
    done = [m for m in told if _DONE.search(sentence.clause_before(m))][:_FEW]
    for place in (sentence, sentence.before) if done else ():
        due = [m for m in place.levels if m.known and _DUE.search(m.lead)][:_FEW] if place is not None else []
        yield from ((place, whole, part) for whole, part in product(due, done) if place is not None
                    and whole.unit == part.unit and whole.number > part.number)


def _spent(sentence: Sentence, incomes: Sequence[Told]) -> Iterator[Pair]:
    """What was spent of what came in: 「总收入4216万元。…总支出4105万元」."""
    spent = [m for m in sentence.levels if m.known and _SPENT.search(m.lead)][:_FEW] if incomes else []
    yield from ((place, income, part) for (place, income), part in product(incomes, spent)
                if income.unit == part.unit and income.number > part.number)


def _is_named(sentence: Sentence, rest: Mention, pair: Pair) -> bool:
    """True where what is left is called as the whole or the part is: 余下预算 of 全年预算."""
    if "收入" in pair[1].lead and "支出" in pair[2].lead:
        return cues.SURPLUS.search(rest.lead) is not None
    return labels.words_shared(rest.lead + sentence.text[rest.end : rest.end + 8], pair[1].label + pair[2].label) > 0


def _named_apart(sentence: Sentence, rest: Mention) -> Iterator[Pair]:
    """What is not done yet of what is named again: 「规划面积中尚有7万平方米未竣工」."""
    named = _NAMED.search(sentence.text, rest.end, rest.end + 6) or _NAMED.search(rest.lead)
    if named is None or "中" not in rest.lead:
        return
    above, of = list(_above(sentence, rest, _FARTHER)), rest.lead[: rest.lead.index("中")]
    wholes = [(labels.words_shared(of, whole.lead), place, whole) for place, whole in above]
    alike, place, whole = max(wholes, key=lambda told: told[0], default=(0, sentence, rest))
    for told, part in above if alike else ():
        if named["done"] in told.clause_before(part) and part.number < whole.number:
            yield place, whole, part
