"""What was promised and how far it is: the plain facts from which lights, forecasts and notices are worked out.

The site keeps these facts and changes them; nothing in this package stores anything. Shares run from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from taizhang.catalogue.model import Title


class State(StrEnum):
    """Where a task stands between hand-over and closing (销号). Being late is no state: it follows from the dates."""

    AWAITING = "awaiting"
    ACTIVE = "active"
    CLOSING = "closing"
    SENT_BACK = "sent_back"
    CLOSED = "closed"
    LONG_STANDING = "long_standing"
    SUSPENDED = "suspended"

    @property
    def label(self) -> Title:
        return _STATES[self]


_STATES = {
    State.AWAITING: Title("待签收", "awaiting receipt"),
    State.ACTIVE: Title("推进中", "under way"),
    State.CLOSING: Title("申请销号", "closing asked for"),
    State.SENT_BACK: Title("退回补办", "sent back"),
    State.CLOSED: Title("已销号", "closed"),
    State.LONG_STANDING: Title("长期坚持", "kept up for good"),
    State.SUSPENDED: Title("中止", "suspended"),
}


SETTLED = frozenset((State.CLOSED, State.LONG_STANDING, State.SUSPENDED))


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way (阶段节点) and when it was taken."""

    name: str
    due: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundTarget:
    """The figure that a task is to reach (量化指标).

    `indicator` is a full code of the catalogue, None for a figure that the catalogue does not hold; `unit` is the
    code of the OrgUnit it is measured for. `value` and `baseline`, the value on the day the task was given, count in
    `unit_of_measure`. A target below its baseline, or one of which `lower` is set, is reached from above. `adds_up`
    says that units which report later can only add to the figure.
    """

    value: Decimal
    unit_of_measure: str
    indicator: str | None = None
    unit: str = ""
    baseline: Decimal | None = None
    lower: bool = False
    adds_up: bool = False

    @property
    def downwards(self) -> bool:
        """Whether less is better."""
        return self.lower if self.baseline is None or self.baseline == self.value else self.value < self.baseline

    def told_by(self, measured: Measured) -> bool:
        """Whether a value says how far the task is. While units have yet to report, what is missing is not zero: their
        reports could take the target away again, unless they can only bring it nearer."""
        return measured.complete or (self.adds_up and not self.downwards)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value of the bound figure on a day, in the target's unit of measure.

    It rests on the reports of `reported` units of `expected`; both are 0 for what was said of the whole.
    """

    on: date
    value: Decimal
    reported: int = 0
    expected: int = 0

    @property
    def complete(self) -> bool:
        return self.reported >= self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One report of the owner: what was done by a day.

    `share` is the part done as the owner puts it, from 0 to 1; `value` the bound figure as the owner puts it.
    """

    on: date
    done: str
    share: Decimal | None = None
    value: Decimal | None = None
    problem: str = ""
    next_step: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """A task (督办事项) as it is known on a day.

    `id` names it for good, `document` and `sentence` say who promised it where, `kind` is the bureau's own class.
    `domain` is a code of the catalogue. `owner` and `co_owners` are names of sections or units; where the owner is an
    OrgUnit, `owner_code` tells it from others of its name. `measured` are values
    of the bound figure that the ledger holds, `progress` what the owner has reported; both in any order. `due` is as
    first given: None where nobody said. `begun_on` is set on what was carried over: the day of its first hand-over,
    from which its time and its silence count. `applied_on` is the day on which closing was asked for, unless that was
    sent back: who checks it late makes nobody late. `stands_until` is the last day of the plan that it was carried out
    of: what comes after is told by the task that goes on with it.
    """

    title: str
    id: str = ""
    what: str = ""
    document: str = ""
    sentence: str = ""
    kind: str = ""
    domain: str = ""
    leader: str = ""
    owner: str = ""
    owner_code: str = ""
    co_owners: tuple[str, ...] = ()
    person: str = ""
    contact: str = ""
    assigned_on: date
    begun_on: date | None = None
    due: date | None = None
    extended_to: date | None = None
    milestones: tuple[Milestone, ...] = ()
    target: BoundTarget | None = None
    measured: tuple[Measured, ...] = ()
    progress: tuple[Progress, ...] = ()
    state: State = State.AWAITING
    applied_on: date | None = None
    closed_on: date | None = None
    stands_until: date | None = None
    note: str = ""

    @property
    def ends(self) -> date | None:
        """The day it must be done by, with any extension."""
        return self.extended_to or self.due

    @property
    def since(self) -> date:
        """The day from which its time counts."""
        return self.begun_on or self.assigned_on

    @property
    def done_in_time(self) -> bool:
        """Whether its owner had done with it by its day: asked for closing, or closed where nobody knows of that."""
        asked = self.applied_on or self.closed_on
        return self.state in (State.CLOSING, State.CLOSED) and bool(asked and self.ends and asked <= self.ends)

    def reports(self, day: date) -> tuple[Progress, ...]:
        """What had been reported by `day`, oldest first."""
        return tuple(sorted((one for one in self.progress if one.on <= day), key=lambda one: one.on))

    def values(self, day: date) -> tuple[Measured, ...]:
        """The bound figure as known by `day`, oldest first; on one day the ledger's value stands over the owner's.

        What the ledger has of too few units is left out: see `partial`.
        """
        said = {one.on: Measured(one.on, one.value) for one in self.progress if one.value is not None}
        of_ledger = {one.on: one for one in self.measured}
        known = said | {on: one for on, one in of_ledger.items() if self.target is None or self.target.told_by(one)}
        return tuple(one for on, one in sorted(known.items()) if on <= day)

    def latest(self, day: date) -> Measured | None:
        """The bound figure as last known by `day`."""
        return self.values(day)[-1] if self.values(day) else None

    def partial(self, day: date) -> Measured | None:
        """The ledger's value as last known by `day` where too few units have reported for it to say how far it is."""
        last = max((one for one in reversed(self.measured) if one.on <= day), key=lambda one: one.on, default=None)
        return last if last and self.target and not self.target.told_by(last) else None


_LONGEST_TITLE = 60
_STOPS = "。；;\n"


def title_from(what: str) -> str:
    """The first sentence of what is to be done, cut where it is too long for a title."""
    cut = min((at for stop in _STOPS if (at := what.find(stop)) > 0), default=len(what))
    return what[:min(cut, _LONGEST_TITLE)]
