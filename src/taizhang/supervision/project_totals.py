"""What projects come to on a day: how many, how late, how much money, how many degree places.

Counts and rates are those of the catalogue's indicators under `projects`, worked out for any day instead of a
period's last (a test holds the two against each other). Stopped projects count nowhere, and a project counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.supervision.projects import COMPLETED, DELIVERED, STARTED, Project

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Money:
    """Money of some projects in 万元 and its rates in %; None where it cannot be told. `unreported` projects gave none.

    The rates are 资金到位率 (in place ÷ planned), 投资完成率 (spent ÷ planned) and 支付率 (spent ÷ in place).
    """

    planned: Decimal
    in_place: Decimal
    spent: Decimal
    unreported: int

    @property
    def in_place_rate(self) -> Decimal | None:
        return _rate(self.in_place, self.planned)

    @property
    def done_rate(self) -> Decimal | None:
        return _rate(self.spent, self.planned)

    @property
    def paid_rate(self) -> Decimal | None:
        return _rate(self.spent, self.in_place)


@dataclass(frozen=True, slots=True)
class Overview:
    """How some projects stand on a day: counts, rates in %, money, degree places handed over and to come."""

    total: int
    started: int
    completed: int
    delivered: int
    late: int
    not_started: int
    places_added: int
    places_coming: int
    money: Money

    @property
    def start_rate(self) -> Decimal | None:
        """开工率: works started ÷ planned projects."""
        return _rate(Decimal(self.started), Decimal(self.total))

    @property
    def completion_rate(self) -> Decimal | None:
        """竣工率: accepted ÷ planned projects."""
        return _rate(Decimal(self.completed), Decimal(self.total))


def overview(projects: Iterable[Project], day: date, *, since: date) -> Overview:
    """How projects stand on `day`; degree places are counted once, where they were handed over from `since` on."""
    every = list({one.code: one for one in projects if not one.stopped}.values())
    return Overview(
        total=len(every),
        started=sum(one.done(STARTED, day) for one in every),
        completed=sum(one.done(COMPLETED, day) for one in every),
        delivered=sum(one.done(DELIVERED, day) for one in every),
        late=sum(_due(one, COMPLETED, day) for one in every),
        not_started=sum(_due(one, STARTED, day) for one in every),
        places_added=sum(one.places or 0 for one in every if one.done(DELIVERED, day)
                         and one.actual[DELIVERED] >= since),
        places_coming=sum(one.places or 0 for one in every
                          if one.done(STARTED, day) and not one.done(DELIVERED, day)),
        money=money(every))


def money(projects: Iterable[Project]) -> Money:
    """What projects have planned, in place and spent, all added up."""
    every = [one for one in projects if not one.stopped]
    return Money(sum((one.total or Decimal(0) for one in every), Decimal(0)),
                 sum((one.in_place or Decimal(0) for one in every), Decimal(0)),
                 sum((one.spent or Decimal(0) for one in every), Decimal(0)),
                 sum(None in (one.in_place, one.spent) for one in every))


def _due(one: Project, number: int, day: date) -> bool:
    planned = one.planned.get(number)
    return planned is not None and planned <= day and not one.done(number, day)


def _rate(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole * _HUNDRED if whole else None
