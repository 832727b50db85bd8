"""Reading rounds: those a person has to do with, and what reminds them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import QuerySet
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may, reach
from taizhang.web.collection.models import Round, Submission
from taizhang.web.collection.queries import submissions
from taizhang.web.collection.turns import TURNS
from taizhang.web.rounds.models import RoundEvent

Action = RoundEvent.Action


def rounds(by: Person) -> QuerySet[Round]:
    """The rounds that asked for something that counts for the person."""
    return Round.objects.filter(pk__in=counted(by).values("round")).select_related("unit", "opened_by")


def taken_back(by: Person) -> list[RoundEvent]:
    """How the rounds that the person might have steered were taken back, the latest first, with the reasons."""
    events = RoundEvent.objects.filter(reach(by, "round.open", unit="round__unit"), action=Action.TAKE_BACK)
    return [event for event in events.select_related("round__unit", "by") if steers(event.round, by)]


def counted(by: Person) -> QuerySet[Submission]:
    """The submissions that count for the person: those they may see, and those they may ask for. Who only asks learns
    how far they have come, not what they say."""
    mine = (reach(by, action, domain="what") for action in ("submission.read", "round.open"))
    return Submission.objects.filter(reduce(or_, mine))


def asked_of(asked: Round, by: Person) -> QuerySet[Submission]:
    """What the round asked for, as far as it counts for the person."""
    return counted(by).filter(round=asked).select_related("unit").order_by("due", "unit__path", "what")


def reminders(by: Person) -> list[RoundEvent]:
    """The newest reminder of each round and turn in which something still waits for the person."""
    return [event for whom in TURNS for event in _newest(by, whom, action=Action.REMIND, whom=whom)]


def news(by: Person) -> list[RoundEvent]:
    """Of each round in which the person is still to send something, the last time that it was locked, reopened or
    that they were given time."""
    return _newest(by, "submit", action__in=(Action.LOCK, Action.REOPEN, Action.EXTEND))


def _newest(by: Person, turn: str, **wanted: object) -> list[RoundEvent]:
    """The newest recent event of each round in which the person's turn has come, if it is about what waits for them."""
    waiting = submissions(by, TURNS[turn].right).filter(state__in=TURNS[turn].waiting).order_by()
    events = RoundEvent.objects.filter(round__in=waiting.values("round"), at__date__gte=_recent(), **wanted)
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
    return all(may(by, "round.open", unit=asked.unit, domain=domain) for domain in asked.domains)
