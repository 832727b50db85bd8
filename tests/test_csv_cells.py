"""Text of strangers goes into a CSV so that no spreadsheet runs it."""

import pytest

from taizhang.csv_cells import harmless

RUNS = ["=1+1", "+cmd|calc投入", "-2+3+cmd", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1", " =1+1", "＝1+1", "＋cmd", "＠SUM"]


@pytest.mark.parametrize("cell", RUNS)
def test_what_a_spreadsheet_would_run_is_quoted(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "投入", "300人", "-3.5", "+12%", "1=1", "（+）"])
def test_numbers_and_other_text_stay(cell):
    assert harmless(cell) == cell
