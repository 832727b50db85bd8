"""The skeleton of a clean report: its documents, sections, sentences, and what is done and what is planned.

>>> outline = Outline("清川县教育局2026年上半年工作总结\\n一、上半年工作\\n新建幼儿园2所。\\n"
...                   "二、下半年打算\\n再建3所。")
>>> outline.title, outline.bureau, outline.place, outline.period, outline.kind
('清川县教育局2026年上半年工作总结', '清川县教育局', '清川县', '2026H1', 'both')
>>> outline.part_at(outline.text.index("新建")), outline.part_at(outline.text.index("再建"))
('done', 'planned')
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from taizhang.periods import Period
from taizhang.reading.model import Section
from taizhang.reading.structure import dating, documents, headings
from taizhang.reading.structure.documents import split
from taizhang.reading.structure.sentences import Sentences, Span
from taizhang.reading.structure.turns import turns

_BUDGET = re.compile("预算(?<!公共预算)(?<!公共财政预算)(?<!基金预算)"
                     "(?!内|[数额]?为|.*(?:执行|完成|决算|调整|绩效|指标))")
_ROW = re.compile(r"^[^\n\t]*\t[^\n]*", re.M)       # of a table, whose years are those of its columns

__all__ = ["Outline", "Sentences", "Span", "split"]


class Outline:
    """One report's skeleton. Offsets count characters of `text`, the clean text of that report alone."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.title = documents.title(text)
        self.bureau, place = documents.bureau(text)
        self.place = place or documents.place_first(self.title)
        self.period = dating.period(self.title, _ROW.sub("", text) if "\t" in text else text)
        reported = Period.parse(self.period) if self.period else None
        self._turns = list(turns(text, reported))
        following = reported is not None and any(turn.year == reported.year + 1 for turn in self._turns)
        self.planned = dating.planned(text, self.period) or (str(reported.year + 1) if reported and following else None)
        self.sections = headings.sections(text, second_half_over=dating.ends_its_year(reported))
        self.kind = documents.kind(self.title, text, self.sections)
        if self.kind == "plan":
            self.sections = headings.sections(text, all_planned=True)
        self.sentences = Sentences(text)
        budgets = [s for s in self.sections if _BUDGET.search(s.title)]
        self._budgets = [s.start for s in budgets]
        self._budget_ends = list(accumulate((s.end for s in budgets), max))        # sections stand within others
        self._begins = self._parts()
        self._places = [place for place, _ in self._begins]

    def part_at(self, pos: int) -> str:
        """"done" or "planned": what the part of the report around `pos` speaks of."""
        return self._begins[bisect_right(self._places, pos) - 1][1]

    def is_budget_at(self, pos: int) -> bool:
        """Whether the part of the report around `pos` tells of a budget: money there is planned, not spent."""
        begun = bisect_right(self._budgets, pos)
        return _BUDGET.search(self.title) is not None or (begun > 0 and pos < self._budget_ends[begun - 1])

    def _parts(self) -> list[tuple[int, str]]:
        """Where each part begins: at headings, and where the report turns to the future without one."""
        first = headings.PLANNED if self.kind == "plan" else headings.DONE
        lasting = [(turn.start, headings.PLANNED) for turn in self._turns if turn.end is None]
        troubles = list(self._troubles())
        heads = [s for s in self.sections if not self._is_item_of_a_turn(s)]
        begins = sorted([(0, first), *((s.start, s.part) for s in heads), *lasting])
        begins = [(at, headings.DONE if any(a <= at < b for a, b in troubles) else part) for at, part in begins]
        for start, end in ((turn.start, turn.end) for turn in self._turns if turn.end is not None):
            around = next(part for place, part in reversed(begins) if place <= start)
            begins = sorted([*begins, (start, headings.PLANNED), (end, around)])
        return begins

    def _is_item_of_a_turn(self, section: Section) -> bool:
        """Whether a section is an item of what is planned without a heading: 2027年，我们将办好四件事。第一，…"""
        turn = max((turn.start for turn in self._turns if turn.start < section.start), default=None)
        return section.level == headings.ITEMS and turn is not None and not any(
            turn < s.start < section.start and s.level < headings.ITEMS for s in self.sections)

    def _troubles(self) -> Iterator[Span]:
        """Where a section of both tells of the problems: 四、问题和打算, up to where it turns to the plan."""
        for section in self.sections:
            turned = [turn.start for turn in self._turns if section.start < turn.start < section.end]
            if turned and headings.TROUBLE.search(section.title):
                yield section.start, min(turned)
