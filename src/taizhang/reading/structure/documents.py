"""Which reports a page holds, and what each says of itself: title, bureau, place, kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from taizhang.reading.cleaning import MASK
from taizhang.reading.model import Section
from taizhang.reading.structure.headings import DONE, PLANNED
from taizhang.reading.words import any_of

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_TITLE = re.compile(rf"(?=.{{4,60}}$)(?!.*[。；，！\t]).*{any_of('report')}")
_TITLE_LENGTH = 60
_INTRODUCTION = 400    # characters
_ZH = "[一二三四五六七八九十]"
_PART = r"[（(【]?(?:第[一二三四五六七八九十\d]+篇|[篇例][一二三四五六七八九十\d]+)[）)】]?"
_IN_SERIES = re.compile(rf"(?:{_PART}[：:]?|{_ZH}|[（(]\d[）)]|(?<!\d)\d)$")
_OF_SERIES = re.compile(rf"{_PART}[：: ]")
_NAMED = re.compile(r"[局委厅校县区市]|[\d×]{4}年?")
_JOINS = re.compile("[和及暨与、]")
_STOPS = "。，；：！？”》）"
_FIRST = re.compile(r"\n *(?:一、|（一）|1[、.])")
_HEADING = re.compile(rf" *(?:{_ZH}{{1,3}}、|（{_ZH}{{1,3}}）|\d{{1,2}}[、.]|第{_ZH}{{1,2}}[部章])")
_INLINE_HEADING = re.compile(rf"(?<=\S) +(?={_ZH}{{1,2}}、|（{_ZH}）)|(?<=[结划点告报排案文])(?=一、)")

_BUREAU = re.compile(any_of("bureau"))
_PLACE = re.compile(rf"(?:[一-鿿{MASK}]{{2,7}}?(?:省|自治区))?(?:[一-鿿{MASK}]{{1,6}}?(?:市|州|盟|地区))?"
                    rf"(?:[一-鿿{MASK}]{{1,6}}?(?:自治县|新区|[区县旗市]))?$")
_NAMED_FIRST = re.compile(
    r"(?:20\d\d年)?(?:关于)?(?P<place>(?:[一-鿿]{2,7}?(?:省|自治区))?(?:[一-鿿]{2,6}?(?:市|州|盟))?"
    r"(?:[一-鿿]{1,8}?(?:自治县|新区|[区县旗]))?)"
    r"(?=(?:19|20)\d\d|[二一][〇○九]|[“《]|关于|[教学招特]|中小学|义务|职业|民办|人民政府)")
_BEFORE_A_PLACE = re.compile(rf".*{any_of('before_a_place')}")
_NOT_A_PLACE = re.compile(rf"(?:.*{any_of('not_a_place')}|.*{MASK}.*)?[省市州盟区县旗]?$|[省市县]|.*各")
_PLACE_LENGTH = 14
_WAS_DONE = re.compile("总结|回顾|(?:完成|开展|进展|落实|执行)情况|成效|成绩")
_SUMS_UP, _LOOKS_BACK = (re.compile(any_of(name)) for name in ("sums_up", "back"))
# neither 我市计划年内新增学位 nor 加快推进三年行动计划 is a plan's title
_PLANS = re.compile(r"^(?!.*(?:加快|推进|实施|落实|启动)[^，]{0,16}行动(?:计划|方案))"
                    rf".*{any_of('plans')}[^，。（]{{0,6}}(?:（.*)?$")


def split(text: str) -> list[Span]:
    """The reports of a clean text, in order: one, unless titles in series or a new numbering begin others."""
    starts = _series(text) or _restarts(text)
    if len(starts) < 2:
        return [(_start(text), len(text))]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def title(text: str) -> str:
    """The report's title: its first line or two, up to a heading on the same line; "" where it has none."""
    first, second = (*(line[0].strip() for line, _ in zip(_LINE.finditer(text), range(2), strict=False)), "", "")[:2]
    words = _INLINE_HEADING.split(first, maxsplit=1)[0].strip()
    if len(words) > _TITLE_LENGTH or _HEADING.match(words):
        return ""
    return words + second if words and _goes_on(first, second) else words


