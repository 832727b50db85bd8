"""Tables that lost their lines on the way from a page: a cell a line (学段⏎学校数⏎小学⏎30), or spaces between cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise, takewhile

from taizhang.reading.cleaning.draft import Draft, Edit

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NUMBER = re.compile(r"[ \t]*-?\d[\d,，]*(?:\.\d+)?[ \t]*")
_NOTHING = re.compile(r"[ \t]*[-—–/]{1,2}[ \t]*")
_BARE = re.compile(r"\n[ \t]*-?\d[\d,，.]*[ \t]*(?=\n)")
_PROSE = re.compile("[。；，！？]")
_SPACE = re.compile(r"\s")
_NAMES = re.compile("项目|学[段校科]|[类级]别|类型|单位|名称|指标|地区|[县市]区|区县|乡镇|内容|阶段|层次|专业|班级"
                    "|年[级度份]|部门|.{1,6}(?:名称|类别|类型|项目|单位)")
_LONGEST = 20            # characters of a cell
_FEWEST = 2              # rows

# between cells of a line, but not inside a word of two characters that is spaced out: 合  计
_GAP = re.compile(r"(?<!^[\u4e00-\u9fff])[ \u3000]{2,}|[ \u3000](?=-?\d[\d,，.]*(?:[ \u3000]|$))")
_SPACED = re.compile(r"[ \u3000]-?\d[\d,，.]*[ \u3000]*\n")

Line = re.Match[str]


def part_lone_cells(draft: Draft) -> None:
    """The cells of each row go onto one line, parted by tabs, where the rows below heads show how many they are."""
    text = draft.text
    if sum(1 for _ in _BARE.finditer(text)) >= _FEWEST:
        draft.edit("markup", _parted(list(_LINE.finditer(text))))


def part_spaced_cells(draft: Draft) -> None:
    """Spaces between cells become tabs, where heads stand over lines of a name and as many numbers."""
    text = draft.text
    if sum(1 for _ in _SPACED.finditer(text)) >= _FEWEST:
        draft.edit("markup", _spaced(list(_LINE.finditer(text))))


def _spaced(lines: Sequence[Line]) -> Iterator[Edit]:
    table: list[Line] = []           # a line of heads and the rows below it
    width = 0
    for told in (*lines, None):
        line = told if told and "\t" not in told[0] else None          # cells that are parted already
        if line is not None and table and _is_row(line, width):
            table.append(line)
            continue
        for row in table if len(table) > _FEWEST else []:
            yield from ((*gap, "\t") for gap in _gaps(row))
        table, width = ([line], len(_gaps(line)) + 1) if line is not None else ([], 0)


def _gaps(line: Line) -> list[tuple[int, int]]:
    """Where the spaces between the cells of a line stand."""
    words = line[0].strip(" \u3000")
    start = line.start() + line[0].index(words)
    return [(start + gap.start(), start + gap.end()) for gap in _GAP.finditer(words)]


def _is_row(line: Line, width: int) -> bool:
    name, *numbers = _GAP.split(line[0].strip(" \u3000"))
    return len(numbers) == width - 1 > 0 and not _NUMBER.fullmatch(name) and all(
        _NUMBER.fullmatch(cell) or _NOTHING.fullmatch(cell) for cell in numbers)


def _parted(lines: Sequence[Line]) -> Iterator[Edit]:
    at = 1
    while at < len(lines):
        numbers = sum(1 for _ in takewhile(_is_value, islice(lines, at, None)))
        cells = _table(lines, at - 1, numbers + 1) if numbers else []
        for n, (cell, following) in enumerate(pairwise(cells), start=1):
            yield cell.end(), following.start(), "\t" if n % (numbers + 1) else "\n"
        at += len(cells) or numbers or 1


def _table(lines: Sequence[Line], first: int, width: int) -> list[Line]:
    """The cells of the table whose first row begins at a line, its heads among them; none if it is no table."""
    heads = list(lines[max(0, first - width):first])
    if len(heads) != width or not all(map(_is_name, heads)) or not _NAMES.fullmatch(_SPACE.sub("", heads[0][0])):
        return []
    rows = (lines[n:n + width] for n in range(first, len(lines), width))
    kept = list(takewhile(lambda row: len(row) == width and _is_name(row[0]) and all(map(_is_value, row[1:])), rows))
    return [*heads, *chain.from_iterable(kept)] if len(kept) >= _FEWEST else []


def _is_value(line: Line) -> bool:
    return bool(_NUMBER.fullmatch(line[0]) or _NOTHING.fullmatch(line[0]))


def _is_name(line: Line) -> bool:
    return len(line[0]) <= _LONGEST and not _is_value(line) and not _PROSE.search(line[0]) and "\t" not in line[0]
