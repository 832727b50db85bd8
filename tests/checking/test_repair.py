"""Which cells to look at first when rules fail: the smallest sets that could be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue_files import read_files
from taizhang.catalogue import Catalogue
from taizhang.checking.known import known
from taizhang.checking.repair import smallest_repairs, suggest
from taizhang.checking.submission import Cell, OrgUnit, Submission
from taizhang.periods import Period

pytest.importorskip("highspy")

FILES = {
    "shared.yaml": "dimensions: {}",
    "domains/a/domain.yaml": "{title: {zh: 甲, en: A}, section: 甲}",
    "domains/a/indicators.yaml": """
boys: {title: {zh: 男生, en: Boys}, unit: 人}
girls: {title: {zh: 女生, en: Girls}, unit: 人}
pupils: {title: {zh: 学生, en: Pupils}, unit: 人}
boarders: {title: {zh: 寄宿生, en: Boarders}, unit: 人}
""",
    "domains/a/forms/f.yaml": """
{title: {zh: 学生表, en: Pupils}, filled_by: school, every: half, items: [boys, girls, pupils, boarders]}
""",
    "domains/a/rules.yaml": """
whole: {level: hard, on: f, that: boys + girls == pupils, says: {zh: 分项不等于合计, en: parts}}
part: {level: hard, on: f, that: boarders <= pupils, says: {zh: 寄宿生过多, en: boarders}}
some: {level: hard, on: f, that: 2 * boarders >= girls, says: {zh: 寄宿生过少, en: few boarders}}
share: {level: hard, on: f, that: boarders / pupils <= 0.9 or pupils < 100, says: {zh: 寄宿率过高, en: share}}
""",
}
NAMES = ("boys", "girls", "pupils", "boarders")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_files(tmp_path_factory, FILES)


def form(catalogue: Catalogue, *values: int) -> Submission:
    cells = tuple(Cell(f"a.{name}", (), Decimal(value), place=f"表!{name}")
                  for name, value in zip(NAMES, values, strict=True))
    return Submission(catalogue.forms["a.f"], OrgUnit("1", "一校"), Period.parse("2026H1"), cells=cells)


def answers(catalogue: Catalogue, *values: int) -> set[frozenset[str]]:
    submission = form(catalogue, *values)
    facts = known(submission, catalogue, others=(), last_period=None, last_year=None)
    return {frozenset(key[0].removeprefix("a.") for key in answer)
            for answer in smallest_repairs(submission, catalogue, facts)}


def test_a_form_that_holds_needs_nothing(catalogue: Catalogue) -> None:
    assert answers(catalogue, 400, 410, 810, 300) == set()


def test_swapped_digits_can_be_in_any_part_of_the_sum(catalogue: Catalogue) -> None:
    assert answers(catalogue, 400, 410, 801, 300) == {frozenset({name}) for name in ("boys", "girls", "pupils")}


def test_two_rules_broken_by_one_cell_point_at_it(catalogue: Catalogue) -> None:
    assert answers(catalogue, 400, 410, 81, 300) == {frozenset({"pupils"})}


def test_rules_that_are_no_sums_bring_no_hint(catalogue: Catalogue) -> None:
    assert answers(catalogue, 400, 410, 810, 800) == set()


def test_the_sender_is_told_where_to_look(catalogue: Catalogue) -> None:
    submission = form(catalogue, 400, 410, 81, 300)
    facts = known(submission, catalogue, others=(), last_period=None, last_year=None)
    found = suggest(submission, catalogue, facts)
    assert found is not None
    assert found.message() == "最少改 1 格就能通过全部硬性校核，请先核对：表!pupils。"


def holds(values: Mapping[str, int]) -> bool:
    return (values["boys"] + values["girls"] == values["pupils"] and values["boarders"] <= values["pupils"]
            and 2 * values["boarders"] >= values["girls"])


def by_trying(values: Mapping[str, int]) -> set[frozenset[str]]:
    """Every smallest set of cells for which some values make the rules hold."""
    for size in range(4):
        found = {frozenset(names) for names in combinations(NAMES, size)
                 if any(holds({**values, **dict(zip(names, tried, strict=True))})
                        for tried in product(range(25), repeat=size))}
        if found:
            return found
    return set()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(*[st.integers(0, 9)] * 4))
def test_the_sets_are_those_that_trying_everything_finds(catalogue: Catalogue, values: tuple[int, ...]) -> None:
    named = dict(zip(NAMES, values, strict=True))
    assert answers(catalogue, *values) == (set() if holds(named) else by_trying(named))
