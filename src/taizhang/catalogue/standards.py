"""Dated thresholds: what held on a day, and whether a value meets it.

以上, 不低于, 以内 and 不超过 include the number, 超过 and 不满 do not (民法典第1259条); a standard's `op` says which.
Values are held against it as they are: rounding comes after judging.
"""

from __future__ import annotations

import operator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from taizhang.catalogue.model import Catalogue, Standard, StandardValue

_HOLDS = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt, "eq": operator.eq}
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}


def row_at(standard: Standard, day: date, code: str | None = None) -> StandardValue | None:
    """The row in force on a day for a code of what the standard depends on; the newest where several are."""
    rows = [row for row in standard.values if row.holds(day, code or "")]
    return rows[-1] if rows else None


def standard_at(catalogue: Catalogue, standard: str, day: date, code: str | None = None) -> Decimal | None:
    """The value in force on a day, in the standard's unit; None before the first row or after the last.

    Raises KeyError for an unknown standard.
    """
    row = row_at(catalogue.standards[standard], day, code)
    return row.values[code or ""] if row else None


def meets(
    standard: Standard, value: Decimal | Fraction | int | None, day: date, code: str | None = None
) -> bool | None:
    """Whether an unrounded value in the standard's unit meets it; None where either is missing."""
    row = row_at(standard, day, code)
    if value is None or row is None:
        return None
    return bool(_HOLDS[standard.op](Fraction(value), Fraction(row.values[code or ""])))
