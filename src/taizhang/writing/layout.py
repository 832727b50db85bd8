"""The layout of an official document, as data (GB/T 9704-2012《党政机关公文格式》). Word and PDF both read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, inf

from taizhang.writing.pieces import Table

PAGE_MM = (210, 297)                       # A4; 5.1
MARGINS_MM = {"top": 37, "bottom": 35, "left": 28, "right": 26}    # leaves a type area of 156 × 225 mm; 5.2.1
LINES, CHARACTERS = 22, 28                 # of a page and of a line; 5.2.3
LINE_PT = 28.95                            # 225 mm ÷ 22, rounded down so that 22 lines fit
ROOM_PT = (PAGE_MM[0] - MARGINS_MM["left"] - MARGINS_MM["right"]) / 25.4 * 72
CHARACTER_PT = 15.79                       # 156 mm ÷ 28
PAGE_NUMBER_BELOW_MM = 7                   # its dashes stand so far below the type area; 7.5
INDENT_CHARACTERS = 2                      # of a body paragraph; 7.3.3

_NEXT_PERIOD = re.compile(r"和(?:\d{4}年度?)?(?:[上下]半年|第.季度)?$")     # 和下半年工作计划 is one thing


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by the name that Chinese offices have installed, its size in points, and free ones much like it."""

    name: str
    size: float
    substitutes: tuple[str, ...]


_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing", "AR PL UMing CN", "SimSun", "Songti SC")
_FANG = ("FandolFang R", "FandolFang", "Zhuque Fangsong (technical preview)", "STFangsong", "FangSong", *_SONG)
_KAI = ("AR PL UKai", "AR PL UKai CN", "AR PL KaitiM GB", "FandolKai", "LXGW WenKai", "STKaiti", "KaiTi", *_SONG)
_HEI = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "SimHei", "Heiti SC")

TITLE = Face("方正小标宋简体", 22, _SONG)             # 2号
BODY = Face("仿宋_GB2312", 16, _FANG)                # 3号
HEADINGS = (Face("黑体", 16, _HEI), Face("楷体_GB2312", 16, _KAI), BODY, BODY)   # 一、 （一） 1. （1）; 7.3.3
PAGE_NUMBER = Face("宋体", 14, _SONG)                # 4号; 7.5
TABLE = Face("仿宋_GB2312", 12, _FANG)               # 小4: the standard leaves tables to the writer
SMALL_TABLE = Face("仿宋_GB2312", 9, _FANG)          # 小5: lists for reference
TABLE_HEAD = Face("黑体", 12, _HEI)


def width(text: str) -> float:
    """How many characters wide a text runs: letters and digits take half."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def signature_indents(signature: str, day: str) -> tuple[float, float]:
    """How many characters signature and date stand from the right margin, with no seal (7.3.5.2).

    The date begins two characters right of where the signature begins; whichever is longer stands two from the margin.
    """
    signed, dated = width(signature), width(day)
    date_indent = max(2.0, signed - dated)
    return date_indent + dated + 2 - signed, date_indent


def title_lines(title: str) -> tuple[str, ...]:
    """A title on as few lines as it needs, as even as can be, broken after 局, 年 or 的 (7.3.1: by meaning)."""
    breaks = [at for at in range(2, len(title)) if title[at - 1] in "局年度的" and title[at] not in "上下第"
              and not _NEXT_PERIOD.search(title, 0, at)]
    upto = [0.0, *accumulate(map(width, title))]
    longest = [{at: upto[-1] - upto[at] for at in (0, *breaks)}]       # of the rest from each place, by breaks in it
    while longest[-1][0] > ROOM_PT / TITLE.size and len(longest) <= len(breaks):
        rest = longest[-1]
        longest.append({at: min((max(upto[to] - upto[at], rest[to]) for to in breaks if at < to), default=inf)
                        for at in (0, *breaks)})
    places, most = [0], longest[-1][0]
    for rest in reversed(longest[:-1]):         # the earliest break that leaves the rest as even
        at = places[-1]
        places.append(next(to for to in breaks if at < to and max(upto[to] - upto[at], rest[to]) <= most))
    return tuple(title[start:end] for start, end in pairwise((*places, len(title))))


# --- tables ------------------------------------------------------------------------------------------------


NARROWEST, WIDEST = 2.5, 26.0       # characters of a column
PADDING = 0.8                       # characters left and right of a cell's text


def column_shares(table: Table) -> tuple[float, ...]:
    """What part of the width each column takes: what its cells need as far as there is room, a head half of its own.

    Columns that need little get it; those that need more than is left share it.
    """
    columns = zip(table.header, *([run.text for run in row] for row in table.rows), strict=True)
    wanted = [_wanted(head, cells) for head, *cells in columns]
    room, taken = ROOM_PT / face_of(table).size, dict.fromkeys(range(len(wanted)), 0.0)
    for left, at in zip(range(len(wanted), 0, -1), sorted(taken, key=lambda at: wanted[at]), strict=True):
        taken[at] = min(wanted[at], room / left)
        room -= taken[at]
    return tuple(one / sum(taken.values()) for one in taken.values())


def _wanted(head: str, cells: Sequence[str]) -> float:
    """The characters that a column's text takes on one line; a head may take two."""
    longest = max([width(head) / 2, *map(width, cells)])
    return min(max(longest + PADDING, NARROWEST), WIDEST)


def face_of(table: Table) -> Face:
    return SMALL_TABLE if table.small else TABLE


# --- letterhead --------------------------------------------------------------------------------------------


RED = (0xE6, 0x00, 0x12)                        # of the issuing body's name and its line; 7.2.4, 7.2.7
LARGEST_NAME = 48.0                             # points
NAME_BELOW_MM = 35                              # the name's top below that of the type area; 7.2.4
LINE_BELOW_NUMBER_MM = 4                        # the red line below the file number; 7.2.7
RULE_OUTER_MM, RULE_INNER_MM = 0.35, 0.25       # of the imprint; 7.4.1
IMPRINT = Face("仿宋_GB2312", 14, _FANG)         # 4号; 7.4.2
MARK_MM = 20                                    # side of the QR code
# on a single page the head is that of a letter (10.1): a smaller name, a double line, the number below at the right
LETTER_NAME, LETTER_LINES, LETTER_MARK_MM = 30.0, 3, 13


def name_size(name: str, *, compact: bool = False) -> float:
    """The points in which the issuing body's name stands: as large as fits on the line, smaller on a letter."""
    return min(LETTER_NAME if compact else LARGEST_NAME, int(ROOM_PT / width(name) * 2) / 2)


def head_lines(name: str, *, compact: bool) -> int:
    """How many lines of the page the letterhead takes: the name, two blank lines, the file number, a blank line."""
    if compact:
        return LETTER_LINES
    return ceil((NAME_BELOW_MM / 25.4 * 72 + name_size(name)) / LINE_PT) + 4
