"""DuckDB gives what plain loops and exact fractions give, for every indicator, unit, split and comparison."""

import random
from fractions import Fraction

import pytest
from naive import Naive

from small_city import UNITS, make_catalogue, make_release, table
from taizhang.analysis.analysis import Analysis
from taizhang.periods import Period

SPLIT = {"recipients": ("stage", "residence"), "largest_class": (), "satisfaction": (), "punctual": (),
         "fullest_day": ()}
PERIODS = (["2026H1", "2025H1"], ["2026Q1", "2026Q2", "2025H1"], ["2026Q1"], ["2026H1", "2025H2", "SY2024"])
REPORTED = ("recipients", "amount_due", "amount_paid", "pupils", "books", "largest_class", "satisfaction",
            "served_days", "punctual", "fullest_day")


def some_observations(seed):
    """Returns with holes: units that say nothing, cells reported as missing, quarters in place of a half-year."""
    chance = random.Random(seed)
    lines = []
    for unit in table(UNITS):
        for code in REPORTED:
            if chance.random() < (0.15 if unit["kind"] == "school" else 0.7):
                continue
            for period in chance.choice(PERIODS):
                stages = (unit["stages"] or "primary").split(",")
                for stage in stages if "stage" in SPLIT.get(code, ("stage",)) else "-":
                    for residence in ("local", "other") if "residence" in SPLIT.get(code, ()) else "-":
                        value = "-" if chance.random() < 0.1 else chance.choice((0, chance.randrange(1, 900)))
                        lines.append(f"{code} {unit['code']} {period} {value} {stage} {residence}")
    return "indicator unit period value stage residence\n" + "\n".join(lines)


@pytest.mark.parametrize("seed", range(3))
def test_every_value_is_what_plain_loops_give(tmp_path, seed):
    text = some_observations(seed)
    catalogue = make_catalogue(tmp_path)
    analysis = Analysis(make_release(tmp_path, text), catalogue)
    rows = [{**row, "indicator": f"aid.{row['indicator']}"} for row in table(text)]
    naive = Naive(rows, {row["code"]: row["parent"] for row in table(UNITS)}, catalogue,
                  {row["code"] for row in table(UNITS) if row["kind"] == "school"})
    checked = 0
    for code, indicator in catalogue.indicators.items():
        if code == "aid.all_paid_schools":      # units() counts the tree, which plain loops over rows do not see
            continue
        for unit in naive.parents:
            for by in ({}, *({"stage": one} for one in ("primary", "junior") if "stage" in indicator.by)):
                for period in (Period.parse("2026H1"), Period.parse("2025H1")):
                    expected = naive.value(code, unit, period, by)
                    found = analysis.value(code, unit, period=period, **by).value
                    assert near(found, expected), (code, unit, by, str(period), found, expected)
                    checked += expected is not None
    assert checked > 100


def near(found, expected):
    """Equal to nine decimals, which is what analysis keeps; a coefficient of variation to six."""
    if found is None or expected is None:
        return found is expected
    return abs(Fraction(found) - expected) < Fraction(1, 10**6)
