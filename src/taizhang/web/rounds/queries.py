"""Reading rounds: those a person has to do with, and what reminds them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may
from taizhang.web.collection.models import Round, Submission
from taizhang.web.collection.queries import NOT_SENT, submissions
from taizhang.web.rounds.models import RoundEvent


def rounds(by: Person) -> QuerySet[Round]:
    """The rounds that asked for something the person may see, with how far each has come within their reach."""
    seen = submissions(by).order_by().values("round")
    return (
        Round.objects.filter(pk__in=seen).select_related("unit", "opened_by")
        .annotate(
            asked=Count("submissions"),
            sent=Count("submissions", filter=~Q(submissions__state__in=NOT_SENT)),
            in_time=Count("submissions", filter=Q(submissions__submitted_on__lte=F("submissions__due"))),
        )
        .order_by("-opened_at")
    )  # fmt: skip


def asked_of(asked: Round, by: Person) -> QuerySet[Submission]:
    """What the round asked for, as far as the person may see it."""
    return submissions(by).filter(round=asked)


def reminders(by: Person) -> list[RoundEvent]:
    """The newest reminder of each round in which the person is still to send something."""
    waiting = submissions(by, "submission.fill").filter(state__in=NOT_SENT).order_by()
    events = RoundEvent.objects.filter(
        action=RoundEvent.Action.REMIND, round__in=waiting.values("round"), at__date__gte=_recent()
    )
    newest: dict[int, RoundEvent] = {}
    for event in events.select_related("round", "unit", "by"):
        below = event.unit.path if event.unit else ""
        if event.round_id not in newest and waiting.filter(round=event.round, unit__path__startswith=below).exists():
            newest[event.round_id] = event
    return [*newest.values()]


def _recent() -> date:
    return timezone.localdate() - timedelta(days=60)


def steers(asked: Round, by: Person) -> bool:
    """Whether the person may extend, remind, lock and reopen."""
    return may(by, "round.open", unit=asked.unit)
