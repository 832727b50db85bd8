"""Marks: widths, punctuation, spaces, masks and bytes lost on the way, brought to one form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.cleaning.draft import Draft
from taizhang.reading.rows import tables

MASK = "×"   # stands for each mark by which somebody hid a character: xx市, 20__年, ××所, 20**年
LOST = "□"   # stands where a character was lost to a wrong encoding

CJK = "\u3400-\u9fff"

_LINE_END = re.compile(r"[\r\x85](?:(?<=\r)\n)?")


def _run_of(marks: str) -> re.Pattern[str]:
    """One of the marks or more; a pattern that begins with one is found in half the time of one that repeats."""
    return re.compile(f"[{marks}][{marks}]*")


_INVISIBLE = _run_of("\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2064\u00ad\x00-\x08\x0b\x0e-\x1f\x7f")
_FULL_WIDTH = _run_of("\uff10-\uff19\uff21-\uff3a\uff41-\uff5a％．＋－／＝\u3000\u00a0\u2002-\u200a")
_WRITTEN_YEAR = re.compile("(?:二[○OＯ〇零][○OＯ〇零一二三]|一九[七八九])[○OＯ〇零一二三四五六七八九](?=年)")
_CIRCLES = frozenset("○OＯ")
_ZEROS = dict.fromkeys(map(ord, _CIRCLES), "〇")
_TABS = _run_of("\t")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    map(ord, "\u3000\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"), " ")
_HALF_WIDTH = re.compile(r"[,;:?!()](?:(?<=[()])|(?![0-9A-Za-z])|(?<![0-9A-Za-z].))")
_WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))
# 占55%.学前, where the keyboard has no 。; behind a digit it may number a list, as it does behind 一 and （一）
_STOP = re.compile(rf"\.(?:(?<=[{CJK}%）”]\.))(?=[{CJK}“\n]|$)(?<![\n ][一二三四五六七八九十]\.)"
                   r"(?<![\n ]十[一二三四五六七八九]\.)"
                   r"(?<!（[一二三四五六七八九十]）\.)(?<!（十[一二三四五六七八九]）\.)")
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]{1,60})"')
_REPEATED = re.compile(r"([，、；。])\1+")
_SPACES = _run_of(" ")
_LETTER_SPACED = re.compile(rf" (?<=[{CJK}] )[{CJK}](?: [{CJK}]){{2,}}(?![{CJK}])")
_DECIMAL_AHEAD = re.compile(rf"[{CJK}]\d{{1,8}}\.$")        # 投资11. 3亿元; behind a stop it would number a list
# 面积1808 84平方公里, 占26 5%: thousands stand in threes, and a space between other digits is what is left of a point
_LOST_POINT = re.compile(rf" (?:(?<=[{CJK}]\d{{2}} )|(?<=[{CJK}]\d{{3}} )|(?<=[{CJK}]\d{{4}} ))"
                         r"(?=\d{1,2}(?:%|[万亿][元人]|[万亿]?平方公?[里米]))")
# 98·87%, as old print has it; not the day of 5·12地震
_RAISED_POINT = re.compile(r"·(?<=\d·)(?=\d{1,4}(?:%|个?百分点|[万亿人元所倍亩册]|平方|公里|[:：∶]1(?!\d)))")
_HEADING_AHEAD = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_MASK = re.compile(r"[xX×╳*＊_○■](?:(?<=[xX×╳])[xX×╳]*|(?<=[*＊])[*＊]*|(?<=_)_*|(?<=○)○+|(?<=■)■+)")
_X_WORDS = ("光", "射线", "线", "轴")
_FAULT = re.compile(rf"[?？\ufffd锟烫](?:(?<=\ufffd)\ufffd*|(?<=锟)斤拷|(?<=烫)烫烫|(?<=[{CJK}][?？])(?=[a-z{CJK}]))")
_ASKING = re.compile(r"[吗呢么何谁哪几否怎啥吧]")


def drop_invisible(draft: Draft) -> None:
    """Byte order marks, zero-width and control characters go."""
    draft.edit("invisible", ((m.start(), m.end(), "") for m in _INVISIBLE.finditer(draft.text)))
    if "\r" in draft.text or "\x85" in draft.text:
        draft.edit("line_end", ((m.start(), m.end(), "\n") for m in _LINE_END.finditer(draft.text)))


def narrow(draft: Draft) -> None:
    """Full-width digits, letters and spaces become plain ones, as do tabs that part no cells of a table.

    The circles of 二○○五年 are its zeros, no mask.
    """
    draft.edit("width", ((m.start(), m.end(), m[0].translate(_NARROW)) for m in _FULL_WIDTH.finditer(draft.text)))
    draft.edit("width", ((m.start(), m.end(), m[0].translate(_ZEROS)) for m in _WRITTEN_YEAR.finditer(draft.text)
                         if not _CIRCLES.isdisjoint(m[0])))
    if "\t" in draft.text:
        draft.edit("width", ((m.start(), m.end(), " " * len(m[0])) for around in _outside_tables(draft.text)
                             for m in _TABS.finditer(draft.text, *around)))


def _outside_tables(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for table in tables(text):
        for row in table:
            yield end, row.start
            end = row.end
    yield end, len(text)


def mark_faults(draft: Draft) -> None:
    """A character lost to a wrong encoding is shown as lost, never guessed; a question keeps its mark."""
    text = draft.text
    draft.edit("byte_fault", ((m.start(), m.end(), LOST) for m in _FAULT.finditer(text)
                              if m[0] not in "?？" or not _ASKING.search(text, max(0, m.start() - 12), m.start())))


def widen(draft: Draft) -> None:
    """Punctuation takes its Chinese form, save inside numbers, times and Latin words: 1,234 and 8:30 stay."""
    draft.edit("punctuation", ((m.start(), m.end(), _WIDE[m[0]]) for m in _HALF_WIDTH.finditer(draft.text)))
    draft.edit("punctuation", ((m.start(), m.end(), "。") for m in _STOP.finditer(draft.text, len("一."))))
    draft.edit("punctuation", ((m.start(), m.end(), f"“{m[1]}”") for m in _STRAIGHT_QUOTES.finditer(draft.text)))
    draft.edit("repeated", ((m.start(), m.end(), m[1]) for m in _REPEATED.finditer(draft.text)))


def close_up(draft: Draft) -> None:
    """Spaces between Chinese and figures go, and at the ends of lines; those before an inline heading stay.

    One that stands where a decimal point was lost becomes a point again, and so does a raised one.
    """
    draft.edit("space", ((m.start(), m.end(), m[0].replace(" ", "")) for m in _LETTER_SPACED.finditer(draft.text)))
    draft.edit("point", ((m.start(), m.end(), ".") for m in _LOST_POINT.finditer(draft.text)))
    if "·" in draft.text:
        draft.edit("point", ((m.start(), m.end(), ".") for m in _RAISED_POINT.finditer(draft.text)))
    text = draft.text
    draft.edit("space", ((m.start(), m.end(), "") for m in _SPACES.finditer(text) if _needless(text, *m.span())))


def _needless(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1:start] if start else "\n", text[end:end + 1] or "\n"
    if "\n" in (before, after):
        return True
    if _HEADING_AHEAD.match(text, end):
        return False
    if before == "." and after.isdigit():
        return _DECIMAL_AHEAD.search(text, max(0, start - 10), start) is not None
    wide = (before > "\u2000") + (after > "\u2000")
    return wide == 1 or before in "，。、；：（“《" or after in "，。、；：）”》%"


def unify_masks(draft: Draft) -> None:
    """Whatever hides a character (x, X, ×, *, _, ○○) becomes ×, one for one; it stays a mask."""
    text = draft.text
    draft.edit("mask", ((m.start(), m.end(), MASK * len(m[0])) for m in _MASK.finditer(text)
                         if m[0] != MASK * len(m[0]) and _hides(text, m)))


def _hides(text: str, mark: re.Match[str]) -> bool:
    """Whether these marks hide something: not inside a Latin word, a product (3×4), an X-ray or a bullet."""
    before, after = text[mark.start() - 1:mark.start()], text[mark.end():mark.end() + 1]
    if _latin(before) or _latin(after):
        return False
    if len(mark[0]) > 1:
        return True
    if (before.isdigit() and after.isdigit()) or text.startswith(_X_WORDS, mark.end()):
        return False
    bounded = bool(before.strip()), bool(after.strip())
    return all(bounded) if mark[0] in "*_" else any(bounded)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
