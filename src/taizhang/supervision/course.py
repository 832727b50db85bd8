"""The course of a task: points in time, and the straight line through the first and the last of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

FARTHEST = 3650          # days ahead beyond which "some day" is no date
SILENCE = (31, 92)       # days that a pace holds after the last point: a month (月调度) at least, a quarter at most
SHARE = "%"
Point = tuple[date, Fraction]


@dataclass(frozen=True, slots=True)
class Course:
    """What is followed: points in time, the goal, and in what both count."""

    points: list[Point]
    goal: Fraction
    unit: str
    downwards: bool

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def days(self) -> int:
        return (self.last[0] - self.points[0][0]).days

    @property
    def holds(self) -> int:
        """For how many days after the last point its pace is one: half as long as it was watched, within SILENCE.

        What was seen for ten weeks says little of the ten weeks that nobody looked at. A quarter without news is no
        pace of today, however long the course before; and who reports every month is not called silent between.
        """
        shortest, longest = SILENCE
        return min(max(self.days // 2, shortest), longest)

    @property
    def pace(self) -> Fraction:
        """How much nearer the goal each day; nought where it went the other way, for that is not carried on."""
        if not self.days:
            return Fraction(0)
        change = (self.last[1] - self.points[0][1]) / self.days
        return min(change, Fraction(0)) if self.downwards else max(change, Fraction(0))

    @property
    def there(self) -> bool:
        return self.last[1] <= self.goal if self.downwards else self.last[1] >= self.goal

    def at(self, day: date) -> Fraction:
        """Where it stands on a day to come, at this pace; before the last point, what was known last.

        What falls stops at nought, unless it or its goal lies below that already.
        """
        value = self.last[1] + self.pace * max((day - self.last[0]).days, 0)
        if self.downwards:
            return max(value, min(Fraction(0), self.goal, self.last[1]))
        return min(value, self.goal) if self.unit == SHARE else value

    def reached_on(self) -> date | None:
        if self.there:
            return self.last[0]
        if not self.pace:
            return None
        ahead = math.ceil((self.goal - self.last[1]) / self.pace)
        return self.last[0] + timedelta(days=ahead) if ahead <= FARTHEST else None
