"""How a task stands on a day: its light and why, and how it ends at the pace so far. Shares run from 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from taizhang.catalogue.model import Title


class Light(StrEnum):
    """The colour of a task, best first; OFF for what has none."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    OFF = "off"

    @property
    def label(self) -> Title:
        return _LIGHTS[self]

    @property
    def badness(self) -> int:
        """Larger is worse; OFF comes last, below green."""
        return (Light.OFF, Light.GREEN, Light.YELLOW, Light.ORANGE, Light.RED).index(self)


_LIGHTS = {
    Light.GREEN: Title("绿灯", "green"),
    Light.YELLOW: Title("黄灯", "yellow"),
    Light.ORANGE: Title("橙灯", "orange"),
    Light.RED: Title("红灯", "red"),
    Light.OFF: Title("不亮灯", "no light"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How a task ends at the pace so far: at `value` of `of` on `at`, the day it is due; `said` in words.

    `reached_on` is the day on which all is done at that pace, None where never. Where it cannot be told, `value` is
    None and `said` gives the reason. Where the last figure, of the day `last`, is too old for a pace of today, `then`
    is what the pace of then would have come to.
    """

    said: Title
    value: Decimal | None = None
    of: Decimal | None = None
    at: date | None = None
    unit_of_measure: str = ""
    reached_on: date | None = None
    then: Decimal | None = None
    last: date | None = None

    @property
    def known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a task stands on a day: its light, the rule that gave it and why, with the figures.

    `elapsed` is the part of the time gone and `done` the part of the work, from 0 to 1, None where it cannot be told.
    `days_left` is negative once overdue. `slip_days` are the days by which it has ended, or at this pace will end,
    after the day first given; None where it cannot be told.
    """

    light: Light
    rule: str
    why: Title
    on: date
    elapsed: Decimal | None = None
    done: Decimal | None = None
    days_left: int | None = None
    slip_days: int | None = None
    forecast: Forecast | None = None
