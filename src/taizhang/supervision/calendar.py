"""Due dates and milestones as a calendar (iCalendar, RFC 5545) that phones and mail programs subscribe to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from taizhang.supervision.model import Milestone, State, TaskFacts

_ENDED = frozenset((State.CLOSED, State.SUSPENDED, State.LONG_STANDING))
_WARNED = (timedelta(days=7), timedelta(days=1))       # before the day, at nine in the morning
_AT = timedelta(hours=9)
_LONGEST_STEP = 40


def calendar(
    tasks: Iterable[TaskFacts], day: date, *, name: str, host: str, link: Callable[[TaskFacts], str] | None = None
) -> bytes:
    """An .ics file with an all-day event for each open task's due date and each milestone not yet taken.

    `name` is what programs call the calendar. `host` makes the ids unique in the world; the id of a task, or of a
    milestone of one name (the second of that name has its own), stays the same, so that a moved date moves the event.
    `link` gives the address of a task.
    """
    made = Calendar()
    made.add("prodid", "-//Taizhang//Supervision//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for task in tasks:
        if task.state not in _ENDED:
            for event in _events(task, day, host, link):
                made.add_component(event)
    return bytes(made.to_ical())


def _events(task: TaskFacts, day: date, host: str, link: Callable[[TaskFacts], str] | None) -> Iterator[Event]:
    address = link(task) if link else ""
    if task.ends:
        yield _event(f"task-{task.id}@{host}", task.ends, f"【时限】{task.title}", task, day, address)
    called: Counter[str] = Counter()
    for step in task.milestones:
        called[step.name] += 1
        if step.done_on is None:
            another = f"/{called[step.name]}" if called[step.name] > 1 else ""
            name = uuid5(NAMESPACE_URL, f"{host}/{task.id}/{step.name}{another}")
            yield _event(f"{name}@{host}", step.due, _step(step, task), task, day, address)


def _step(step: Milestone, task: TaskFacts) -> str:
    return f"【节点】{step.name[:_LONGEST_STEP]}（{task.title}）"


def _event(  # noqa: PLR0913, PLR0917 - what an event is
    uid: str, on: date, summary: str, task: TaskFacts, day: date, address: str
) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(day, time(), UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", summary)
    event.add("description", "\n".join(_described(task)))
    if address:
        event.add("url", address)
    for before in _WARNED:
        event.add_component(_alarm(summary, before))
    return event


def _described(task: TaskFacts) -> Iterator[str]:
    """What the event says when it is opened."""
    said = {"责任单位": task.owner, "配合单位": "、".join(task.co_owners), "任务": task.what, "来源": task.document}
    yield from (f"{name}：{words}" for name, words in said.items() if words)
    if task.extended_to:
        yield f"原时限：{task.due}"


def _alarm(summary: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _AT - before)
    return alarm
