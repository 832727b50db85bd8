"""Late tasks -> problems: by how much each is late, how far it is, and why in the words of whoever owns it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.catalogue.model import Domain
from taizhang.writing.causes import cause_of, entered
from taizhang.writing.document import Text
from taizhang.writing.said import Outcome, Runs, Said, as_runs, open_ended
from taizhang.writing.same_fact import same_fact
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.tasks import Tracked
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
        late = sorted((task for task in tasks if task.late), key=lambda one: one.badness)
        new = [task for task in late if not self._told_with(domain, task)]
        self.outcome.said += [Said(domain, "problems", self._sentence(task)) for task in new[:SINGLY]]
        if rest := new[SINGLY:]:
            names = Text("；".join(task.title.text for task in rest), digits=True)
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

    def _sentence(self, task: Tracked) -> Runs:
        meaning, named = self._how(task)
        if cause := entered(cause_of(task)):
            meaning, named = f"{meaning} because", {**named, "cause": cause}
        return as_runs(self.voice.say(meaning, task.facts.title, task=task.named, **named))

    def _how(self, task: Tracked) -> tuple[str, Mapping[str, Named]]:
        """In which way it is late, and the figures that say so."""
        facts, standing = task.facts, task.standing
        due: dict[str, Named] = {"due": self.figures.day(facts.ends) if facts.ends else Text("规定时限")}
        bound = self.figures.bound(facts)
        if bound and not bound.reached:
            due |= {"value": shown(bound.value), "left": shown(bound.left)}
        if task.overdue:
            return "task overdue", {**due, "days": self._overdue(task)}
        if standing.elapsed is None or standing.done is None or standing.done >= standing.elapsed:
            return self._silent(task, due)
        share = self.figures.share("任务进度", facts, standing.done)
        if standing.elapsed >= 1:
            return "task due", due if "value" in due else {**due, "share": share}
        return "task slow", {"elapsed": self.figures.share("时间进度", facts, standing.elapsed), "share": share}

    def _silent(self, task: Tracked, due: Mapping[str, Named]) -> tuple[str, Mapping[str, Named]]:
        """How long nothing has been heard of it."""
        told = task.facts.reports(task.standing.on)
        since = told[-1].on if told else task.facts.assigned_on
        days = self.figures.days("没有进展报告的天数", task.facts, (task.standing.on - since).days)
        return ("task silent" if told else "task unheard of"), {**due, "days": days}

    def _overdue(self, task: Tracked) -> Named:
        return self.figures.days("逾期天数", task.facts, -(task.standing.days_left or 0))
