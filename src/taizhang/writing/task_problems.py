"""Late tasks -> problems: how late each is and why, once for each fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.catalogue.model import Domain
from taizhang.writing.causes import because, cause_of
from taizhang.writing.pieces import FigureRun, Text
from taizhang.writing.said import Outcome, Runs, Said, as_runs, open_ended
from taizhang.writing.same_fact import same_fact
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.tasks import Tracked, late_ones
from taizhang.writing.voice import Named, Voice
from taizhang.writing.words import shown

SINGLY = 3          # late tasks of a domain that get a sentence of their own


@dataclass(frozen=True, slots=True)
class Lateness:
    """Says the late tasks of one unit's report."""

    figures: TaskFigures
    outcome: Outcome
    voice: Voice

    def say(self, domain: Domain, tasks: Sequence[Tracked]) -> None:
        """A sentence for each of the worst, one that names the others; what a problem is about already is added to it.
        """
        new = [task for task in late_ones(tasks) if not self._told_with(domain, task)]
        self.outcome.said += [Said(domain, "problems", self._sentence(domain, task)) for task in new[:SINGLY]]
        if rest := new[SINGLY:]:
            names = Text("；".join(task.title.shown.text for task in rest), digits=True)
            words = self.voice.say("tasks slow besides", domain.code, names=names)
            self.outcome.said.append(Said(domain, "problems", as_runs(words)))

    def _told_with(self, domain: Domain, task: Tracked) -> bool:
        """Whether a problem speaks of the figure that the task is bound to; how late the task is, is added there."""
        for at, said in enumerate(self.outcome.said):
            if said.part == "problems" and said.domain == domain and self._same(task, said):
                if task.overdue:
                    words = self.voice.say("task overdue with it", task.facts.title, days=self._overdue(task))
                    self.outcome.said[at] = replace(said, runs=(*open_ended(said.runs), *as_runs(words)))
                return True
        return False

    def _same(self, task: Tracked, said: Said) -> bool:
        return bool(task.indicator) and same_fact(task.indicator, said.codes, self.figures.analysis.catalogue)

    def _sentence(self, domain: Domain, task: Tracked) -> Runs:
        meaning, named = self._how(domain, task)
        title = task.title
        subject = {**title.subject, "task": title.named} if task.facts.ends else {"matter": title.named}
        runs = as_runs(self.voice.say(meaning, title.text, **subject, **named))
        return because(self._with_what_is_known(domain, task, runs), cause_of(task), self.voice)

    def _how(self, domain: Domain, task: Tracked) -> tuple[str, Mapping[str, Named]]:
        """In which way it is late, and the figures that say so."""
        facts, standing = task.facts, task.standing
        due: dict[str, Named] = {"due": self.figures.day(facts.ends)} if facts.ends else {}
        bound = self.figures.bound(facts, domain)
        if bound and not bound.reached:
            due |= {"value": shown(bound.value), "left": shown(bound.left)}
        if task.overdue:
            return "task overdue", {**due, "days": self._overdue(task)}
        if standing.elapsed is None or standing.done is None or standing.done >= standing.elapsed:
            return self._silent(task, due)
        share = self.figures.share("任务进度", facts, standing.done)
        if standing.elapsed >= 1:
            return "task due", due if "value" in due else {**due, "share": share}
        return "task slow", {**due, "elapsed": self.figures.share("时间进度", facts, standing.elapsed), "share": share}

    def _silent(self, task: Tracked, due: Mapping[str, Named]) -> tuple[str, Mapping[str, Named]]:
        """How long nothing has been heard of it."""
        told = task.facts.reports(task.standing.on)
        since = told[-1].on if told else task.facts.assigned_on
        days = self.figures.days("没有进展报告的天数", task.facts, (task.standing.on - since).days)
        return ("task silent" if told else "task unheard of"), {**due, "days": days}

    def _with_what_is_known(self, domain: Domain, task: Tracked, runs: Runs) -> Runs:
        """The sentence with what the domain's chapter prints of the same thing, where no owner has told of it."""
        told = None if task.facts.reports(task.standing.on) else self.figures.told(task.facts, domain)
        if told is None or told.key in {run.key for run in runs if isinstance(run, FigureRun)}:
            return runs
        bound, named = self.figures.bound(task.facts, domain), {"name": Text(told.title, digits=True)}
        words = (self.voice.say("task told elsewhere with rest", told.key, **named, value=shown(told),
                                left=shown(bound.left)) if bound and not bound.reached
                 else self.voice.say("task told elsewhere", told.key, **named, value=shown(told)))
        return (*open_ended(runs), *as_runs(words))

    def _overdue(self, task: Tracked) -> Named:
        return self.figures.days("逾期天数", task.facts, -(task.standing.days_left or 0))
