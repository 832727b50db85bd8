"""A report as it will be printed, with the release it was written from and what only its writer sees."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from taizhang.analysis.evidence import Evidence
from taizhang.writing.pieces import Chart, FigureRun, Paragraph, Run, Section, Table


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A bureau's own letterhead (版头、版记; GB/T 9704-2012, 7.2 and 7.4).

    `name` is the red name of the issuing body, `number` the file number as printed or its pattern
    `云教〔{year}〕{number}号`. `copies_to` and `printed_by` stand at the foot of the last page.
    """

    name: str
    number: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""

    @property
    def copies(self) -> str:
        """The line that says who gets copies (7.4.2), or nothing."""
        return f"抄送：{'，'.join(self.copies_to)}。" if self.copies_to else ""

    def numbered(self, year: int, number: int) -> Letterhead:
        """The letterhead with its number filled in: the year whole, the number without leading zeros (7.2.5)."""
        return replace(self, number=self.number.format(year=year, number=number))


@dataclass(frozen=True, slots=True)
class Mark:
    """What leads from a printed page to its proof: an address, shown as a QR code, and the first digits of a seal."""

    link: str
    seal: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence of the outline that the report does not say, and why: for the writer, not for print."""

    domain: str
    part: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """What a planned sentence promises, ready to become a task of supervision.

    `goes_on` names tasks of the plan before (by their ids) that this one goes on with.
    """

    domain: str
    text: str
    owner: str
    target: Mapping[str, Decimal]
    due: datetime.date
    goes_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report: everything that is printed, with the release it was written from.

    `evidence` has, for every figure's key, what stands behind it. `left_out`, `notes` and `tasks` are for the writer.
    `kind` is a code of kinds.KINDS; a `compact` document fits on one page, its date in a line with the signature.
    """

    title: str
    addressee: str
    opening: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    signature: str
    date: datetime.date
    release: str
    digest: str
    attachments: tuple[Table, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    draft: bool = True
    kind: str = "summary"
    compact: bool = False
    letterhead: Letterhead | None = None
    mark: Mark | None = None

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph of the body, in order."""
        yield from self.opening
        yield from (paragraph for section in self.sections for paragraph in _paragraphs(section))

    def charts(self) -> Iterator[Chart]:
        """Every chart, in order."""
        yield from (chart for section in _below(self.sections) for chart in section.charts)

    def tables(self) -> Iterator[Table]:
        """Every table, those of the body before the attachments."""
        yield from (table for section in _below(self.sections) for table in section.tables)
        yield from self.attachments

    def runs(self) -> Iterator[Run]:
        """Every run of the body and of the tables, in order."""
        yield from (run for paragraph in self.paragraphs() for run in paragraph.runs)
        yield from (run for table in self.tables() for row in table.rows for run in row)

    def figures(self) -> list[FigureRun]:
        """Every figure that is printed as text, in order."""
        return [run for run in self.runs() if isinstance(run, FigureRun)]

    def all_figures(self) -> list[FigureRun]:
        """Every figure that is printed or drawn."""
        return [*self.figures(), *(figure for chart in self.charts() for figure in chart.figures())]

    def proven(self, figure: FigureRun) -> bool:
        """Whether every observation behind a figure was approved; a final report has no other figures."""
        evidence = self.evidence.get(figure.key)
        return evidence is not None and evidence.approved

    @property
    def unproven(self) -> list[FigureRun]:
        """The figures that rest on something nobody approved."""
        return [figure for figure in self.all_figures() if not self.proven(figure)]


def _below(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _below(section.sections)


def _paragraphs(section: Section) -> Iterator[Paragraph]:
    yield from section.paragraphs
    yield from (paragraph for below in section.sections for paragraph in _paragraphs(below))
