"""What the rules of lights may ask about a task on a day: plain names with numbers, dates and words.

Shares are per cent from 0 to 100, as people say them. A name without a value is missing, which no comparison holds of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from taizhang.supervision.done import done_share, figure_share, reached
from taizhang.supervision.forecast import forecast
from taizhang.supervision.model import Measured, Progress, State, TaskFacts
from taizhang.supervision.standing import Forecast

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A task as seen on a day, with what several of its facts rest on worked out once."""

    task: TaskFacts
    day: date
    elapsed: Fraction | None
    done: Fraction | None
    figure_done: Fraction | None
    reports: tuple[Progress, ...]
    forecast: Forecast

    @property
    def last_report(self) -> date:
        """The day of the last report, or of the first hand-over where there was none."""
        return self.reports[-1].on if self.reports else self.task.since

    @property
    def missed(self) -> list[date]:
        """The due dates of milestones that were not taken in time and are not taken yet."""
        return [one.due for one in self.task.milestones
                if one.due < self.day and (one.done_on is None or one.done_on > self.day)]

    @property
    def closed_on(self) -> date | None:
        return self.task.closed_on if self.task.state == State.CLOSED else None

    @property
    def asked_on(self) -> date:
        """The day of asking for closing; where nobody knows that, of closing, or of the last report before."""
        return self.task.applied_on or self.closed_on or self.last_report


def see(task: TaskFacts, day: date) -> Seen:
    """The task as of `day`."""
    return Seen(task, day, elapsed_share(task, day), done_share(task, day), figure_share(task, day),
                task.reports(day), forecast(task, day))


def elapsed_share(task: TaskFacts, day: date) -> Fraction | None:
    """The part of the time between first hand-over and due date that has gone by `day`, from 0 to 1."""
    if task.ends is None:
        return None
    whole, gone = (task.ends - task.since).days, (day - task.since).days
    if whole <= 0:
        return Fraction(day >= task.ends)
    return min(max(Fraction(gone, whole), Fraction(0)), Fraction(1))


def _hundred(share: Fraction | None) -> Fraction | None:
    return None if share is None else share * 100


def _left(seen: Seen) -> int | None:
    return None if seen.task.ends is None else (seen.task.ends - seen.day).days


def _overdue(seen: Seen) -> int | None:
    left = _left(seen)
    return None if left is None else max(-left, 0)


def _behind(seen: Seen) -> Fraction | None:
    return None if seen.elapsed is None or seen.done is None else (seen.elapsed - seen.done) * 100


def _asked_late(seen: Seen) -> int | None:
    return None if seen.task.ends is None else max((seen.asked_on - seen.task.ends).days, 0)


def _closed_late(seen: Seen) -> int | None:
    if seen.closed_on is None or seen.task.ends is None:
        return None
    return max((seen.closed_on - seen.task.ends).days, 0)


def _when_due(seen: Seen, value: Decimal | None) -> Fraction | None:
    """A value told for the day it is due, in per cent of what there is to do."""
    target, at = seen.task.target, seen.forecast.at
    if value is None or at is None:
        return None
    if target and seen.task.values(seen.day):
        return _hundred(reached(target, Measured(at, value)))
    return Fraction(value)


NUMBERS: Mapping[str, Callable[[Seen], Any]] = {
    "days_left": _left,
    "overdue_days": _overdue,
    "time_gone": lambda seen: _hundred(seen.elapsed),
    "time_left": lambda seen: None if seen.elapsed is None else (1 - seen.elapsed) * 100,
    "done": lambda seen: _hundred(seen.done),
    "figure_done": lambda seen: _hundred(seen.figure_done),
    "behind": _behind,
    "ahead": lambda seen: None if (behind := _behind(seen)) is None else -behind,
    "reports": lambda seen: len(seen.reports),
    "silent_days": lambda seen: max((seen.day - seen.last_report).days, 0),
    "assigned_days": lambda seen: max((seen.day - seen.task.assigned_on).days, 0),
    "missed": lambda seen: len(seen.missed),
    "missed_days": lambda seen: max(((seen.day - due).days for due in seen.missed), default=0),
    "forecast_done": lambda seen: _when_due(seen, seen.forecast.value),
    "stale_done": lambda seen: _when_due(seen, seen.forecast.then),
    "asked_late_days": _asked_late,
    "closed_late_days": _closed_late,
}
DATES: Mapping[str, Callable[[Seen], date | None]] = {
    "due": lambda seen: seen.task.ends,
    "first_due": lambda seen: seen.task.due,
    "assigned_on": lambda seen: seen.task.assigned_on,
    "asked_on": lambda seen: seen.asked_on,
    "closed_on": lambda seen: seen.closed_on,
    "last_report": lambda seen: seen.last_report,
    "stale_since": lambda seen: seen.forecast.last,
}
TEXTS: Mapping[str, Callable[[Seen], str]] = {
    "state": lambda seen: seen.task.state.value,
    "kind": lambda seen: seen.task.kind,
    "owner": lambda seen: seen.task.owner,
}


def facts(seen: Seen) -> Facts:
    """Every fact by name; numbers as exact fractions, as formulas take them."""
    numbers = {name: None if (value := ask(seen)) is None else Fraction(value) for name, ask in NUMBERS.items()}
    return {**numbers, **{name: ask(seen) for name, ask in (*DATES.items(), *TEXTS.items())}}
