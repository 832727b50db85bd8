"""How a task moves from one state to the next, each move with who and why, none of them lost."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following, check_second_person
from taizhang.web.ledger import audit
from taizhang.web.refusals import Refused, WrongState
from taizhang.web.supervision.models import Evidence, Task, TaskEvent, TaskState

# action -> the right it takes; what has to say why is in NEEDS_REASON
RIGHTS = {
    "sign": "task.report", "apply": "task.report",
    "close": "task.close", "send_back": "task.close",
    "keep": "task.assign", "suspend": "task.assign", "reopen": "task.assign",
}  # fmt: skip
_AUDITED = {"assign": "edit"}  # in the audit log a task is assigned once, when it is given
NEEDS_REASON = {"send_back", "keep", "suspend", "reopen"}


@transaction.atomic
def take_step(task: Task, action: str, *, by: Person, note: str = "") -> Task:
    """Do one of RIGHTS on a task.

    Raises NotAllowed and WrongState; Refused without a reason where one is needed, without evidence where the task is
    to be closed, and where what was carried into the next plan is to be reopened.
    """
    note = note.strip()
    if action in NEEDS_REASON and not note:
        raise Refused.because("task-needs-reason", task.title)
    if action in ("apply", "close"):
        _check_evidence(task)
    if action == "close":
        for author in authors(task):
            check_second_person("task", action, author=author, by=by)
    if action == "reopen" and Task.objects.filter(carried_from=task).exists():
        raise Refused.because("task-carried", task.title)
    task = move(task, action, right=RIGHTS[action], by=by, note=note)
    task.closed_on = timezone.localdate() if task.state == TaskState.CLOSED else None
    task.save(update_fields=["closed_on"])
    return task


@transaction.atomic
def move(task: Task, action: str, *, right: str, by: Person, note: str = "") -> Task:
    """Bring a task into the state that follows, as it is now, and note it; part of the action that knows the rest.

    Raises NotAllowed, and WrongState that names the task.
    """
    check_may(by, right, unit=task.owner, domain=task.domain or None)
    task = locked(task)
    return _noted(task, action, follows(task, action), by=by, note=note)


@transaction.atomic
def remark(task: Task, action: str, *, right: str, by: Person, note: str = "") -> Task:
    """As `move`, for what leaves the task in its state, whichever that is."""
    check_may(by, right, unit=task.owner, domain=task.domain or None)
    task = locked(task)
    return _noted(task, action, TaskState(task.state), by=by, note=note)


def locked(task: Task) -> Task:
    """The task as it is now; nobody else changes it until the action is over."""
    return Task.objects.select_for_update(of=("self",)).select_related("owner", "plan__unit").get(pk=task.pk)


def follows(task: Task, action: str) -> TaskState:
    """The state after an action. Raises WrongState, naming the task."""
    try:
        return TaskState(check_following("task", task.state, action))
    except WrongState as refused:
        raise WrongState(*(replace(one, place=task.title) for one in refused.findings)) from None


def _noted(task: Task, action: str, state: TaskState, *, by: Person, note: str) -> Task:
    before, task.state = task.state, state
    task.version += 1
    task.save(update_fields=["state", "version"])
    TaskEvent.objects.create(task=task, action=action, before=before, after=task.state, note=note, by=by)
    audit.record(f"task.{_AUDITED.get(action, action)}", task, by=by, before=before, after=task.state, note=note)
    return task


def authors(task: Task) -> list[Person]:
    """Everybody who reported on the task or asked for its closing: none of them closes it."""
    asked = task.events.filter(action="apply").values("by")
    return list(Person.objects.filter(Q(pk__in=task.entries.values("by")) | Q(pk__in=asked)))


def _check_evidence(task: Task) -> None:
    """There must be a file that proves it, newer than the last reopening."""
    found = Evidence.objects.filter(entry__task=task)
    if reopened := task.events.filter(action="reopen").last():
        found = found.filter(entry__at__gt=reopened.at)
    if not found.exists():
        raise Refused.because("task-no-evidence", task.title)
