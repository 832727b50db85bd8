"""What became of tasks -> achievements: which are done and how the others go, in the words of those who did them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.catalogue.model import Domain
from taizhang.writing.causes import entered
from taizhang.writing.said import Outcome, Said, as_runs
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
        done = [self._done(task) for task in tasks if task.closed]
        going = [self._going(task) for task in tasks if task.open and not task.late and not task.indicator]
        told = [words for words in (*done, *going) if words][:SAID]
        self.outcome.said += [Said(domain, "done", as_runs(words)) for words in told]

    def _done(self, task: Tracked) -> Words:
        """With the figure it has come to, else with what its owner told."""
        bound = self.figures.bound(task.facts)
        meaning = "goal reached" if task.is_goal else "task done"
        if bound and bound.reached:
            return self._say(f"{meaning} with", task, value=shown(bound.value))
        return self._say(meaning, task, told=entered(_told(task))) if _told(task) else ()

    def _going(self, task: Tracked) -> Words:
        return self._say("task under way", task, told=entered(_told(task))) if _told(task) else ()

    def _say(self, meaning: str, task: Tracked, **named: Named) -> Words:
        return self.voice.say(meaning, task.facts.title, task=task.named, **named)


def _told(task: Tracked) -> str:
    """What its owner has told last."""
    told = task.facts.reports(task.standing.on)
    return told[-1].done if told else ""
