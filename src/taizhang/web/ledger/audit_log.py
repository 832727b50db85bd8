"""Searching the audit log: a page at a time by the number of its events, however long it has grown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from django.apps import apps
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from ninja import Field, Schema

from taizhang.checking.dates import YEARS
from taizhang.web.accounts.models import Person, Role
from taizhang.web.accounts.permissions import ALL, everywhere, reach
from taizhang.web.ledger.models import AuditEvent

PAGE = 100

# what an event is about -> its model and the lookups of the unit that it belongs to and of its domain, where it has one
_OF_UNITS = {
    "orgunit": ("ledger.OrgUnit", "", None), "submission": ("collection.Submission", "unit", "what"),
    "role": ("accounts.Role", "unit", None), "person": ("accounts.Person", "unit", None),
    "observation": ("ledger.Observation", "unit", "indicator"), "task": ("supervision.Task", "owner", "domain"),
}  # fmt: skip


Day = Annotated[date, Field(ge=date(YEARS[0], 1, 1), le=date(YEARS[-1], 12, 31))]  # one has a day before and after


class EventsAsked(Schema):
    """What to look for; empty is everything. `action` is a whole one or how it begins, `thing` a kind of object,
    `number` which of that kind; both days are included.
    """

    person: str = ""
    action: str = ""
    thing: str = ""
    number: str = ""
    address: str = ""
    since: Day | None = None
    until: Day | None = None


EVERYTHING = EventsAsked()


def events(by: Person, asked: EventsAsked = EVERYTHING) -> QuerySet[AuditEvent]:
    """The events that `by` may read and asked for, newest first."""
    lookups = {
        "person": asked.person, "action__startswith": asked.action, "object_type": asked.thing,
        "object_id": asked.number, "address__startswith": asked.address,
        "at__gte": _begin(asked.since), "at__lt": _begin(asked.until and asked.until + timedelta(days=1)),
    }  # fmt: skip
    said = {lookup: value for lookup, value in lookups.items() if value}
    return AuditEvent.objects.filter(readable(by), **said).order_by("-id")


def _begin(day: date | None) -> datetime | None:
    return day and timezone.make_aware(datetime.combine(day, time()))


def readable(by: Person) -> Q:
    """The filter that keeps the events that `by` may read.

    Who audits the whole tree reads everything. Others read what people of their subtree did, and what was done to
    things of their subtree where that can be told. Who audits some domains reads only the latter, of those domains:
    the people work in others, too.
    """
    if everywhere(by, "audit.read"):
        return Q()
    roles = Role.objects.filter(reach(by, "audit.read", only=ALL)).values("person__username")
    people = Person.objects.filter(reach(by, "audit.read", only=ALL)).values("username")
    readable = Q(person__in=roles) | Q(person__in=people)
    for thing, (label, unit, domain) in _OF_UNITS.items():
        rows = apps.get_model(label).objects.filter(reach(by, "audit.read", unit=unit, domain=domain))
        readable |= Q(object_type=thing, object_id__in=rows.annotate(text=Cast("pk", CharField())).values("text"))
    return readable


@dataclass(frozen=True, slots=True)
class EventsPage:
    """Events, and the numbers from which the pages beside go on, None where there is none."""

    rows: list[AuditEvent]
    older: int | None
    newer: int | None


def page(
    found: QuerySet[AuditEvent], *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> EventsPage:  # fmt: skip
    """The newest events older than `before`, or the oldest newer than `after`: either costs the same at any depth."""
    if after is not None:
        rows = list(found.filter(id__gt=after).order_by("id")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return EventsPage(rows, rows[-1].id if rows else None, rows[0].id if more else None)
    rows = list((found.filter(id__lt=before) if before is not None else found)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return EventsPage(rows, rows[-1].id if more else None, rows[0].id if rows and before is not None else None)
