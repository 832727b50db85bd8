"""Where a task ends at the pace so far: a straight line from its first known point to its last.

Two points and not a fitted curve, so that whoever is asked about the figure can work it out again by hand.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

from taizhang.catalogue.model import Title
from taizhang.checking.amounts import counted
from taizhang.quantities import format_number, round_half_up
from taizhang.quantities.units import UnitError
from taizhang.supervision.course import SHARE, Course
from taizhang.supervision.model import SETTLED, BoundTarget, TaskFacts
from taizhang.supervision.standing import Forecast

SHORTEST = 14            # days between two points below which a pace says nothing


def forecast(task: TaskFacts, day: date) -> Forecast:
    """How the task ends at the pace known on `day`; where that cannot be told, the reason."""
    if task.state in SETTLED:
        return _untold(f"{task.state.label.zh}，不作预计", f"{task.state.label.en}: nothing to forecast")
    if task.ends is None:
        return _untold("没有完成时限，无法预计；请补填时限", "no due date, so it cannot be told; give one")
    course = _course(task, day)
    if course is None or not course.points:
        return _untold("没有量化进展，无法预计；请报进展时填完成率或指标值",
                       "no progress in figures, so it cannot be told; report a share or the figure")
    if not course.there and course.days < SHORTEST:
        return _too_short(course)
    return _followed(course, task.ends, day)


def _followed(course: Course, ends: date, day: date) -> Forecast:
    on = course.reached_on()
    if on and on < day and not course.there:
        return _proved_wrong(course, on)
    if (day - course.last[0]).days > course.holds and not course.there:
        return _stale(course, ends, day)
    return _told(course, ends, day, on)


def _course(task: TaskFacts, day: date) -> Course | None:
    """The bound figure where it has values, else the shares that the owner reported."""
    if task.target and task.values(day):
        return _of_figure(task, task.target, day)
    shares = _shares(task, day)
    if not shares:
        return None
    points = {task.since: Fraction(0)} | {on: share * 100 for on, share in shares.items()}
    return Course(sorted(points.items()), Fraction(100), SHARE, downwards=False)


def _of_figure(task: TaskFacts, target: BoundTarget, day: date) -> Course:
    """Values of the figure, and what was known before the first: its baseline, else shares as parts of the target."""
    points = {one.on: Fraction(one.value) for one in task.values(day)}
    first, goal = min(points), Fraction(target.value)
    if target.baseline is not None:
        points.setdefault(min(task.since, first), Fraction(target.baseline))
    elif not target.downwards and target.unit_of_measure != SHARE:     # a rate does not begin at nought
        earlier = {on: share * goal for on, share in _shares(task, day).items() if on <= first}
        points = ({task.since: Fraction(0)} if earlier else {}) | earlier | points
    return Course(sorted(points.items()), goal, target.unit_of_measure, target.downwards)


def _shares(task: TaskFacts, day: date) -> dict[date, Fraction]:
    return {one.on: Fraction(one.share) for one in task.reports(day) if one.share is not None}


def _untold(zh: str, en: str) -> Forecast:
    return Forecast(said=Title(zh, en))


def _too_short(course: Course) -> Forecast:
    return _untold(f"进展记录只跨{course.days}天，不足{SHORTEST}天，看不出进度",
                   f"progress is known over {course.days} days only, fewer than {SHORTEST}, which shows no pace")


def _proved_wrong(course: Course, on: date) -> Forecast:
    """Once the day has gone by on which it was to be reached, the pace has been proved wrong or nobody has reported."""
    last, now, goal = course.last[0], f"{_now(course)}{course.unit}", _goal(course)
    return _untold(f"最近一次量化进展为{_day(last)}的{now}，按当时进度{_day(on)}应已达到目标{goal}，请更新进展",
                   f"last known on {last} at {now}; at the pace of then {goal} were to be reached on {on}; "
                   "report how far it is now")


def _stale(course: Course, ends: date, day: date) -> Forecast:
    """A line drawn on from long ago would tell as the pace of today what nobody has looked at since."""
    last, now, silent = course.last[0], f"{_now(course)}{course.unit}", (day - course.last[0]).days
    said = Title(f"最近一次量化进展为{_day(last)}的{now}，此后{silent}天没有量化进展，看不出进度",
                 f"last known on {last} at {now}; no figure in the {silent} days since, so no pace can be told")
    return Forecast(said=said, then=_rounded(course.at(ends), course), at=ends, last=last)


def _told(course: Course, ends: date, day: date, on: date | None) -> Forecast:
    value, goal = _rounded(course.at(ends), course), _rounded(course.goal, course)
    ahead = _in_time(course, value, ends, on) if ends >= day else _after(ends, on)
    said = _reached(course) if course.there else ahead
    return Forecast(said=said, value=value, of=goal, at=ends, unit_of_measure=course.unit, reached_on=on)


def _rounded(value: Fraction, course: Course) -> Decimal:
    """Counted things whole and never nearer the goal than they are; shares to one decimal, others to two."""
    if value != course.goal and _is_counted(course.unit):
        return Decimal(math.ceil(value) if course.downwards else math.floor(value))
    exact = round_half_up(Decimal(value.numerator) / Decimal(value.denominator), 1 if course.unit == SHARE else 2)
    return exact.normalize() + 0 if exact != exact.to_integral_value() else exact.quantize(Decimal(1))


def _is_counted(unit: str) -> bool:
    try:
        return counted(unit)
    except UnitError:
        return False


def _reached(course: Course) -> Title:
    on = course.last[0]
    return Title(f"截至{_day(on)}为{_now(course)}{course.unit}，已达到目标{_goal(course)}",
                 f"{_now(course)} on {on}: the target of {_goal(course)} is reached")


def _in_time(course: Course, value: Decimal, ends: date, on: date | None) -> Title:
    reached = Title(f"{_day(on)}可达到", f"all on {on}") if on else Title("照此不会达到", "and never all")
    said = format_number(value)
    return Title(f"按目前进度，到{_day(ends)}为{said}{course.unit}，目标{_goal(course)}，{reached.zh}",
                 f"at this pace {said} of {_goal(course)} on {ends}, {reached.en}")


def _after(ends: date, on: date | None) -> Title:
    """Once it is overdue, what matters is when it ends at all."""
    if on is None:
        return Title("照目前进度不会完成", "at this pace never done")
    late = (on - ends).days
    return Title(f"按目前进度{_day(on)}可完成，晚{late}天", f"at this pace done on {on}, {late} days late")


def _now(course: Course) -> str:
    return format_number(_rounded(course.last[1], course))


def _goal(course: Course) -> str:
    return f"{format_number(_rounded(course.goal, course))}{course.unit}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
