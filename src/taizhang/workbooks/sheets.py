"""What the sheets of forms and of registers share: where their heads stand, how they print, how inputs are limited."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from taizhang.checking.amounts import SIGNED_UNITS, counted
from taizhang.quantities.units import Unit

KEY_ROW, TITLE_ROW, ABOUT_ROW, HINT_ROW, HEAD_ROW, FIRST_ROW = range(6)
KEYS, NUMBER = range(2)
LARGEST = 10**12


def finish(sheet: Any, *, rows: int, columns: int, frozen: tuple[int, int], landscape: bool) -> None:
    """What every sheet shares: frozen heads, A4, heads on every page, page numbers, protection without a password.

    The protection keeps formulas and keys from being overwritten by mistake; it is no secret.
    """
    sheet.freeze_panes(*frozen)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROW, frozen[0] - 1)
    if rows:
        sheet.print_area(TITLE_ROW, NUMBER, rows, columns)
    sheet.set_footer("&L&8&A&R&8第 &P 页　共 &N 页")
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True,
                       "insert_rows": True, "delete_rows": True})


def number_format(unit: str) -> str:
    """How numbers of a unit are shown: counted things without decimals, the others with up to two."""
    return "#,##0" if counted(unit) else "#,##0.00" if Unit.parse(unit).powers == (("元", 1),) else "#,##0.##"


def limits(unit: str, *, whole: bool, least: Decimal | None, most: Decimal | None) -> dict[str, Any]:
    """The data validation for a number; the limits are those that checking uses."""
    if least is None:
        least = Decimal(-LARGEST if unit in SIGNED_UNITS else 0)
    kind = "整数" if whole else "数字"
    upper = f"，不大于 {most:f}" if most is not None else ""
    lower = f"，不小于 {least:f}" if least != -LARGEST else ""
    return {
        "validate": "integer" if whole else "decimal", "criteria": "between",
        "minimum": _plain(least), "maximum": LARGEST if most is None else _plain(most),
        "error_title": "请检查", "error_message": f"这里填{kind}，单位是{unit or '无'}{lower}{upper}。",
    }


def _plain(limit: Decimal) -> float:
    return int(limit) if limit == limit.to_integral_value() else float(limit)
