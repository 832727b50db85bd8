"""Tasks of supervision as a report speaks of them: what they are called, where they belong, whether they are late."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from taizhang.catalogue.model import Domain, Title
from taizhang.supervision.model import Light, Standing, State, TaskFacts
from taizhang.writing.document import Text

OPEN = (State.AWAITING, State.ACTIVE, State.CLOSING, State.SENT_BACK)
LATE_LIGHTS = (Light.ORANGE, Light.RED)
OTHERS = Domain("", Title("其他督办事项", "Other tasks"), order=1000)
LONG = 30           # characters from which on a title is quoted
_STATE_TO_REACH = re.compile("达到|减少到|压减到|降到|降至|提高到|增加到|控制在|清零|以内$|以上$")
_NAMED_ALREADY = ("任务", "工作", "目标", "项目")


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
    def overdue(self) -> bool:
        return self.open and (self.standing.days_left or 0) < 0

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
    def title(self) -> Text:
        """Its title as it stands in a sentence; one that is a sentence itself is quoted."""
        title = self.facts.title
        return Text(f"“{title}”" if "，" in title or len(title) > LONG else title, digits=True)

    @property
    def is_goal(self) -> bool:
        """Whether its title tells of a state to reach, not of something to do."""
        return bool(_STATE_TO_REACH.search(self.facts.title))

    @property
    def named(self) -> Text:
        """What it is called as a thing: 招聘教师230名的任务, 标准化考点达到50个的目标."""
        title = self.title.text.removeprefix("完成")
        if title.endswith(_NAMED_ALREADY):
            return Text(title, digits=True)
        return Text(f"{title}的{'目标' if self.is_goal else '任务'}", digits=True)

    def domain(self, domains: Collection[Domain]) -> Domain:
        """The domain of the figure that it is bound to, else its own, else its section's; else none in particular."""
        by_code = {domain.code: domain for domain in domains}
        by_section = (domain for domain in domains if self.facts.owner and domain.section == self.facts.owner)
        found = by_code.get(self.indicator.partition(".")[0]) or by_code.get(self.facts.domain)
        return found or next(by_section, OTHERS)
