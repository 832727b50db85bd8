"""Tables copied without telling which cells were merged: heads over several columns, totals that begin in the first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.reading import read_text
from taizhang.reading.merged_cells import unmerged

HEAD = "清川县教育局2025年工作总结\n一、学生资助\n2025年，各乡镇资助情况见下表。\n"
TABLE = """\
序号 | 乡镇 | 总人数 | 小学 | 初中 | 合计 | ||
走读生（每生250元） | 寄宿生（每生500元） | 走读生（每生312.5元） | 寄宿生（每生625元） | 补助资金 |||
1 | 柳林 | 91 | 42 | 6 | 22 | 21 | 33500 |
2 | 石桥 | 84 | 38 | 9 | 20 | 17 | 30875 |
小计 | 175 | 80 | 15 | 42 | {} | 64375 |
3 | 外县 | 24 | 10 | 4 | 3 | 7 | 9812.5 |
合计 | 199 | 90 | 19 | 45 | 45 | 74187.5 |
"""


def test_a_head_over_several_columns_is_that_of_each_and_a_total_begins_in_the_first_column():
    found = [(f.quote, f.unit, f.indicator) for f in read_text(HEAD + TABLE.format(38)).figures if "乡" not in f.quote]
    assert found[4:10] == [
        ("91", "人", "柳林总人数"), ("42", "人", "柳林小学走读生"), ("6", "人", "柳林小学寄宿生"),
        ("22", "人", "柳林初中走读生"), ("21", "人", "柳林初中寄宿生"), ("33500", "元", "柳林合计补助资金")]
    assert found[-6:-3] == [("199", "人", "合计总人数"), ("90", "人", "合计小学走读生"), ("19", "人", "合计小学寄宿生")]


def test_totals_and_subtotals_are_recomputed_from_their_rows():
    verdicts = [c.verdict.value for c in read_text(HEAD + TABLE.format(38)).claims]
    assert verdicts == ["holds"] * 17, "six columns twice, and five rows of heads"


def test_a_subtotal_is_wrong_where_the_others_of_its_row_are_sums_of_the_same_rows():
    wrong = [c.message for c in read_text(HEAD + TABLE.format(83)).claims if c.verdict.value == "contradicted"]
    assert "合计写作83，21＋17＝38" in wrong


@pytest.mark.parametrize("table", [
    "甲 | 乙 | 丙 | 丁\n一 | 二 | 三 | 四 | 五\n1 | 2 | 3 | 4 |\n5 | 6 | 7 | 8 |\n",   # too many heads
    "首页 | 新闻 | 公开 | 互动\n机构 | 领导 | 职能\n",
])
def test_heads_that_cannot_be_told_apart_give_no_figures(table):
    assert read_text(HEAD + table).figures == []


@given(st.lists(st.lists(st.sampled_from(["", "小学", "合计", "12", "3.5", "-"]), min_size=1, max_size=7), min_size=1),
       st.integers(0, 3))
def test_no_cell_is_lost_or_moves_before_another(rows, heads):
    text, spans = "", []
    for row in rows:
        spans.append([])
        for cell in row:
            spans[-1].append((len(text), len(text) + len(cell)))
            text += cell + "\t"
    squared = unmerged(text, spans, min(heads, len(rows)))
    filled = [[cell for cell in row if cell[0] < cell[1]] for row in spans]
    assert [[cell for cell in row if cell[0] < cell[1]] for row in squared] == filled
