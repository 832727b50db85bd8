"""The skeleton of a clean report: its documents, sections, sentences, and what is done and what is planned.

>>> outline = Outline("清川县教育局2026年上半年工作总结\\n一、上半年工作\\n新建幼儿园2所。\\n"
...                   "二、下半年打算\\n再建3所。")
>>> outline.title, outline.bureau, outline.place, outline.period, outline.kind
('清川县教育局2026年上半年工作总结', '清川县教育局', '清川县', '2026H1', 'both')
>>> outline.part_at(outline.text.index("新建")), outline.part_at(outline.text.index("再建"))
('done', 'planned')
"""

from __future__ import annotations

from bisect import bisect_right

from taizhang.reading.structure import dating, documents, headings
from taizhang.reading.structure.documents import split
from taizhang.reading.structure.sentences import Sentences, Span

__all__ = ["Outline", "Sentences", "Span", "split"]


class Outline:
    """One report's skeleton. Offsets count characters of `text`, the clean text of that report alone."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.title = documents.title(text)
        self.bureau, self.place = documents.bureau(text)
        self.period = dating.period(self.title, text)
        self.planned = dating.planned(text, self.period)
        self.sections = headings.sections(text)
        self.kind = documents.kind(self.title, text, {section.part for section in self.sections})
        if self.kind == "plan":
            self.sections = headings.sections(text, all_planned=True)
        self.sentences = Sentences(text)
        self._turns = self._parts()
        self._places = [place for place, _ in self._turns]

    def part_at(self, pos: int) -> str:
        """"done" or "planned": what the part of the report around `pos` speaks of."""
        return self._turns[bisect_right(self._places, pos) - 1][1]

    def _parts(self) -> list[tuple[int, str]]:
        """Where each part begins: at headings, and where a paragraph of its own turns to the future."""
        first = headings.PLANNED if self.kind == "plan" else headings.DONE
        turns = [(place, headings.PLANNED) for place in headings.turns(self.text)]
        return sorted([(0, first), *((s.start, s.part) for s in self.sections), *turns])
