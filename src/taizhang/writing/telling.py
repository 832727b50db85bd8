"""The tasks of supervision -> what each part of the report says of them, under the domain where each belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.model import Domain
from taizhang.writing.pieces import Run
from taizhang.writing.said import as_runs
from taizhang.writing.task_doings import Doings
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.task_plans import GoingOn
from taizhang.writing.task_problems import Lateness
from taizhang.writing.tasks import Tracked
from taizhang.writing.voice import Voice


@dataclass(frozen=True, slots=True)
class Telling:
    """Says the tasks of one unit's report of a day."""

    figures: TaskFigures
    voice: Voice
    day: date

    def say(self, tasks: Collection[Tracked], domains: Collection[Domain]) -> None:
        """What was done, what is late and what goes on, domain by domain."""
        outcome, of_domain = self.figures.outcome, defaultdict[Domain, list[Tracked]](list)
        for task in tasks:
            of_domain[task.domain(domains)].append(task)
        for domain, found in of_domain.items():
            Doings(self.figures, outcome, self.voice).say(domain, found)
            Lateness(self.figures, outcome, self.voice).say(domain, found)
            GoingOn(self.figures, outcome, self.voice, self.day).say(domain, found)

    def counted(self, tasks: Collection[Tracked]) -> tuple[Run, ...]:
        """How many tasks there were, how many are done and how many are late, in one sentence."""
        count = self.figures.count
        late = sum(one.late for one in tasks)
        meaning = "tasks in all, some late" if late else "tasks in all"
        return as_runs(self.voice.say(
            meaning, self.figures.unit, all=count("督办事项", len(tasks)), late=count("其中滞后", late),
            done=count("其中已办结", sum(one.closed for one in tasks))))
