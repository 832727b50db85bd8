"""The kinds of period: how they lie in their year, and how they are written.

A school year runs from 1 September to 31 August (教育事业统计's reporting year); its first term ends on
31 January, its second begins on 1 February, so that two terms always make the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a period is, and whether it follows the calendar or the school year."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Shape:
    """How periods of a kind lie in their year, and how they are written (`y` year, `z` the next, `n` number)."""

    count: int                            # how many make a year
    code: str
    zh: str
    en: str
    first_months: tuple[int, ...]         # first month of each; above 12 in the next calendar year
    months: tuple[int, ...]               # how many months each lasts
    within: frozenset[PeriodKind]         # kinds that such periods tile


YEAR, HALF, QUARTER, MONTH, SCHOOL_YEAR, TERM = PeriodKind
SHAPES = {
    YEAR: Shape(1, "{y:04}", "{y}年", "{y}", (1,), (12,), frozenset()),
    HALF: Shape(2, "{y:04}H{n}", "{y}年{half_zh}半年", "{nth} half of {y}", (1, 7), (6, 6), frozenset({YEAR})),
    QUARTER: Shape(4, "{y:04}Q{n}", "{y}年第{n_zh}季度", "{nth} quarter of {y}", (1, 4, 7, 10), (3,) * 4,
                   frozenset({YEAR, HALF})),
    MONTH: Shape(12, "{y:04}-{n:02}", "{y}年{n}月", "{month_en} {y}", tuple(range(1, 13)), (1,) * 12,
                 frozenset(PeriodKind) - {MONTH}),
    SCHOOL_YEAR: Shape(1, "SY{y:04}", "{y}—{z}学年", "school year {y}–{z}", (9,), (12,), frozenset()),
    TERM: Shape(2, "SY{y:04}-T{n}", "{y}—{z}学年第{n_zh}学期", "{nth} term of school year {y}–{z}", (9, 14), (5, 7),
                frozenset({SCHOOL_YEAR})),
}
