"""Writing a task anew while it is under way, so that of several who do it nobody undoes what another wrote."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from taizhang.catalogue.model import Title
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.action_words import both
from taizhang.web.refusals import Refused
from taizhang.web.supervision.assigning import NewTask, bind, refuse_wrong
from taizhang.web.supervision.models import Milestone, Move, Task, TaskEvent
from taizhang.web.supervision.moving import locked, move

SHOWN = 80  # characters of what a field holds now
PARTS = ("co_owners", "milestones")
NOTED_IN = "zh-hans"  # whatever language the page of the writer has


@transaction.atomic
def amend(task: Task, new: NewTask, *, by: Person, known: int | None = None) -> Task:
    """Write a task anew. A due date that was given only changes by an extension.

    `known` is the `last_written` that `by` saw: Refused where somebody has written the task since, saying what.
    """
    check_may(by, "task.assign", unit=new.owner, domain=new.domain or None)
    task = locked(task)
    if known is not None:
        _refuse_written(task, known)
    if task.due and new.due != task.due:
        raise Refused.because("task-due-is-given", task.title, due=task.due)
    columns = new.columns() | {"origin": task.origin}
    changed = [name for name, value in columns.items() if getattr(task, name) != value]
    task = move(task, "assign", right="task.assign", by=by, note=_note(task, new, changed))
    for name in changed:
        setattr(task, name, columns[name])
    bind(task)
    refuse_wrong(task)
    task.save()
    task.co_owners.set(new.co_owners)
    _set_milestones(task, new)
    return task


def last_written(task: Task) -> int:
    """The number of the event by which the task was last written anew, 0 where it stands as it was given."""
    last = task.events.filter(action=Move.ASSIGN).order_by("pk").last()
    return last.pk if last else 0


def _refuse_written(task: Task, known: int) -> None:
    since = list(task.events.filter(action=Move.ASSIGN, pk__gt=known).select_related("by").order_by("pk"))
    if since:
        said = {"by": since[-1].by.name, "at": f"{timezone.localtime(since[-1].at):%m-%d %H:%M}"}
        raise Refused.because("task-written-meanwhile", task.title, now=_now(task, since), **said)


def _now(task: Task, since: Iterable[TaskEvent]) -> Title:
    """What the fields that were changed hold now."""
    labels = {label for event in since for label in event.note.split("、")}
    with override(NOTED_IN):
        changed = [name for name, word in _words().items() if str(word) in labels]
    held = {name: getattr(task, name) for name in changed if name not in PARTS} | {
        "co_owners": "、".join(unit.name for unit in task.co_owners.all()),
        "milestones": "、".join(f"{one.due} {one.title}" for one in task.milestones.all()),
    }
    return both(lambda: "；".join(f"{_words()[name]}“{_told(held[name])}”" for name in changed))


def _told(value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "—" if value in (None, "") else str(value)[:SHOWN]


def _words() -> dict[str, str | Promise]:
    """What each side of a task is called."""
    sides = (*Task._meta.fields, *Task._meta.many_to_many)
    return {one.name: one.verbose_name for one in sides} | {"milestones": Milestone._meta.verbose_name}


def _note(task: Task, new: NewTask, changed: Iterable[str]) -> str:
    """What is written anew."""
    names = list(changed)
    if {unit.pk for unit in new.co_owners} != {unit.pk for unit in task.co_owners.all()}:
        names.append("co_owners")
    if set(new.milestones) != {(one.title, one.due) for one in task.milestones.filter(done_on=None)}:
        names.append("milestones")
    with override(NOTED_IN):
        return "、".join(str(_words()[name]) for name in names)


def _set_milestones(task: Task, new: NewTask) -> None:
    """The open milestones are those that were asked for; one that was taken meanwhile is not opened again."""
    there = {one.pk: (one.title, one.due) for one in task.milestones.all()}
    gone = [pk for pk, step in there.items() if step not in new.milestones]
    task.milestones.filter(pk__in=gone, done_on=None).delete()
    wanted = dict.fromkeys(step for step in new.milestones if step not in there.values())
    Milestone.objects.bulk_create(Milestone(task=task, title=title, due=due) for title, due in wanted)
