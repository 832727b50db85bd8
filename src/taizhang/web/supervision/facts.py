"""Tasks as the engine of supervision wants them: plain facts, read in a handful of queries however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from taizhang.supervision import model
from taizhang.web.catalogue import catalogue
from taizhang.web.supervision.history import as_of, events_for
from taizhang.web.supervision.models import Extension, Measurement, ProgressEntry, Task


def facts_of(
    rows: QuerySet[Task], *, on: date | None = None, known: datetime | None = None
) -> list[model.TaskFacts]:
    """What is known of each task on a day (default: today), in the order of `rows`.

    Its state, its closing and its last day are those of that day, whatever has become of it since. What was entered
    after `known` does not count, though it speaks of that day: a plan entered afterwards counts on its last day.
    """
    today = timezone.localdate()
    day = min(on or today, today)
    parts = (
        lists("entries", _until(known, "at", ProgressEntry.objects.prefetch_related(lists("evidence")))),
        lists("measurements", _until(known, "at", Measurement.objects.in_short())),
        lists("events", events_for(day, known)),
        lists("extensions", _until(known, "decided_at", Extension.objects.all())),
        *map(lists, ("milestones", "co_owners")),
    )
    found = rows.select_related("plan", "owner", "target_at").prefetch_related(*parts)
    return [_facts(task, day, known) for task in found]


def _until(known: datetime | None, column: str, rows: QuerySet) -> QuerySet:
    return rows.filter(**{f"{column}__lte": known}) if known else rows


def lists(name: str, rows: QuerySet | None = None) -> Prefetch:
    """The rows of each task as a plain list: the query that Django keeps otherwise costs more than what it holds."""
    return Prefetch(name, rows, to_attr=f"listed_{name}")


def _facts(task: Task, day: date, known: datetime | None) -> model.TaskFacts:
    then = as_of(task, day, known)
    return model.TaskFacts(
        id=str(task.pk), title=task.title, what=task.what, document=task.plan.document or task.plan.title,
        sentence=task.source_text, domain=task.domain, leader=task.leader,
        owner=task.owner.name, owner_code=task.owner.code,
        co_owners=tuple(unit.name for unit in task.listed_co_owners), person=task.responsible, contact=task.contact,
        assigned_on=task.assigned_on, begun_on=task.begun_on, due=task.due, extended_to=then.extended_to,
        target=_target(task),
        milestones=tuple(model.Milestone(one.title, one.due, one.done_on) for one in task.listed_milestones),
        measured=tuple(map(_measured, task.listed_measurements)),
        progress=tuple(map(_progress, task.listed_entries)),
        state=then.state, applied_on=then.applied_on, closed_on=then.closed_on, stands_until=then.stands_until,
        note=task.note,
    )  # fmt: skip


def _target(task: Task) -> model.BoundTarget | None:
    if task.target_value is None:
        return None
    return model.BoundTarget(
        value=task.target_value, unit_of_measure=task.target_unit, indicator=task.target_indicator or None,
        unit=task.target_at.code if task.target_at else "", baseline=task.baseline, lower=task.target_lower,
        adds_up=_adds_up(task.target_indicator),
    )  # fmt: skip


def _adds_up(code: str) -> bool:
    """Whether units that report later can only add to an indicator: what is worked out may rise or fall with them."""
    found = catalogue().indicators.get(code)
    return bool(found) and found.formula is None and found.over_units in ("sum", "max")


def _measured(one: Measurement) -> model.Measured:
    return model.Measured(one.on, one.value, one.reported, one.expected)


def _progress(entry: ProgressEntry) -> model.Progress:
    share = None if entry.share is None else Decimal(entry.share) / 100
    return model.Progress(
        on=entry.on, done=entry.done, share=share, value=entry.value, problem=entry.problem,
        next_step=entry.next_step, evidence=_names(entry.listed_evidence),
    )  # fmt: skip


def _names(evidence: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, evidence))
