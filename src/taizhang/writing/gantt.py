"""Projects drawn: a Gantt chart of plan against actual, and bars of their money. The same SVG on screen and in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.catalogue.model import Title
from taizhang.quantities import MISSING, format_number
from taizhang.supervision.projects import COMPLETED, DELIVERED, STARTED, Project, slip, stages
from taizhang.writing.palette import ACCENT, BAND, GROUND, INK, LATE, LINE, QUIET
from taizhang.writing.svg import Drawing

WIDTH, LABELS, SLIPS, TOP, ROW = 960, 210, 120, 52, 34
_LONGEST_LABEL = 16
_MONTHS_SHOWN = 12
PLAN, DONE, OVERDUE = Title("计划", "Planned"), Title("实际", "Actual"), Title("超期", "Overdue")
IN_PLACE, PAID = Title("到位", "In place"), Title("支付", "Paid")
_SHORT = {STARTED: Title("开工", "Start"), COMPLETED: Title("竣工", "Finish"), DELIVERED: Title("交付", "Handover")}


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


def gantt(projects: Sequence[Project], day: date, language: str = "zh") -> str:
    """An SVG with a row a project: above the plan, below what was done by `day`, on the right the slip in days.

    Its words are in `language`, "zh" or "en". Projects without any date get a row that says so; none at all give "".
    """
    if not projects:
        return ""
    told = Title(f"{len(projects)}个项目的计划与实际进度", f"Plan and progress of {len(projects)} projects")
    drawing = Drawing(WIDTH, TOP + ROW * len(projects) + 8, told, language)
    axis = _axis(projects, day)
    _frame(drawing, axis, day)
    for number, one in enumerate(projects):
        _row(drawing, axis, one, day, TOP + number * ROW)
    return str(drawing)


def _axis(projects: Sequence[Project], day: date) -> _Axis:
    days = [day, *(on for one in projects for dates in (one.planned, one.actual) for on in dates.values())]
    return _Axis(min(days).replace(day=1), max(days))


def _frame(drawing: Drawing, axis: _Axis, day: date) -> None:
    _legend(drawing, ((QUIET, PLAN), (ACCENT, DONE), (LATE, OVERDUE)))
    for first in axis.months():
        drawing.line(axis.x(first), TOP - 8, axis.x(first), drawing.height, LINE)
        drawing.text(axis.x(first) + 3, TOP - 12, f"{first.year}.{first.month}", colour=QUIET)
    drawing.line(axis.x(day), TOP - 8, axis.x(day), drawing.height, INK, dashed=True)


def _legend(drawing: Drawing, entries: Sequence[tuple[str, Title]]) -> None:
    for at, (colour, words) in enumerate(entries):
        drawing.rect(8 + at * 90, 8, 14, 10, colour)
        drawing.text(28 + at * 90, 17, words, colour=QUIET)


def _row(drawing: Drawing, axis: _Axis, one: Project, day: date, y: float) -> None:
    drawing.line(0, y + ROW - 1, WIDTH, y + ROW - 1, BAND)
    drawing.text(8, y + 20, one.name, longest=_LONGEST_LABEL)
    planned, done = _span(one.planned, date.max), _span(one.actual, day)
    if planned:
        drawing.rect(axis.x(planned[0]), y + 7, axis.x(planned[1]) - axis.x(planned[0]), 6, QUIET,
                     tip=_tip(PLAN, planned))
    if done:
        _done(drawing, axis, one, day, y)
    _slip(drawing, one, day, y, any_date=bool(planned or done))


def _done(drawing: Drawing, axis: _Axis, one: Project, day: date, y: float) -> None:
    """What was done: to the hand-over or to today, in red where that lies past the plan; and a mark a stage."""
    last = DELIVERED if DELIVERED in one.planned or one.done(DELIVERED, day) else COMPLETED
    start, end = min(one.actual.values()), one.actual[last] if one.done(last, day) else day
    due = one.planned.get(last) or one.planned.get(COMPLETED)
    drawing.rect(axis.x(start), y + 15, axis.x(end) - axis.x(start), 9, ACCENT, tip=_tip(DONE, (start, end)))
    if due and end > due:
        drawing.rect(axis.x(max(due, start)), y + 15, axis.x(end) - axis.x(max(due, start)), 9, LATE,
                     tip=Title(f"超期{(end - due).days}天", f"{(end - due).days} days overdue"))
    for stage in stages():
        if one.done(stage.number, day):
            x = axis.x(one.actual[stage.number])
            drawing.polygon(((x, y + 13), (x + 4, y + 19), (x, y + 25), (x - 4, y + 19)), INK,
                            tip=_with(stage.title, f" {one.actual[stage.number]}"))


def _slip(drawing: Drawing, one: Project, day: date, y: float, *, any_date: bool) -> None:
    found = slip(one, day)
    if one.stopped:
        words, colour = Title("停缓建", "Stopped"), QUIET
    elif found is None:
        words, colour = (Title("按计划", "On plan") if any_date else Title("未填日期", "No dates")), QUIET
    else:
        words, colour = _against_plan(found.stage.number, found.days), LATE if found.days > 0 else QUIET
    drawing.text(WIDTH - 8, y + 20, words, colour=colour, anchor="end")


def _against_plan(number: int, days: int) -> Title:
    stage = _SHORT.get(number, Title(f"阶段{number}", f"Stage {number}"))
    if days == 0:
        return Title(f"{stage.zh}按期", f"{stage.en} on time")
    zh, en = (f"晚{days}天", f"{days} d late") if days > 0 else (f"提前{-days}天", f"{-days} d early")
    return Title(f"{stage.zh}{zh}", f"{stage.en} {en}")


def _span(days: object, until: date) -> tuple[date, date] | None:
    known = sorted(day for day in dict(days).values() if day <= until)  # type: ignore[call-overload]
    return (known[0], known[-1]) if known else None


def _tip(words: Title, span: tuple[date, date]) -> Title:
    return Title(f"{words.zh} {span[0]} 至 {span[1]}", f"{words.en} {span[0]} to {span[1]}")


def _with(words: Title, more: str) -> Title:
    return Title(words.zh + more, words.en + more)


def money_bars(projects: Sequence[Project], language: str = "zh") -> str:
    """An SVG with a bar a project: planned money as the frame, in place light, spent dark; amounts on the right. Its
    words are in `language`."""
    if not projects:
        return ""
    count = len(projects)
    told = Title(f"{count}个项目的计划、到位和支付资金", f"Money of {count} projects: planned, in place, paid")
    drawing = Drawing(WIDTH, TOP + ROW * len(projects) + 8, told, language)
    _legend(drawing, ((GROUND, PLAN), (LINE, IN_PLACE), (ACCENT, PAID)))
    drawing.rect(8, 8, 14, 10, "none", line=QUIET)
    amounts = Title("支付／到位／计划（万元）", "Paid／in place／planned (10,000 yuan)")
    drawing.text(WIDTH - 8, TOP - 12, amounts, colour=QUIET, anchor="end")
    most = max((amount for one in projects for amount in (one.total, one.in_place, one.spent) if amount), default=1)
    for number, one in enumerate(projects):
        _bar(drawing, one, Decimal(most), TOP + number * ROW)
    return str(drawing)


def _bar(drawing: Drawing, one: Project, most: Decimal, y: float) -> None:
    drawing.text(8, y + 20, one.name, longest=_LONGEST_LABEL)
    room = WIDTH - LABELS - SLIPS - 100
    for amount, fill, line, words in ((one.in_place, LINE, "", IN_PLACE), (one.spent, ACCENT, "", PAID),
                                      (one.total, "none", QUIET, PLAN)):
        if amount is not None:
            said = format_number(amount)
            drawing.rect(LABELS, y + 8, room * float(amount / most), 16, fill, line=line,
                         tip=Title(f"{words.zh}{said}万元", f"{words.en} {said}×10,000 yuan"))
    amounts = "／".join(MISSING if amount is None else format_number(amount, 2)
                       for amount in (one.spent, one.in_place, one.total))
    drawing.text(WIDTH - 8, y + 20, amounts, colour=QUIET, anchor="end")
