"""How plans come about, and the calendar of who owns their tasks."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web.accounts.actions import digest
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.supervision.models import CalendarKey, Plan, SourceKind


@transaction.atomic
def make_plan(  # noqa: PLR0913 - a plan has that many sides
    *, period: Period, unit: OrgUnit, title: str, by: Person, source: SourceKind = SourceKind.DOCUMENT,
    document: str = "",
) -> Plan:  # fmt: skip
    """An empty plan of a unit for a period."""
    check_may(by, "task.assign", unit=unit)
    return new_plan(by, period=period.code, unit=unit, title=title, source=source, document=document)


def new_plan(by: Person, **facts: object) -> Plan:
    """As `make_plan`, as part of an action that has asked for its own right."""
    plan = Plan.objects.create(made_by=by, **facts)
    audit.record("plan.make", plan, by=by, period=plan.period, source=plan.source, document=plan.document)
    return plan


@transaction.atomic
def subscribe(*, by: Person) -> str:
    """A key that opens one's calendar. It is returned this once; the one before stops working."""
    key = secrets.token_urlsafe(32)
    kept = {"digest": digest(key), "made_at": timezone.now()}
    row, _made = CalendarKey.objects.update_or_create(person=by, defaults=kept)
    audit.record("calendar.subscribe", row, by=by)
    return key
