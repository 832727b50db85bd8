"""Sentences before they are put in order: of which domain, in which part of the report, and what was not said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from taizhang.catalogue.model import Domain
from taizhang.writing.document import LeftOut, PlannedTask
from taizhang.writing.pieces import FigureRun, Run, Text
from taizhang.writing.words import Shown, Words

Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that the report says, with the tasks it promises and the indicators that its condition asks of."""

    domain: Domain
    part: str
    runs: Runs
    tasks: tuple[PlannedTask, ...] = ()
    asked: frozenset[str] = frozenset()

    @property
    def codes(self) -> dict[str, None]:
        """The codes of the indicators it speaks of, in the order of print: its figures', then its condition's."""
        figures = (run.result for run in self.runs if isinstance(run, FigureRun))
        printed = {one.code: None for figure in figures for one in (figure, *figure.inputs) if one.code}
        return printed | dict.fromkeys(sorted(self.asked))


@dataclass(slots=True)
class Outcome:
    """What there is to say of one unit; `notes` are things the writer should know of the figures."""

    said: list[Said] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)

    def of(self, domain: Domain, part: str) -> list[Said]:
        """What is said of a domain in a part ("done", "problems", "next")."""
        return [said for said in self.said if said.domain == domain and said.part == part]

    def about(self, part: str) -> dict[str, None]:
        """The codes of the indicators that a part speaks of, in the order of print."""
        return {code: None for said in self.said if said.part == part for code in said.codes}

    def promised(self) -> set[str]:
        """The codes of the indicators that the plan has targets for."""
        return {code for said in self.said for task in said.tasks for code in task.target}


def open_ended(runs: Runs) -> Runs:
    """A sentence without its full stop."""
    last = runs[-1]
    if not isinstance(last, Text):
        return runs
    text = last.text.removesuffix("。")
    return (*runs[:-1], replace(last, text=text)) if text else runs[:-1]


def as_runs(words: Words) -> Runs:
    """Words as runs of a paragraph."""
    return tuple(FigureRun(piece.text, piece.result) if isinstance(piece, Shown) else piece for piece in words)
