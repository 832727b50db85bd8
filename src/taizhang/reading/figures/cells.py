"""Figures of tables: what a number in a cell measures is told by the heads of its row and its column.

Row, column, number and unit make a sentence (小学, 在校生（人）, 2250: 小学在校生2250人), which is read as any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from taizhang.reading.model import Figure, Kind
from taizhang.reading.rows import Row, Span, Table, heads_of, is_number, tables

Read = Callable[[str], list[Figure]]

_UNIT = re.compile(r"[（(]\s*(?:单位[：:])?([^（()）\d]{1,6})[）)]")
_CAPTION = re.compile(r"单位[：:]\s*([^\s，、。；/）)\d]{1,6}(?:[，、/][^\s，、。；/）)\d]{1,6})*)")
_PRICE = re.compile(r"\d(万?元)[）)]")       # 走读生（每生每学期250元）: amounts of the table are in 元 too
_OR = re.compile("[，、/]")
_NOTES = re.compile(r"[（(][^（()）]*[）)]|\s")
_LEADING = re.compile(r"^(?:其中[：:]?|[（(]?[一二三四五六七八九十]{1,3}[、.）)]|\d{1,2}[、.](?!\d))+")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?:年度?|学年)?")
_NUMBERED = re.compile(r"序号|编号|代码|电话|邮编|文号|年份|时间|日期|备注")
_PEOPLE = re.compile(r"(?:[男女]生?|人数?|班额|学生数?|教师数?|教职工数?|幼儿数?|[在招毕]校?业?生数?"
                     r"|(?:新|走读|寄宿|住[校宿]|贫?困难?|残疾|[应往]届)生)$")
_NAMED = re.compile(r"(人次|场次|册|台|户)数?$")
_SCHOOLS = re.compile(r"(?:学校|小学|中学|幼儿园|[校园])数$")
_MONEY = re.compile(r"[金款费入出额资算]$")
_PER_CENT = re.compile(r"[率幅]$|(?<![生师机校])比$|比例|占比|比重|增长$")
_TARGET, _BASELINE = re.compile("计划(?!外|生育)|目标|任务|预计|力争"), re.compile("去年|上年|上年同期|同期|年初")
_CHANGE = re.compile("增减|增加|减少|增长")
_RELATIVE = re.compile("同?比(?!例|重)|较|增[长减幅加]|减少")
_REACHED = re.compile("完成|实[际招到]|达成")
_NONE = re.compile("[-—–/]{1,2}")        # a cell that says that there is none
_CAPTIONED = 60          # characters before a table in which its unit stands
_LONGEST = 40            # characters of a head that is more than a name


class Cell(NamedTuple):
    """A number of a table with its heads, of which either may be empty, and the unit that they give."""

    place: Span
    row: int
    column: int
    head: str
    over: str
    unit: str


class Grid(NamedTuple):
    """A table with heads over its columns: its numbers, and how many rows of heads it has."""

    rows: Table
    heads: int
    cells: list[Cell]


def grids(text: str) -> Iterator[Grid]:
    """The tables of a text whose columns have heads; others say nothing of what their numbers measure."""
    for table in tables(text):
        heads = heads_of(text, table)
        over = _over(text, table[:heads])
        if heads and heads < len(table):
            caption = _CAPTION.findall(text, max(0, table[0].start - _CAPTIONED), table[0].start)
            units = _OR.split(caption[-1]) if caption else [*set(_PRICE.findall("".join(over)))]
            yield Grid(table, heads, list(_numbers(text, table, heads, over, units)))


def figure_of_cell(text: str, cell: Cell, read: Read, year: int | None) -> Iterator[Figure]:
    """The figure of a cell that has a unit; `read` gives the figures of a sentence, `year` is the report's."""
    quote, name = text[slice(*cell.place)], _LEADING.sub("", cell.head)
    number = quote.lstrip("-")
    told = read(f"{name}{cell.over}{number}{cell.unit}")[-1:] if cell.unit else []
    for figure in told if told and told[0].quote.startswith(number) else ():
        yield figure._replace(
            start=cell.place[0], end=cell.place[1], quote=quote, kind=_kind(figure, cell.over, year),
            value=-figure.value if figure.value and quote != number else figure.value,
            indicator=name + _YEAR.sub("", cell.over))


