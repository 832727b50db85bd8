"""What is told of a report's figures held against the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from taizhang.checking.against_ledger import against
from taizhang.reading import read_text

REPORT = "清川县教育局2026年上半年工作总结\n一、上半年工作\n普惠率达到91%。投入资金约500万元。计划年内新建幼儿园6所。"
RATE = "preschool.inclusive_coverage"


def judged(value: str | None) -> dict[str, str]:
    """The finding for each code when the ledger knows only one value, of the rate."""
    def ledger(code: str, period: str | None, org: str | None, by: Mapping[str, str]) -> Decimal | None:
        return Decimal(value) if value and code == RATE and period == "2026H1" and not org and not by else None
    return {str(f.blanks["code"]): f.code for f in against(read_text(REPORT, "总结.txt"), ledger)}


@pytest.mark.parametrize(("value", "code"), [
    ("91", "claim-agrees"), ("90.6", "claim-agrees"), ("91.499", "claim-agrees"),
    ("89", "claim-contradicts-known"), ("9.1", "claim-contradicts-known"), (None, "claim-unknown"),
])
def test_a_figure_agrees_when_the_known_value_would_be_printed_so(value: str | None, code: str) -> None:
    assert judged(value)[RATE] == code


def test_targets_are_not_held_against_what_is() -> None:
    assert "preschool.kg_new" not in judged(None)


def test_the_finding_names_both_values_and_the_place() -> None:
    found = against(read_text(REPORT, "总结.txt"), lambda *_: Decimal(89))
    finding = next(f for f in found if f.blanks["code"] == RATE)
    assert "91%" in finding.message() and "89" in finding.message() and finding.place.startswith("总结.txt:")
