"""A report as it will be printed: sections, paragraphs, and in them figures that know their evidence."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from taizhang.analysis.evidence import Evidence
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


_CHINESE: tuple[str, ...] = ("", *"一二三四五六七八九")


def chinese(number: int) -> str:
    """A heading's number from 1 to 99: 一, 十, 十二, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    return (_CHINESE[tens] if tens > 1 else "") + ("十" if tens else "") + _CHINESE[ones]


def numbered(level: int, number: int) -> str:
    """What stands before a heading, by level (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1）."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}. ", f"（{number}）")[level - 1]


def plain_date(day: datetime.date) -> str:
    """A date as an official document writes it, without leading zeros (GB/T 9704-2012, 7.3.5.4): 2026年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"
