"""How the cells of our workbooks look: one table, from which XlsxWriter's formats are made when first asked for."""

from __future__ import annotations

from typing import Any

import xlsxwriter

INK, QUIET, LINE, PAPER, ENTRY, SUM = "#1F2933", "#7B8794", "#CBD2D9", "#F5F7FA", "#FFFDF0", "#EEF2F6"
FONT = "Microsoft YaHei"

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", "locked": True}
_BOX = {"border": 1, "border_color": LINE}
_HEAD: dict[str, Any] = {"bold": True, "bg_color": PAPER, "align": "center", "text_wrap": True, **_BOX}
LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"font_size": 16, "bold": True},
    "about": {"font_color": QUIET},
    "hint": {"font_color": QUIET, "font_size": 9, "text_wrap": True},
    "head": _HEAD,
    "head_required": {**_HEAD, "font_color": "#A61B1B"},
    "number": {"align": "center", "font_color": QUIET, **_BOX},
    "label": {"text_wrap": True, **_BOX},
    "repeated": {"text_wrap": True, **_BOX, "font_color": LINE},
    "split": {"indent": 1, **_BOX},
    "unit": {"align": "center", "font_color": QUIET, **_BOX},
    "note": {"font_color": QUIET, "font_size": 9, "text_wrap": True, **_BOX},
    "past": {"align": "right", "font_color": QUIET, "bg_color": PAPER, **_BOX},
    "sum": {"align": "right", "bg_color": SUM, **_BOX},
    "entry": {"align": "right", "bg_color": ENTRY, "locked": False, **_BOX},
    "entry_text": {"bg_color": ENTRY, "locked": False, "text_wrap": True, "num_format": "@", **_BOX},
    "column": {"locked": False, **_BOX},
    "signature": {"font_color": QUIET, "top": 1, "top_color": LINE},
    "link": {"font_color": "#1B5E9B", "underline": 1},
}


class Formats:
    """The formats of one workbook by name of look and number format."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str], Any] = {}

    def __call__(self, look: str, num_format: str = "") -> Any:
        if (look, num_format) not in self._made:
            properties = {**_BASE, **LOOKS[look], **({"num_format": num_format} if num_format else {})}
            self._made[look, num_format] = self._workbook.add_format(properties)
        return self._made[look, num_format]
