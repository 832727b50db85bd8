"""What is done with a round after it was opened."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.collection.models import Round, Submission, SubmissionState
from taizhang.web.collection.turns import TURNS
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import Refused
from taizhang.web.rounds.models import RoundEvent

Action, Whom = RoundEvent.Action, RoundEvent.Whom


@transaction.atomic
def extend(asked: Round, unit: OrgUnit, *, until: date, reason: str, by: Person) -> RoundEvent:
    """Give a unit, and those below it, until the end of a day for what they have not sent, though the round be locked.

    Raises Refused without a reason, for a day that is over or not after the due date, and where nothing is missing.
    """
    if not reason.strip():
        raise Refused.because("web-reason-missing", unit.name)
    if until <= asked.due or until < timezone.localdate():
        raise Refused.because("round-until-early", unit.name, until=until, due=asked.due)
    missing = unsent(asked, unit)
    if not missing.exists():
        raise Refused.because("round-nothing-missing", unit.name)
    count = missing.update(extended_until=until)
    return _note(asked, Action.EXTEND, by=by, unit=unit, until=until, text=reason, count=count)


@transaction.atomic
def remind(
    asked: Round, *, text: str, by: Person, unit: OrgUnit | None = None, whom: str = Whom.SUBMIT
) -> RoundEvent:  # fmt: skip
    """Put a reminder before everybody whose turn it is, below `unit` or in the whole round."""
    waiting = waits_for(whom, asked, unit or asked.unit)
    if not waiting.exists():
        raise Refused.because("round-nothing-missing", (unit or asked.unit).name)
    return _note(asked, Action.REMIND, by=by, unit=unit, text=text, count=waiting.count(), whom=whom)


@transaction.atomic
def lock(asked: Round, *, by: Person, reason: str = "") -> RoundEvent:
    """From now on nothing is filled or sent any more, but by units that were given more time."""
    return _note(asked, Action.LOCK, by=by, text=reason, count=unsent(asked, asked.unit).count())


@transaction.atomic
def reopen(asked: Round, *, reason: str, by: Person) -> RoundEvent:
    """Let everybody fill and send again. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused.because("web-reason-missing", str(asked))
    return _note(asked, Action.REOPEN, by=by, text=reason, count=unsent(asked, asked.unit).count())


@transaction.atomic
def change(  # noqa: PLR0913 - a round's days, each named
    asked: Round, *, due: date, reason: str, by: Person, check_due: date | None = None, approve_due: date | None = None,
) -> RoundEvent:  # fmt: skip
    """Give the round other days. Raises Refused without a reason, and for a due date that is over."""
    if not reason.strip():
        raise Refused.because("web-reason-missing", str(asked))
    if due != asked.due and due < timezone.localdate():
        raise Refused.because("round-due-past", str(asked), due=due)
    count = asked.submissions.update(due=due)
    Round.objects.filter(pk=asked.pk).update(due=due, check_due=check_due, approve_due=approve_due)
    return _note(asked, Action.CHANGE, by=by, until=due, text=reason, count=count)


@transaction.atomic
def take_back(asked: Round, *, reason: str, by: Person) -> RoundEvent:
    """Ask for nothing of it any more: what nobody has begun is gone, what was begun stays with its unit as if it had
    come unasked. Raises Refused without a reason, and where something was sent."""
    if not reason.strip():
        raise Refused.because("web-reason-missing", str(asked))
    if count := sent(asked).count():
        raise Refused.because("round-sent", str(asked), count=count)
    event = _note(asked, Action.TAKE_BACK, by=by, text=reason, count=asked.submissions.count())
    asked.submissions.filter(state=SubmissionState.AWAITED, draft=None).delete()
    asked.submissions.update(round=None, due=None, extended_until=None)
    return event


def sent(asked: Round) -> QuerySet[Submission]:
    """What was sent of it at least once, though it may have come back."""
    return asked.submissions.exclude(state__in=(SubmissionState.AWAITED, SubmissionState.DRAFT), submitted_on=None)


def unsent(asked: Round, unit: OrgUnit) -> QuerySet[Submission]:
    """What the unit and those below it were asked for and have not sent."""
    return waits_for(Whom.SUBMIT, asked, unit)


def waits_for(whom: str, asked: Round, unit: OrgUnit) -> QuerySet[Submission]:
    """What was asked of the unit and those below it and is now to be sent, checked or approved."""
    return asked.submissions.filter(unit__path__startswith=unit.path, state__in=TURNS[whom].waiting)


def _note(  # noqa: PLR0913 - an event's sides
    asked: Round, action: Action, *, by: Person, text: str, count: int, unit: OrgUnit | None = None,
    until: date | None = None, whom: str = Whom.SUBMIT,
) -> RoundEvent:  # fmt: skip
    asked = Round.objects.select_for_update(of=("self",)).select_related("unit").get(pk=asked.pk)
    for domain in asked.domains:
        check_may(by, "round.open", unit=unit or asked.unit, domain=domain)
    asked.state = check_following("round", asked.state, action.value)
    asked.save(update_fields=["state"])
    event = RoundEvent.objects.create(
        round=asked, action=action, unit=unit, until=until, text=text.strip(), count=count, by=by, whom=whom
    )
    told = {"unit": unit.code if unit else None, "until": until.isoformat() if until else None, "text": event.text}
    audit.record(f"round.{action.value}", asked, by=by, **told)
    return event
