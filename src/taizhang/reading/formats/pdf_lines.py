"""The lines of a PDF's page, each from left to right.

PDFium tells characters in the order in which they were drawn. Office software draws the quotes of a line before the
words between them where their font is another one: 由 ““”” 一体化办学 联合体. For the room between
two columns it gives what it gives for that between two words: one space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pypdfium2 import PdfTextPage

_LINE = re.compile(r"[^\r\n]+")
_BACK = 0.5        # of a character's height: what is drawn so far to the left of what came before is out of its order
_GAP = 0.5         # a space as wide as this stands between columns or words,
_COLUMN = 1.5      # and one as wide as this, between columns


class _Glyph(NamedTuple):
    """A character and the box around it, in points."""

    character: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def in_order(page: PdfTextPage) -> str:
    """The text of a page, the lines that were drawn out of order put right. Lines end in \\r\\n."""
    text: str = page.get_text_range()
    if len(text) != page.count_chars():             # a place in the text is then no character's number
        return text
    return _LINE.sub(lambda line: _line(page, line), text)


def _line(page: PdfTextPage, line: re.Match[str]) -> str:
    """One line. Going back leaves a space, so that a line without any is in order."""
    if " " not in line[0]:
        return line[0]
    glyphs = [_Glyph(text, *page.get_charbox(at, loose=True)) for at, text in enumerate(line[0], line.start())]
    drawn = [glyph for glyph in glyphs if glyph.character != " "]
    if not any(_goes_back(one, other) for one, other in pairwise(drawn)):
        return "".join(_columns_apart(glyphs))
    drawn.sort(key=lambda glyph: glyph.left)
    return "".join(glyph.character + " " * _apart(glyph, other) for glyph, other in pairwise([*drawn, drawn[-1]]))


def _columns_apart(glyphs: list[_Glyph]) -> Iterator[str]:
    """The characters of a line in order, a single space between two columns doubled, as it stands in plain text."""
    for before, glyph, behind in zip([glyphs[0], *glyphs], glyphs, [*glyphs[1:], glyphs[-1]], strict=False):
        alone = glyph.character == " " and " " not in (before.character, behind.character)
        yield "  " if alone and behind.left - before.right > _COLUMN * before.height else glyph.character


def _goes_back(one: _Glyph, other: _Glyph) -> bool:
    """Whether a character stands left of the one told before it, on the same line."""
    return other.left < one.left - _BACK * one.height and other.bottom < one.top and one.bottom < other.top


def _apart(one: _Glyph, other: _Glyph) -> bool:
    return other.left - one.right > _GAP * one.height
