"""Pages of a PDF: what stands at the head or the foot of one after another is no part of the text between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from taizhang.reading.cleaning.draft import Draft, Edit

_PAGE = re.compile(r"[^\f]+")
_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(r"第 ?\d{1,4} ?页|^[—–\-·第页共/ \d]*\d[—–\-·第页共/ \d]*$")
_EDGE = 2          # so many lines at a page's head or foot may be those of every page
_LONGEST = 60      # characters of them
_OFTEN = 3         # one in so many pages has them: left and right pages may differ


class _Line(NamedTuple):
    """A line at the edge of a page, with all that parts it from the text between."""

    start: int
    end: int
    words: str       # without the number of the page


def drop_running_heads(draft: Draft) -> None:
    """Heads and feet that come again on other pages go, so that a sentence goes on across them.

    The first head stays: it may be the title, or name the bureau.
    """
    if "\f" in draft.text:
        draft.edit("furniture", _running(draft.text))
        draft.edit("line_end", ((m.start(), m.end(), "\n") for m in re.finditer(r"\n\f|\f", draft.text)))


def _running(text: str) -> Iterator[Edit]:
    pages = [page.span() for page in _PAGE.finditer(text)]
    edges = [(_head(text, *page), _foot(text, *page)) for page in pages]
    seen = Counter(words for head, foot in edges for words in {line.words for line in (*head, *foot)})
    often = {words for words, times in seen.items() if times > 1 and times * _OFTEN >= len(pages)}
    for n, (head, foot) in enumerate(edges):
        yield from _those(often, head) if n else ()
        yield from reversed(list(_those(often, foot)))


def _those(often: set[str], lines: Sequence[_Line]) -> Iterable[Edit]:
    """The lines from the edge inwards, as long as they are such."""
    return ((line.start, line.end, "") for line in takewhile(lambda line: line.words in often, lines))


def _head(text: str, start: int, end: int) -> list[_Line]:
    lines = list(_LINE.finditer(text, start, end))[:_EDGE]
    return [_Line(m.start(), min(m.end() + 1, end), _words(m[0])) for m in lines if len(m[0]) <= _LONGEST]


def _foot(text: str, start: int, end: int) -> list[_Line]:
    """The last lines of a page, the last one first, without those that are its head."""
    lines = list(_LINE.finditer(text, start, end))[_EDGE:][-_EDGE:]
    return [_Line(m.start() - 1, m.end(), _words(m[0])) for m in reversed(lines) if len(m[0]) <= _LONGEST]


def _words(line: str) -> str:
    return _NUMBER.sub("#", line.strip())
