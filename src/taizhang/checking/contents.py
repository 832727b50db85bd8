"""What cells hold as a spreadsheet gives it, and what is made of it.

Empty cells and marks such as "/" are None: missing is not zero. An error-level finding always comes with None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from taizhang.checking import numbers
from taizhang.findings import Finding
from taizhang.periods import Period

Content = str | float | bool | date | None
Value = Decimal | str | date | bool | Period | tuple[str, ...] | None
Answer = tuple[Value, Finding | None]
Reader = Callable[[Content], Answer]

BLANK = "\u3000\u00a0\u200b\ufeff \t\r\n'"
_EXCEL_ERRORS = frozenset((
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"))


def is_missing(content: Content) -> bool:
    """Whether the cell is empty, or holds nothing but spaces."""
    return content is None or (isinstance(content, str) and not content.strip(BLANK))


def excel_error(content: Content) -> Finding | None:
    """The finding for a cell that shows #DIV/0! or its like."""
    is_error = isinstance(content, str) and content.startswith("#") and content.upper() in _EXCEL_ERRORS
    return Finding("value-excel-error", blanks={"found": content}) if is_error else None


def is_mark(content: Content) -> bool:
    """Whether the cell says in some way that there is nothing to say: 无, /, —."""
    return isinstance(content, str) and numbers.is_missing_mark(content)


def as_text(content: Content) -> str:
    """The content as one would read it on the screen."""
    if isinstance(content, str):
        return content
    if isinstance(content, bool):
        return "是" if content else "否"
    if isinstance(content, int | float):
        return f"{numbers.from_cell(content):f}"
    if isinstance(content, datetime):
        content = content.date()
    return content.isoformat() if isinstance(content, date) else str(content or "")


def titled(finding: Finding, title: str) -> Finding:
    """The finding with the name of the field or line in question, and with numbers as Excel shows them."""
    shown = {name: as_text(value) if isinstance(value, float) else value for name, value in finding.blanks.items()}
    return replace(finding, blanks={"title": title, **shown})
