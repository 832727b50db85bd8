"""What became of tasks -> achievements: which are done and how the others go, in the words of those who did them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from taizhang.analysis.results import Result
from taizhang.catalogue.model import Domain
from taizhang.writing.causes import entered
from taizhang.writing.pieces import FigureRun
from taizhang.writing.said import Outcome, Runs, Said, as_runs, open_ended
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.tasks import Tracked
from taizhang.writing.voice import Named, Voice
from taizhang.writing.words import Words, shown

SAID = 3            # tasks of a domain that are told


@dataclass(frozen=True, slots=True)
class Doings:
    """Says what was done for the tasks of one unit's report."""

    figures: TaskFigures
    outcome: Outcome
    voice: Voice

    def say(self, domain: Domain, tasks: Sequence[Tracked]) -> None:
        """A sentence for each task that is closed, or on the way without a figure of its own."""
        done = [self._done(domain, task) for task in tasks if task.closed and not self._told_with(domain, task)]
        going = [self._going(task) for task in tasks if task.open and not task.late and not task.indicator]
        told = [words for words in (*done, *going) if words][:SAID]
        self.outcome.said += [Said(domain, "done", as_runs(words)) for words in told]

    def _told_with(self, domain: Domain, task: Tracked) -> bool:
        """Whether an achievement ends with the figure that the task has come to; what was aimed at is added there."""
        bound = self.figures.bound(task.facts, domain)
        for at, said in enumerate(self.outcome.said if bound and bound.reached else ()):
            if bound and said.part == "done" and said.domain == domain and _ends_with(said.runs, bound.value):
                meaning = "goal reached" if task.title.is_goal else f"task done{' and more' if bound.exceeded else ''}"
                words = self.voice.say(f"{meaning} in it", task.facts.title, aim=shown(bound.target))
                self.outcome.said[at] = replace(said, runs=(*open_ended(said.runs), *as_runs(words)))
                return True
        return False

    def _done(self, domain: Domain, task: Tracked) -> Words:
        """With the figure it has come to, unless the chapter has told it, else with what its owner told."""
        bound = self.figures.bound(task.facts, domain)
        meaning = "goal reached" if task.title.is_goal else "task done"
        if not bound or not bound.reached:
            return self._tell(meaning, task)
        more = " and more" if bound.exceeded and not task.title.is_goal else ""
        if any(_prints(said.runs, bound.value) for said in self.outcome.of(domain, "done")):
            return self._say(f"{meaning}{more}, as told", task)
        return self._say(f"{meaning}{more or ' with'}", task, value=shown(bound.value))

    def _going(self, task: Tracked) -> Words:
        """What waits only for being checked is told as done."""
        return self._tell("task reported done" if task.reported_done else "task under way", task)

    def _tell(self, meaning: str, task: Tracked) -> Words:
        told = entered(_told(task))
        return self._say(meaning, task, told=told) if told else ()

    def _say(self, meaning: str, task: Tracked, **named: Named) -> Words:
        return self.voice.say(meaning, task.facts.title, task=task.title.named, **task.title.subject, **named)


def _ends_with(runs: Runs, value: Result) -> bool:
    *_before, last, stop = runs if len(runs) > 1 else (*runs, *runs)
    return stop.text == "。" and isinstance(last, FigureRun) and last.key == value.key


def _prints(runs: Runs, value: Result) -> bool:
    return any(isinstance(run, FigureRun) and run.key == value.key for run in runs)


def _told(task: Tracked) -> str:
    """What its owner has told last, for a sentence that says itself that it is of today."""
    told = task.facts.reports(task.standing.on)
    return told[-1].done.removeprefix("目前").lstrip("，") if told else ""
