"""What a report is made of: words, figures that know their evidence, paragraphs, tables, charts, sections."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from taizhang.analysis.results import Result


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. `digits` allows digits in them: a name, a date, an ordinal."""

    text: str
    digits: bool = False


@dataclass(frozen=True, slots=True)
class FigureRun:
    """A number as printed, and the result it stands for."""

    text: str
    result: Result

    @property
    def key(self) -> str:
        return self.result.key

    @property
    def anchor(self) -> str:
        """A short name for the result, fit for bookmarks and addresses."""
        return f"fig-{hashlib.sha256(self.key.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Own:
    """A number that no figure stands behind and that its writer answers for, with the reason."""

    text: str
    reason: str

    @property
    def anchor(self) -> str:
        """A short name for the number and its reason."""
        return f"own-{hashlib.sha256(f'{self.text} {self.reason}'.encode()).hexdigest()[:12]}"


Run = Text | FigureRun | Own


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs of one paragraph; `lead` is a heading that runs into it, `domain` the code of what it speaks of."""

    runs: tuple[Run, ...]
    lead: str = ""
    domain: str = ""

    @property
    def text(self) -> str:
        return self.lead + "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: inside the body, or as an attachment on a page of its own; `small` in small print."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    note: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, and the bar beside it that it is compared with, where there is one."""

    label: str
    figure: FigureRun
    other: FigureRun | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures. `series` names the bars and those beside them; `unit` is that of the axis.

    `kind` is "compared" (with a year ago), "planned" (per cent of the year's plan; `limit` marks the time gone) or
    "ranked" (units below, best first; `limit` marks the whole).
    """

    kind: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()
    limit: FigureRun | None = None

    def figures(self) -> Iterator[FigureRun]:
        """Every figure that it draws."""
        yield from (one for bar in self.bars for one in (bar.figure, bar.other) if one)
        if self.limit:
            yield self.limit


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: paragraphs, tables, charts, the sections below.

    Numbers of headings come from their place. `domain` is the code of the domain that it is a chapter of.
    """

    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    domain: str = ""
