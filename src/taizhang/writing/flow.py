"""A document's body -> its blocks in the order of print. Text never stops for a picture: one that the rest of its page
cannot hold stands further up in its chapter, or waits for the next place between paragraphs that can hold it, within
its own part of the report.

Places are reckoned on the standard's grid of 22 lines of 28 characters. An office that breaks a line elsewhere leaves
at worst the room empty that the picture would have left without this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
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

    @property
    def caption(self) -> str:
        """What stands below it."""
        return f"图{self.number}　{self.chart.title}"


Block = Heading | Paragraph | Table | Picture


def blocks(document: Document) -> Iterator[Block]:
    """The opening and the sections, with pictures where they fit."""
    page = _Page(_lines_before(document))
    yield from page.text(document.opening)
    for number, section in enumerate(document.sections, start=1):
        yield from page.section(section, 1, number)
        yield from page.pictures()


@dataclass(slots=True)
class _Page:
    """How many lines of the page are used, and the charts that wait for room."""

    used: int
    waiting: list[Chart] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def section(self, section: Section, level: int, number: int) -> Iterator[Block]:
        """A section whose charts stand as far down in its text as its page can hold them, else wait; those of one that
        has but chapters stand behind these, for a picture shows what was said."""
        heading = Heading(numbered(level, number) + section.title, level)
        self.used = _after(self.used, heading)
        yield heading
        text: tuple[Paragraph | Table, ...] = (*section.paragraphs, *section.tables)
        own = section.charts if text else ()
        above = self._above(text, own)
        yield from self.text(text[:above])
        self.waiting += own
        yield from self.fitting()
        yield from self.text(text[above:])
        for below, part in enumerate(section.sections, start=1):
            yield from self.section(part, level + 1, below)
        self.waiting += section.charts if not text else ()
        yield from self.fitting()

    def _above(self, text: Sequence[Paragraph | Table], charts: Sequence[Chart]) -> int:
        """How many blocks of a text stand above its first chart: all, unless only fewer leave it room on their page."""
        if not charts or self.waiting:
            return len(text)
        used = list(accumulate(text, _after, initial=self.used))
        room = layout.LINES - _of_chart(charts[0])
        return next((at for at in reversed(range(len(used))) if used[at] <= room), len(text))

    def text(self, blocks: Iterable[Paragraph | Table]) -> Iterator[Block]:
        """Text, and after each block the charts that wait, as far as the page holds them."""
        for block in blocks:
            self.used = _after(self.used, block)
            yield block
            yield from self.fitting()

    def fitting(self) -> Iterator[Picture]:
        """The charts that wait, as far as the page holds them."""
        while self.waiting and self.used + _of_chart(self.waiting[0]) <= layout.LINES:
            yield self._picture()

    def pictures(self) -> Iterator[Picture]:
        """All charts that wait, on whatever page."""
        while self.waiting:
            yield self._picture()

    def _picture(self) -> Picture:
        chart = self.waiting.pop(0)
        height = _of_chart(chart)
        self.used = height if self.used + height > layout.LINES else (self.used + height) % layout.LINES
        return Picture(chart, next(self._numbers))


def _after(used: int, block: Heading | Paragraph | Table) -> int:
    """The lines used of the page on which a block ends; a heading is never alone at the foot of one."""
    if isinstance(block, Heading) and used + _lines(block) >= layout.LINES:
        used = 0
    return (used + _lines(block)) % layout.LINES


def height(block: Block) -> int:
    """How many lines of the page a block takes."""
    return _of_chart(block.chart) if isinstance(block, Picture) else _lines(block)


def _of_chart(chart: Chart) -> int:
    """Those of a chart and its caption."""
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
