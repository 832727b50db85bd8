"""Unfinished tasks -> items of the plan: what is left to do, by when and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from taizhang.catalogue.model import Domain
from taizhang.supervision.model import State
from taizhang.writing.document import PlannedTask
from taizhang.writing.pieces import Text
from taizhang.writing.said import Outcome, Runs, Said, as_runs
from taizhang.writing.same_fact import same_fact
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.tasks import Tracked
from taizhang.writing.vocabulary import spoken
from taizhang.writing.voice import Named, Voice
from taizhang.writing.words import shown

_Item = tuple[Runs, PlannedTask]


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Says how one unit's unfinished tasks go on after `day`, the day of the report."""

    figures: TaskFigures
    outcome: Outcome
    voice: Voice
    day: date

    def say(self, domain: Domain, tasks: Sequence[Tracked]) -> None:
        """One sentence for all of a domain; a task whose figure the plan has a promise for goes on in that promise."""
        alone = [task for task in tasks if task.open and not self._promised(domain, task)]
        if not alone:
            return
        items = [self._item(domain, task) for task in alone]
        self.outcome.said.append(Said(domain, "next", self._sentence(domain, [runs for runs, _task in items]),
                                      tuple(planned for _runs, planned in items)))

    def _sentence(self, domain: Domain, items: Sequence[Runs]) -> Runs:
        if len(items) == 1:
            return (*items[0], Text("。"))
        lead = as_runs(self.voice.say("tasks go on", domain.code, period=spoken(self.figures.analysis.period)))
        first, *others = items
        return (*lead, *first, *(run for item in others for run in (Text("；"), *item)), Text("。"))

    def _promised(self, domain: Domain, task: Tracked) -> bool:
        """Whether the plan promises something of the task's figure already; that promise then goes on with the task."""
        for at, said in enumerate(self.outcome.said):
            if said.part == "next" and said.domain == domain and self._same(task, said):
                first, *others = said.tasks
                going_on = replace(first, goes_on=(*first.goes_on, *filter(None, [task.facts.id])))
                self.outcome.said[at] = replace(said, tasks=(going_on, *others))
                return True
        return False

    def _same(self, task: Tracked, said: Said) -> bool:
        aims = [code for one in said.tasks for code in one.target]
        return bool(task.indicator) and same_fact(task.indicator, aims, self.figures.analysis.catalogue)

    def _item(self, domain: Domain, task: Tracked) -> _Item:
        facts = task.facts
        due, owner = self._due(task), facts.owner or domain.section
        meaning, named = self._left(domain, task)
        words = self.voice.say(meaning, facts.title, task=task.title.named, **task.title.subject,
                               due=self.figures.day(due), **named)
        whose = Text(owner, digits=True)
        by = () if owner in domain.section else self.voice.say("task owner", facts.title, owner=whose)
        runs = as_runs((*words, *by))
        target = {task.indicator: facts.target.value} if facts.target and task.indicator else {}
        planned = PlannedTask(domain.code, "".join(run.text for run in runs), owner, target, due,
                              tuple(filter(None, [facts.id])))
        return runs, planned

    def _left(self, domain: Domain, task: Tracked) -> tuple[str, dict[str, Named]]:
        """How much is left of its figure, or is done of it; nothing where it only waits or nobody knows."""
        bound, done = self.figures.bound(task.facts, domain), task.standing.done
        if bound and not bound.reached:
            return "task nearly done" if bound.nearly_reached else "task with rest", {"left": shown(bound.left)}
        if task.facts.state == State.CLOSING:
            return "task to check", {}
        if bound:
            return "task to close", {}
        if done and done < 1:
            return "task partly done", {"share": self.figures.share("任务进度", task.facts, done)}
        return "task to finish", {}

    def _due(self, task: Tracked) -> date:
        """A day that is still ahead: its own, else the end of the period that is planned."""
        period, ends = self.figures.analysis.period, task.facts.ends
        return ends if ends and ends > max(period.end, self.day) else period.next.end
