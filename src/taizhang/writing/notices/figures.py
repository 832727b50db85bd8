"""Figures of tasks as a document prints them: each opens the tasks that it was counted from or worked out for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from taizhang.analysis.evidence import Evidence, Observed, Source
from taizhang.analysis.results import Result, given
from taizhang.supervision.model import TaskFacts
from taizhang.supervision.standing import Standing
from taizhang.writing.page import stray_spans
from taizhang.writing.pieces import Own, Run, Text
from taizhang.writing.words import Shown, Words, shown

Stood = tuple[TaskFacts, Standing]
_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<measure>个百分点|万元|亿元|平方米|人次|[%天项个所人间处名次元])?")
_MEASURES = {"个百分点": "百分点"}


@dataclass(slots=True)
class TaskFigures:
    """Makes figures for one document on one day and keeps what stands behind each, for `Document.evidence`."""

    unit: str
    day: date
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def count(self, title: str, tasks: Sequence[Stood], measure: str = "项") -> Shown:
        """How many tasks there are of a kind; it opens them."""
        return self._kept(title, Decimal(len(tasks)), measure, tasks)

    def number(self, title: str, value: int, measure: str, tasks: Sequence[Stood]) -> Shown:
        """Another number that was worked out from tasks, such as how many units have them."""
        return self._kept(title, Decimal(value), measure, tasks)

    def why(self, stood: Stood, words: str) -> Words:
        """Words that were worked out for a task, every number in them a figure that opens the task."""
        pieces: list[Text | Shown] = []
        at, spans = 0, stray_spans(words)
        for found in _NUMBER.finditer(words):
            if not any(start <= found.start() < end for start, end in spans):
                continue        # it stands in a date or a name
            measure = found["measure"] or ""
            about = words[max(0, found.start() - 12):found.start()]
            result = self._result(f"{about}…", Decimal(found["number"]), _MEASURES.get(measure, measure), [stood])
            pieces += [Text(words[at:found.start()], digits=True), Shown(result, found[0])]
            at = found.end()
        return (*pieces, Text(words[at:], digits=True))

    def _kept(self, title: str, value: Decimal, measure: str, tasks: Sequence[Stood]) -> Shown:
        return shown(self._result(title, value, measure, tasks))

    def _result(self, title: str, value: Decimal, measure: str, tasks: Sequence[Stood]) -> Result:
        about = tasks[0][0] if len(tasks) == 1 else None
        named = f"督办台账：{about.id or about.title}，{title}" if about else f"督办台账：{title}"
        places = max(0, -int(value.as_tuple().exponent))
        result = given(named, value, measure, org=self.unit, period=self.day.isoformat(), decimals=places)
        self.evidence[result.key] = Evidence(
            result, formula=f"截至{self.day}的督办台账", observations=tuple(map(_observed, tasks)), total=len(tasks))
        return result


def _observed(stood: Stood) -> Observed:
    """A task as what a figure rests on; what it says is its title and why it has its light."""
    task, how = stood
    name = f"task:{task.id or task.title}"
    source = Source(id=name, kind="task", text=f"{task.title}：{how.why.zh}", reported_by=task.owner)
    return Observed(id=name, unit=task.owner, unit_name=task.owner, period=str(how.on), split="", value=None,
                    source=source)


def said_by(words: str, reason: str) -> tuple[Run, ...]:
    """Somebody's own words, whose numbers stand for what they said and nothing else."""
    runs: list[Run] = []
    at = 0
    for start, end in stray_spans(words):
        runs += [Text(words[at:start], digits=True), Own(words[start:end], reason)]
        at = end
    return tuple(run for run in (*runs, Text(words[at:], digits=True)) if run.text)
