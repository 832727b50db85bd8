"""How far what was asked for has come: what was sent, checked and approved, and how much of each in time.

Completeness and timeliness are two figures, each out of what was asked: a unit that reports late completes the round
and is not in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from taizhang.web.collection.models import Submission
from taizhang.web.collection.turns import APPROVE, CHECK, FILL
from taizhang.web.ledger.models import OrgUnit


def share(part: int, whole: int) -> str:
    """A part in per cent, to a tenth; "100%" is said only of the whole, and nothing of nothing."""
    if not whole:
        return ""
    return "100%" if part == whole else f"{min(round(100 * part / whole, 1), 99.9):g}%"


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers of submissions. Of each turn: done, done by its day, and still waiting though the day is over."""

    key: str = ""
    asked: int = 0
    sent: int = 0
    in_time: int = 0
    late: int = 0
    checked: int = 0
    checked_in_time: int = 0
    check_late: int = 0
    approved: int = 0
    approved_in_time: int = 0
    approve_late: int = 0

    def __add__(self, other: Standing) -> Standing:
        """Both together, under the first one's key."""
        (key, *these), (_key, *those) = astuple(self), astuple(other)
        return Standing(key, *map(sum, zip(these, those, strict=True)))


def counts() -> dict[str, Count]:
    """The numbers of a Standing, to be asked of submissions."""
    today = timezone.localdate()
    which = {
        "sent": FILL.done, "in_time": FILL.in_time, "late": FILL.late(today),
        "checked": CHECK.done, "checked_in_time": CHECK.in_time, "check_late": CHECK.late(today),
        "approved": APPROVE.done, "approved_in_time": APPROVE.in_time, "approve_late": APPROVE.late(today),
    }  # fmt: skip
    return {"asked": Count("pk")} | {name: Count("pk", filter=one) for name, one in which.items()}


def whole(rows: QuerySet[Submission]) -> Standing:
    """Everything together."""
    return Standing("", **_asked(rows).aggregate(**counts()))


def by_form(rows: QuerySet[Submission]) -> list[Standing]:
    """By form or register."""
    return _by(rows, "what")


def by_domain(rows: QuerySet[Submission]) -> list[Standing]:
    """By domain, the latest first."""
    return sorted(_folded(_by(rows, "what"), lambda what: what.partition(".")[0]), key=lambda one: -one.late)


def by_unit(rows: QuerySet[Submission], top: OrgUnit) -> list[tuple[OrgUnit, Standing]]:
    """By the units right below `top`, each with all below it; what `top` itself sends stands first."""
    depth = top.path.count("/") + 1
    standings = _folded(_by(rows, "unit__path"), lambda path: "/".join(path.rstrip("/").split("/")[:depth]) + "/")
    units = {unit.path: unit for unit in OrgUnit.objects.filter(path__in=[one.key for one in standings])}
    return [(units[one.key], one) for one in standings if one.key in units]


def by_round(rows: QuerySet[Submission]) -> dict[int, Standing]:
    """By the number of the round that asked."""
    return {one.key: one for one in _by(rows, "round")}


def _asked(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """What came unasked is in nobody's debt."""
    return rows.exclude(due=None).order_by()


def _by(rows: QuerySet[Submission], field: str) -> list[Standing]:
    found = _asked(rows).values(field).annotate(**counts()).order_by(field)
    return [Standing(row.pop(field), **row) for row in found]


def _folded(standings: Iterable[Standing], key: Callable[[str], str]) -> list[Standing]:
    sums: dict[str, Standing] = {}
    for one in standings:
        sums[key(one.key)] = sums.get(key(one.key), Standing(key(one.key))) + one
    return [sums[name] for name in sorted(sums)]
