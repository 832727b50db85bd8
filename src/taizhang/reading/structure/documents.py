"""Which reports a page holds, and what each says of itself: title, bureau, place, period, kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from taizhang.periods import Period, PeriodKind
from taizhang.reading.cleaning import MASK
from taizhang.reading.structure.headings import PLANNED, sections

Span = tuple[int, int]

TITLE = re.compile(r"(?=.{4,60}$)(?!.*[。；，！])(?=.*(?:总结|计划|报告|汇报|要点|打算|安排|思路)).*")
_LINE = re.compile(r"[^\n]+")
_SERIES = re.compile(r"(?:[（(【]?(?:第[一二三四五六七八九十\d]+篇|[篇例][一二三四五六七八九十\d]+)[）)】]?[：:]?|"
                     r"[一二三四五六七八九十]|[（(]\d[）)]|[^\d]\d)$")
_SERIES_AHEAD = re.compile(r"[（(【]?(?:第[一二三四五六七八九十\d]+篇|[篇例][一二三四五六七八九十\d]+)[）)】]?[：: ]")
_NAMED = re.compile(r"[局委厅校县区市]|\d{4}|[\d×]{4}年")
_FIRST = re.compile(r"^[^\S\n]*(?:一、|（一）|1[、.])", re.M)
_INLINE_HEADING = re.compile(r"(?<=\S) +(?=[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]）)")
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[、.])")
_PROSE = 60        # a line this long is text, not a title
_HEAD = 400        # how far into a report its own introduction reaches

_BUREAU_NAME = r"教育(?:和|与)?(?:体育|科技|科学技术|科学|文化|卫生)?(?:体育|科技)?(?:局|委员会|厅)|教体局|教科体?局|文教局|教育?委(?![员托办])|教工委"
_BUREAU = re.compile(rf"((?:[\u4e00-\u9fff×]{{2,7}}?(?:省|自治区))?(?:[\u4e00-\u9fff×]{{1,6}}?(?:市|州|盟|地区))?"
                     rf"(?:[\u4e00-\u9fff×]{{1,6}}?(?:自治县|新区|区|县|旗|市))?)({_BUREAU_NAME})")
_NOT_A_PLACE = re.compile(r"^(?:.*(?:我|本|全|各|该|与|和|对|向|由|在|会同|据|经|的|××|兄弟))?(?:[省市州盟区县旗]|×+.*)?$")


def split(text: str) -> list[Span]:
    """The reports of a clean text, in order: one, unless titles in series or a new numbering begin others."""
    starts = _series(text) or _restarts(text)
    if len(starts) < 2:
        return [(_start(text), len(text))]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _titles(text: str) -> Iterator[re.Match[str]]:
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if line.end() - line.start() <= _PROSE and TITLE.match(words) and not _HEADING.match(words):
            yield line


def _series(text: str) -> list[int]:
    """Titles numbered in a series: 季度工作总结一, 季度工作总结二; 篇一：…, 篇二：…"""
    found: dict[str, list[int]] = {}
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if line.end() - line.start() > _PROSE:
            continue
        if _SERIES_AHEAD.match(words):
            found.setdefault("篇", []).append(line.start())
        elif (number := _SERIES.search(words)) and TITLE.match(words):
            found.setdefault(words[:number.start()], []).append(line.start())
    return max((starts for starts in found.values() if len(starts) > 1), key=len, default=[])


def _restarts(text: str) -> list[int]:
    """Titles that name a bureau or a year and behind which the numbering begins anew."""
    starts: list[int] = []
    for line in _titles(text):
        if not _NAMED.search(line[0]):
            continue
        first = _FIRST.search(text, line.end())
        if first and (not starts or _FIRST.search(text, starts[-1], line.start())):
            starts.append(line.start())
        elif starts and first and not _FIRST.search(text, starts[-1], line.start()):
            starts[-1] = line.start()
    return starts


def _start(text: str) -> int:
    """Where the only report begins: at the last title before its first line of prose."""
    start = 0
    for line in _LINE.finditer(text):
        words = line[0].strip()
        inline = _INLINE_HEADING.search(words, 0, _PROSE + 10)
        if inline and TITLE.match(words[:inline.start()]):
            return line.start()
        if line.end() - line.start() > _PROSE or _HEADING.match(words):
            break
        if TITLE.match(words):
            start = line.start()
    return start


def title(text: str) -> str:
    """The report's title: its first line, up to a heading that follows on the same line; "" where it has none."""
    line = _LINE.search(text)
    words = _INLINE_HEADING.split(line[0].strip())[0] if line else ""
    return words.strip() if len(words) <= _PROSE and not _HEADING.match(words) else ""


