"""The figures that a report prints of a task, each a result whose title says where in the ledger of tasks it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, Result, given
from taizhang.catalogue.model import Domain
from taizhang.quantities import UnitError
from taizhang.supervision.model import TaskFacts
from taizhang.writing.numbering import plain_date
from taizhang.writing.pieces import FigureRun, Text
from taizhang.writing.said import Outcome
from taizhang.writing.same_fact import same_words
from taizhang.writing.vocabulary import month_end
from taizhang.writing.words import Shown, shown

LITTLE = Decimal("0.1")             # of its target, that may be left of what is nearly done
HEADS_OR_TIMES = {"人", "人次"}     # told beside each other, never taken from each other


@dataclass(frozen=True, slots=True)
class Bound:
    """The figure that a task is bound to, as the release has it, and what it is to reach."""

    value: Result
    target: Result
    left: Result

    @property
    def reached(self) -> bool:
        return self.left.known <= 0

    @property
    def nearly_reached(self) -> bool:
        return self.left.known <= abs(self.target.known) * LITTLE

    @property
    def exceeded(self) -> bool:
        """Whether there is more than was asked for; less of what is to become less is no more than reached."""
        return self.left.known < 0 and self.value > self.target


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Makes the figures of one unit's tasks; what cannot be compared is noted in `outcome`."""

    analysis: Analysis
    unit: str
    outcome: Outcome

    def count(self, title: str, number: int) -> Shown:
        """A number of tasks."""
        return shown(given(f"督办台账：{title}", number, "项", org=self.unit, period=self._period))

    def days(self, title: str, facts: TaskFacts, number: int) -> Shown:
        return shown(self._fact(title, facts, number, "天"))

    def share(self, title: str, facts: TaskFacts, share: Decimal) -> Shown:
        """A part of the whole, given from 0 to 1, in per cent."""
        return shown(self._fact(title, facts, share * 100, PERCENT))

    def day(self, day: date) -> Text:
        """A day as sentences name it; the end of a month is 9月底, that of the year 年底."""
        this_year = self.analysis.period.end.year
        if day == date(this_year, 12, 31):
            return Text("年底")
        if (day + timedelta(days=1)).day == 1:
            return month_end(day, this_year)
        return Text(plain_date(day).removeprefix(f"{this_year}年"), digits=True)

    def bound(self, facts: TaskFacts, domain: Domain) -> Bound | None:
        """The figure that the task is bound to, else what its chapter prints of the same thing in the same unit.

        None where there is neither, or figure and target do not compare.
        """
        target = facts.target
        if target is None:
            return None
        if target.indicator in self.analysis.catalogue.indicators:
            value = self.analysis.value(target.indicator or "", target.unit if target.unit in self.analysis.tree.units
                                        else self.unit)
        elif (told := self.told(facts, domain)) and told.unit == target.unit_of_measure:
            value = told
        else:
            return None
        aim = self._fact("目标值", facts, target.value, target.unit_of_measure)
        try:
            left = value - aim if target.downwards else aim - value
        except UnitError:
            self.outcome.notes.add(f"“{facts.title}”的目标单位“{target.unit_of_measure}”与指标的“{value.unit}”不能相比，未写入")
            return None
        return None if left.value is None else Bound(value, aim, left)

    def told(self, facts: TaskFacts, domain: Domain) -> Result | None:
        """What a domain's achievements print of the thing that a task counts: told by the very same words, of the whole
        unit, and in the same unit or in heads where the task counts times. A task of a single county has none.
        """
        if facts.target is None or facts.target.indicator or facts.owner in self._counties:
            return None
        printed = (run.result for said in self.outcome.of(domain, "done") for run in said.runs
                   if isinstance(run, FigureRun))
        return next((one for one in printed if self._same_thing(facts, one)), None)

    def _same_thing(self, facts: TaskFacts, one: Result) -> bool:
        target, indicator = facts.target, self.analysis.catalogue.indicators.get(one.code)
        if target is None or indicator is None or one.by or (one.org, one.period) != (self.unit, self._period):
            return False
        alike = one.unit == target.unit_of_measure or {one.unit, target.unit_of_measure} == HEADS_OR_TIMES
        return alike and same_words(facts.title, indicator)

    @property
    def _counties(self) -> set[str]:
        return {one.name for one in self.analysis.tree.units.values() if one.kind == "county"}

    @property
    def _period(self) -> str:
        return str(self.analysis.period)

    def _fact(self, title: str, facts: TaskFacts, value: Decimal | int, unit: str) -> Result:
        return given(f"督办台账：{facts.id or facts.title}，{title}", value, unit, org=self.unit,
                     period=self._period, decimals=1 if unit == PERCENT else 0)
