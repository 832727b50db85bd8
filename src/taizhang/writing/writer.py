"""One report in the making: what there is to say of a unit, and how the kind of report puts it together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from taizhang.analysis.analysis import Analysis
from taizhang.catalogue.model import Domain
from taizhang.writing import brief, charts, outline
from taizhang.writing import causes as reasons
from taizhang.writing.basis import basis
from taizhang.writing.chapters import Chapters
from taizhang.writing.comparing import Comparing
from taizhang.writing.gaps import Gap, Mending, gaps
from taizhang.writing.highlights import highlights
from taizhang.writing.kinds import SPECIAL, Kind
from taizhang.writing.pieces import Chart, Paragraph, Section, Text
from taizhang.writing.records import Events, WorkRecord
from taizhang.writing.said import Outcome
from taizhang.writing.tables import units_table
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.tasks import OTHERS, Tracked
from taizhang.writing.telling import Telling
from taizhang.writing.vocabulary import spoken
from taizhang.writing.voice import in_turn


@dataclass(frozen=True, slots=True)
class Writer:
    """Gathers what there is to say, then gives title, opening and sections."""

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
    ) -> Writer:
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
