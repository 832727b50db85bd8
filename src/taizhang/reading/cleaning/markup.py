"""Markup that a copied page left in its words: tags, the names of characters, the bars of a plain table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from taizhang.reading.cleaning.draft import Draft, Edit
from taizhang.reading.cleaning.marks import LOST

_BLOCK = "p|br|div|h[1-6]|li|tr|table|ul|ol|center|section|article"
_INLINE = r"span|strong|b|i|em|u|font|a|img|t[dh]|tbody|thead|su[bp]|[a-z]{1,2}\d?:[a-z]{1,12}"
_TAG = re.compile(rf"<(?:/|(?=[a-z]))(?:(?P<block>{_BLOCK})|{_INLINE})(?:\s[^<>\n]{{0,300}})?/?>", re.I)
_HALF_A_TAG = re.compile(rf"[?？\ufffd]/(?:(?P<block>{_BLOCK})|{_INLINE})>", re.I)
_BARRED = re.compile(r"^[^|｜\n]*(?:[|｜][^|｜\n]*)+$", re.M)
_BAR = re.compile(r"[|｜]")
_RULE = re.compile(r"[-:|｜+ ]+")                   # |---|---|
_COUNT = re.compile(r"[|｜] *-?\d[\d,.]* *(?:[|｜]|$)")
_SEVERAL = 3             # bars of a line that is a row of a table, though others have more
_NAMED = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", re.I)


def drop_markup(draft: Draft) -> None:
    """<p>投入&nbsp;5万元</p> → 投入 5万元, on a line of its own; 资?/p> → 资□, for a broken character took the <."""
    if ">" in draft.text:
        draft.edit("byte_fault", ((m.start(), m.end(), LOST + _line(m)) for m in _HALF_A_TAG.finditer(draft.text)))
        draft.edit("markup", ((m.start(), m.end(), _line(m)) for m in _TAG.finditer(draft.text)))
    draft.edit("markup", ((m.start(), m.end(), _named(m[0])) for m in _NAMED.finditer(draft.text)))


def part_cells(draft: Draft) -> None:
    """| 小学 | 30 | and the like become cells parted by tabs, where lines of cells stand below one another."""
    draft.edit("markup", _bars(draft.text))


def _bars(text: str) -> Iterator[Edit]:
    for table in _barred(text):
        for line in table if any(_COUNT.search(row[0]) for row in table) else ():
            if _RULE.fullmatch(line[0]):
                yield line.start(), min(line.end() + 1, len(text)), ""
            else:
                yield from _parted(line)


def _barred(text: str) -> Iterator[list[re.Match[str]]]:
    """Two lines or more of as many bars, one below the other; several bars may be fewer where cells were merged."""
    table: list[re.Match[str]] = []
    for line in _BARRED.finditer(text) if "|" in text or "｜" in text else ():
        if table and (line.start() != table[-1].end() + 1 or not _is_as_wide(line, table[-1])):
            yield from [table] if len(table) > 1 else []
            table = []
        table.append(line)
    yield from [table] if len(table) > 1 else []


def _is_as_wide(line: re.Match[str], above: re.Match[str]) -> bool:
    counts = _count(line), _count(above)
    return counts[0] == counts[1] or min(counts) >= _SEVERAL


def _count(line: re.Match[str]) -> int:
    return line[0].count("|") + line[0].count("｜")


def _parted(line: re.Match[str]) -> Iterator[Edit]:
    """The bars between cells as tabs; those at both ends of the line go."""
    bars = [bar.start() for bar in _BAR.finditer(line.string, *line.span())]
    first, last = line.string[line.start():bars[0]].strip(), line.string[bars[-1] + 1:line.end()].strip()
    for bar in bars:
        outer = (bar == bars[0] and not first) or (bar == bars[-1] and not last)
        yield bar, bar + 1, "" if outer else "\t"


def _named(character: str) -> str:
    return unescape(character).replace("\u00a0", " ")


def _line(tag: re.Match[str]) -> str:
    """The end of a line that a tag stands for, where the text has none beside it."""
    beside = tag.string[tag.start() - 1:tag.start()], tag.string[tag.end():tag.end() + 1]
    return "\n" if tag["block"] and "\n" not in beside and "" not in beside else ""
