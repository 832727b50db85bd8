"""What a county says of itself is held against what its schools say together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang import catalogue
from taizhang.checking.levels import compare
from taizhang.checking.submission import Cell

PLACES = "examinations.junior_candidates"


def cell(value: str | None, indicator: str = PLACES, *by: tuple[str, str]) -> Cell:
    return Cell(indicator, by, None if value is None else Decimal(value), "中考!C7")


@pytest.mark.parametrize(
    ("whole", "parts", "missing", "told"),
    [
        ("783", ["619", "164"], 0, False),
        ("790", ["619", "164"], 0, True),
        ("790", ["619", "164"], 2, False),  # the two that are missing may make up the rest
        ("700", ["619", "164"], 2, True),   # but nobody takes away
        (None, ["619"], 0, False),          # missing is not zero
        ("783", [], 0, False),
    ],
)  # fmt: skip
def test_a_total_is_told_where_its_parts_do_not_make_it(whole, parts, missing, told):
    sent = [{(PLACES, ()): Decimal(part)} for part in parts]
    found = list(compare([cell(whole)], sent, catalogue.load(), missing=missing))
    assert [(one.code, one.place) for one in found] == ([("level-differs", "中考!C7")] if told else [])
    for finding in found:
        assert "783" in finding.message("zh")
        assert "783" in finding.message("en")


def test_what_does_not_add_up_over_units_is_not_added():
    shipped = catalogue.load()
    other = next(code for code, one in shipped.indicators.items() if one.over_units != "sum")
    assert list(compare([cell("9", other)], [{(other, ()): Decimal(3)}], shipped)) == []
