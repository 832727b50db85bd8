"""Lines: numbers that pages left inside words, and sentences that a page or a narrow column cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.cleaning.draft import Draft, Edit

HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．是要](?![一二三]等奖)"
                     r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
                     r"|\d{1,2}(?:、|[.．](?!\d))|第[一二三四五六七八九十]{1,3}[章节部篇]|[•●◆■▲★※\-—]|附[件：]|[①-⑳]")
_PAGE = re.compile(r"(?P<break>\n\n?)[ \t]*(?P<number>\d{1,3})[、.．][ \t]*\n?(?=\S)")
_ENDS = "。！？；：…”》）.!?;:"
_BREAK = re.compile(r"\n(\n?)(?=[^\n])")
_COUNTS = "[余多]?(?:人(?![才民事员工生数])|[万亿元名所个项件场次台套年月日间篇份亩%]|平方米)"
_LONE_NUMBER = re.compile(rf"\n(?<=\S\n)([\dxX×*.,%]{{1,12}})\n(?={_COUNTS})")
_INNER = re.compile(r"[，。；、：]")
_DATE = re.compile(r"[\d×〇零一二三四五六七八九十]{2,4}年[\d×一二三四五六七八九十]{1,2}月")
_LONGEST_NUMBER = 12
_PAGE_LENGTH = 200     # characters; a page has more
_HEADING_LENGTH = 45   # and a heading without a full stop is shorter
_PROSE_LENGTH = 18     # and a line cut in mid-sentence is longer, in Chinese characters of ordinary print
_CLOSING = "；：”》）"    # may end a full line in mid-sentence,
_POINT = re.compile(r"\d\.\d")      # as may the point of a decimal
_OPEN_NUMBER = re.compile(r"[一-龥]\d{1,8}\.$")      # 下拨资金579.⏎413万元
_CUT_NUMBER = re.compile(r"[一-龥（]\d[\d,，]*(?:\.\d+)?$")     # 培训教师9860⏎人次
_REST_OF_COUNT = re.compile(_COUNTS)
_REST_OF_NUMBER = re.compile(r"\d{1,9}(?:[万亿]?元|%|[万亿]?平方米|个?百分点)")
_NARROW = re.compile(r"[!-~]")
_PRINTED = 120         # characters; no line of print is longer,
_COLUMN = 40           # and none of prose narrower, in half characters
_SLACK = 8             # half characters by which full lines differ: digits are narrow, and no line begins with a comma
_FULL = 4              # where one line in so many is full, the text is set in lines of one width


def drop_page_marks(draft: Draft) -> None:
    """到⏎2、位资金 → 到位资金: lines numbered 1, 2, 3 … that begin in mid-sentence are pages, not a list."""
    draft.edit("page_marker", ((start - 1, end - 1, "") for start, end in _page_marks("\n" + draft.text)))


def _page_marks(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand in a text with an end of line in front, so that its first line begins like any other."""
    marks = list(_PAGE.finditer(text))
    pages = [mark for i, mark in enumerate(marks) if int(mark["number"]) == i + 1]
    cut = [mark for mark in pages[1:] if text[mark.start() - 1] not in _ENDS + "\n"]       # in mid-sentence
    if len(pages) < 2 or len(cut) * 2 < len(pages) - 1 or not cut:
        return
    if pages[1].start() - pages[0].end() < _PAGE_LENGTH:
        return
    yield pages[0].end("break"), pages[0].end()
    for mark in pages[1:]:
        yield mark.start() if mark in cut else mark.end("break"), mark.end()


def join_lines(draft: Draft) -> None:
    """A line that stops in mid-sentence is joined to the next; headings, titles and lists keep their lines."""
    draft.edit("break", _joins(draft.text))


def _joins(text: str) -> Iterator[Edit]:
    full = _full_width(text)
    for m in _BREAK.finditer(text):
        start = text.rfind("\n", 0, m.start()) + 1
        before = text[start:m.start()].rstrip()
        if not before or (m[1] and before[-1] not in "，、"):
            continue
        is_full = 0 < full <= _width(before)
        end = text.find("\n", m.end())
        after = text[m.end():end if end >= 0 else len(text)]
        if "\t" in before or "\t" in after:                     # a row of a table
            continue
        if _is_cut(before[-_LONGEST_NUMBER:], after):
            yield start + len(before), m.end(), ""
            continue
        if before[-1] in _ENDS and not (is_full and (before[-1] in _CLOSING or _POINT.match(before[-2:] + after[:1]))):
            continue
        if _is_prose(before, is_full) and _goes_on(after.lstrip("《") if is_full else after):
            yield start + len(before), m.end(), ""


def _is_cut(end: str, after: str) -> bool:
    """Whether a line ends and the next begins in a number, or between a number and its measure word."""
    if _OPEN_NUMBER.search(end):
        return _REST_OF_NUMBER.match(after) is not None
    return _CUT_NUMBER.search(end) is not None and _REST_OF_COUNT.match(after) is not None


def _full_width(text: str) -> int:
    """From which width on a line is full, where a text is set in lines of one width as in a PDF; else 0."""
    lines = text.split("\n")
    if max(map(len, lines)) > _PRINTED:
        return 0
    widths = [_width(line) for line in lines if line.strip()]
    widest = max(widths, default=0)
    full = widest - _SLACK
    is_set = widest >= _COLUMN and sum(width >= full for width in widths) * _FULL >= len(widths)
    return full if is_set else 0


def _width(line: str) -> int:
    """How wide a line is without its spaces, in half characters: 2 for a Chinese one, 1 for a digit."""
    words = line.replace(" ", "")
    return 2 * len(words) - len(_NARROW.findall(words))


def join_numbers(draft: Draft) -> None:
    """A number on a line of its own goes to the measure word on the next, and to the words before it but for a stop."""
    draft.edit("break", ((at, at + 1, "") for m in _LONE_NUMBER.finditer(draft.text)
                         for at in (m.start(), m.end(1)) if draft.text[at - 1] not in "。！？；"))


def _is_prose(line: str, is_full: bool) -> bool:
    """Whether a line that ends without a stop is part of a sentence rather than a heading or a title."""
    short = len(line) <= _HEADING_LENGTH
    if short and HEADING.match(line.lstrip()) and not _INNER.search(line, 4):
        return False
    return is_full or len(line) > _HEADING_LENGTH or (len(line) >= _PROSE_LENGTH and bool(_INNER.search(line)))


def _goes_on(line: str) -> bool:
    """Whether a line can be the rest of the sentence before it: not indented, no heading, no date of signing."""
    return not (line.startswith(("  ", "\t", "《")) or HEADING.match(line) or _DATE.match(line.strip()))
