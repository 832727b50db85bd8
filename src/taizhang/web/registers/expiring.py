"""Confidential records are cleared when their time is over: `retain_years` after they ended or were reported.

What is cleared is gone from the records, from their history and from what submissions kept of them; that they were
there, when and who cleared them stays. Received files are cleared where nothing in them is to be kept longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from taizhang.catalogue.model import Register
from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import ReceivedFile, Submission, Version
from taizhang.web.ledger import audit
from taizhang.web.registers.keeping import clear
from taizhang.web.registers.models import LiveRecord, Proposal, Record


@dataclass(frozen=True, slots=True)
class Due:
    """What is due in one register: live records that ended, records as they were sent, and files that held them."""

    register: Register
    live: QuerySet[LiveRecord]
    sent: QuerySet[Record]
    files: list[str]

    @property
    def counts(self) -> dict[str, int]:
        return {"live": self.live.count(), "sent": self.sent.count(), "files": len(self.files)}


def due(today: date) -> list[Due]:
    """Everything that may no longer be kept on `today`, register by register; nothing is cleared."""
    kept = [one for one in catalogue().registers.values() if one.kind == "case" and one.retain_years]
    found = [_of(one, _years_before(today, one.retain_years or 0)) for one in kept]
    return [one for one in found if any(one.counts.values())]


def _years_before(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - years, day=last)


def _of(register: Register, until: date) -> Due:
    codes = [register.code, *(f"{register.code}.{child}" for child in register.children)]
    live = LiveRecord.objects.filter(register__in=codes, ended_on__lte=until).exclude(fields={}, sealed=b"")
    old = [
        pk
        for pk, period in Submission.objects.filter(what=register.code).values_list("pk", "period")
        if Period.parse(period).end <= until
    ]
    sent = Record.objects.filter(register__in=codes, version__submission__in=old).exclude(fields={}, sealed=b"")
    return Due(register, live, sent, sorted(_files(register, old, until)))


def _files(register: Register, old: list[int], until: date) -> Iterator[str]:
    """The files, by their SHA-256, that brought what is due and nothing else, and are still there."""
    received, proposed = ReceivedFile.objects, Proposal.objects
    imports = proposed.filter(register=register.code, at__date__lte=until)
    brought = {
        *received.filter(versions__submission__in=old).values_list("sha256", flat=True),
        *imports.values_list("sha256", flat=True),
    }
    for sha256 in brought:
        others = received.filter(sha256=sha256).exclude(versions__submission__in=old).exists()
        beside = received.filter(sha256=sha256, versions__in=Version.objects.exclude(submission__in=old)).exists()
        later = proposed.filter(sha256=sha256).exclude(pk__in=imports).exists()
        if not (others or beside or later) and files.is_kept(sha256):
            yield sha256


@transaction.atomic
def expire(one: Due, *, by: Person) -> dict[str, int]:
    """Clear what is due in a register; what was cleared, counted. Leaves an audit event. The files go last, once all
    else is sure to be noted.
    """
    check_may(by, "record.expire")
    counts = one.counts
    clear(one.live, by=by)
    one.sent.update(fields={}, sealed=b"", place="")
    told = {"register": one.register.code, "years": one.register.retain_years, "cleared": one.files}
    audit.record(files.CLEARED, by, by=by, **told, **counts)
    transaction.on_commit(lambda: [files.remove(sha256) for sha256 in one.files])
    return counts
