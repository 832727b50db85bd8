"""Formulas worked out for every unit at once, from observations as a release has them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from taizhang.catalogue import Catalogue
from taizhang.catalogue.formulas.plan import indicator_plan, plan
from taizhang.catalogue.formulas.syntax import Expression
from taizhang.catalogue.formulas.tables import work_out
from taizhang.periods import Period

HALF = Period.parse("2026H1")
SCHEMA = pa.schema([*((name, pa.string()) for name in ("county", "unit", "indicator", "period", "stage", "area")),
                    ("value", pa.decimal128(38, 6))])
OBSERVATIONS = [
    # county, school, indicator, period, stage, value
    ("north", "n1", "pupils", "2026H1", "primary", 300), ("north", "n1", "pupils", "2026H1", "junior", 100),
    ("north", "n1", "teachers", "2026H1", "primary", 20), ("north", "n1", "books", "2026H1", None, 4000),
    ("north", "n2", "pupils", "2026H1", "primary", 200), ("north", "n2", "books", "2026H1", None, 1000),
    ("north", "n1", "pupils", "2025H1", "primary", 320),
    ("south", "s1", "pupils", "2026H1", "primary", 150), ("south", "s1", "teachers", "2026H1", "primary", 10),
    ("south", "s2", "pupils", "2026H1", "primary", None), ("south", "s1", "largest_class", "2026H1", None, 45),
    ("south", "s2", "largest_class", "2026H1", None, 58),
]


@pytest.fixture(scope="module")
def observations() -> Any:
    names = ("county", "unit", "indicator", "period", "stage", "value")
    rows = [dict(zip(names, row, strict=True)) for row in OBSERVATIONS]
    for row in rows:
        row["indicator"] = f"aid.{row['indicator']}"
        row["value"] = None if row["value"] is None else Decimal(row["value"])
    return ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA))


def worked_out(formulas: dict[str, Expression], observations: Any, aid: Catalogue, *keys: str) -> dict[Any, Any]:
    rows = ibis.duckdb.connect().to_pyarrow(work_out(formulas, observations, aid, keys=keys)).to_pylist()
    return {tuple(row[key] for key in keys): [row[name] for name in formulas] for row in rows}


def formulas(aid: Catalogue, *texts: str) -> dict[str, Expression]:
    from taizhang.catalogue.case_values import expected_formula

    return {text: plan(expected_formula(text, "aid", aid), aid, HALF) for text in texts}


def test_every_school_has_its_own_values(aid: Catalogue, observations: Any) -> None:
    made = formulas(aid, "pupils", "pupils[stage=junior]", "teachers_per_hundred", "growth(pupils)")
    found = worked_out(made, observations, aid, "county", "unit")
    assert found == {
        ("north", "n1"): [400, 100, 5.0, 25.0], ("north", "n2"): [200, None, None, None],
        ("south", "s1"): [150, None, pytest.approx(20 / 3), None], ("south", "s2"): [None, None, None, None]}


def test_a_county_is_the_sum_or_the_greatest_of_its_schools_and_a_missing_part_is_not_nought(
        aid: Catalogue, observations: Any) -> None:
    made = formulas(aid, "pupils", "largest_class", "units()", "units(pupils > 250)", "every(pupils > 150)",
                    "every(pupils > 250)")
    found = worked_out(made, observations, aid, "county")
    assert found == {("north",): [600, None, 2, 1, True, False], ("south",): [None, 58, 2, 0, False, False]}


def test_the_coefficient_of_variation_weighs_by_pupils(aid: Catalogue, observations: Any) -> None:
    made = {"v": indicator_plan("aid.book_variation", aid, HALF)}
    found = worked_out(made, observations, aid, "county")
    # 10 and 5 books a pupil, 400 and 200 pupils: mean 25/3, variance 50/9
    assert found[("north",)] == [pytest.approx((50 / 9) ** 0.5 / (25 / 3), rel=1e-12)]
    assert found[("south",)] == [None]


def test_schools_alike_do_not_vary_at_all(aid: Catalogue) -> None:
    rows = [{"county": "c", "unit": f"u{number}", "indicator": f"aid.{name}", "period": "2026H1", "value": value}
            for number in range(7) for name, value in (("books", Decimal("33.3")), ("pupils", Decimal(3)))]
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA))
    found = worked_out({"v": indicator_plan("aid.book_variation", aid, HALF)}, table, aid, "county")
    assert found[("c",)] == [pytest.approx(0, abs=1e-12)]
