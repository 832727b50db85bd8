"""The figures that a report prints of a task, each a result whose title says where in the ledger of tasks it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, Result, given
from taizhang.quantities import UnitError
from taizhang.supervision.model import TaskFacts
from taizhang.writing.document import Text, plain_date
from taizhang.writing.said import Outcome
from taizhang.writing.vocabulary import month_end
from taizhang.writing.words import Shown, shown


@dataclass(frozen=True, slots=True)
class Bound:
    """The figure that a task is bound to, as the release has it, and what it is to reach."""

    value: Result
    target: Result
    left: Result

    @property
    def reached(self) -> bool:
        return self.left.known <= 0


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Makes the figures of one unit's tasks; what cannot be compared is noted in `outcome`."""

    analysis: Analysis
    unit: str
    outcome: Outcome

    def count(self, title: str, number: int) -> Shown:
        """A number of tasks."""
        return shown(given(f"督办台账：{title}", number, "项", org=self.unit, period=str(self.analysis.period)))

    def days(self, title: str, facts: TaskFacts, number: int) -> Shown:
        return shown(self._fact(title, facts, number, "天"))

    def share(self, title: str, facts: TaskFacts, share: Decimal) -> Shown:
        """A part of the whole, given from 0 to 1, in per cent."""
        return shown(self._fact(title, facts, share * 100, PERCENT))

    def day(self, day: date) -> Text:
        """A day as sentences name it; the end of a month is 12月底."""
        this_year = self.analysis.period.end.year
        if (day + timedelta(days=1)).day == 1:
            return month_end(day, this_year)
        return Text(plain_date(day).removeprefix(f"{this_year}年"), digits=True)

    def bound(self, facts: TaskFacts) -> Bound | None:
        """None where the task is bound to no figure of the catalogue, or figure and target do not compare."""
        target = facts.target
        if target is None or target.indicator is None or target.indicator not in self.analysis.catalogue.indicators:
            return None
        value = self.analysis.value(target.indicator, target.unit if target.unit in self.analysis.tree.units
                                    else self.unit)
        aim = self._fact("目标值", facts, target.value, target.unit_of_measure)
        try:
            left = value - aim if target.downwards else aim - value
        except UnitError:
            self.outcome.notes.add(f"“{facts.title}”的目标单位“{target.unit_of_measure}”与指标的“{value.unit}”不能相比，未写入")
            return None
        return None if left.value is None else Bound(value, aim, left)

    def _fact(self, title: str, facts: TaskFacts, value: Decimal | int, unit: str) -> Result:
        return given(f"督办台账：{facts.id or facts.title}，{title}", value, unit, org=self.unit,
                     period=str(self.analysis.period), decimals=1 if unit == PERCENT else 0)
