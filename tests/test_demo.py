"""The invented city: the same from the same seed, kept from harm when the demo is run again."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.cli import app
from taizhang.demo.city import City
from taizhang.demo.walk import Made, NotADemoFolder


def test_about_seven_hundred_schools_in_three_counties_and_five_districts():
    city = City()
    assert 650 <= len(city.schools) <= 750
    counties = [unit.name for unit in city.units if unit.kind == "county"]
    assert sum("县" in name for name in counties) == 3
    assert sum("区" in name for name in counties) == 5


def test_no_two_units_share_a_code_or_a_name():
    units = City().units
    assert len({unit.code for unit in units}) == len(units)
    assert len({unit.name for unit in units}) == len(units)


@pytest.mark.parametrize("seed", [1, 2026])
def test_the_same_seed_makes_the_same_city(seed):
    assert City(seed).schools == City(seed).schools


def test_another_seed_makes_another_city():
    assert City(1).schools != City(2).schools


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(NotADemoFolder):
        Made.found(tmp_path)
    result = CliRunner().invoke(app, ["demo", "--dir", str(tmp_path), "--no-serve"])
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_place_of_the_folder_is_told_and_left_alone(tmp_path: Path):
    (tmp_path / "thesis.docx").write_text("mine")
    result = CliRunner().invoke(app, ["demo", "--dir", str(tmp_path / "thesis.docx"), "--no-serve"])
    assert result.exit_code == 2 and "写不成" in result.stdout
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_a_finished_demo_is_found_again_and_not_made_anew(tmp_path: Path):
    Made(tmp_path, 7, {"report": "r.docx"}, {"observations": "52"}).keep()
    found = Made.found(tmp_path)
    assert found and (found.seed, found.files, found.facts) == (7, {"report": "r.docx"}, {"observations": "52"})
