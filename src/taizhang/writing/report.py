"""An analysis -> a report of any kind, every figure with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import Result
from taizhang.catalogue.model import Domain
from taizhang.writing import brief, charts, drawing, outline
from taizhang.writing import causes as reasons
from taizhang.writing.basis import basis
from taizhang.writing.chapters import Chapters
from taizhang.writing.comparing import Comparing
from taizhang.writing.document import (
    Chart,
    Document,
    FigureRun,
    Letterhead,
    Mark,
    Paragraph,
    Section,
    Table,
    Text,
)
from taizhang.writing.gaps import Gap, Mending, gaps
from taizhang.writing.highlights import highlights
from taizhang.writing.kinds import BRIEF, KINDS, PROBLEMS, SPECIAL, Kind
from taizhang.writing.records import Events, WorkRecord
from taizhang.writing.said import Outcome
from taizhang.writing.tables import indicators_table, proof_table, returns_table, units_table
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.tasks import OTHERS, Tracked
from taizhang.writing.telling import Telling
from taizhang.writing.vocabulary import spoken
from taizhang.writing.voice import in_turn

__all__ = ["PROBLEMS", "UnprovenError", "write_report"]
SHOWN_PER_FIGURE = 20        # observations kept with the document for each figure; the web pages on


class UnprovenError(ValueError):
    """A final report was asked for that has figures nobody has approved; `figures` are those."""

    def __init__(self, figures: list[FigureRun]) -> None:
        super().__init__(f"{len(figures)}个数字没有经审核的依据：" + "、".join(figure.text for figure in figures[:10]))
        self.figures = figures


def write_report(  # noqa: PLR0913 - a report has that many sides, all but two by name
    analysis: Analysis, unit: str | None = None, *, kind: str = "summary", domains: Collection[str] = (),
    tasks: Collection[Tracked] = (), records: Collection[WorkRecord] = (), causes: Mapping[str, str] | None = None,
    letterhead: Letterhead | None = None, mark: Mark | None = None, addressee: str = "", on: date | None = None,
    with_charts: bool = True, with_proof: bool = False, final: bool = False,
) -> Document:
    """The report of one unit (default: the root of the tree), dated `on` (default: the day of sealing).

    `kind` is a code of kinds.KINDS; the analysis' period makes a summary one of a quarter, a half or a year.
    `domains` are codes, all unless given. `tasks` and `records` are what supervision and the work record hold,
    `causes` why an indicator (full code) is as it is. `with_proof` adds a list of what stands behind each figure.
    Raises UnprovenError for a `final` report with a figure that rests on something unapproved, and KeyError for a
    kind, domain or unit that does not exist.
    """
    day = on or _sealed_on(analysis)
    writer = _Writer.of(analysis, unit or analysis.tree.root.code, KINDS[kind], domains, tasks, day,
                        brief.room(letterhead))
    writer.gather(records, causes or {})
    document = Document(
        title=writer.title(), addressee=addressee, opening=writer.opening(), sections=writer.sections(with_charts),
        signature=analysis.tree.units[writer.unit].name, date=day,
        release=analysis.release.name, digest=analysis.release.digest,
        left_out=tuple(writer.outcome.left_out), notes=tuple(sorted(writer.outcome.notes)),
        tasks=tuple(task for said in writer.outcome.said for task in said.tasks) if kind != BRIEF.code else (),
        draft=not final, kind=kind, compact=kind == BRIEF.code, letterhead=letterhead, mark=mark)
    drawing.begin(document.charts())        # aside, while evidence is looked up
    if writer.kind.attachments:
        document = replace(document, attachments=_attachments(analysis, document, writer.unit))
    return _with_evidence(document, analysis, final=final, with_proof=with_proof)


def _sealed_on(analysis: Analysis) -> date:
    return datetime.fromisoformat(analysis.release.made_at).date()


def _with_evidence(document: Document, analysis: Analysis, *, final: bool, with_proof: bool) -> Document:
    results = {figure.key: figure.result for figure in document.all_figures()}
    proven = replace(document, evidence=analysis.evidences(results.values(), size=SHOWN_PER_FIGURE))
    if final and proven.unproven:
        raise UnprovenError(proven.unproven)
    if with_proof:
        return replace(proven, attachments=(*proven.attachments, proof_table(proven, analysis.catalogue)))
    return proven


def _attachments(analysis: Analysis, document: Document, unit: str) -> tuple[Table, ...]:
    """The main indicators of the unit, and where returns are incomplete a table that says so."""
    printed: dict[str, Result] = {}
    for figure in document.figures():
        for result in (figure.result, *figure.result.inputs):
            if result.code and not result.by and (result.org, result.period) == (unit, str(analysis.period)):
                printed.setdefault(result.key, result)
    made = (indicators_table(analysis, list(printed.values())), returns_table(list(printed.values())))
    return tuple(table for table in made if table.rows)


@dataclass(frozen=True, slots=True)
class _Writer:
    """One report in the making: what there is to say, and how its kind puts it together."""

    analysis: Analysis
    unit: str
    kind: Kind
    domains: tuple[Domain, ...]
    tasks: Collection[Tracked]
    day: date
    outcome: Outcome
    comparing: Comparing
    gaps: tuple[Gap, ...]
    room: int

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - what write_report was given
        cls, analysis: Analysis, unit: str, kind: Kind, codes: Collection[str], tasks: Collection[Tracked], day: date,
        room: int,
    ) -> _Writer:
        catalogue = analysis.catalogue
        wanted = {catalogue.domains[code].code for code in codes}
        domains = tuple(domain for domain in catalogue.in_order() if not wanted or domain.code in wanted)
        outcome = Outcome()
        told = tasks if not wanted else [task for task in tasks if task.domain(domains) != OTHERS]
        return cls(analysis, unit, kind, domains, told, day, outcome, Comparing(outcome.notes.add),
                   tuple(gaps(analysis, unit, domains)), room)

    @property
    def _chapters(self) -> Chapters:
        return Chapters(self.outcome, self.domains, alone=self.kind == SPECIAL and len(self.domains) == 1)

    @property
    def telling(self) -> Telling:
        return Telling(self._figures_of_tasks, self.comparing.voice, self.day)

    @property
    def _figures_of_tasks(self) -> TaskFigures:
        return TaskFigures(self.analysis, self.unit, self.outcome)

    def gather(self, records: Collection[WorkRecord], causes: Mapping[str, str]) -> None:
        """Everything there is to say: the outlines', then what standards, those who know why and supervision add."""
        voice = self.comparing.voice
        outline.say(self.analysis, self.unit, self.day, self.domains, self.outcome, self.comparing)
        Mending(self.analysis, self.outcome, voice).say(self.gaps)
        reasons.explain(self.outcome, {**reasons.of_tasks(self.tasks), **causes}, self.analysis.catalogue, voice)
        Events(self.outcome, voice, self.unit, self.analysis.period).say(records, self.domains)
        self.telling.say(self.tasks, self.domains)

    def _named(self, text: str) -> str:
        period = self.analysis.period
        following = period.next.zh if period.next.year != period.year else spoken(period.next).text
        return text.format(unit=self.analysis.tree.units[self.unit].name, period=period.zh, next=following,
                           spoken=spoken(period).text, standing="{standing}",
                           domain="、".join(domain.title.zh for domain in self.domains))

    def title(self) -> str:
        return self._named(self.kind.title)

    def opening(self) -> tuple[Paragraph, ...]:
        """How the kind opens, with what became better and how the tasks stand, and what the figures rest on."""
        if not self.kind.openings:
            return ()
        said = self._named(in_turn(self.kind.openings, self.analysis.period, self.unit)[0])
        before, after = said.split("{standing}")
        results = charts.main_results(self.analysis, self.unit, self.outcome)
        gained = highlights(self.analysis, results, self.comparing.voice)
        standing = self.telling.counted(self.tasks) if self.tasks else ()
        opening = Paragraph((Text(before, digits=True), *gained, *standing, Text(after, digits=True)))
        return opening, basis(self.analysis)

    # --- sections ---

    def sections(self, with_charts: bool) -> tuple[Section, ...]:
        drawn = charts.rankings(self.analysis, self.unit, self.outcome) if with_charts and self.kind.charts else {}
        made = (replace(self._section(heading.part, drawn), title=self._named(heading.title))
                for heading in self.kind.headings)
        return tuple(section for section in made if section.paragraphs or section.sections or section.tables)

    def _section(self, part: str, drawn: Mapping[str, Chart]) -> Section:
        """What stands under the heading of a part; `drawn` are the rankings, by domain."""
        tasks, figures, half = self.tasks, self._figures_of_tasks, self.room // 2
        made: Mapping[str, Callable[[], Section]] = {
            "done": lambda: self._done(drawn),
            "problems": lambda: Section("", self._chapters.problems()),
            "next": lambda: self._chapters.of("next", {}, self.kind.shared),
            "units": lambda: self._units(drawn),
            "figures": self._figures,
            "late": lambda: Section("", tuple(brief.late_and_off(tasks, self.gaps, self.outcome, figures, half))),
            "ask": lambda: Section("", tuple(brief.questions(tasks, self.gaps, self.outcome, self.domains, half))),
        }
        return made[part]()

    def _figures(self) -> Section:
        return Section("", tables=(brief.figures_table(self.analysis, self.unit, self.outcome, self.gaps),))

    def _done(self, drawn: Mapping[str, Chart]) -> Section:
        if self.kind == SPECIAL:        # its rankings stand with the units
            return self._chapters.of("done", {})
        return replace(self._chapters.of("done", drawn, self.kind.shared), charts=self._overview() if drawn else ())

    def _units(self, drawn: Mapping[str, Chart]) -> Section:
        table = units_table(self.analysis, self.unit, charts.main_results(self.analysis, self.unit, self.outcome))
        return Section("", tables=(table,) if table.rows else (), charts=tuple(drawn.values()))

    def _overview(self) -> tuple[Chart, ...]:
        results = charts.main_results(self.analysis, self.unit, self.outcome)
        return (*charts.compared(self.analysis, results), *charts.planned(self.comparing.paced))
