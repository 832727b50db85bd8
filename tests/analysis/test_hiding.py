"""Counts of few confidential cases are not shown, nor what would give them away."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from small_city import INDICATORS, make_catalogue, make_release
from taizhang.analysis.analysis import Analysis
from taizhang.analysis.suppressing import kept_back

CASES = """
title: {zh: 线索台账, en: Cases}
filled_by: school
kind: case
hide_below: 3
retain_years: 3
key: [number]
fields:
  number: {type: text, title: {zh: 编号, en: Number}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
"""
MORE = """
cases: {title: {zh: 线索, en: Cases}, unit: 件, counts: cases, by: [stage]}
cases_each: {title: {zh: 每百生线索, en: Cases per pupil}, unit: 件/人, formula: cases / pupils}
"""
OBSERVED = """
indicator unit period value stage
cases     a1   2026H1 2     primary
cases     a2   2026H1 5     primary
cases     a2   2026H1 4     junior
cases     a3   2026H1 7     junior
cases     b1   2026H1 0     primary
cases     b2   2026H1 6     junior
pupils    a1   2026H1 45    primary
pupils    a3   2026H1 60    junior
"""


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    folder: Path = tmp_path_factory.mktemp("city")
    registers = folder / "catalogue" / "domains" / "aid" / "registers"
    registers.mkdir(parents=True)
    (registers / "cases.yaml").write_text(CASES, "utf-8")
    return Analysis(make_release(folder, OBSERVED), make_catalogue(folder, indicators=INDICATORS + MORE))


@pytest.mark.parametrize(("unit", "by", "shown"), [
    ("a1", {}, None),                      # two cases
    ("a2", {}, 9),
    ("a3", {}, None),                      # the next smallest of county a, or a1 could be told from the total
    ("a", {}, 18),
    ("b1", {}, 0),                         # nought tells of nobody
    ("b2", {}, 6),
    ("city", {}, 24),
    ("a1", {"stage": "primary"}, None),
])
def test_small_counts_are_hidden_and_with_one_alone_the_next(
    analysis: Analysis, unit: str, by: dict[str, str], shown: int | None
) -> None:
    result = analysis.value("aid.cases", unit, **by)
    assert result.value == (None if shown is None else Decimal(shown))
    assert result.hidden_below == (3 if shown is None else 0)


def test_what_rests_on_a_hidden_count_is_hidden(analysis: Analysis) -> None:
    assert analysis.value("aid.cases_each", "a1").hidden_below == 3
    assert (analysis.value("aid.cases", "a1") + analysis.value("aid.cases", "a2")).hidden_below == 3


def test_the_units_behind_a_total_are_named_without_their_values(analysis: Analysis) -> None:
    evidence = analysis.evidence(analysis.value("aid.cases", "a"))
    assert {(one.unit, one.value, one.hidden) for one in evidence.observations} == {
        ("a1", None, True), ("a2", None, True), ("a3", None, True)
    }


def test_neither_the_order_nor_a_count_of_zeros_tells_of_hidden_values(analysis: Analysis) -> None:
    evidence = analysis.evidence(analysis.value("aid.cases", "city"))
    assert [one.unit for one in evidence.observations] == ["a1", "a2", "a2", "a3", "b1", "b2"]
    assert evidence.zeros == 0


def test_a_small_count_is_not_told_by_a_second_split(analysis: Analysis) -> None:
    """Of county a's 7 primary cases a1 has 2: with a2's 5 shown, or its 9 in all and 4 junior, they could be told."""
    primary, junior = {"stage": "primary"}, {"stage": "junior"}
    assert [analysis.value("aid.cases", "a2", **by).value for by in (primary, junior)] == [None, None]
    assert analysis.value("aid.cases", "a2").value == 9
    assert analysis.value("aid.cases", "a", **primary).value == 7


def test_a_half_year_is_hidden_with_a_quarter_of_it(tmp_path: Path) -> None:
    registers = tmp_path / "catalogue" / "domains" / "aid" / "registers"
    registers.mkdir(parents=True)
    (registers / "cases.yaml").write_text(CASES, "utf-8")
    release = make_release(tmp_path, """
        indicator unit period value stage
        cases     a1   2026Q1 1     primary
        cases     a1   2026Q2 9     primary
        cases     a3   2026Q1 8     junior
        cases     a3   2026Q2 5     junior
        cases     b2   2026Q1 4     junior
        cases     b2   2026Q2 5     junior
    """)
    catalogue = make_catalogue(tmp_path, indicators=INDICATORS + MORE)
    shown = {period: {unit: Analysis(release, catalogue, period).value("aid.cases", unit).value
                      for unit in ("a1", "a3")} for period in ("2026Q1", "2026Q2", "2026H1")}
    assert shown == {
        "2026Q1": {"a1": None, "a3": None},
        "2026Q2": {"a1": 9, "a3": 5},
        "2026H1": {"a1": None, "a3": None},      # 10 and 13: less the second quarter they would tell the first
    }


@pytest.mark.parametrize(("parts", "hidden"), [
    ({"a": 1, "b": 5, "c": 9}, {"a", "b"}),
    ({"a": 1, "b": 2, "c": 9}, {"a", "b"}),
    ({"a": 0, "c": 9}, set()),
])
def test_which_parts_of_a_shown_total_are_hidden(parts: dict[str, int], hidden: set[str]) -> None:
    values = {name: Decimal(value) for name, value in parts.items()}
    small = [name for name, value in parts.items() if 0 < value < 3]
    assert kept_back(values, [dict.fromkeys(parts, 1)], small) == hidden


COUNTS = st.lists(st.sampled_from((0, 0, 1, 2, 3, 5, 8, 30)), min_size=12, max_size=12)


@settings(max_examples=100, deadline=None)
@given(COUNTS)
def test_no_hidden_count_follows_from_what_is_shown(counts: list[int]) -> None:
    """Two counties of two schools, three stages: every cell, its totals over units, over stages and over both."""
    schools, stages = ("a1", "a2", "b1", "b2"), "xyz"
    cells = dict(zip(((one, stage) for one in schools for stage in stages), counts, strict=True))
    above = {"a": ("a1", "a2"), "b": ("b1", "b2"), "city": ("a", "b")}
    for unit, parts in above.items():
        cells |= {(unit, stage): sum(cells[one, stage] for one in parts) for stage in stages}
    cells |= {(unit, ""): sum(cells[unit, stage] for stage in stages) for unit in (*schools, *above)}
    sums = [{(unit, stage): -1, **{(one, stage): 1 for one in parts}}
            for unit, parts in above.items() for stage in ("", *stages)]
    sums += [{(unit, ""): -1, **{(unit, stage): 1 for stage in stages}} for unit in (*schools, *above)]
    small = {one for one, value in cells.items() if 0 < value < 3}
    hidden = kept_back({one: Decimal(value) for one, value in cells.items()}, sums, small)
    assert small <= hidden
    assert 0 not in {cells[one] for one in hidden}
    order = sorted(hidden)
    system = np.array([[float(one.get(cell, 0)) for cell in order] for one in sums]).reshape(len(sums), len(order))
    rank = np.linalg.matrix_rank(system) if order else 0
    for at in range(len(order)):        # a count that follows is a combination of the sums
        assert np.linalg.matrix_rank(np.vstack([system, np.eye(len(order))[at]])) > rank
