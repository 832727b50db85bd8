"""Projects drawn: a Gantt chart of plan against actual, and bars of their money. The same SVG on screen and in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.quantities import MISSING, format_number
from taizhang.supervision.projects import COMPLETED, DELIVERED, STARTED, Project, slip, stages
from taizhang.writing.palette import ACCENT, BAND, GROUND, INK, LATE, LINE, QUIET
from taizhang.writing.svg import Drawing

WIDTH, LABELS, SLIPS, TOP, ROW = 960, 210, 120, 52, 34
_LONGEST_LABEL = 16
_MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days from left to right."""

    start: date
    end: date

    def x(self, day: date) -> float:
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return LABELS + min(max(share, 0), 1) * (WIDTH - LABELS - SLIPS)

    def months(self) -> Iterator[date]:
        """Firsts of months to name: each month, or each quarter or year where there are many."""
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        step = 1 if count <= _MONTHS_SHOWN else 3 if count <= 3 * _MONTHS_SHOWN else 12
        for at in range(self.start.year * 12 + self.start.month - 1, self.end.year * 12 + self.end.month):
            if at % 12 % step == 0 and (first := date(at // 12, at % 12 + 1, 1)) >= self.start:
                yield first


def gantt(projects: Sequence[Project], day: date) -> str:
    """An SVG with a row a project: above the plan, below what was done by `day`, on the right the slip in days.

    Projects without any date get a row that says so; none at all give "".
    """
    if not projects:
        return ""
    drawing = Drawing(WIDTH, TOP + ROW * len(projects) + 8, f"{len(projects)}个项目的计划与实际进度")
    axis = _axis(projects, day)
    _frame(drawing, axis, day)
    for number, one in enumerate(projects):
        _row(drawing, axis, one, day, TOP + number * ROW)
    return str(drawing)


def _axis(projects: Sequence[Project], day: date) -> _Axis:
    days = [day, *(on for one in projects for dates in (one.planned, one.actual) for on in dates.values())]
    return _Axis(min(days).replace(day=1), max(days))


def _frame(drawing: Drawing, axis: _Axis, day: date) -> None:
    _legend(drawing, ((QUIET, "计划"), (ACCENT, "实际"), (LATE, "超期")))
    for first in axis.months():
        drawing.line(axis.x(first), TOP - 8, axis.x(first), drawing.height, LINE)
        drawing.text(axis.x(first) + 3, TOP - 12, f"{first.year}.{first.month}", colour=QUIET)
    drawing.line(axis.x(day), TOP - 8, axis.x(day), drawing.height, INK, dashed=True)


def _legend(drawing: Drawing, entries: Sequence[tuple[str, str]]) -> None:
    for at, (colour, words) in enumerate(entries):
        drawing.rect(8 + at * 90, 8, 14, 10, colour)
        drawing.text(28 + at * 90, 17, words, colour=QUIET)


def _row(drawing: Drawing, axis: _Axis, one: Project, day: date, y: float) -> None:
    drawing.line(0, y + ROW - 1, WIDTH, y + ROW - 1, BAND)
    drawing.text(8, y + 20, one.name, longest=_LONGEST_LABEL)
    planned, done = _span(one.planned, date.max), _span(one.actual, day)
    if planned:
        drawing.rect(axis.x(planned[0]), y + 7, axis.x(planned[1]) - axis.x(planned[0]), 6, QUIET,
                     tip=_tip("计划", planned))
    if done:
        _done(drawing, axis, one, day, y)
    _slip(drawing, one, day, y, any_date=bool(planned or done))


def _done(drawing: Drawing, axis: _Axis, one: Project, day: date, y: float) -> None:
    """What was done: to the hand-over or to today, in red where that lies past the plan; and a mark a stage."""
    last = DELIVERED if DELIVERED in one.planned or one.done(DELIVERED, day) else COMPLETED
    start, end = min(one.actual.values()), one.actual[last] if one.done(last, day) else day
    due = one.planned.get(last) or one.planned.get(COMPLETED)
    drawing.rect(axis.x(start), y + 15, axis.x(end) - axis.x(start), 9, ACCENT, tip=_tip("实际", (start, end)))
    if due and end > due:
        drawing.rect(axis.x(max(due, start)), y + 15, axis.x(end) - axis.x(max(due, start)), 9, LATE,
                     tip=f"超期{(end - due).days}天")
    for stage in stages():
        if one.done(stage.number, day):
            x = axis.x(one.actual[stage.number])
            drawing.polygon(((x, y + 13), (x + 4, y + 19), (x, y + 25), (x - 4, y + 19)), INK,
                            tip=f"{stage.title} {one.actual[stage.number]}")


def _slip(drawing: Drawing, one: Project, day: date, y: float, *, any_date: bool) -> None:
    found = slip(one, day)
    if one.stopped:
        words, colour = "停缓建", QUIET
    elif found is None:
        words, colour = ("按计划" if any_date else "未填日期"), QUIET
    else:
        late = {True: f"晚{found.days}天", False: "按期" if found.days == 0 else f"提前{-found.days}天"}[found.days > 0]
        words, colour = f"{_short(found.stage.number)}{late}", LATE if found.days > 0 else QUIET
    drawing.text(WIDTH - 8, y + 20, words, colour=colour, anchor="end")


def _short(number: int) -> str:
    return {STARTED: "开工", COMPLETED: "竣工", DELIVERED: "交付"}.get(number, f"阶段{number}")


def _span(days: object, until: date) -> tuple[date, date] | None:
    known = sorted(day for day in dict(days).values() if day <= until)  # type: ignore[call-overload]
    return (known[0], known[-1]) if known else None


def _tip(words: str, span: tuple[date, date]) -> str:
    return f"{words} {span[0]} 至 {span[1]}"


def money_bars(projects: Sequence[Project]) -> str:
    """An SVG with a bar a project: planned money as the frame, in place light, spent dark; amounts on the right."""
    if not projects:
        return ""
    drawing = Drawing(WIDTH, TOP + ROW * len(projects) + 8, f"{len(projects)}个项目的计划、到位和支付资金")
    _legend(drawing, ((GROUND, "计划"), (LINE, "到位"), (ACCENT, "支付")))
    drawing.rect(8, 8, 14, 10, "none", line=QUIET)
    drawing.text(WIDTH - 8, TOP - 12, "支付／到位／计划（万元）", colour=QUIET, anchor="end")
    most = max((amount for one in projects for amount in (one.total, one.in_place, one.spent) if amount), default=1)
    for number, one in enumerate(projects):
        _bar(drawing, one, Decimal(most), TOP + number * ROW)
    return str(drawing)


def _bar(drawing: Drawing, one: Project, most: Decimal, y: float) -> None:
    drawing.text(8, y + 20, one.name, longest=_LONGEST_LABEL)
    room = WIDTH - LABELS - SLIPS - 100
    for amount, fill, line, words in ((one.in_place, LINE, "", "到位"), (one.spent, ACCENT, "", "支付"),
                                      (one.total, "none", QUIET, "计划")):
        if amount is not None:
            drawing.rect(LABELS, y + 8, room * float(amount / most), 16, fill, line=line,
                         tip=f"{words}{format_number(amount)}万元")
    amounts = "／".join(MISSING if amount is None else format_number(amount, 2)
                       for amount in (one.spent, one.in_place, one.total))
    drawing.text(WIDTH - 8, y + 20, amounts, colour=QUIET, anchor="end")
