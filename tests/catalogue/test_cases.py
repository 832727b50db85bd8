"""Every worked case of every domain holds, on exact numbers and on DuckDB alike."""

import re
from pathlib import Path

import pytest

from taizhang.catalogue import SHIPPED, Catalogue, load, read
from taizhang.catalogue.cases import run, run_all

from .sample import AID, write

DOMAINS = sorted(folder.name for folder in (SHIPPED / "domains").iterdir())


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


def test_every_domain_has_cases(shipped: Catalogue) -> None:
    assert sorted({case.domain for case in shipped.cases}) == DOMAINS == sorted(shipped.domains)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_domains_cases_hold(domain: str, shipped: Catalogue) -> None:
    assert {case: mistakes for case, mistakes in run_all(shipped, domain=domain).items() if mistakes} == {}


IN_WORDS = {"party_building.election-has-quorum", "school_safety.drill-each-month"}  # 五分之四, 每月至少一次


def test_a_rule_that_holds_a_value_against_a_standard_says_what_that_asks(shipped: Catalogue) -> None:
    against = re.compile(r'[<>=]=?\s*standard\([^()]*\)\s*$')
    untold = {rule.code for rule in shipped.rules.values()
              if against.search(rule.that.text) and not ("{expected}" in rule.says.zh and "{expected}" in rule.says.en)}
    assert untold == IN_WORDS


def test_the_samples_cases_hold(aid: Catalogue) -> None:
    assert {case.name: run(case, aid).mistakes for case in aid.cases if run(case, aid).mistakes} == {}
    assert len(aid.cases) == 5


@pytest.mark.parametrize(("was", "now", "mistake"), [
    ("recipients: 2\n", "recipients: 3\n", "recipients: expected 3, found 2"),
    ("paid_in_full: 54.17", "paid_in_full: 54.2", None),
    ("paid_in_full: 54.17", "paid_in_full: 54.18", "paid_in_full: expected 54.18, found 54.1667"),
    ("previous(recipients): missing", "previous(recipients): 0", "previous(recipients): expected 0, found missing"),
    ("refused: never-more-than-due", "warned: half-of-the-allowance",
     "half-of-the-allowance: expected to fail, and holds"),
    ("1000 1200\n  refused: never-more-than-due", "1000 1200",
     "never-more-than-due: fails, and the case does not say so"),
])
def test_a_case_that_does_not_hold_says_why(tmp_path: Path, was: str, now: str, mistake: str | None) -> None:
    assert was in AID["cases.yaml"]
    catalogue = read(write(tmp_path, {"cases.yaml": AID["cases.yaml"].replace(was, now)}))
    mistakes = [text for case in catalogue.cases for text in run(case, catalogue).mistakes]
    assert mistakes == ([mistake] if mistake else [])
