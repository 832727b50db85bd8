"""A ledger of tasks (督办台账) as .xlsx: heads locked, cells with lists, lights in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from taizhang.quantities import format_number
from taizhang.supervision.ledger_cells import DIRECTIONS, LOWER_IS_BETTER
from taizhang.supervision.ledger_columns import columns
from taizhang.supervision.model import Milestone, State, TaskFacts
from taizhang.supervision.standing import Light, Standing
from taizhang.workbooks.formats import Formats

TITLE_ROW, ABOUT_ROW, HEAD_ROW, FIRST_ROW = range(4)
SHEET = "督办台账"
SPARE_ROWS = 100
FOR_GOOD = "长期坚持"
_ABOUT = "表头不可改，列可以调换、增加。红字的列必须填写；来源、单位、时限相同的可以合并；亮灯由系统算出，不用填。"
_PLAIN = ("document", "sentence", "kind", "title", "what", "leader", "owner", "person", "contact", "assigned_on",
          "extended_to", "closed_on", "note")
_LISTS = "选项"
_DAY, _NUMBER = "yyyy-mm-dd", "General"
_LOOKS = {"date": ("column", _DAY), "due": ("column", _DAY), "number": ("entry", _NUMBER), "signed": ("entry", _NUMBER),
          "share": ("entry", "0.##")}
_FILLS = {Light.GREEN: "#DDEFE0", Light.YELLOW: "#FFF2C2", Light.ORANGE: "#FDE0C5", Light.RED: "#F8D4D2"}
_Cell = str | Decimal | date | None


def write_ledger(
    tasks: Sequence[TaskFacts], day: date, *, title: str = "督办台账", owners: Sequence[str] = (),
    standings: Sequence[Standing] = (),
) -> bytes:
    """An .xlsx with a row a task and spare rows to fill, which `read_ledger` takes in again.

    `owners` are offered as a list for the responsible unit; `standings` give each task its light, in the same order.
    """
    buffer = BytesIO()
    # What people have typed must stay text: =1+1 in a task is no formula of ours.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        look = Formats(workbook)
        sheet = workbook.add_worksheet(SHEET)
        _heads(sheet, look, f"{title}（截至{day.isoformat()}）")
        lit: Sequence[Standing | None] = standings or [None] * len(tasks)
        for row, (task, standing) in enumerate(zip(tasks, lit, strict=True), FIRST_ROW):
            _row(sheet, look, row, cells(task, standing, day))
        last = FIRST_ROW + len(tasks) + SPARE_ROWS - 1
        for row in range(FIRST_ROW + len(tasks), last + 1):
            _row(sheet, look, row, {})
        _lists(workbook, sheet, owners, last)
        _colours(workbook, sheet, last)
        _page(sheet, look, last)
    return buffer.getvalue()


def cells(task: TaskFacts, standing: Standing | None, day: date) -> dict[str, _Cell]:
    """What stands in each column for a task; the last report known on `day` gives its progress."""
    for_good = task.state == State.LONG_STANDING and task.due is None
    return {
        **{code: getattr(task, code) for code in _PLAIN},
        "number": task.id,
        "co_owners": "、".join(task.co_owners),
        "due": FOR_GOOD if for_good else task.due,
        "milestones": "\n".join(map(milestone_text, task.milestones)),
        "state": task.state.label.zh,
        "light": standing.light.label.zh if standing else "",
        "why": standing.why.zh if standing else "",
        **_target_cells(task, day), **_report_cells(task, day),
    }


def _target_cells(task: TaskFacts, day: date) -> dict[str, _Cell]:
    if task.target is None:
        return {}
    target, latest = task.target, task.latest(day)
    return {"target": f"{format_number(target.value)}{target.unit_of_measure}", "goal": target.value,
            "unit": target.unit_of_measure, "baseline": target.baseline,
            "direction": LOWER_IS_BETTER if target.lower else "", "indicator": target.indicator,
            "value": latest.value if latest else None}


def _report_cells(task: TaskFacts, day: date) -> dict[str, _Cell]:
    reports = task.reports(day)
    if not reports:
        return {}
    last = reports[-1]
    return {"done": last.done, "reported_on": last.on, "share": _in_per_cent(last.share),
            "problem": last.problem, "next_step": last.next_step, "evidence": "、".join(last.evidence)}


def _in_per_cent(share: Decimal | None) -> Decimal | str | None:
    """A share as its cell has it. Of one per cent and less the sign is written: 1 alone could be Excel's 100 %."""
    percent = None if share is None else share * 100
    return f"{format_number(percent)}%" if percent and percent <= 1 else percent


