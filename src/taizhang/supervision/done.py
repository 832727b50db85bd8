"""How much of a task is done: by its bound figure where there is one, else as its owner says, else by milestones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from taizhang.supervision.model import BoundTarget, Measured, TaskFacts

_NOTHING, _ALL = Fraction(0), Fraction(1)


def done_share(task: TaskFacts, day: date) -> Fraction | None:
    """The part of the work done by `day`, from 0 to 1; None where it cannot be told.

    A bound figure stands over what the owner says, and that over milestones.
    """
    found = figure_share(task, day)
    if found is None:
        found = _owners_share(task, day)
    return _milestones_share(task, day) if found is None else found


def figure_share(task: TaskFacts, day: date) -> Fraction | None:
    """The part done by the bound figure alone; None without a target or a value."""
    latest = task.latest(day)
    return reached(task.target, latest) if task.target and latest else None


def reached(target: BoundTarget, measured: Measured) -> Fraction | None:
    """The part of the way from the baseline to the target that a value has gone.

    A target to be reached from above has no such part without its baseline, unless it is reached.
    """
    value, goal, base = Fraction(measured.value), Fraction(target.value), target.baseline
    if value <= goal if target.downwards else value >= goal:
        return _ALL
    if base is None and target.downwards:
        return None
    start = Fraction(base or 0)
    return _within((value - start) / (goal - start)) if goal != start else _NOTHING


def _owners_share(task: TaskFacts, day: date) -> Fraction | None:
    said = [one.share for one in task.reports(day) if one.share is not None]
    return _within(Fraction(said[-1])) if said else None


def _milestones_share(task: TaskFacts, day: date) -> Fraction | None:
    if not task.milestones:
        return None
    taken = sum(one.done_on is not None and one.done_on <= day for one in task.milestones)
    return Fraction(taken, len(task.milestones))


def _within(share: Fraction) -> Fraction:
    return min(max(share, _NOTHING), _ALL)
