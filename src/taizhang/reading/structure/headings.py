"""Headings of a report, how deep they stand, and which of them speak of what is still to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.model import Section

DONE, PLANNED = "done", "planned"

_ZH = r"[一二三四五六七八九十]{1,3}"
_YEAR_AHEAD = r"(?=20[\d×]{1,2}年)"
_MARKS = (                                     # the style of each level, outermost first
    rf"第{_ZH}(?:部分|篇章?|章|节)[：、 ]?",
    rf"{_ZH}、",
    rf"（{_ZH}）[、.]?",
    rf"\d{{1,2}}(?:、|\.(?:(?!\d)|{_YEAR_AHEAD}))",
    r"（\d{1,2}）",
    rf"{_ZH}是|第{_ZH}，",
)
_BY_LINE = "|".join(f"(?P<l{level}>{mark})" for level, mark in enumerate(_MARKS))
_HEADING = re.compile(rf"(?:^|(?<=[。；！？：”\n ]))(?:{_BY_LINE}) ?(?=[^\s，。；])", re.M)
_TITLE_END = re.compile(r"[。；：\n！？]| (?=[（一二三四五六七八九十])")
_LONGEST_TITLE = 60
_LONGEST_PLAN = 30
_DEEPEST_TURN = 1      # below it 总结 and 问题 are part of the work: 总结经验 in a plan looks ahead

_AHEAD = r"下半年|下一?步|下一?阶段|下季度|下学期|下一年|明年|来年|今后|新学期|新的一年|未来|下年"
_WHAT = r"计划|打算|安排|思路|任务|重点|举措|措施|要点|设想|目标|方向|工作|谋划|展望"
_PLANS = re.compile(rf"(?:{_AHEAD}).{{0,14}}(?:{_WHAT})|20[\d×]{{2}}年度?(?:工作|主要)*(?:计划|打算|安排|思路|要点|重点)|^(?:工作|主要|初步)*(?:计划|打算|安排|思路|设想)$")
_LOOKS_BACK = re.compile(r"总结|回顾|完成情况|成效|成绩|开展情况|进展情况|上半年|问题|不足|做法")
_PLAIN_PLAN = re.compile(rf"^[^\S\n]*(?=[^。，；\n]{{4,30}}$)((?:{_AHEAD})[^。，；\n]*(?:{_WHAT})[^。，；\n]{{0,6}})$", re.M)
_TURN = re.compile(rf"^[^\S\n]*(?:{_AHEAD}|接下来)[^。\n]{{0,40}}(?:将|要|计划|着力|重点|继续|围绕)", re.M)


def sections(text: str, *, all_planned: bool = False) -> list[Section]:
    """The headed parts of one report, in order. With `all_planned` the report is a plan from its first line."""
    heads = sorted({start: (start, level, title) for start, level, title in _heads(text)}.values())
    found: list[Section | None] = [None] * len(heads)
    above: list[tuple[int, str]] = []        # the open sections around this one: place in `heads`, part
    for i, (start, level, title) in enumerate([*heads, (len(text), -1, "")]):
        while above and heads[above[-1][0]][1] >= level:
            at, part = above.pop()
            first, depth, name = heads[at]
            found[at] = Section(name, depth, first, start, part)
        around = above[-1][1] if above else (PLANNED if all_planned else DONE)
        above.append((i, _part(title, level, around)))
    return [section for section in found if section]


def _part(title: str, level: int, around: str) -> str:
    """A heading says whether it looks ahead or back; one that says neither belongs with what stands around it."""
    if is_plan(title):
        return PLANNED
    return DONE if level <= _DEEPEST_TURN and _LOOKS_BACK.search(title) else around


def is_plan(title: str) -> bool:
    """Whether a heading announces what is still to be done: 下半年工作安排, 下一步打算."""
    return len(title) <= _LONGEST_PLAN and bool(_PLANS.search(title)) and not re.search(r"完成情况|上半年.*(?:总结|回顾)", title)


def turns(text: str) -> list[int]:
    """Where a paragraph without heading turns to the future: 下一步，我们将…"""
    return [m.start() for m in _TURN.finditer(text)]


def _heads(text: str) -> Iterator[tuple[int, int, str]]:
    for m in _HEADING.finditer(text):
        level = int((m.lastgroup or "l0")[1:])
        end = _TITLE_END.search(text, m.end(), m.end() + _LONGEST_TITLE)
        yield m.start(), level, text[m.end():end.start() if end else m.end() + _LONGEST_TITLE].strip()
    for m in _PLAIN_PLAN.finditer(text):
        if not _HEADING.match(text, m.start(1)) and m.start() > 0:
            yield m.start(1), 0, m[1].strip()
