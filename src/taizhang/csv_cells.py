"""Text of strangers in a CSV: never a formula of the spreadsheet that opens it."""

from __future__ import annotations

import re

# what spreadsheets begin a formula with, in full width too; blanks before it do not keep all of them from it
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


def harmless(cell: str) -> str:
    """The cell with a quotation mark before it where a spreadsheet might take it for a formula; numbers stay."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
