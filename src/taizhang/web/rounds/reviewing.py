"""Passing many submissions at once: what waits for a person, and which of it is clean."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from taizhang.web.accounts.models import Person
from taizhang.web.collection import actions
from taizhang.web.collection.models import State, Submission, Version
from taizhang.web.collection.queries import submissions

_STEPS = {State.SUBMITTED: actions.check_all, State.CHECKED: actions.approve_all}


def waiting(by: Person, *, clean: bool) -> QuerySet[Submission]:
    """What the person may check or approve now and did not send; with `clean` only what no check doubts.

    Each row has `doubts`, the number of warnings on what was sent last, `sender` and `version`.
    """
    newest = Version.objects.filter(submission=OuterRef("pk")).order_by("-number")
    ready = submissions(by, "submission.check").filter(state=State.SUBMITTED)
    ready = ready | submissions(by, "submission.approve").filter(state=State.CHECKED)
    rows = ready.annotate(
        newest=Subquery(newest.values("pk")[:1]),
        sender=Subquery(newest.values("entered_by__name")[:1]),
        doubts=Count("versions__findings", filter=Q(
            versions__findings__severity="warning", versions__pk=Subquery(newest.values("pk")[:1]),
        )),
    ).exclude(versions__in=Subquery(newest.filter(entered_by=by).values("pk")[:1]))  # fmt: skip
    return rows.filter(doubts=0) if clean else rows


@transaction.atomic
def pass_all(numbers: Iterable[int], *, by: Person) -> int:
    """Check what was submitted and approve what was checked, of those chosen; all or none. Gives how many."""
    rows = list(waiting(by, clean=False).filter(pk__in=list(numbers)))
    for state, step in _STEPS.items():
        if batch := [row for row in rows if row.state == state]:
            step(batch, by=by)
    return len(rows)
