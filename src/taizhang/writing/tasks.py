"""Tasks of supervision -> what the report says of them: how many are done, which are late and why, and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, Result, given
from taizhang.catalogue.model import Domain, Title
from taizhang.quantities import UnitError
from taizhang.supervision.model import Light, Standing, State, TaskFacts
from taizhang.writing.document import PlannedTask, Run, Text, plain_date
from taizhang.writing.gaps import because
from taizhang.writing.said import Outcome, Said, as_runs
from taizhang.writing.vocabulary import month_end
from taizhang.writing.voice import Voice
from taizhang.writing.words import Shown, Words, shown

SINGLY = 3          # late tasks of a domain that get a sentence of their own
OPEN = (State.AWAITING, State.ACTIVE, State.CLOSING, State.SENT_BACK)
LATE_LIGHTS = (Light.ORANGE, Light.RED)
OTHERS = Domain("other_tasks", Title("其他督办事项", "Other tasks"), order=1000)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A task and how it stands on the day of the report."""

    facts: TaskFacts
    standing: Standing

    @property
    def open(self) -> bool:
        return self.facts.state in OPEN

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

    def domain(self, domains: Collection[Domain]) -> Domain:
        """The domain of the figure that it is bound to, else that of its section; else none in particular."""
        target = self.facts.target
        code = ((target and target.indicator) or "").partition(".")[0]
        by_figure = (domain for domain in domains if domain.code == code)
        by_section = (domain for domain in domains if self.facts.owner and domain.section == self.facts.owner)
        return next(by_figure, None) or next(by_section, OTHERS)


@dataclass(frozen=True, slots=True)
class Telling:
    """Says the tasks of one unit's report."""

    analysis: Analysis
    unit: str
    outcome: Outcome
    voice: Voice

    def say(self, tasks: Collection[Tracked], domains: Collection[Domain]) -> None:
        """Problem sentences for late tasks and plan items for open ones, under the domain each belongs to."""
        of_domain: dict[Domain, list[Tracked]] = defaultdict(list)
        for task in tasks:
            of_domain[task.domain(domains)].append(task)
        for domain, found in of_domain.items():
            self._problems(domain, sorted((one for one in found if one.late), key=lambda one: one.badness))
            self.outcome.said.extend(self._promise(domain, task.facts) for task in found if task.open)

    def counted(self, tasks: Collection[Tracked]) -> tuple[Run, ...]:
        """How many tasks there were, how many are done and how many are late, in one sentence."""
        done = sum(one.facts.state == State.CLOSED for one in tasks)
        late = sum(one.late for one in tasks)
        meaning = "tasks in all, some late" if late else "tasks in all"
        return as_runs(self.voice.say(meaning, self.unit, all=self._count("督办事项", len(tasks)),
                                      done=self._count("其中已办结", done), late=self._count("其中滞后", late)))

    def _problems(self, domain: Domain, late: Sequence[Tracked]) -> None:
        sentences = [self._late(task) for task in late[:SINGLY]]
        if rest := late[SINGLY:]:
            count = self._count(f"{domain.title.zh}其他滞后任务", len(rest))
            sentences.append(as_runs(self.voice.say("tasks slow besides", domain.code, count=count)))
        self.outcome.said.extend(Said(domain, "problems", runs) for runs in sentences)

    def _late(self, task: Tracked) -> tuple[Run, ...]:
        """What is late, by how much, how far the bound figure is, and the cause that its owner has given."""
        facts, standing = task.facts, task.standing
        title = Text(facts.title, digits=True)
        due = self._day(facts.ends) if facts.ends else "规定时限"
        if task.overdue:
            days = shown(self._fact("逾期天数", facts, -(standing.days_left or 0), "天"))
            words = self.voice.say("task overdue", facts.title, title=title, due=due, days=days,
                                   **({"owner": facts.owner} if facts.owner else {}))
        elif standing.elapsed is not None and standing.done is not None:
            words = self.voice.say("task slow", facts.title, title=title,
                                   elapsed=self._share("时间进度", facts, standing.elapsed),
                                   share=self._share("任务进度", facts, standing.done))
        else:
            words = self.voice.say("task at risk", facts.title, title=title, due=due, light=standing.light.label.zh)
        cause = next((one.problem for one in reversed(facts.reports(standing.on)) if one.problem), "")
        return (*as_runs((*words, *self._so_far(facts))), *because(cause), Text("。"))

    def _so_far(self, facts: TaskFacts) -> Words:
        bound = self._bound(facts)
        if bound is None:
            return ()
        value, target = bound
        return self.voice.say("task so far", facts.title, value=shown(value), target=shown(target))

    def _promise(self, domain: Domain, facts: TaskFacts) -> Said:
        """What is left to do, by when and by whom."""
        due = facts.ends if facts.ends and facts.ends > self.analysis.period.end else self.analysis.period.next.end
        left = self._left(facts)
        named: dict[str, Shown | Text] = {"title": Text(facts.title, digits=True), "due": self._day(due, whole=True)}
        words = (self.voice.say("task to finish", facts.title, **named) if left is None
                 else self.voice.say("task with rest", facts.title, left=shown(left), **named))
        owner = facts.owner or domain.section
        runs = (*as_runs(words), Text("。" if owner in domain.section else f"（责任单位：{owner}）。", digits=True))
        target = {facts.target.indicator: facts.target.value} if facts.target and facts.target.indicator else {}
        planned = PlannedTask(domain.code, "".join(run.text for run in runs), owner, target, due)
        return Said(domain, "next", runs, planned)

    # --- figures ---

    def _left(self, facts: TaskFacts) -> Result | None:
        """What is missing to the target, where the release has the figure and something is missing."""
        bound = self._bound(facts)
        if bound is None or facts.target is None:
            return None
        value, target = bound
        left = value - target if facts.target.downwards else target - value
        return left if left.known > 0 else None

    def _bound(self, facts: TaskFacts) -> tuple[Result, Result] | None:
        """The bound figure as the release has it, and its target; None where there is none or they do not compare."""
        target = facts.target
        if target is None or target.indicator is None or target.indicator not in self.analysis.catalogue.indicators:
            return None
        value = self.analysis.value(target.indicator, target.unit if target.unit in self.analysis.tree.units
                                    else self.unit)
        made = self._fact("目标值", facts, target.value, target.unit_of_measure)
        try:
            return (value, made) if (value - made).value is not None else None
        except UnitError:
            self.outcome.notes.add(f"“{facts.title}”的目标单位“{target.unit_of_measure}”与指标的“{value.unit}”不能相比，未写入")
            return None

    def _day(self, day: date, *, whole: bool = False) -> Text:
        """A day as sentences name it; with `whole`, the end of a month is 12月底."""
        this_year = self.analysis.period.end.year
        if whole and (day + timedelta(days=1)).day == 1:
            return month_end(day, this_year)
        return Text(plain_date(day).removeprefix(f"{this_year}年"), digits=True)

    def _count(self, title: str, number: int) -> Shown:
        return shown(given(f"督办台账：{title}", number, "项", org=self.unit, period=str(self.analysis.period)))

    def _share(self, title: str, facts: TaskFacts, share: Decimal) -> Shown:
        return shown(self._fact(title, facts, share * 100, PERCENT))

    def _fact(self, title: str, facts: TaskFacts, value: Decimal | int, unit: str) -> Result:
        return given(f"督办台账：{facts.id or facts.title}，{title}", value, unit, org=self.unit,
                     period=str(self.analysis.period), decimals=1 if unit == PERCENT else 0)
