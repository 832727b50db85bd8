"""How far a round has come: who has reported, and who in time, by unit, domain and form.

Completeness and timeliness are two figures, each out of what was asked: a unit that reports late completes the round
and is not in time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from taizhang.web.collection.models import State, Submission
from taizhang.web.collection.queries import NOT_SENT
from taizhang.web.ledger.models import OrgUnit


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted of one submission; `due` is the day given to its unit, if one was."""

    path: str
    what: str
    state: str
    submitted_on: date | None
    due: date | None

    @property
    def sent(self) -> bool:
        return self.state not in NOT_SENT

    @property
    def in_time(self) -> bool:
        """Whether it was first sent by its day; sending it again after a return does not make it late."""
        return self.submitted_on is not None and self.due is not None and self.submitted_on <= self.due


@dataclass(slots=True)
class Standing:
    """Numbers of submissions: `sent` were sent, `in_time` by their due date, `late` are not sent though due."""

    key: str
    asked: int = 0
    sent: int = 0
    in_time: int = 0
    late: int = 0
    checked: int = 0
    approved: int = 0

    def count(self, row: Row, today: date) -> None:
        self.asked += 1
        self.sent += row.sent
        self.in_time += row.in_time
        self.late += row.due is not None and not row.sent and row.due < today
        self.checked += row.state in (State.CHECKED, State.APPROVED)
        self.approved += row.state == State.APPROVED


_FIELDS = ("unit__path", "what", "state", "submitted_on", "due", "extended_until")


def rows_of(submissions: QuerySet[Submission]) -> list[Row]:
    """One query, whatever is counted afterwards."""
    found = submissions.order_by().values_list(*_FIELDS)
    return [Row(path, what, state, on, until or due) for path, what, state, on, due, until in found]


def by_form(rows: Iterable[Row]) -> list[Standing]:
    """By form or register."""
    return _by(rows, lambda row: row.what)


def by_domain(rows: Iterable[Row]) -> list[Standing]:
    """By domain, the latest first."""
    return sorted(_by(rows, lambda row: row.what.partition(".")[0]), key=lambda one: -one.late)


def by_unit(rows: Iterable[Row], top: OrgUnit) -> list[tuple[OrgUnit, Standing]]:
    """By the units right below `top`, each with all below it; what `top` itself sends stands first."""
    depth = top.path.count("/")
    standings = _by(rows, lambda row: "".join(f"{code}/" for code in row.path.split("/")[: depth + 1] if code))
    units = {unit.path: unit for unit in OrgUnit.objects.filter(path__in=[one.key for one in standings])}
    return [(units[one.key], one) for one in standings if one.key in units]


def _by(rows: Iterable[Row], key: Callable[[Row], str]) -> list[Standing]:
    today = timezone.localdate()
    found: dict[str, Standing] = defaultdict(lambda: Standing(""))
    for row in rows:
        found[key(row)].count(row, today)
    for name, standing in found.items():
        standing.key = name
    return [found[name] for name in sorted(found)]


def whole(rows: Iterable[Row]) -> Standing:
    """Everything together."""
    return next(iter(_by(rows, lambda row: "")), Standing(""))