def _kind(figure: Figure, over: str, year: int | None) -> Kind:
    """What the head of the column says, else what the sentence did."""
    named = _YEAR.search(over)
    if _CHANGE.search(over):
        return Kind.CHANGE
    if (_TARGET.search(over) and not _REACHED.search(over)) or (named and year and int(named["year"]) > year):
        return Kind.TARGET
    return Kind.BASELINE if _BASELINE.search(over) and figure.kind is not Kind.CHANGE else figure.kind


def _over(text: str, heads: Table) -> list[str]:
    """The head of each column: what stands over it, a head over several columns being that of each."""
    width = max((len(row.cells) for row in heads), default=0)
    over = [""] * width
    for row in heads:
        last = ""
        for n in range(width):
            words = text[slice(*row.cells[n])] if n < len(row.cells) else ""
            last = words or (last if len(heads) > 1 and row is heads[0] else "")
            over[n] += last if last not in over[n] else ""
    return [_of_what(over[:n]) + words if _RELATIVE.match(words) else words for n, words in enumerate(over)]


def _of_what(before: list[str]) -> str:
    """The head of the column of which 比上年增长 tells: the nearest before it that is no such."""
    return next((words for words in before[:0:-1] if not _RELATIVE.match(words)), "")


def _numbers(text: str, table: Table, heads: int, over: list[str], units: list[str]) -> Iterator[Cell]:
    above = ""                                  # a first cell that is empty goes on with the one above
    for n, row in enumerate(table[heads:], start=heads):
        if len(row.cells) == len(over) and not _is_numbering(text, row):
            names = _names(text, row, over)
            above = names[0] = names[0] or ("" if is_number(text, row.cells[0]) else above)
            head = _NOTES.sub("", "".join(list(filter(None, names))[:2]))
            for column, cell in enumerate(row.cells):
                if is_number(text, cell) and 0 < len(head) <= _LONGEST and not _NUMBERED.search(over[column]):
                    yield Cell(cell, n, column, head, _NOTES.sub("", over[column]),
                               _unit(over[column], "".join(names)) or _captioned(over[column], units))


def _is_numbering(text: str, row: Row) -> bool:
    """True for the row by which statistical tables number their columns: 甲｜1｜2｜3."""
    numbers = [text[slice(*cell)] for cell in row.cells if is_number(text, cell)]
    return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _names(text: str, row: Row, over: list[str]) -> list[str]:
    """What stands in each cell before the first number, or dash; "" behind it, and where rows are numbered."""
    names, counted = [], False
    for cell, head in zip(row.cells, over, strict=True):
        number = is_number(text, cell)
        counted = counted or (number and not _NUMBERED.search(head)) or _NONE.fullmatch(text, *cell) is not None
        names.append("" if counted or number else text[slice(*cell)])
    return names


def _unit(over: str, head: str) -> str:
    """The unit that a head gives in brackets, or by its name."""
    for words in (over, head):
        if told := _UNIT.search(words):
            return told[1].strip()
    name = _NOTES.sub("", over)
    if _PER_CENT.search(name):
        return "%"
    if named := _NAMED.search(name):
        return named[1]
    both = _NOTES.sub("", head) + name
    return "人" if _PEOPLE.search(both) else "所" if _SCHOOLS.search(both) else ""


def _captioned(over: str, units: list[str]) -> str:
    """The one unit of a table, or that of several which a head names or means: 单位：人次、万元 over 人次｜金额."""
    counted = [unit for unit in units if unit != "%"]
    if len(counted) == 1:
        return counted[0]
    name = _NOTES.sub("", over)
    return next((unit for unit in counted if unit in name or ("元" in unit and _MONEY.search(name))), "")
