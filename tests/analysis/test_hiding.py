"""Counts of few confidential cases are not shown, nor what would give them away."""

from decimal import Decimal
from pathlib import Path

import pytest

from small_city import INDICATORS, make_catalogue, make_release
from taizhang.analysis.analysis import Analysis
from taizhang.analysis.hiding import hidden_among

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


@pytest.mark.parametrize(("parts", "hidden"), [
    ([("a", 1), ("b", 5), ("c", 9)], {"a", "b"}),
    ([("a", 1), ("b", 2), ("c", 9)], {"a", "b"}),
    ([("a", 0), ("b", None), ("c", 9)], set()),
    ([("a", 1)], {"a"}),
])
def test_which_parts_are_hidden(parts: list[tuple[str, int | None]], hidden: set[str]) -> None:
    assert hidden_among([(name, None if value is None else Decimal(value)) for name, value in parts], 3) == hidden
