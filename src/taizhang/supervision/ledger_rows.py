"""One row of a ledger, its cells read, as a task; and whether what it says goes together."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from taizhang.findings import Finding
from taizhang.supervision.model import BoundTarget, Progress, State, TaskFacts, title_from
from taizhang.supervision.targets import figures_in, target_of

_TEXTS = ("document", "sentence", "kind", "leader", "person", "contact", "note")
_Said = tuple[str, Finding]                  # the column that a finding is on, and the finding
Values = Mapping[str, Any]
Sameness = tuple[str, str, date | None]


def task_of(values: Values, day: date) -> tuple[TaskFacts, list[_Said]]:
    """The task that a row's values make; what is unsure is said and left out. `day` stands in for missing dates."""
    target, said = _target(values)
    owner, *others = values.get("owner") or ("",)
    due = values.get("due")
    report = _report(values, day)
    texts: dict[str, Any] = {name: values.get(name) or "" for name in _TEXTS}
    task = TaskFacts(
        title=values.get("title") or title_from(values.get("what") or ""),
        what=values.get("what") or values.get("title") or "",
        id=values.get("number") or "",
        owner=owner, co_owners=(*others, *(values.get("co_owners") or ())),
        assigned_on=values.get("assigned_on") or day,
        due=due if isinstance(due, date) else None,
        extended_to=values.get("extended_to"), milestones=values.get("milestones") or (),
        target=target, progress=(report,) if report else (),
        state=_state(values), closed_on=values.get("closed_on"), **texts,
    )
    if others:
        said.append(("owner", Finding("ledger-owners-several", blanks={"first": owner, "others": "、".join(others)})))
    return task, said


def _state(values: Values) -> State:
    """As the ledger says, else as its dates say."""
    if said := values.get("state"):
        return State(said)
    if values.get("closed_on"):
        return State.CLOSED
    return State.LONG_STANDING if values.get("due") == State.LONG_STANDING else State.AWAITING


def _report(values: Values, day: date) -> Progress | None:
    told = ("done", "share", "value", "problem", "next_step", "evidence")
    if all(values.get(name) in (None, "", ()) for name in told):
        return None
    return Progress(on=values.get("reported_on") or day, done=values.get("done") or "", share=values.get("share"),
                    value=values.get("value"), problem=values.get("problem") or "",
                    next_step=values.get("next_step") or "", evidence=values.get("evidence") or ())


def _target(values: Values) -> tuple[BoundTarget | None, list[_Said]]:
    """The target of the columns for it, else the one figure that its words name; bound to the indicator's code."""
    code, goal = values.get("indicator"), values.get("goal")
    if goal is not None:
        return BoundTarget(value=goal, unit_of_measure=values.get("unit") or "", baseline=values.get("baseline"),
                           indicator=code or None, lower=bool(values.get("direction"))), []
    words = values.get("target")
    figures = figures_in(words) if words else []
    if len(figures) == 1:
        target = replace(target_of(figures[0]), indicator=code or None)
        return target if (lower := values.get("direction")) is None else replace(target, lower=lower), []
    if figures:
        blanks = {"found": "、".join(figure.quote for figure in figures)}
        return None, [("target", Finding("ledger-target-several", blanks=blanks))]
    return None, [("indicator", Finding("ledger-indicator-without-goal", blanks={"found": code}))] if code else []


def sameness(task: TaskFacts) -> Sameness:
    """What two rows share where they are the same task."""
    return task.title, task.owner, task.due


def check_task(task: TaskFacts, values: Values, before: Container[Sameness]) -> Iterator[_Said]:
    """What of a task contradicts itself, and whether it stands among the rows before."""
    if task.due and values.get("assigned_on") and task.due < task.assigned_on:
        yield "due", _order("ledger-due-before", task.due, task.assigned_on)
    if task.due and task.extended_to and task.extended_to <= task.due:
        yield "extended_to", _order("ledger-extension-earlier", task.extended_to, task.due)
    if task.state == State.CLOSED and task.closed_on is None:
        yield "state", Finding("ledger-closed-undated")
    if task.closed_on and task.state != State.CLOSED:
        yield "closed_on", Finding("ledger-dated-unclosed", blanks={"found": task.state.label.zh})
    if sameness(task) in before:
        yield "what", Finding("ledger-task-twice", blanks={"found": task.title})


def _order(code: str, found: date, other: date) -> Finding:
    return Finding(code, blanks={"found": found.isoformat(), "other": other.isoformat()})
