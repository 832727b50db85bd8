"""One paper as a page: its text marked, narrowed to what somebody asks for, and what there is to narrow by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import QueryDict

from taizhang.reading.subject import UNRELATED
from taizhang.web.asked_numbers import whole
from taizhang.web.papers.against_ledger import beside, stand_of
from taizhang.web.papers.marking import Marks, TextLine, is_wrong, lines
from taizhang.web.papers.models import KINDS, Figure, Paper
from taizhang.web.papers.outline import contents
from taizhang.web.papers.receiving import reader_now

SURE = (0.95, 0.9, 0.8)  # from which score on figures can be accepted at once


@dataclass(frozen=True, slots=True)
class LinesWanted:
    """Which lines to show: all, or those with a figure of a kind, in a state, or with something to look at."""

    kind: str = ""
    state: str = ""
    only: str = ""  # "wrong", "found", "ledger"
    cleaned: bool = False

    @classmethod
    def of(cls, asked: QueryDict) -> LinesWanted:
        return cls(asked.get("kind", ""), asked.get("state", ""), asked.get("only", ""), bool(asked.get("cleaned")))

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.state or self.only or self.cleaned)

    def shows(self, line: TextLine, ledger: Mapping[int, str]) -> bool:
        """Whether the line has what is asked for."""
        figures = [one for one in line.figures if self._figure(one)]
        return (not (self.kind or self.state) or bool(figures)) and self._only(line, ledger)

    def _figure(self, one: Figure) -> bool:
        kind = self.kind in ("", one.kind) or (self.kind == "unread" and one.unread)
        return kind and self.state in ("", one.state)

    def _only(self, line: TextLine, ledger: Mapping[int, str]) -> bool:
        match self.only:
            case "wrong":
                return line.contradicted
            case "found":
                return bool(line.findings)
            case "ledger":
                return any(ledger.get(one.number) == "contradicts" for one in line.figures)
        return True


def page_of(paper: Paper, asked: QueryDict) -> dict[str, Any]:
    """What the template of a paper shows."""
    wanted = LinesWanted.of(asked)
    figures, findings = list(paper.figures.all()), list(paper.findings.select_related("decided_by", "earlier"))
    ledger = {number: stand_of(one) for number, one in beside(paper, figures).items()}
    current = whole(asked.get("figure", "")) or 0
    cleanings = paper.reading["cleanings"] if wanted.cleaned else ()
    marked = lines(paper, Marks(figures, findings, cleanings, ledger, current))
    return {
        "read": paper,
        "wanted": wanted,
        "lines": [line for line in marked if wanted.shows(line, ledger)],
        "contents": contents(paper),
        "figures": figures,
        "kinds": _kinds(figures),
        "unread": sum(one.unread for one in figures),
        "states": states(paper),
        "wrong": sum(is_wrong(one) for one in findings),
        "found": len(findings),
        "notes": findings,
        "misplaced": [one for one in figures if not one.end],
        "outdated": paper.reader != reader_now(),
        "rereading": paper.rereadings.select_related("by").first(),
        "unrelated": any(one["kind"] == UNRELATED for one in paper.reading["documents"]),
        "forgotten": [one for one in findings if not one.located],
        "ledger": Counter(ledger.values()),
        "promises": len(paper.reading["commitments"]),
        "sure": SURE,
    }


def _kinds(figures: list[Figure]) -> list[tuple[str, object, int]]:
    counted = Counter(figure.kind for figure in figures)
    return [(kind.value, name, counted[kind.value]) for kind, name in KINDS.items() if counted[kind.value]]


def states(paper: Paper) -> list[tuple[str, object, int]]:
    """How many figures are in each state, for the line above the text."""
    counted = dict(paper.figures.order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, state.label, counted.get(state, 0)) for state in Figure.State]
