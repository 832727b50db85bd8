"""Confidential records are cleared when their time is over: `retain_years` after they ended or were reported.

What is cleared is gone from the records, from their history, from what submissions kept of them and from what was said
of these by checks and people; that they were there, when and who cleared them stays. Received files are cleared where
nothing in them is to be kept longer, those that were refused or only tried with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from taizhang.catalogue.model import Register
from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import (
    ReceivedFile,
    ReturnNote,
    ReviewEvent,
    Submission,
    SubmissionFinding,
    Version,
)
from taizhang.web.intakes.models import IntakeFile
from taizhang.web.ledger import audit
from taizhang.web.registers.keeping import clear
from taizhang.web.registers.models import LiveRecord, Proposal, Record
from taizhang.workbooks.take_in import handed_in

CLEARED = "—"  # stands where a text was; a warning that was explained stays explained, and a return keeps a note


@dataclass(frozen=True, slots=True)
class Due:
    """What is due in one register: live records that ended, submissions, their records and files that held them."""

    register: Register
    live: QuerySet[LiveRecord]
    submissions: list[int]
    sent: QuerySet[Record]
    files: list[str]

    @property
    def counts(self) -> dict[str, int]:
        texts = sum(rows.count() for rows, _becomes in self.texts)
        return {"live": self.live.count(), "sent": self.sent.count(), "files": len(self.files), "texts": texts}

    @property
    def texts(self) -> list[tuple[QuerySet[Any], dict[str, object]]]:
        """What checks and people said that may name somebody, each with what it becomes."""
        old, here = self.submissions, Q(sha256__in=self.files)
        findings = SubmissionFinding.objects.filter(version__submission__in=old)
        brought = ReceivedFile.objects.filter(versions__submission__in=old)
        return [
            (findings.exclude(explanation__in=["", CLEARED]), {"explanation": CLEARED}),
            (findings.exclude(zh=CLEARED), {"zh": CLEARED, "en": CLEARED, "place": ""}),
            (ReturnNote.objects.filter(review__submission__in=old).exclude(text=CLEARED), {"text": CLEARED}),
            (ReviewEvent.objects.filter(submission__in=old).exclude(note__in=["", CLEARED]), {"note": CLEARED}),
            (ReceivedFile.objects.filter(here).exclude(findings=[]), {"findings": []}),
            (IntakeFile.objects.filter(here | Q(file__in=brought)).exclude(findings=[]), {"findings": []}),
        ]


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
    return Due(register, live, old, sent, sorted({*_files(register, old, until), *_not_taken_in(register, until)}))


def _files(register: Register, old: list[int], until: date) -> Iterator[str]:
    """The files, by their SHA-256, that brought what is due and nothing else, and are still there."""
    received, proposed = ReceivedFile.objects, Proposal.objects
    imports = proposed.filter(register=register.code, at__date__lte=until)
    brought = {
        *received.filter(versions__submission__in=old).values_list("sha256", flat=True),
        *imports.values_list("sha256", flat=True),
    }
    for sha256 in brought:
        others = received.filter(sha256=sha256, accepted=True).exclude(versions__submission__in=old).exists()
        beside = received.filter(sha256=sha256, versions__in=Version.objects.exclude(submission__in=old)).exists()
        later = proposed.filter(sha256=sha256).exclude(pk__in=imports).exists()
        if not (others or beside or later) and files.is_kept(sha256):
            yield sha256


def _not_taken_in(register: Register, until: date) -> Iterator[str]:
    """The files, by their SHA-256, that were sent until then with the register in them and nowhere taken in."""
    refused, sent = ReceivedFile.objects.filter(accepted=False), IntakeFile.objects.all()
    names = {
        *refused.filter(received_at__date__lte=until).values_list("sha256", flat=True),
        *sent.filter(intake__sent_at__date__lte=until).values_list("sha256", flat=True),
    }
    elsewhere = {
        *ReceivedFile.objects.filter(accepted=True).values_list("sha256", flat=True),
        *refused.filter(received_at__date__gt=until).values_list("sha256", flat=True),
        *sent.filter(intake__sent_at__date__gt=until).values_list("sha256", flat=True),
        *Proposal.objects.values_list("sha256", flat=True),
    }
    return (one for one in names - elsewhere if files.is_kept(one) and register.code in _handed_in(one))


@cache
def _handed_in(sha256: str) -> frozenset[str]:
    """Read once for all registers; a workbook whose hidden sheet is lost cannot be told, and stays."""
    return handed_in(files.read(sha256), sha256)


@transaction.atomic
def expire(one: Due, *, by: Person) -> dict[str, int]:
    """Clear what is due in a register; what was cleared, counted. Leaves an audit event. The files go last, once all
    else is sure to be noted.
    """
    check_may(by, "record.expire")
    counts = one.counts
    clear(one.live, by=by)
    one.sent.update(fields={}, sealed=b"", place="")
    for rows, becomes in one.texts:
        rows.update(**becomes)
    told = {"register": one.register.code, "years": one.register.retain_years, "cleared": one.files}
    audit.record(files.CLEARED, by, by=by, **told, **counts)
    transaction.on_commit(lambda: [files.remove(sha256) for sha256 in one.files])
    return counts