def bureau(text: str) -> tuple[str | None, str | None]:
    """The bureau that reports, as it names itself, and its place; None for what the text does not tell."""
    names = Counter(m.groups() for m in _BUREAU.finditer(text, 0, 20 * _HEAD))
    first = _BUREAU.search(text, 0, _HEAD)
    named = [(place, name) for place, name in names if not _NOT_A_PLACE.match(place)]
    if named:
        place, name = max(named, key=lambda key: names[key])
        if names[place, name] > 1 or (first and first.groups() == (place, name)):
            return place + name, place
    if not first:
        return None, None
    level = re.search("[省市州盟区县旗]$", first[1])
    return (level[0] if level else "") + first[2], None


# --- the period ---------------------------------------------------------------------------------------------

_SPAN = re.compile(r"(?P<half>[上下])半年|第?(?P<quarter>[一二三四])季度|(?P<half1>1月?[-—－~～至]6月)|"
                   r"(?P<quarter1>1月?[-—－~～至]3月)|第(?P<term>[一二])学期|(?P<season>[春秋])季学期")
_YEAR = re.compile(r"(?<![\d×—\-至到])(20[0-3]\d)(?=年|—20[0-3]\d学?年|[-－]20[0-3]\d学?年)")
_MASKED_YEAR = re.compile(rf"20[\d{MASK}]?{MASK}{{1,2}}(?=年|-)|(?<![\d{MASK}]){MASK}{{2,4}}(?=年)")
_FUTURE = re.compile(r"(?:到|至|预计|计划|将于|将在|力争|争取|拟于|拟在|确保|届时|明年)[^，。；]{0,6}$")
_PAST = re.compile(r"(?:自|从|去年|比|较|截至|上年)[^，。；]{0,3}$")
_QUOTED = re.compile(r"《[^》\n]{1,80}》|[〔\[（(]20\d\d[〕\]）)]\d*号?")
_ANNIVERSARIES = {"建党": 1921, "中国共产党成立": 1921, "建国": 1949, "新中国成立": 1949, "中华人民共和国成立": 1949,
                  "改革开放": 1978, "抗战胜利": 1945, "抗日战争胜利": 1945, "长征胜利": 1936, "五四运动": 1919,
                  "建军": 1927}
_ANNIVERSARY = re.compile(rf"({'|'.join(_ANNIVERSARIES)})(\d{{2,3}})周年")


def period(heading: str, text: str) -> str | None:
    """The code of the period that is reported on.

    The body is believed before the title, which sites re-date. None where the year is masked and nothing else
    tells it, or where the text tells of several.
    """
    year = _year(heading, text)
    if year is None:
        return None
    for place in (heading, text[:_HEAD], text):
        if span := _SPAN.search(place):
            return _code(span, year)
    return str(Period(PeriodKind.YEAR, year))


def _code(span: re.Match[str], year: int) -> str:
    phrase = span[0] if not span["season"] else f"{span['season']}季学期"
    if span["term"]:
        return str(Period(PeriodKind.TERM, year if span["term"] == "一" else year - 1, 1 + (span["term"] == "二")))
    return str(Period.parse(phrase, year=year))


def _year(heading: str, text: str) -> int | None:
    """The year of the report: said in its introduction, else told by the rest, else by an unmasked title."""
    plain = _QUOTED.sub(lambda m: " " * len(m[0]), text)
    body = plain[len(heading):] if plain.startswith(heading) else plain
    if lead := _years(body[:_HEAD]):
        return lead.most_common(1)[0][0]
    if _MASKED_YEAR.search(body):
        told = set(_years(body)) or {_ANNIVERSARIES[m[1]] + int(m[2]) for m in _ANNIVERSARY.finditer(text)}
        return told.pop() if len(told) == 1 else None
    named = _YEAR.search(heading)
    told_by_body = _years(body)
    if named and (not told_by_body or int(named[1]) in told_by_body):
        return int(named[1])
    return told_by_body.most_common(1)[0][0] if told_by_body else None


def _years(text: str) -> Counter[int]:
    """The years that a text speaks of as its own, not as a goal or a base."""
    return Counter(int(m[1]) for m in _YEAR.finditer(text)
                   if not _FUTURE.search(text, max(0, m.start() - 12), m.start())
                   and not _PAST.search(text, max(0, m.start() - 8), m.start()))


def kind(heading: str, text: str) -> str:
    """"summary", "plan", "both" or "other": by what its parts do, and by its title where it has no parts."""
    parts = {section.part for section in sections(text)}
    plans = PLANNED in parts or bool(re.search(r"计划|打算|安排|思路|要点", heading))
    sums_up = bool(re.search(r"总结|汇报|报告|回顾", heading)) or bool(re.search(r"总结|回顾|完成情况", text[:_HEAD]))
    if plans and sums_up:
        return "both"
    if plans:
        return "plan"
    return "summary" if sums_up or parts else "other"
