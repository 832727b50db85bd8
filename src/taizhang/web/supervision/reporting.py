"""What an owner says of a task: progress with its proof, milestones taken, and a later day asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, not_allowed
from taizhang.web.accounts.policies import check_second_person
from taizhang.web.ledger import audit
from taizhang.web.refusals import NotAccepted, Refused
from taizhang.web.supervision.models import Evidence, Extension, Milestone, ProgressEntry, Task
from taizhang.web.supervision.moving import follows, locked, move, remark
from taizhang.web.supervision.queries import tasks

File = tuple[str, bytes]  # its name and what is in it


@transaction.atomic
def report(  # noqa: PLR0913 - what a report has to say
    task: Task, *, done: str, by: Person, on: date | None = None, share: int | None = None,
    value: Decimal | None = None, problem: str = "", next_step: str = "", evidence: Sequence[File] = (),
    milestones: Iterable[Milestone] = (),
) -> ProgressEntry:  # fmt: skip
    """Keep what was done by a day with the files that prove it; `milestones` were taken by then.

    Raises Refused for a day to come or before the task was handed over, and NotAccepted for a file that is empty or
    over the limit, before anything is kept.
    """
    on, given = on or timezone.localdate(), task.begun_on or task.assigned_on
    if on > timezone.localdate():
        raise Refused.because("task-report-ahead", task.title, on=on)
    if on < given:
        raise Refused.because("task-report-before", task.title, on=on, given=given)
    _check_files(evidence)
    task = move(task, "report", right="task.report", by=by)
    entry = ProgressEntry(
        task=task, on=on, done=done.strip(), share=share, value=value, problem=problem.strip(),
        next_step=next_step.strip(), by=by,
    )  # fmt: skip
    entry.full_clean(exclude=["task", "by"])
    entry.save()
    Evidence.objects.bulk_create(
        Evidence(entry=entry, **files.receive(data, name)._asdict()) for name, data in evidence
    )
    task.milestones.filter(pk__in=[one.pk for one in milestones], done_on=None).update(done_on=on)
    return entry


def _check_files(evidence: Sequence[File]) -> None:
    wrong = [finding for name, data in evidence for finding in files.too_big(name, len(data))]
    wrong += [Finding("task-file-empty", name, {"name": name}) for name, data in evidence if not data]
    if wrong:
        raise NotAccepted(*wrong)


def open_evidence(evidence: Evidence, *, by: Person) -> bytes:
    """A file that proves an entry, to whoever may read the task; each look is noted."""
    if not tasks(by).filter(entries=evidence.entry_id).exists():
        raise not_allowed(evidence.name, by, "evidence.open")
    return files.look_at(evidence, by=by, action="evidence.open")


@transaction.atomic
def ask_extension(task: Task, *, to: date, reason: str, by: Person) -> Extension:
    """Ask for a later day. Raises Refused without a reason, a later day, or while an earlier question is open."""
    check_may(by, "task.report", unit=task.owner, domain=task.domain or None)
    task = locked(task)
    follows(task, "extend")
    if not reason.strip():
        raise Refused.because("task-needs-reason", task.title)
    if task.ends is None or to <= task.ends:
        raise Refused.because("task-extension-not-later", task.title, ends=task.ends or "—", to=to)
    if task.extensions.filter(granted=None).exists():
        raise Refused.because("task-extension-open", task.title)
    asked = Extension.objects.create(task=task, before=task.ends, to=to, reason=reason.strip(), asked_by=by)
    audit.record("task.ask_extension", task, by=by, to=to.isoformat(), reason=asked.reason)
    return asked


@transaction.atomic
def decide_extension(extension: Extension, *, granted: bool, by: Person) -> Extension:
    """Grant a later day or refuse it; not by who asked. The day first given stays as it was.

    Raises Refused where it was decided before; WrongState where it is to be granted to a task that has ended meanwhile.
    """
    extension = Extension.objects.select_for_update(of=("self",)).select_related("asked_by", "task").get(
        pk=extension.pk
    )
    if extension.granted is not None:
        raise Refused.because("task-extension-decided", str(extension))
    check_second_person("task", "extend", author=extension.asked_by, by=by)
    if granted:
        task = move(extension.task, "extend", right="task.extend", by=by, note=f"{extension}：同意。{extension.reason}")
        task.extended_to = extension.to
        task.save(update_fields=["extended_to"])
        return _decided(extension, granted=True, by=by)
    return _refuse(extension, right="task.extend", by=by)


def refuse_open(task: Task, *, why: str, right: str, by: Person) -> None:
    """Refuse what waits for a decision on a task that ends; part of the action that ends it."""
    for extension in task.extensions.select_for_update(of=("self",)).filter(granted=None).select_related("task"):
        _refuse(extension, right=right, by=by, why=f"（{why}）")


def _refuse(extension: Extension, *, right: str, by: Person, why: str = "") -> Extension:
    remark(extension.task, "extend", right=right, by=by, note=f"{extension}：不同意{why}。{extension.reason}")
    return _decided(extension, granted=False, by=by)


def _decided(extension: Extension, *, granted: bool, by: Person) -> Extension:
    extension.granted, extension.decided_by, extension.decided_at = granted, by, timezone.now()
    extension.save()
    return extension
