"""Every system that the bureaus' reports name has its place in the catalogue."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.catalogue import Catalogue, CatalogueError, load
from taizhang.catalogue.commands import app
from taizhang.catalogue.coverage import Coverage, read_coverage

SHARED = Path(os.environ.get("TAIZHANG_SHARED", Path(__file__).parents[2] / "../shared"))
needs_systems = pytest.mark.skipif(not (SHARED / "systems.md").exists(), reason="the list of systems is not here")


@pytest.fixture(scope="module")
def covered() -> Coverage:
    return read_coverage()


@pytest.fixture(scope="module")
def systems() -> str:
    return (SHARED / "systems.md").read_text("utf-8")


def test_every_code_is_in_the_catalogue(covered: Coverage) -> None:
    assert {system.name: unknown for system, unknown in covered.lacking(load())} == {}


def test_a_code_that_is_gone_is_told(tmp_path: Path) -> None:
    file = tmp_path / "coverage.yaml"
    file.write_text('systems:\n  "000-01": {name: 实事, codes: [projects.promise, projects.gone, programme.gone]}\n'
                    '  "000-02": {name: 营养餐, codes: []}\n', "utf-8")
    found = {system.number: unknown for system, unknown in read_coverage(file).lacking(load())}
    assert found == {"000-01": ["projects.gone", "programme.gone"], "000-02": []}


def test_a_number_of_another_shape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "coverage.yaml"
    file.write_text("systems:\n  first: {name: 实事, codes: [projects.promise]}\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"coverage\.yaml:2:3"):
        read_coverage(file)


def test_the_command_prints_every_domain_and_report(covered: Coverage) -> None:
    printed = CliRunner().invoke(app, ["coverage"])
    assert printed.exit_code == 0
    assert all(report in printed.output for report in covered.reports())
    assert all(domain.code in printed.output for domain in load().domains.values())
    assert f"{len(covered.systems)} 个系统都有去处" in printed.output


@needs_systems
def test_every_numbered_system_is_held_by_the_domain_it_fell_in(covered: Coverage, systems: str) -> None:
    assert {system.number: system.domain for system in covered.systems.values()} == dict(_numbered(systems))


def _numbered(systems: str) -> Iterator[tuple[str, str]]:
    for report, names in re.findall(r"^\*\*(\d{3})\*\* — (.*)$", systems.partition("## Coverage")[2], re.M):
        for number, domain in re.findall(r"(\d\d) [^;]*?→ `(\w+)`", names):
            yield f"{report}-{number}", domain


@needs_systems
def test_every_indicator_of_the_list_is_measured(systems: str) -> None:
    wanted = set(_indicators(systems))
    assert len(wanted) > 200
    assert wanted - set(load().indicators) == set()


def _indicators(systems: str) -> Iterator[str]:
    """The codes in the tables that begin with "| indicator |", each with its domain."""
    for domain, text in re.findall(r"^## \d+\. `(\w+)`(.*?)(?=^## )", systems, re.M | re.S):
        for table in re.findall(r"^\| indicator \|.*\n(?:\|.*\n)+", text, re.M):
            yield from (f"{domain}.{code}" for code in re.findall(r"^\| [^|]*`(\w+)` \|", table, re.M))


def test_a_catalogue_of_its_own_lacks_what_it_does_not_have(covered: Coverage, aid: Catalogue) -> None:
    assert len(list(covered.lacking(aid))) == len(covered.systems) + len(covered.also)
