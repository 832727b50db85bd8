"""What was reached in each of several years, and by how much that grew from one to the next.

「三年分别为8820万元、9137万元、10199万元，分别比上年增长3%、4%、12%」.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from taizhang.quantities import read_number
from taizhang.reading.claims import cues
from taizhang.reading.claims.verdicts import HOLDING, judge_percentage
from taizhang.reading.claims.view import Mention, Sentence

_THAN_YEAR_BEFORE = re.compile("(?:各年|后[两三四]年)?(?:分别|依次)?(?:同比|[比较][上前]一?年)(?:同期)?(?:分别|依次)?"
                               "(?:增长|增加|提高|上升|减少|下降)了?约?"
                               "|(?:各?年|同比)(?:增长率|增幅|增速|增长)(?:分别|依次)[为达是]?到?")
_FROM_TO = re.compile("((?:19|20)\\d\\d)年?(?:[至到—－~～-]+)((?:19|20)\\d\\d)年")
_NAMED = re.compile("(?:19|20)\\d\\d年?(?:[、和](?:19|20)\\d\\d年?)+")
_SO_MANY = re.compile("([两三四五六])年(?!级|制|一)")
_SEVERAL = re.compile("[、和与及]")
_FEWEST = 2
Sides = tuple[Mention | None, Mention | None]


def year_by_year(sentence: Sentence, run: Sequence[Mention]) -> list[Sides]:
    """What each year's growth is from and to; nothing where no list of so many years stands before, or another fits.

    With several lists the growths may be of any, also of one in the sentence above: then what fits one of these is of
    no other.
    """
    if len(run) < _FEWEST or run[0].unit != "%" or _THAN_YEAR_BEFORE.fullmatch(run[0].lead) is None:
        return []
    years = _years(sentence.text[: run[0].start])
    before = [m for m in sentence.levels if m.end <= run[0].start and m.segment == run[0].segment]
    lists = [told for told in _lists(sentence, before) if len(told) - len(run) in (0, 1) and len(told) in years]
    nearest = next((told for told in reversed(lists) if told[0].unit != "%"), None)
    if nearest is None or len(lists) == 1 or _fits(nearest, run):
        return _sides(nearest, run) if nearest is not None else []
    above = _lists(sentence.before, sentence.before.levels) if sentence.before is not None else []
    others = [told for told in (*lists, *above) if told is not nearest and len(told) == len(nearest)]
    return [] if any(_fits(told, run) for told in others) else _of_none(nearest, others, run)


def _of_none(nearest: list[Mention], others: list[list[Mention]], run: Sequence[Mention]) -> list[Sides]:
    """Those of the nearest list but for a growth that may be of another."""
    elsewhere = zip(*(_sides(told, run) for told in others), strict=True) if others else [()] * len(run)
    return [(None, None) if not _is_so(own, rate) and any(_is_so(sides, rate) for sides in theirs) else own
            for own, theirs, rate in zip(_sides(nearest, run), elsewhere, run, strict=True)]


def _years(words: str) -> set[int]:
    """How many years the words may be of."""
    return {int(last) - int(first) + 1 for first, last in _FROM_TO.findall(words)} \
        | {int(read_number(found) or 0) for found in _SO_MANY.findall(words)} \
        | {len(re.findall("(?:19|20)\\d\\d", found[0])) for found in _NAMED.finditer(words)}


def _lists(sentence: Sentence, levels: Sequence[Mention]) -> list[list[Mention]]:
    """The counts told one after another, each list begun by 分别; none of several things, 小学、初中分别为…."""
    lists: list[list[Mention]] = []
    for m in levels:
        if lists and m.lead in cues.AND_NEXT and m.unit == lists[-1][0].unit and m.clause == lists[-1][-1].clause:
            lists[-1].append(m)
        elif not m.brackets:
            lists.append([m])
    return [told for told in lists if len(told) > 1 and cues.IN_TURN.search(told[0].lead) and all(m.known for m in told)
            and _SEVERAL.search(_NAMED.sub("", sentence.clause_before(told[0]))) is None]


def _sides(told: list[Mention], run: Sequence[Mention]) -> list[Sides]:
    befores: list[Mention | None] = [None, *told]
    pairs: list[Sides] = [(base, now) if base else (None, None) for base, now in zip(befores, told, strict=False)]
    return pairs[-len(run):]


def _fits(told: list[Mention], run: Sequence[Mention]) -> bool:
    return all(_is_so(sides, rate) for sides, rate in zip(_sides(told, run), run, strict=True) if sides[0] is not None)


def _is_so(sides: Sides, rate: Mention) -> bool:
    base, now = (m.span if m is not None else None for m in sides)
    if base is None or now is None or rate.span is None or base.lo <= 0:
        return False
    grown = base - now if rate.falls else now - base
    return judge_percentage(rate.span, grown.times(100) / base, rate.step) in HOLDING