def milestone_text(step: Milestone) -> str:
    """A milestone as it stands in its cell: 2026-03-31 完成招标（2026-03-20完成）."""
    return f"{step.due} {step.name}" + (f"（{step.done_on}完成）" if step.done_on else "")


def _heads(sheet: Any, look: Formats, title: str) -> None:
    sheet.write_string(TITLE_ROW, 0, title, look("title"))
    sheet.write_string(ABOUT_ROW, 0, _ABOUT, look("about"))
    for at, column in enumerate(columns().values()):
        sheet.write_string(HEAD_ROW, at, column.title.zh, look("head" if column.optional else "head_required"))
        if column.note:
            sheet.write_comment(HEAD_ROW, at, column.note, {"author": "台账", "x_scale": 1.6})


def _row(sheet: Any, look: Formats, row: int, values: Mapping[str, _Cell]) -> None:
    for at, (code, column) in enumerate(columns().items()):
        form = look("label") if column.shown else look(*_LOOKS.get(column.kind, ("entry_text", "")))
        value = values.get(code)
        if value is None or value == "":
            sheet.write_blank(row, at, None, form)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, form)
        elif isinstance(value, Decimal):
            sheet.write_number(row, at, value, form)
        else:
            sheet.write_string(row, at, value, form)


def _lists(workbook: Any, sheet: Any, owners: Sequence[str], last: int) -> None:
    """Lists to choose from; the owners' stands on a sheet of its own, since lists in a cell hold 255 characters."""
    hidden = workbook.add_worksheet(_LISTS)
    hidden.hide()
    states = [state.label.zh for state in State]
    for at, (code, choices) in enumerate((("owner", list(owners)), ("state", states), ("direction", list(DIRECTIONS)))):
        hidden.write_column(0, at, choices)
        if choices:
            letter = "ABC"[at]
            _choose(sheet, code, f"={_LISTS}!${letter}$1:${letter}${len(choices)}", last)
    for at, column in enumerate(columns().values()):
        if column.kind == "date":
            sheet.data_validation(FIRST_ROW, at, last, at, {
                "validate": "date", "criteria": ">", "value": date(2000, 1, 1), "error_type": "warning",
                "error_title": "请检查", "error_message": "请填日期，例如 2026-12-31。"})


def _choose(sheet: Any, code: str, source: str, last: int) -> None:
    """A list that warns but lets several owners in one cell pass: reading tells what it cannot use."""
    at = list(columns()).index(code)
    sheet.data_validation(FIRST_ROW, at, last, at, {
        "validate": "list", "source": source, "error_type": "warning",
        "error_title": "请检查", "error_message": "不在下拉表中；确需填写请核对名称。"})


def _colours(workbook: Any, sheet: Any, last: int) -> None:
    at = list(columns()).index("light")
    for light, fill in _FILLS.items():
        sheet.conditional_format(FIRST_ROW, at, last, at, {
            "type": "cell", "criteria": "==", "value": f'"{light.label.zh}"',
            "format": workbook.add_format({"bg_color": fill})})


def _page(sheet: Any, look: Formats, last: int) -> None:
    for at, column in enumerate(columns().values()):
        sheet.set_column(at, at, column.width, look("plain"))
    sheet.set_row(TITLE_ROW, 30)
    sheet.set_row(HEAD_ROW, 32)
    sheet.freeze_panes(FIRST_ROW, list(columns()).index("what"))
    sheet.autofilter(HEAD_ROW, 0, last, len(columns()) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: a ledger has too many columns for A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True,
                       "insert_rows": True, "delete_rows": True, "insert_columns": True, "delete_columns": True})
