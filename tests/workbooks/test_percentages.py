"""A cell that shows a percentage is read as its sender saw it, whatever Excel keeps in it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from taizhang.workbooks.opening import Sheet, open_book

CELLS = [
    # kept    format      read as
    (0.93,    "0%",       "93%"),
    (1,       "0%",       "100%"),
    (1.05,    "0.00%",    "105%"),
    (12.5,    "0.0%",     "1250%"),
    (0,       "0%",       "0%"),
    (-0.031,  "0.0%;[Red]-0.0%", "-3.1%"),
    (0.333333, "0.00%",   "33.3333%"),
    (93,      '0"%"',     93),            # the sign is only shown
    (93,      "0\\%",     93),
    (0.93,    "General",  0.93),
    ("93",    "0%",       "93"),          # a text
    ("缺",    "0%",       "缺"),
]  # fmt: skip


def sheet_of(cells: list[tuple[Any, str]]) -> Sheet:
    book = Workbook()
    for row, (value, shown) in enumerate(cells, start=1):
        book.active.cell(row, 2, value).number_format = shown
    buffer = BytesIO()
    book.save(buffer)
    return open_book(buffer.getvalue(), "报表.xlsx").sheets[0]


@pytest.mark.parametrize(("kept", "shown", "read_as"), CELLS)
def test_a_cell_is_read_as_it_is_shown(kept: Any, shown: str, read_as: Any) -> None:
    assert sheet_of([(kept, shown)]).at(0, 1) == read_as


@given(st.lists(st.sampled_from(CELLS), max_size=20))
def test_whatever_stands_beside_it(cells: list[tuple[Any, str, Any]]) -> None:
    sheet = sheet_of([(kept, shown) for kept, shown, _ in cells])
    assert [sheet.at(row, 1) for row in range(len(cells))] == [read_as for *_, read_as in cells]
