"""Working through an intake, beside the requests. What is done stands in the database file by file, so that whoever
comes next, after an end as sudden as a power cut, goes on where it stopped and does nothing twice."""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import Thread, Timer

from django.db import DatabaseError, connections, transaction
from django.db.models import Q
from django.utils import timezone

from taizhang.web import files
from taizhang.web.collection.models import SubmissionFinding
from taizhang.web.collection.receiving import Receipt, read_workbook, receive_workbook
from taizhang.web.intakes.models import FileOutcome, Intake, IntakeFile
from taizhang.web.refusals import Refused, told
from taizhang.workbooks.take_in import TakenIn

SILENT = timedelta(seconds=60)  # after which whoever worked on an intake is taken to be gone
MOMENT = timedelta(seconds=1)

log = logging.getLogger(__name__)


def start(intake: Intake) -> None:
    """Work on it in a thread of its own, unless somebody does."""
    if _claimed(intake):
        Thread(target=_work_apart, args=(intake,), daemon=True, name=f"intake-{intake.pk}").start()


def go_on() -> None:
    """Take up what an earlier process left unfinished: what lies idle now, and once more when whoever seemed to be at
    work a moment ago, perhaps this very server before its restart, has been silent for long enough."""
    _take_up()
    later = Timer((SILENT + MOMENT).total_seconds(), _take_up_apart)
    later.daemon = True
    later.start()


def _take_up() -> None:
    """Where there is no database yet, there is nothing of that."""
    try:
        for intake in Intake.objects.filter(files__outcome=FileOutcome.WAITING).distinct():
            start(intake)
    except DatabaseError:
        log.exception("intakes cannot be gone on with")


def _take_up_apart() -> None:
    try:
        _take_up()
    finally:
        connections.close_all()


def _claimed(intake: Intake) -> bool:
    now = timezone.now()
    free = Q(worked_at=None) | Q(worked_at__lt=now - SILENT)
    return Intake.objects.filter(free, pk=intake.pk).update(worked_at=now) == 1


def _work_apart(intake: Intake) -> None:
    try:
        work(intake)
    finally:
        connections.close_all()


def work(intake: Intake) -> None:
    """Take in, or try, every file that still waits."""
    while row := intake.files.filter(outcome=FileOutcome.WAITING).select_related("intake__sent_by").first():
        Intake.objects.filter(pk=intake.pk).update(worked_at=timezone.now())
        _take(row)


def _take(row: IntakeFile) -> None:
    """One file: what it brings and what is noted of it are stored together or not at all."""
    try:
        data = files.read(row.sha256)
        taken = read_workbook(data, row.name)
        with transaction.atomic():
            if IntakeFile.objects.select_for_update().get(pk=row.pk).outcome == FileOutcome.WAITING:
                _receive(row, data, taken)
    except Refused as refused:
        _close(row, FileOutcome.REFUSED, [told(finding) for finding in refused.findings])
    except Exception:  # whatever one file does to us, the others are taken in
        log.exception("intake %s: %s", row.intake_id, row.name)
        failed = Refused.because("web-intake-failed", row.name, name=row.name).findings
        _close(row, FileOutcome.REFUSED, [told(finding) for finding in failed])


def _receive(row: IntakeFile, data: bytes, taken: TakenIn) -> None:
    """A try takes it in and takes that back: it says what the real thing would."""
    with transaction.atomic():
        receipt = receive_workbook(
            data, row.name, by=row.intake.sent_by, taken=taken, submits=row.intake.submits
        )
        outcome, findings = _outcome(receipt, tries=row.intake.tries), _findings(receipt)
        if row.intake.tries:
            transaction.set_rollback(True)
        else:
            row.file = receipt.file
    _close(row, outcome, findings)


def _outcome(receipt: Receipt, *, tries: bool) -> FileOutcome:
    if receipt.again:
        return FileOutcome.AGAIN
    if not receipt.file.accepted:
        return FileOutcome.REFUSED
    return FileOutcome.SOUND if tries else FileOutcome.ACCEPTED


def _findings(receipt: Receipt) -> list[dict[str, str]]:
    if receipt.again or not receipt.file.accepted:
        return receipt.file.findings
    said = SubmissionFinding.objects.filter(version__file=receipt.file)
    return [*said.values("code", "severity", "place", "zh", "en")]


def _close(row: IntakeFile, outcome: FileOutcome, findings: list[dict[str, str]]) -> None:
    row.outcome, row.findings = outcome, findings
    row.save(update_fields=["outcome", "findings", "file"])
