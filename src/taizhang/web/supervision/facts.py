"""Tasks as the engine of supervision wants them: plain facts, read in a handful of queries however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from taizhang.supervision import model
from taizhang.web.supervision.models import Measurement, ProgressEntry, Task


def facts_of(rows: QuerySet[Task]) -> list[model.TaskFacts]:
    """What is known of each task, in the order of `rows`."""
    parts = (
        Prefetch("entries", ProgressEntry.objects.prefetch_related("evidence")),
        Prefetch("measurements", Measurement.objects.defer("evidence")),
        "milestones", "co_owners",
    )  # fmt: skip
    return [_facts(task) for task in rows.select_related("plan", "owner", "target_at").prefetch_related(*parts)]


def _facts(task: Task) -> model.TaskFacts:
    return model.TaskFacts(
        id=str(task.pk), title=task.title, what=task.what, document=task.plan.document or task.plan.title,
        sentence=task.source_text, domain=task.domain, leader=task.leader, owner=task.owner.name,
        co_owners=tuple(unit.name for unit in task.co_owners.all()), person=task.responsible, contact=task.contact,
        assigned_on=task.assigned_on, due=task.due, extended_to=task.extended_to, target=_target(task),
        milestones=tuple(model.Milestone(one.title, one.due, one.done_on) for one in task.milestones.all()),
        measured=tuple(model.Measured(one.on, one.value) for one in task.measurements.all()),
        progress=tuple(map(_progress, task.entries.all())),
        state=model.State(task.state), closed_on=task.closed_on, note=task.note,
    )  # fmt: skip


def _target(task: Task) -> model.BoundTarget | None:
    if task.target_value is None:
        return None
    return model.BoundTarget(
        value=task.target_value, unit_of_measure=task.target_unit, indicator=task.target_indicator or None,
        unit=task.target_at.code if task.target_at else "", baseline=task.baseline, lower=task.target_lower,
    )  # fmt: skip


def _progress(entry: ProgressEntry) -> model.Progress:
    share = None if entry.share is None else Decimal(entry.share) / 100
    return model.Progress(
        on=entry.on, done=entry.done, share=share, value=entry.value, problem=entry.problem,
        next_step=entry.next_step, evidence=_names(entry.evidence.all()),
    )  # fmt: skip


def _names(evidence: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, evidence))
