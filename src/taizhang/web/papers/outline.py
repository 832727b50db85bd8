"""The headings of a paper: which lines are printed as such, and the table of contents.

What a report numbers is a heading, or an item of a list that says all it has to say. Only headings are shown as such,
and the items of one list all alike.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from taizhang.web.papers.models import Paper

Section = Mapping[str, Any]  # as the reading has it
MARK = 8  # characters of a heading beside its title: its number, a stop
_LONGEST = 25  # characters of a heading; longer ones are rare enough not to be most of their list
_STOP = re.compile(r"[。；！？.;!?]\s*$")
_NUMBER = re.compile(r"(?<!\d)\d+(?![\d年])")  # 8月底前建成3所 tells something, 2026年工作总结 is a heading


def starts_of(paper: Paper) -> list[int]:
    """Where each line of the text begins."""
    return [0, *(found.end() for found in re.finditer("\n", paper.reading["text"]))]


def headings(paper: Paper) -> dict[int, int]:
    """The level of each line that is a heading and nothing more, by the line's number."""
    lines, found = _Lines(paper), {}
    for document in paper.reading["documents"]:
        for items in _lists(document["sections"]):
            if lines.are_headings(items):
                alike = all(lines.holds_only(one) for one in items)
                found |= {lines.number(one): min(one["level"] + 1, 6) for one in items
                          if lines.holds_only(one) and (alike or not lines.stops(one))}  # fmt: skip
    return found


def contents(paper: Paper) -> list[tuple[int, str, int]]:
    """The table of contents: level, title and line of each heading; of several reports their titles too."""
    lines, documents, found = _Lines(paper), paper.reading["documents"], []
    for document in documents:
        if len(documents) > 1:
            found.append((1, document["title"], lines.number(document)))
        told = (one for items in _lists(document["sections"]) if lines.are_headings(items) for one in items)
        for section in sorted(told, key=lambda one: one["start"]):
            found.append((min(section["level"] + 1, 4), section["title"], lines.number(section)))
    return found


def _lists(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """The sections of one level under one heading, list by list."""
    lists: dict[tuple[int, int], list[Section]] = {}
    above: list[Section] = []
    for section in sections:
        while above and above[-1]["level"] >= section["level"]:
            above.pop()
        lists.setdefault((above[-1]["start"] if above else -1, section["level"]), []).append(section)
        above.append(section)
    yield from lists.values()


class _Lines:
    """The lines in which the sections of a paper begin."""

    def __init__(self, paper: Paper) -> None:
        self._text, self._starts = paper.reading["text"], starts_of(paper)
        self._ends = [*self._starts[1:], len(self._text) + 1]

    def number(self, section: Section) -> int:
        return bisect_right(self._starts, section["start"])

    def holds_only(self, section: Section) -> bool:
        """Whether the line has the title of the section and nothing more."""
        at = self.number(section) - 1
        return self._ends[at] - self._starts[at] < len(section["title"]) + MARK

    def stops(self, section: Section) -> bool:
        """Whether the line ends as a sentence does."""
        at = self.number(section) - 1
        return bool(_STOP.search(self._text, self._starts[at], self._ends[at] - 1))

    def are_headings(self, items: Sequence[Section]) -> bool:
        """Whether fewer than half of the items of a list are sentences."""
        return 2 * sum(self._is_sentence(one) for one in items) < len(items)

    def _is_sentence(self, section: Section) -> bool:
        """Whether it is too long for a heading or tells a number, unless it stands alone on its line without a stop."""
        title = section["title"]
        tells = len(title) > _LONGEST or bool(_NUMBER.search(title))
        return tells and (self.stops(section) or not self.holds_only(section))
