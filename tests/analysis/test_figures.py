"""What a writer gets from an analysis: figures that add up, say what they rest on, and open to their cells."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest

from small_city import make_catalogue, make_release
from taizhang.analysis.analysis import Analysis
from taizhang.analysis.judging import judge, judged
from taizhang.analysis.results import MissingFigureError, combined, given
from taizhang.periods import Period
from taizhang.quantities import UnitError, format_quantity

OBSERVATIONS = """
indicator     unit period value stage   residence
recipients    a1   2026H1 10    primary local
recipients    a1   2026H1 2     primary other
recipients    a2   2026H1 5     primary local
recipients    a2   2026H1 7     junior  local
recipients    a3   2026H1 -     junior  local
recipients    b1   2026H1 4     primary local
recipients    a1   2025H1 8     primary local
recipients    a1   2025H2 6     primary local
amount_due    a1   2026H1 12000 primary -
amount_paid   a1   2026H1 12000 primary -
amount_due    a2   2026H1 15000 primary -
amount_paid   a2   2026H1 9000  primary -
amount_paid   a1   2025H1 10000 primary -
amount_paid   a2   2025Q1 4000  primary -
amount_paid   a2   2025Q2 6000  primary -
amount_paid   b1   2025Q1 3000  primary -
pupils        a1   SY2025 45    primary -
pupils        a2   SY2025 37    primary -
pupils        a3   SY2025 89    junior  -
pupils        b1   SY2025 76    primary -
pupils        b2   SY2025 55    junior  -
books         a1   SY2025 279   primary -
books         a2   SY2025 137   primary -
books         a3   SY2025 935   junior  -
books         b1   SY2025 160   primary -
books         b2   SY2025 402   junior  -
largest_class a1   2026H1 45    -       -
largest_class a2   2026Q1 58    -       -
largest_class a2   2026Q2 52    -       -
fullest_day   a1   2026Q1 310   -       -
fullest_day   a1   2026Q2 290   -       -
satisfaction  a1   2026H1 90    -       -
satisfaction  b1   2026H1 80    -       -
served_days   a1   2026Q1 50    primary -
served_days   a1   2026Q2 48    primary -
served_days   a2   2026Q1 52    primary -
served_days   a2   2026Q1 51    junior  -
served_days   a2   2026Q2 40    primary -
served_days   a2   2026Q2 44    junior  -
punctual      a1   2026Q1 90    -       -
punctual      a1   2026Q2 95    -       -
"""


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    return Analysis(make_release(folder, OBSERVATIONS), make_catalogue(folder))


@pytest.mark.parametrize(("code", "unit", "by", "value", "rests_on"), [
    ("recipients", "a1", {}, 12, (1, 1)),
    ("recipients", "a", {}, 24, (2, 3)),                        # a3 said that its figure is missing
    ("recipients", "city", {}, 28, (3, 5)),
    ("recipients", "city", {"stage": "primary"}, 21, (3, 3)),   # only schools with pupils of that stage are expected
    ("recipients", "city", {"stage": "junior"}, 7, (1, 3)),
    ("recipients", "a1", {"residence": "other"}, 2, (1, 1)),
    ("recipients", "city", {"stage": "primary", "residence": "local"}, 19, (3, 3)),
    ("recipients", "a3", {}, None, (0, 1)),                     # missing is not zero
    ("amount_paid", "b", {}, None, (0, 2)),
    ("paid_in_full", "a1", {}, 100, (1, 1)),
    ("paid_in_full", "a", {}, Decimal("77.777777778"), (2, 3)),       # from the sums, not the mean of 100 and 60
    ("paid_in_full", "b", {}, None, (0, 2)),
    ("arrears", "city", {}, Decimal("0.6"), (2, 5)),                  # 元 became 万元
    ("paid_growth", "city", {}, 5, (2, 5)),                     # two quarters of a2 make a half-year, b1's one does not
    ("schools_short", "city", {}, 1, (2, 5)),
    ("all_paid_schools", "a", {}, 3, (0, 0)),
    ("books_variation", "city", {}, Decimal("0.515256630"), (5, 5)),  # weighted by pupils: worked case 1
    ("largest_class", "a", {}, 52, (2, 3)),                     # the latest of a2, and the larger of the two
    ("served_days", "a1", {}, 98, (1, 1)),                      # days add up over time, though not over units
    ("served_days", "a2", {"stage": "junior"}, 95, (1, 1)),
    ("served_days", "a2", {}, 95, (1, 1)),                      # of the stage that had the most in all
    ("served_days", "a", {}, 98, (2, 3)),
    ("fullest_day", "a1", {}, 310, (1, 1)),
    ("punctual", "a1", {}, None, (0, 1)),                       # percentages of two quarters make none of the half-year
    ("satisfaction", "a1", {}, 90, (1, 1)),
    ("satisfaction", "city", {}, None, (0, 5)),                 # percentages typed in are never added up
])
def test_figures(analysis, code, unit, by, value, rests_on):
    result = analysis.value(f"aid.{code}", unit, **by)
    assert (result.value, (result.reported, result.expected)) == (value, rests_on)


def test_the_same_figure_a_year_ago_and_a_period_ago(analysis):
    now = analysis.value("aid.recipients", "a1")
    assert (analysis.last_year(now).value, analysis.previous(now).value) == (8, 6)


def test_what_is_worked_out_on_the_spot_can_be_asked_for_a_year_ago(analysis):
    gap = analysis.value("aid.amount_paid", "a1") - analysis.value("aid.amount_paid", "a2")
    assert (gap.value, analysis.last_year(gap).value) == (3000, 0)


def test_parts_come_in_the_order_of_the_codes_and_make_the_total(analysis):
    parts = analysis.by("aid.recipients", "city", "stage")
    assert [(dict(part.by)["stage"], part.value) for part in parts] == [("primary", 21), ("junior", 7)]
    assert sum(part.value for part in parts) == analysis.value("aid.recipients", "city").value


def test_units_below_come_in_the_order_of_the_tree_and_ranked_by_what_is_better(analysis):
    assert [(one.org, one.value) for one in analysis.children("aid.paid_in_full", "a")] == [
        ("a1", 100), ("a2", 60), ("a3", None)]
    assert [one.org for one in analysis.ranking("aid.paid_in_full", "a")] == ["a1", "a2"]
    assert [one.org for one in analysis.ranking("aid.arrears", "a")] == ["a1", "a2"]       # less is better


@pytest.mark.parametrize(("unit", "met"), [("a1", True), ("a2", False)])
def test_a_figure_is_held_against_the_standard_in_force(analysis, unit, met):
    found = judge(analysis, analysis.value("aid.paid_in_full", unit))
    assert (found.met, found.threshold, found.row.source) == (met, 100, "市资助管理办法")


def test_every_figure_with_a_standard_is_judged(analysis):
    assert [(one.result.code, one.met) for one in judged(analysis, "city")] == [("aid.paid_in_full", False)]


@pytest.mark.parametrize(("part", "at", "unit", "holds"), [
    ("done", 0, "city", True), ("problems", 0, "city", True), ("problems", 0, "a1", False), ("problems", 0, "b", None)])
def test_conditions_of_sentences(analysis, part, at, unit, holds):
    assert analysis.holds(getattr(analysis.catalogue.outlines["aid"], part)[at].when, unit) is holds


def test_what_was_computed_is_kept_for_the_next_process(tmp_path, analysis):
    def opened():
        return Analysis(analysis.release, analysis.catalogue, cache=tmp_path / "cache")

    first, again = opened(), opened()
    assert len(list((tmp_path / "cache").iterdir())) == 1
    result = analysis.value("aid.paid_in_full", "city")
    assert first.value("aid.paid_in_full", "city") == again.value("aid.paid_in_full", "city") == result
    assert again.evidence(result).inputs[0].observations == analysis.evidence(result).inputs[0].observations


def test_what_another_version_computed_or_nobody_used_for_long_is_removed(tmp_path, analysis):
    def opened(period):
        return Analysis(analysis.release, analysis.catalogue, Period.parse(period), cache=tmp_path)

    opened("2026H1")
    [used] = tmp_path.iterdir()
    forgotten, older = tmp_path / used.name.replace("2026H1", "2024H1"), tmp_path / "0.0.1-a-b-2026H1.duckdb"
    others = tmp_path / "observations.parquet"  # a snapshot keeps what was computed of it beside its own tables
    for one in (used, forgotten, older, others):
        one.touch()
        os.utime(one, (0, 0))
    opened("2026H1")
    opened("2025H2")
    assert {one.name for one in tmp_path.iterdir()} == {used.name, used.name.replace("2026H1", "2025H2"), others.name}


def test_many_who_ask_at_once_get_the_same(tmp_path, analysis):
    def value(_at):
        opened = Analysis(analysis.release, analysis.catalogue, cache=tmp_path / "cache")
        return opened.value("aid.recipients", "city").value

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(value, range(4))) == {analysis.value("aid.recipients", "city").value}


# --- evidence ----------------------------------------------------------------------------------------------


def test_a_total_opens_to_cells_and_people(analysis):
    evidence = analysis.evidence(analysis.value("aid.recipients", "a", stage="primary"))
    assert evidence.total == 3
    first = evidence.observations[0]
    assert (first.unit_name, first.value, first.split) == ("清溪第一小学", 10, "residence=local;stage=primary")
    source = first.source
    assert (source.place, source.reported_by, source.approved_by) == ("a1.xlsx 资助报表!C3", "王敏", "赵立")
    assert evidence.approved


def test_what_a_formula_gives_opens_to_its_inputs(analysis):
    evidence = analysis.evidence(analysis.value("aid.paid_in_full", "a"))
    assert evidence.formula == "发放资助金 ÷ 应发资助金 × 100"
    assert [(below.result.code, below.result.value, below.total) for below in evidence.inputs] == [
        ("aid.amount_paid", 21000, 2), ("aid.amount_due", 27000, 2)]


def test_growth_opens_to_both_years(analysis):
    evidence = analysis.evidence(analysis.value("aid.paid_growth", "city"))
    assert "发放资助金（2025年上半年）" in evidence.formula
    assert {below.result.period for below in evidence.inputs} == {"2026H1", "2025H1"}


def test_units_that_have_not_reported_are_named(analysis):
    evidence = analysis.evidence(analysis.value("aid.recipients", "city"))
    assert evidence.missing == ("清溪实验中学", "南塘初级中学")


def test_evidence_comes_in_pages(analysis):
    result = analysis.value("aid.recipients", "city")
    pages = [analysis.evidence(result, page=page, size=4) for page in (1, 2, 3)]
    assert [len(page.observations) for page in pages] == [4, 2, 0]
    assert (pages[0].total, pages[0].pages) == (6, 2)
    seen = [one.id for page in pages for one in page.observations]
    assert len(set(seen)) == 6


def test_the_largest_come_first_and_what_counties_add_stands_between(tmp_path):
    rows = "indicator unit period value stage\n" + "\n".join(
        f"recipients {unit} 2026H1 {value} primary" for unit, value in (("a1", 3), ("a2", 0), ("b1", 9)))
    one = Analysis(make_release(tmp_path, rows), make_catalogue(tmp_path))
    city, county = (one.evidence(one.value("aid.recipients", unit)) for unit in ("city", "a"))
    assert [(seen.unit, seen.value) for seen in city.observations] == [("b1", 9), ("a1", 3), ("a2", 0)]
    assert (city.total, city.zeros) == (3, 1)
    assert [(part.unit_name, part.value) for part in city.parts] == [("南塘县教育局", 9), ("清溪区教育局", 3)]
    assert county.parts == (), "its schools are those who report"


def test_what_nobody_approved_is_said(tmp_path):
    rows = "indicator unit period value stage\nrecipients a1 2026H1 3 primary"
    release = make_release(tmp_path, rows, approved=False)
    one = Analysis(release, make_catalogue(tmp_path))
    evidence = one.evidence(one.value("aid.recipients", "city"))
    assert (evidence.unapproved, evidence.approved) == (1, False)


# --- results together --------------------------------------------------------------------------------------


def test_what_rests_on_a_missing_figure_is_missing(analysis):
    gap = analysis.value("aid.amount_due", "a") - analysis.value("aid.amount_due", "b")
    assert gap.value is None
    with pytest.raises(MissingFigureError, match=r"aid\.amount_due"):
        _ = gap > 0


def test_people_and_money_do_not_add_up(analysis):
    with pytest.raises(UnitError):
        analysis.value("aid.amount_due", "a") + analysis.value("aid.recipients", "a")


@pytest.mark.parametrize(("operation", "value", "unit"), [
    ("-", "40.00", "个百分点"), ("growth", "66.67", "%"), ("share", "166.67", "%")])
def test_differences_of_rates_are_points(analysis, operation, value, unit):
    result = combined(operation, analysis.value("aid.paid_in_full", "a1"), analysis.value("aid.paid_in_full", "a2"))
    assert (f"{result.value:.2f}", result.unit) == (value, unit)


def test_division_by_nothing_is_missing(analysis):
    nothing = analysis.value("aid.arrears", "a1")
    assert nothing.value == 0
    assert combined("/", nothing, nothing).value is None
    assert combined("growth", nothing, nothing).value is None


def test_where_a_round_asked_a_figure_rests_on_those_it_asked(tmp_path):
    asked = """
    what    unit period
    aid.aid a1   2026H1
    aid.aid a2   2026H1
    aid.aid b1   2026H1
    aid.aid b2   2025H2
    aid.aid gone 2026H1
    """
    analysis = Analysis(make_release(tmp_path, OBSERVATIONS, asked=asked), make_catalogue(tmp_path))
    due = analysis.value("aid.amount_due", "city")
    assert (due.reported, due.expected) == (2, 3)
    assert analysis.evidence(due).missing == ("南塘中心小学",)
    whole = analysis.value("aid.amount_due", "a")
    assert (whole.reported, whole.expected, whole.complete) == (2, 2, True)
    junior = analysis.value("aid.recipients", "city", stage="junior")
    assert (junior.reported, junior.expected) == (1, 1)
    assert analysis.value("aid.amount_due", "city", period="2025H2").expected == 1
    assert analysis.value("aid.amount_due", "city", period="2025H1").expected == 5      # nobody asked: who may


def test_units_asked_for_a_term_are_expected_in_its_half_year(tmp_path):
    observations = """
    indicator  unit period    value stage
    recipients a1   SY2025-T2 10    primary
    """
    asked = """
    what    unit period
    aid.aid a1   SY2025-T2
    aid.aid a2   SY2025-T2
    """
    analysis = Analysis(make_release(tmp_path, observations, asked=asked), make_catalogue(tmp_path))
    result = analysis.value("aid.recipients", "city")
    assert (result.value, result.reported, result.expected) == (10, 1, 2)


def test_a_figure_of_several_rests_on_the_least_complete_of_them(tmp_path):
    asked = """
    what      unit period
    aid.aid   a1   2026H1
    aid.aid   a2   2026H1
    """
    analysis = Analysis(make_release(tmp_path, OBSERVATIONS, asked=asked), make_catalogue(tmp_path))
    whole, part = analysis.value("aid.amount_due", "a"), analysis.value("aid.largest_class", "city", period="2025H1")
    assert whole.rests_on == (2, 2)
    assert combined("/", whole, part).rests_on == part.rests_on == (0, 5)


@pytest.mark.parametrize(("operation", "text"), [("growth", "-27.4%"), ("share", "72.6%")])
def test_rates_of_change_and_shares_have_one_decimal_whatever_they_are_worked_out_of(operation, text):
    exact, round_ = (
        [given("资金", value, "万元", org="C", period="2026H1", decimals=places) for value in (Decimal(7259), 10000)]
        for places in (2, 0)
    )
    results = [combined(operation, *pair) for pair in (exact, round_)]
    assert {format_quantity(one.quantity, one.decimals) for one in results} == {text}


@pytest.mark.parametrize(("said", "unit", "by", "value", "rests_on"), [
    ("a 22 -; a1 10 -; a2 12 -", "city", {}, 22, (3, 5)),                    # the county and its schools say the same
    ("a 23 -; a1 10 -; a2 12 -", "a", {}, 23, (3, 3)),                       # what it says of all below it stands
    ("a 22 -; a1 10 -; b1 4 -", "city", {}, 26, (3, 5)),
    ("a 22 -; a1 10 primary; a2 5 junior", "city", {}, 22, (3, 5)),
    ("a 22 -; a1 10 primary; a2 5 junior", "city", {"stage": "primary"}, 10, (1, 3)),     # only schools know the stage
    ("a 9 primary; a1 10 primary; a3 5 junior", "city", {}, 14, (3, 5)),     # of juniors the county said nothing
    ("a - -; a1 10 -; a2 12 -", "city", {}, 22, (2, 5)),                     # it reported its figure as missing
    ("city 30 -; a 22 -; a1 10 -; b1 4 -", "city", {}, 30, (4, 5)),
    ("city 30 -; a 22 -; a1 10 -; b1 4 -", "a1", {}, 10, (1, 1)),
])
def test_what_a_county_and_its_schools_both_report_counts_once(tmp_path, said, unit, by, value, rests_on):
    rows = [line.split() for line in said.split(";")]
    text = "indicator unit period value stage\n" + "\n".join(
        f"recipients {org} 2026H1 {number} {stage}" for org, number, stage in rows)
    analysis = Analysis(make_release(tmp_path, text), make_catalogue(tmp_path))
    result = analysis.value("aid.recipients", unit, **by)
    assert (result.value, (result.reported, result.expected)) == (value, rests_on)
    counted = [one.value for one in analysis.evidence(result).observations if one.value is not None]
    assert sum(counted) == value


@pytest.mark.parametrize(("one", "other", "less"), [
    ((90, "万元"), (950_000, "元"), True),
    ((950_000, "元"), (90, "万元"), False),
    ((98, "%"), (1, "1"), True),
    ((50, "人"), (60, "人"), True),
])
def test_results_are_compared_in_one_unit(one, other, less):
    first, second = (given("数", number, unit, org="city", period="2026H1") for number, unit in (one, other))
    assert (first < second, first <= second, first > second, first >= second) == (less, less, not less, not less)


def test_what_measures_different_things_is_not_compared():
    heads, money = (given("数", 5, unit, org="city", period="2026H1") for unit in ("人", "元"))
    with pytest.raises(UnitError):
        assert heads < money


def test_a_standard_that_measures_something_else_says_nothing(tmp_path):
    standards = """
AID-FULL:
  title: {zh: 资助金足额发放, en: Aid paid in full}
  unit: 元
  op: ge
  values:
    - {from: 2020-01-01, value: 500, sure: V, source: 市资助管理办法}
"""
    catalogue = make_catalogue(tmp_path)
    other = make_catalogue(tmp_path / "other", standards=standards)
    analysis = Analysis(make_release(tmp_path, OBSERVATIONS), replace(catalogue, standards=other.standards))
    assert judge(analysis, analysis.value("aid.paid_in_full", "a")) is None


def test_what_is_kept_can_be_read_by_its_owner_alone(tmp_path):
    cache = tmp_path / "kept"
    Analysis(make_release(tmp_path, OBSERVATIONS), make_catalogue(tmp_path), cache=cache)
    (kept,) = cache.glob("*.duckdb")
    assert [path.stat().st_mode & 0o077 for path in (cache, kept)] == [0, 0]
