"""Lists that say by what they divide what is told above: 「支出5.2亿元。…按用途分，人员4.1亿元，项目1.1亿元」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.groupings import LARGE, groupings
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import NEAR, Mention, Sentence, Told, added, exact
from taizhang.reading.model import Claim

SPLIT = re.compile(                     # begins with what it looks for: so it is found far quicker
    r"[从按依分](?:(?<![^，,；;：:）)。].)|(?<=其中.)|(?<=[一-龥]{2}.)(?=[^，,；;：:。]{2,14}[看分][，,：:]))[照据]?(?:不同|其|各)?[一-龥、]{0,6}?(?:级次|层级|级别|等级|学段|阶段|层次|学历|学位"
    r"|职称|职务|岗位|年龄|性别|城乡|区域|地区|地域|县区|年度|年份|学年|季度|学期|投向|用途|去向|来源|渠道|方式|类[型别]?"
    r"|性质|体制|科[类目]|学科|项目|隶属|结果|构成|结构|功能)[一-龥]{0,4}?(?:看|分|计|统计|划分|分布)?(?:情况)?[，,：:为]")
BEGINS = ("从", "按", "依", "分")       # with which such words begin
_NAME = re.compile("(?:^|[，,；;：:）)。])(?:其中|全[省市县区]|[我本][省市县区])*新?(?P<core>[一-龥]{2,}?)"
                   "(?:面积|资金|经费|金额|总?人?数|总量|总额)?$")     # 竣工面积按用途分
_ALL_WAYS = re.compile("方式|进度|结果")
_SOME = re.compile("另|主要|重点|大部分|多数|仅|含|包括|达到")
_OF_THEM, _OF_BEFORE = re.compile("其中"), re.compile("(?:年初|上年)结[转余]|动用")
_SORTS = cues.SORTS.findall
_FAR = 6                 # sentences above, in which the whole may stand that the parts make
_MANY = 100              # that a whole counts which is like another by no chance
_FEW = 3                 # parts, of which nearly all of a whole is no chance
_MOST = 11, 10           # of a whole that parts make which lack some of it


def split_sums(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each list behind words that tell by what it divides, with the whole that it makes, or nearly makes.

    Where it makes none, that one just above is meant of which the parts come nearest, and which is called so where the
    words begin with a name.
    """
    for sentence in sentences:
        may_split = len(sentence.levels) > 1 and any(word in sentence.text for word in BEGINS)
        splits = list(SPLIT.finditer(sentence.text)) if may_split else []
        ends = [*(split.start() for split in splits[1:]), len(sentence.text)]
        for split, until in zip(splits, ends, strict=False):
            scope = [m for m in sentence.levels if split.end() <= m.start < until and not m.brackets]
            column = [m for m in scope if m.figure.unit == scope[0].figure.unit]
            if len(column) > 1 and column[0].unit not in ("%", "") and all(m.known for m in column):
                yield from _of_column(sentence, split.start(), until, column)


def _of_column(sentence: Sentence, start: int, until: int, column: list[Mention]) -> Iterator[Claim]:
    above = list(above_it(sentence, start, column[0].unit))
    column = _up_to(_OF_THEM, column)                                 # 工勤80人，其中50人“双肩挑”
    ways = [way for way in groupings(column) if len(way) > 1]
    for way in (*ways, _up_to(_OF_BEFORE, column)):
        for place, whole in above:
            beside = place.start in (sentence.start, sentence.before.start if sentence.before else 0)
            if whole.number == added(way) >= (LARGE if beside else _MANY):
                yield sum_claim(place, whole, way, verdict_of(whole, way))
                return
    told = sentence.text[start : column[-1].end + 4]
    twice = cues.COUNTED_TWICE.search(sentence.text, column[0].end, until)
    if ways and not twice and not _SOME.search(told) and not cues.AND_OTHERS.search(told):
        above = [(place, m) for place, m in above if _is_called(m, sentence.text[max(0, start - LONGEST) : start])]
        yield from _nearly(above, ways[0], sentence.earlier(), all_told=_ALL_WAYS.search(told) is not None)


def _is_called(whole: Mention, words: str) -> bool:
    """Whether what the words before a split name, if they name anything, is that whole."""
    named = _NAME.search(words)
    if named is None:
        return True
    return named["core"] in whole.label and set(_SORTS(named["core"])) == set(_SORTS(whole.label))


def _up_to(word: re.Pattern[str], column: list[Mention]) -> list[Mention]:
    """The figures of a list before the one that a word sets apart, if there are enough."""
    n = next((n for n, m in enumerate(column) if n > 1 and word.search(m.lead)), len(column))
    return column[:n]


def above_it(sentence: Sentence, start: int, unit: str) -> Iterator[Told]:
    """What was reached of a unit before the words that split it, nearest first."""
    yield from ((sentence, m) for m in reversed(sentence.levels) if m.end <= start and m.unit == unit)
    for place in islice(sentence.earlier(), _FAR):
        yield from ((place, m) for m in reversed(place.levels) if m.unit == unit)


def _nearly(above: list[Told], parts: list[Mention], earlier: Iterator[Sentence], *,
            all_told: bool) -> Iterator[Claim]:
    far = next(islice(earlier, NEAR, None), None)
    most = max(part.number for part in parts)
    near = [(place, m) for place, m in above if (far is None or place.start > far.start) and most < m.number
            and m.known and not m.brackets and nearly_make(parts, m) and all(map(exact, (m, *parts)))]
    if near:
        place = near[0][0]
        whole = min((m for told, m in near if told is place), key=lambda m: abs(m.number - added(parts)))
        verdict = verdict_of(whole, parts)
        beside = (m for m in place.mentions if m.unit == whole.unit and m.number + whole.number == added(parts))
        if verdict in HOLDING or (_are_all(whole, parts, all_told=all_told) and not any(beside)):
            yield sum_claim(place, whole, parts, verdict)


def _are_all(whole: Mention, parts: list[Mention], *, all_told: bool) -> bool:
    """True where parts were meant to make a whole: too many of them, a slip, or so many that hardly any is left.

    Of people some may have no degree or title, and of schools a few may be of another kind; each is built in some way.
    """
    if labels.overlapping(parts):
        return False
    apart, slip = labels.exclusive(parts), bool(slips.of_sum(whole, parts))
    if added(parts) > whole.number:
        return apart or slip
    most, of = _MOST
    things = all_told and len(parts) >= _FEW and whole.unit == "个" and labels.family(parts) is not None
    sure = (slip and apart) or slips.of_total(whole, parts) or slips.of_part(whole, parts)
    return sure or labels.exhaustive(parts) or (things and added(parts) * most > whole.number * of)
