"""A document's body -> its blocks in the order of print. Text never stops for a picture: one that the rest of its page
cannot hold waits for the next place between paragraphs that can, within its own part of the report.

Places are reckoned on the standard's grid of 22 lines of 28 characters. An office that breaks a line elsewhere leaves
at worst the room empty that the picture would have left without this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from math import ceil

from taizhang.writing import drawing, layout
from taizhang.writing.document import Document
from taizhang.writing.numbering import numbered
from taizhang.writing.pieces import Chart, Paragraph, Section, Table

TABLE_ROW = 1.6         # the height of a table's row, in sizes of its type


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number, and its level from 1 on."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart and its number in the document."""

    chart: Chart
    number: int


Block = Heading | Paragraph | Table | Picture


def blocks(document: Document) -> Iterator[Block]:
    """The opening and the sections, with pictures where they fit."""
    page = _Page(_lines_before(document))
    for block in (*document.opening, *_of_sections(document.sections, 1)):
        if isinstance(block, Chart):
            page.waiting.append(block)
        else:
            if isinstance(block, Heading) and block.level == 1:
                yield from page.pictures()
            page.put(block)
            yield block
        if not isinstance(block, Heading):      # which stays with what follows
            yield from page.fitting()
    yield from page.pictures()


def _of_sections(sections: Iterable[Section], level: int) -> Iterator[Heading | Paragraph | Table | Chart]:
    for number, section in enumerate(sections, start=1):
        yield Heading(numbered(level, number) + section.title, level)
        yield from section.paragraphs
        yield from section.tables
        yield from section.charts
        yield from _of_sections(section.sections, level + 1)


@dataclass(slots=True)
class _Page:
    """How many lines of the page are used, and the charts that wait for room."""

    used: int
    waiting: list[Chart] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def put(self, block: Heading | Paragraph | Table) -> None:
        if isinstance(block, Heading) and self.used + _lines(block) >= layout.LINES:
            self.used = 0                   # never alone at the foot of a page
        self.used = (self.used + _lines(block)) % layout.LINES

    def fitting(self) -> Iterator[Picture]:
        """The charts that wait, as far as the page holds them."""
        while self.waiting and self.used + _height(self.waiting[0]) <= layout.LINES:
            yield self._picture()

    def pictures(self) -> Iterator[Picture]:
        """All charts that wait, on whatever page."""
        while self.waiting:
            yield self._picture()

    def _picture(self) -> Picture:
        chart = self.waiting.pop(0)
        height = _height(chart)
        self.used = height if self.used + height > layout.LINES else (self.used + height) % layout.LINES
        return Picture(chart, next(self._numbers))


def _height(chart: Chart) -> int:
    """The lines of a chart and its caption."""
    return drawing.lines(chart) + 1


def _lines(block: Heading | Paragraph | Table) -> int:
    if isinstance(block, Table):
        return ceil((len(block.rows) + 1) * TABLE_ROW * layout.face_of(block).size / layout.LINE_PT)
    return ceil((layout.width(block.text) + layout.INDENT_CHARACTERS) / layout.CHARACTERS)


def _lines_before(document: Document) -> int:
    """What stands above the opening: letterhead, title between blank lines, addressee."""
    head = layout.head_lines(document.letterhead.name, compact=document.compact) if document.letterhead else 0
    title = len(layout.title_lines(document.title)) + (1 if document.compact else 2)
    return head + title + bool(document.addressee)
