"""Headings of a report, how deep they stand, and which of them speak of what is still to be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from taizhang.quantities import read_number
from taizhang.reading.model import Section
from taizhang.reading.words import any_of

DONE, PLANNED = "done", "planned"

_ZH = r"[一二三四五六七八九十]{1,3}"
_MARKS = (                                     # the style of each level, outermost first
    rf"第{_ZH}(?:部分|篇章?|章|节)[：、 ]?",
    rf"{_ZH}、",
    rf"（{_ZH}）[、.]?",
    r"\d{1,2}(?:、|\.(?:(?!\d)|(?=20[\d×]{1,2}年)))",
    r"（\d{1,2}）",
    rf"{_ZH}是|第{_ZH}，",
)
_MAIN = 1                                      # 一、 of which some write the items of a plan too
ITEMS = len(_MARKS) - 1                        # the level of what is told one by one: 一是, 第一
_BY_LEVEL = "|".join(f"(?P<l{level}>{mark})" for level, mark in enumerate(_MARKS))
_HEADING = re.compile(rf"[\n。；！？：” ] *(?:{_BY_LEVEL}) ?(?=[^\s，。；])")
_NUMBER = re.compile(_ZH)
_TITLE_END = re.compile(r"[。；：\n！？]| (?=[（一二三四五六七八九十])")
_NAMED = re.compile(r"[^，\d]{2,20}(?=，.*\d)")      # 1.北门小学，建筑面积5600平方米: what follows tells of it
_LONGEST_TITLE = 60
_SECOND_HALF = "下半年"
_LONGEST_PLAN = 30
_DEEPEST_TURN = 1      # below it 总结 and 问题 are part of the work: 总结经验 in a plan looks ahead

_AHEAD, _PLAN, _PLAN_ALONE = any_of("ahead"), any_of("plan"), any_of("plan_alone")
_PLANS = re.compile(rf"{_AHEAD}.{{0,14}}{_PLAN}"
                    rf"|^(?:[\d×〇○零一二三四五六七八九]{{4}}年度?)?(?:工作|主要|初步|重点|几点|对策|意见|[与和])*{_PLAN_ALONE}$"
                    rf"|十[一二三四五六七]五.{{0,6}}(?:目标|打算|思路|展望|设想)"
                    rf"|^(?:总体|工作|发展|主要|具体|年度|预期|奋斗|事业|规划)*目标(?:任务|要求)?$|^(?!.*(?:实现|完成|达成|围绕|明确)).{{2,10}}发展目标$"
                    rf"|(?:抓好|做好|安排好?)今年.{{0,6}}工作$|(?:年|季度|学期).{{0,10}}工作.{{0,4}}{_PLAN_ALONE}$|^{_AHEAD}$")
_LOOKS_BACK = re.compile(f"{any_of('back')}|{any_of('state')}")
TROUBLE = re.compile(r"问题|不足|困难|短板|差距")       # is told before what is planned against it
_SUMS_UP = re.compile(r"(?:完成|开展|进展|落实|推进|执行)情况|(?:工作|半年.*)(?:总结|回顾)|成效|成绩")
_BARE_PLAN = re.compile(rf"\n *(?=[^。，；：\n]{{4,30}}(?:[：\n]|$))"
                        rf"({_AHEAD}[^。，；：\n]*{_PLAN}[^。，；：\n]{{0,6}}|20[\d×]{{2}}年度?工作{_PLAN_ALONE})(?=[：\n]|$)")

Head = tuple[int, int, str]   # start, level, title


def sections(text: str, *, all_planned: bool = False, second_half_over: bool = False) -> list[Section]:
    """The headed parts of one report, in order.

    With `all_planned` the report is a plan from its first line; with `second_half_over` it is on the second half of
    its year, which 下半年主要工作 tells of then.
    """
    heads = list(_nested(text, sorted({head[0]: head for head in _heads(text)}.values())))
    found: list[Section | None] = [None] * len(heads)
    above: list[tuple[int, str]] = []        # the open sections around this one: place in `heads`, part
    for i, (start, level, title) in enumerate([*heads, (len(text), -1, "")]):
        while above and heads[above[-1][0]][1] >= level:
            at, part = above.pop()
            first, depth, name = heads[at]
            found[at] = Section(name, depth, first, start, part)
        around = above[-1][1] if above else (PLANNED if all_planned else DONE)
        above.append((i, _part(title.replace(_SECOND_HALF, "") if second_half_over else title, level, around)))
    return [section for section in found if section]


def _nested(text: str, heads: Iterable[Head]) -> Iterator[Head]:
    """The headings, with those that number anew inside one of their own style as its items: 三、打算, 一、…; 二、…;."""
    outer, inner, in_plan = 0, 0, False
    for start, level, title in heads:
        mark = _NUMBER.match(text, start) if level == _MAIN else None
        number = int(read_number(mark[0]) or 0) if mark else 0
        goes_on = number == inner + 1 if inner else number == 1 <= outer
        if mark and goes_on and (in_plan or not _tells_its_part(title)):
            inner = number
            yield start, ITEMS, title
            continue
        if mark or level < _MAIN:
            outer, inner, in_plan = number, 0, _part(title, level, DONE) == PLANNED
        yield start, level, title


def _tells_its_part(title: str) -> bool:
    return _part(title, _MAIN, "") != ""


def _part(title: str, level: int, around: str) -> str:
    """A heading says whether it looks ahead or back; one that says neither belongs with what stands around it."""
    if len(title) <= _LONGEST_PLAN and _PLANS.search(title) and not _SUMS_UP.search(title):
        return PLANNED
    return DONE if level <= _DEEPEST_TURN and _LOOKS_BACK.search(title) else around


def _heads(text: str) -> Iterator[Head]:
    text = "\n" + text                       # so that the first line begins like any other
    for m in _HEADING.finditer(text):
        level = m.lastgroup or "l0"
        end = _TITLE_END.search(text, m.end(), m.end() + _LONGEST_TITLE)
        title = text[m.end():end.start() if end else m.end() + _LONGEST_TITLE].strip()
        named = _NAMED.match(title)
        yield m.start(level) - 1, int(level[1:]), named[0] if named else title
    for m in _BARE_PLAN.finditer(text, 1):
        if not _HEADING.match(text, m.start()):
            yield m.start(1) - 1, 0, m[1].strip()
