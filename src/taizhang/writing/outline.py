"""Outlines + results: which sentences a report says of each domain, and which it leaves out and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import MissingFigureError
from taizhang.catalogue.checks.outlines import WORDS
from taizhang.catalogue.formulas.syntax import names
from taizhang.catalogue.model import Catalogue, Domain, OutlineTask, Sentence
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.writing.comparing import Comparing
from taizhang.writing.document import LeftOut, PlannedTask
from taizhang.writing.page import OutlineError, compiled, names_in, written
from taizhang.writing.pieces import Run
from taizhang.writing.said import Outcome, Said
from taizhang.writing.vocabulary import vocabulary
from taizhang.writing.voice import in_turn
from taizhang.writing.words import Measure, NothingToSayError


@dataclass(frozen=True, slots=True)
class OtherDomain:
    """Lets a template name an indicator of another domain: `projects.started`."""

    code: str
    measure: Callable[[str], Measure]

    def __getattr__(self, name: str) -> Measure:
        return self.measure(f"{self.code}.{name}")


def say(  # noqa: PLR0913, PLR0917 - of what, of whom, when, and where it goes
    analysis: Analysis, unit: str, day: date, domains: Iterable[Domain], outcome: Outcome, comparing: Comparing
) -> None:
    """Every sentence of the domains' outlines, tried for one unit's report of a day.

    One that cannot be used is left out, and listed.
    """
    for domain in domains:
        outline = analysis.catalogue.outlines.get(domain.code)
        for part, at, sentence in outline.sentences() if outline else ():
            Speaker(analysis, unit, day, domain, part, outcome, comparing).try_to_say(sentence, at)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Tries the sentences of one part of one domain."""

    analysis: Analysis
    unit: str
    day: date
    domain: Domain
    part: str
    outcome: Outcome
    comparing: Comparing

    def try_to_say(self, sentence: Sentence, at: int) -> None:
        holds = self.analysis.holds(sentence.when, self.unit) if sentence.when else True
        if holds is None:
            self._leave_out(sentence, self._missing(sentence))
        elif holds:
            self._say(sentence, f"{self.domain.code}/{self.part}/{at}")

    def _say(self, sentence: Sentence, place: str) -> None:
        """The wording whose turn it is, or the next that has all its figures."""
        deadline = self._deadline(sentence.task)
        missing: list[str] = []
        for wording in in_turn(sentence.say, self.analysis.period, place):
            try:
                runs = written(wording, self._names(wording, deadline))
            except MissingFigureError as error:
                missing.append(error.result.title)
                continue
            except (OutlineError, NothingToSayError) as error:
                self.outcome.left_out.append(LeftOut(self.domain.code, self.part, wording, str(error)))
                continue
            task = self._task(sentence.task, runs, deadline)
            self.outcome.said.append(Said(self.domain, self.part, runs, (task,) if task else (), self._asked(sentence)))
            return
        if missing:
            self._leave_out(sentence, list(dict.fromkeys(missing)))

    def _leave_out(self, sentence: Sentence, missing: list[str]) -> None:
        why = f"缺少数据：{'、'.join(missing)}" if missing else "条件无法判断"
        self.outcome.left_out.append(LeftOut(self.domain.code, self.part, sentence.say[0], why))

    def _asked(self, sentence: Sentence) -> frozenset[str]:
        """The indicators that the condition asks of, by their full codes."""
        found = names(sentence.when.root) if sentence.when else ()
        return frozenset(self.analysis.catalogue.resolve(one.name, self.domain.code) for one in found)

    def _missing(self, sentence: Sentence) -> list[str]:
        """The titles of what the condition needs and nobody has reported."""
        found = (self._measure(name.name) for name in names(sentence.when.root)) if sentence.when else ()
        return list(dict.fromkeys(measure.result.title for measure in found if measure.result.value is None))

    def _names(self, wording: str, deadline: date) -> dict[str, object]:
        named = {name: self._meaning(wording, name) for name in names_in(wording) - WORDS}
        return vocabulary(named, self.comparing, period=self.analysis.period, deadline=deadline,
                          day=self.day)

    def _meaning(self, wording: str, name: str) -> Measure | OtherDomain:
        catalogue = self.analysis.catalogue
        if f"{self.domain.code}.{name}" in catalogue.indicators:
            return self._measure(f"{self.domain.code}.{name}")
        if name in catalogue.domains:
            return OtherDomain(name, self._measure)
        raise OutlineError(wording, f"没有指标“{name}”")

    def _measure(self, code: str) -> Measure:
        return Measure(self.analysis.value(code, self.unit), self.analysis)

    def _deadline(self, task: OutlineTask | None) -> date:
        """The task's own date, or the end of the period that is planned."""
        try:
            return date.fromisoformat(task.due) if task and task.due else self.analysis.period.next.end
        except ValueError:
            return Period.parse(task.due).end if task else self.analysis.period.next.end

    def _task(self, task: OutlineTask | None, runs: tuple[Run, ...], deadline: date) -> PlannedTask | None:
        if task is None:
            return None
        owner = self.domain.section if task.owner in ("", "section") else task.owner
        text = "".join(run.text for run in runs)
        target = {self.analysis.catalogue.resolve(code, self.domain.code): value for code, value in task.target.items()}
        return PlannedTask(self.domain.code, text, owner, target, deadline)


def check_outlines(catalogue: Catalogue) -> list[Finding]:
    """Sentences with a number typed into them, which would have no evidence. The loader sees to names and syntax."""
    return [finding for domain, outline in catalogue.outlines.items()
            for part, at, sentence in outline.sentences() for wording in sentence.say
            for finding in _check(wording, f"{domain}/outline.yaml {part}[{at}]")]


def _check(wording: str, place: str) -> Iterator[Finding]:
    try:
        compiled(wording)
    except OutlineError as error:
        yield Finding("outline-sentence", place, {"place": place, "why": error.why, "sentence": wording})
