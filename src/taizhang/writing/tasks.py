"""Tasks of supervision as a report speaks of them: where they belong, whether they are late."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from taizhang.catalogue.model import Domain, Title
from taizhang.supervision.model import State, TaskFacts
from taizhang.supervision.standing import Light, Standing
from taizhang.writing.task_titles import TaskTitle

OPEN = (State.AWAITING, State.ACTIVE, State.CLOSING, State.SENT_BACK)
LATE_LIGHTS = (Light.ORANGE, Light.RED)
OTHERS = Domain("", Title("其他督办事项", "Other tasks"), order=1000)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A task and how it stands on the day of the report."""

    facts: TaskFacts
    standing: Standing

    @property
    def open(self) -> bool:
        return self.facts.state in OPEN

    @property
    def closed(self) -> bool:
        return self.facts.state == State.CLOSED

    @property
    def reported_done(self) -> bool:
        """Whether its owner has asked for its closing, or says that all of it is done."""
        return self.facts.state == State.CLOSING or (self.open and self.standing.done == 1)

    @property
    def overdue(self) -> bool:
        """Whether its day is over; not where its owner asked for the closing in time, which the light knows."""
        asked = self.facts.state == State.CLOSING and self.standing.light not in LATE_LIGHTS
        return self.open and not asked and (self.standing.days_left or 0) < 0

    @property
    def late(self) -> bool:
        return self.open and (self.overdue or self.standing.light in LATE_LIGHTS)

    @property
    def badness(self) -> tuple[int, int]:
        """Sorts the worst first: by light, then by days."""
        return -self.standing.light.badness, self.standing.days_left or 0

    @property
    def indicator(self) -> str:
        """The code of the figure that it is bound to, where there is one."""
        return (self.facts.target and self.facts.target.indicator) or ""

    @property
    def title(self) -> TaskTitle:
        return TaskTitle(self.facts.title)

    def domain(self, domains: Collection[Domain]) -> Domain:
        """The domain of the figure that it is bound to, else its own, else its section's; else none in particular."""
        by_code = {domain.code: domain for domain in domains}
        by_section = (domain for domain in domains if self.facts.owner and domain.section == self.facts.owner)
        found = by_code.get(self.indicator.partition(".")[0]) or by_code.get(self.facts.domain)
        return found or next(by_section, OTHERS)


def late_ones(tasks: Iterable[Tracked]) -> list[Tracked]:
    """Those of the tasks that are late, the worst first."""
    return sorted((task for task in tasks if task.late), key=lambda one: one.badness)
