"""A task as it was on a day, told from its moves: whatever happened since leaves that day as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from taizhang.periods import Period
from taizhang.supervision.model import State
from taizhang.web.supervision.models import Move, Task, TaskEvent

ASKED = (State.CLOSING.value, State.CLOSED.value)  # for whose closing the owner has asked


@dataclass(frozen=True, slots=True)
class Then:
    """What a day knew of a task; `applied_on` and `stands_until` are as `TaskFacts` has them."""

    state: State
    applied_on: date | None
    closed_on: date | None
    extended_to: date | None
    stands_until: date | None


def events_for(day: date, known: datetime | None = None) -> QuerySet[TaskEvent]:
    """The moves that `as_of` has to know: of today only those of tasks that may have been carried over, and by which
    closing was asked for; of what was `known` at a time all until then."""
    rows, asked = TaskEvent.objects.all(), Q(action=Move.APPLY, task__state__in=ASKED)
    if known:
        return rows.filter(at__lte=known)
    return rows if day < timezone.localdate() else rows.filter(Q(task__state=State.SUSPENDED.value) | asked)


def as_of(task: Task, day: date, known: datetime | None = None) -> Then:
    """The task as it was at the end of a day; its moves and extensions are listed as `facts_of` lists them.

    With `known` these end at that time, and what the task itself says of today is not asked. One that was carried over
    stands as it did before that, up to the last day of its own plan.
    """
    moves = [one for one in task.listed_events if one.before != one.after]
    carried = bool(moves) and moves[-1].action == Move.CARRY
    if known is None and day >= timezone.localdate() and not carried:
        return Then(State(task.state), applied_on(task, moves, task.state), task.closed_on, task.extended_to, None)
    until = Period.parse(task.plan.period).end if carried else None
    return _then(task, [one for one in moves if one.action != Move.CARRY], min(day, until or day), until)


def _then(task: Task, moves: list[TaskEvent], day: date, until: date | None) -> Then:
    known = [one for one in moves if _known_from(one.at, task) <= day]
    state = State(known[-1].after if known else State.AWAITING)
    closed = [timezone.localdate(one.at) for one in known if one.action == Move.CLOSE]
    later = [one.to for one in task.listed_extensions if one.granted and _known_from(one.decided_at, task) <= day]
    closed_on, extended_to = closed[-1] if state == State.CLOSED else None, later[-1] if later else None
    return Then(state, applied_on(task, known, state), closed_on, extended_to, until)


def applied_on(task: Task, moves: Iterable[TaskEvent], state: str) -> date | None:
    """The day on which closing was asked for, None where nobody has or it was sent back.

    Of a plan entered afterwards only the last report tells when.
    """
    asked = [one for one in moves if one.action == Move.APPLY and state in ASKED]
    if not asked or not _entered_afterwards(task):
        return timezone.localdate(asked[-1].at) if asked else None
    return max((one.on for one in task.listed_entries), default=_known_from(asked[-1].at, task))


def _known_from(at: datetime, task: Task) -> date:
    """The day from which something counts. What was entered as a plan after its period was over counts on its last day.
    """
    ends, noted = Period.parse(task.plan.period).end, timezone.localdate(at)
    return min(noted, ends) if _entered_afterwards(task) else noted


def _entered_afterwards(task: Task) -> bool:
    return timezone.localdate(task.plan.made_at) > Period.parse(task.plan.period).end
