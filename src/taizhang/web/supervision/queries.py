"""Which tasks somebody may see, how they stand, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from taizhang.periods import Period
from taizhang.supervision.model import TaskFacts
from taizhang.supervision.standing import Light, Standing
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may, reach, roles_for
from taizhang.web.accounts.policies import following, second_person
from taizhang.web.ledger.models import AuditEvent, OrgUnit, UnitKind
from taizhang.web.supervision import lights
from taizhang.web.supervision.models import CARRIED, ENDED, Extension, Plan, Task, TaskEvent, TaskState
from taizhang.web.supervision.moving import RIGHTS, authors
from taizhang.writing.document import PlannedTask

SOON = timedelta(days=14)
ENDS = Coalesce("extended_to", "due")


def tasks(by: Person, action: str = "task.read") -> QuerySet[Task]:
    """The tasks on which `by` may do the action; who works with the owner may read."""
    own = reach(by, action, unit="owner", domain="domain")
    if action == "task.read":
        shared = Task.co_owners.through.objects.filter(reach(by, action, unit="orgunit", domain="task__domain"))
        own |= Q(pk__in=shared.values("task"))
    return Task.objects.filter(own).select_related("owner", "plan")


def mine(by: Person) -> QuerySet[Task]:
    """The unfinished tasks that are `by`'s own: of their unit, or of a section whose domains they look after."""
    units = [role.unit_id for role in roles_for(by, "task.report")]
    own = Q(owner__in=units) | Q(owner__kind=UnitKind.SECTION)
    return tasks(by, "task.report").filter(own).exclude(state__in=ENDED).order_by(ENDS.asc(nulls_last=True), "pk")


def plans(by: Person) -> QuerySet[Plan]:
    """The plans of the units where `by` reads tasks, with how many tasks they have and how many are not finished."""
    return Plan.objects.filter(reach(by, "task.read")).select_related("unit", "made_by").annotate(
        count=Count("tasks"), open=Count("tasks", filter=~Q(tasks__state__in=ENDED))
    )


def carriable(period: Period, by: Person) -> QuerySet[Plan]:
    """The plans of a period with something unfinished: how many tasks `by` may carry over, and how many wait for their
    closing to be checked, which are not carried."""
    own = tasks(by, "task.assign").order_by()
    return plans(by).filter(period=period.code).annotate(
        carried=Count("tasks", filter=Q(tasks__in=own.filter(state__in=CARRIED))),
        closing=Count("tasks", filter=Q(tasks__in=own.filter(state=TaskState.CLOSING))),
    ).filter(Q(carried__gt=0) | Q(closing__gt=0))  # fmt: skip


def standings(
    unit: OrgUnit, period: Period, *, on: date | None = None, known: datetime | None = None
) -> list[tuple[TaskFacts, Standing]]:
    """Every task of the unit's plans for a period, a part of it or one that it is part of, with how it stands on a day.

    That day is today unless given, or the period's last once that is over. A task that was carried over before the
    period ended is left out: the one that goes on with it speaks for both. With `known` only
    what had been entered by that time is told.
    """
    on = on or min(timezone.localdate(), period.end)
    rows = Task.objects.filter(plan__unit=unit, plan__period__in=_shared(unit, period))
    rows = _given_by(known, rows) if known else rows
    found = lights.standings_of(rows.order_by("plan", "number"), on=on, known=known)
    return [(facts, how) for facts, how in found if not facts.stands_until or facts.stands_until >= period.end]


def _given_by(known: datetime, rows: QuerySet[Task]) -> QuerySet[Task]:
    """Those of the tasks that were there at a time, by the audit log: a day of assignment may be set back."""
    first = AuditEvent.objects.filter(action="task.assign", object_type="task", object_id__in=[
        str(pk) for pk in rows.values_list("pk", flat=True)
    ]).order_by().values("object_id").annotate(at=Min("at"))  # fmt: skip
    return rows.exclude(pk__in=[int(one["object_id"]) for one in first if one["at"] > known])