def _goes_on(first: str, second: str) -> bool:
    """Whether a title takes two lines: the second is no whole title, and the first one begins it."""
    if len(first) + len(second) > _TITLE_LENGTH or not _TITLE.match(second) or _HEADING.match(second):
        return False
    begun = bool(_NAMED.search(first)) and first[-1] not in _STOPS
    return begun and bool(_JOINS.match(second) or not _NAMED.search(second))


def bureau(text: str) -> tuple[str | None, str | None]:
    """The bureau that reports, as it names itself, and its place; None for what the text does not tell.

    A named bureau counts when it stands in the introduction or is named more than once.
    """
    named: Counter[tuple[str, str]] = Counter()
    level = None
    for m in _BUREAU.finditer(text, 0, 20 * _INTRODUCTION):
        place = _PLACE.search(text, max(0, m.start() - _PLACE_LENGTH), m.start())
        words = _BEFORE_A_PLACE.sub("", place[0]) if place else ""
        if not _NOT_A_PLACE.match(words):
            named[words, m[0]] += 2 if m.start() < _INTRODUCTION else 1
        elif level is None and "各" not in words and m.start() < _INTRODUCTION:
            before = text[m.start() - 1:m.start()]
            level = (before if before and before in "省市州盟区县旗" else "") + m[0]
    (place_name, name), weight = max(named.items(), key=lambda item: item[1], default=(("", ""), 0))
    return (place_name + name, place_name) if weight > 1 else (level, None)


def place_first(heading: str) -> str | None:
    """The place that a title begins with, before what it reports of: 黔源市 of 黔源市2017年学生资助工作总结."""
    named = _NAMED_FIRST.match(heading)
    return named["place"] if named and named["place"] and not _NOT_A_PLACE.match(named["place"]) else None


def kind(heading: str, text: str, sections: Collection[Section]) -> str:
    """"summary", "plan", "both" or "other": by what the parts of its sections are, and by its title.

    What is called a plan alone sums up only where a main heading does; others also by the words of the introduction.
    """
    parts = {section.part for section in sections}
    sums_up, headed = bool(_SUMS_UP.search(heading)), any(s.level <= 1 and _WAS_DONE.search(s.title) for s in sections)
    if _PLANS.search(heading):
        return "both" if sums_up or headed else "plan"
    sums_up = sums_up or bool(_LOOKS_BACK.search(text, 0, _INTRODUCTION))
    if PLANNED in parts:
        return "both" if sums_up or DONE in parts else "plan"
    return "summary" if sums_up or parts else "other"


def _titles(text: str) -> Iterator[Span]:
    """The lines that can be titles."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        if end - start <= _TITLE_LENGTH + 20 and _TITLE.match(words := line[0].strip()) and not _HEADING.match(words):
            yield start, end


def _series(text: str) -> list[int]:
    """Where titles stand that are numbered in a series: 季度工作总结一, 季度工作总结二; 篇一：…, 篇二：…"""
    found: dict[str, list[int]] = {}
    for line in _LINE.finditer(text):
        if line.end() - line.start() > _TITLE_LENGTH:
            continue
        words = line[0].strip()
        if _OF_SERIES.match(words):
            found.setdefault("", []).append(line.start())
        elif (number := _IN_SERIES.search(words)) and _TITLE.match(words):
            found.setdefault(words[:number.start()], []).append(line.start())
    return max((starts for starts in found.values() if len(starts) > 1), key=len, default=[])


def _restarts(text: str) -> list[int]:
    """Where titles stand that name a bureau or a year and behind which the numbering begins anew."""
    starts: list[int] = []
    for start, end in _titles(text):
        if not _NAMED.search(text, start, end) or not _FIRST.search(text, end):
            continue
        if not starts or _FIRST.search(text, starts[-1], start):
            starts.append(start)
        else:
            starts[-1] = start
    return starts


def _start(text: str) -> int:
    """Where the only report begins: at the last title before its first line of prose."""
    start, before = 0, ""
    for line in _LINE.finditer(text):
        words = line[0].strip()
        inline = _INLINE_HEADING.search(words, 0, _TITLE_LENGTH + 10)
        if inline and _TITLE.match(words[:inline.start()]):
            return line.start()
        if len(words) > _TITLE_LENGTH or _HEADING.match(words):
            break
        if _TITLE.match(words) and not _goes_on(before, words):
            start = line.start()
        elif _TITLE.match(words):
            start = text.rindex(before, 0, line.start())
        before = words
    return start