def _shared(unit: OrgUnit, period: Period) -> list[str]:
    """The periods of the unit's plans that lie within a period or have it within them."""
    codes = Plan.objects.filter(unit=unit).order_by().values_list("period", flat=True).distinct()
    return [code for code in codes if period.contains(one := Period.parse(code)) or one.contains(period)]


def steps(task: Task, by: Person) -> list[str]:
    """The moves that `by` may make on the task now, for the buttons of its page."""
    rights = {**RIGHTS, "report": "task.report", "ask": "task.report", "assign": "task.assign"}
    where = {"unit": task.owner, "domain": task.domain or None}
    able = [
        name for name, right in rights.items()
        if following("task", task.state, "extend" if name == "ask" else name) and may(by, right, **where)
    ]  # fmt: skip
    own = "close" in able and any(not second_person("task", "close", author=one, by=by) for one in authors(task))
    return [name for name in able if not (own and name == "close")]


def to_decide(by: Person) -> QuerySet[Extension]:
    """The later days that `by` may grant or refuse."""
    decides = reach(by, "task.extend", unit="task__owner", domain="task__domain")
    return Extension.objects.filter(decides, granted=None).exclude(asked_by=by).select_related(
        "task__owner", "asked_by"
    )


def to_close(by: Person) -> QuerySet[Task]:
    """The tasks whose closing somebody else asked for and `by` may check."""
    own = TaskEvent.objects.filter(task=OuterRef("pk"), action="apply", by=by)
    return tasks(by, "task.close").filter(~Exists(own), state=TaskState.CLOSING).order_by(ENDS.asc(nulls_last=True))


def overdue(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks whose day is over, but for those of which closing was asked for in time."""
    gone = rows.annotate(ends_on=ENDS).filter(ends_on__lt=timezone.localdate())
    asked = [task.pk for task in lights.lit(gone.filter(state=TaskState.CLOSING)) if task.asked_in_time]
    return gone.exclude(pk__in=asked)


def reminders(by: Person) -> QuerySet[Task]:
    """Of one's own tasks those that are late, due within a fortnight, or lit worse than green; the worst first."""
    soon = Q(ends_on__lte=timezone.localdate() + SOON)
    rows = lights.lit(mine(by)).annotate(ends_on=ENDS).filter(Q(light__badness__gt=Light.GREEN.badness) | soon)
    return rows.order_by("-light__badness", ENDS.asc(nulls_last=True), "pk")


def followed(promises: Iterable[PlannedTask], unit: OrgUnit, by: Person) -> list[tuple[PlannedTask, Task | None]]:
    """What a report of the unit promises, each with the task that it became or goes on with, as far as `by` sees it."""
    promised = list(promises)
    seen = tasks(by).filter(plan__unit=unit)
    made = {task.source_text: task for task in seen.filter(source_text__in=[one.text for one in promised])}
    before = [int(number) for one in promised for number in one.goes_on]
    gone_on = {str(task.carried_from_id): task for task in seen.filter(carried_from__in=before)}
    return [
        (one, made.get(one.text) or next((gone_on[number] for number in one.goes_on if number in gone_on), None))
        for one in promised
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """What supervision wants of a person: to see to one's own tasks, to check closings, to decide on later days."""

    reminders: list[Task]
    to_close: list[Task]
    to_decide: list[Extension]

    def __bool__(self) -> bool:
        return bool(self.reminders or self.to_close or self.to_decide)


def waiting(by: Person, *, shown: int) -> Waiting:
    """The first of each that wait for `by`."""
    mine_too, closes, decides = (may(by, right) for right in ("task.report", "task.close", "task.extend"))
    return Waiting(
        list(reminders(by)[:shown]) if mine_too else [], list(to_close(by)[:shown]) if closes else [],
        list(to_decide(by)[:shown]) if decides else [],
    )  # fmt: skip
