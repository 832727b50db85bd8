"""What is told of a report's figures held against the ledger."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.checking.against_ledger import LedgerValue, against
from taizhang.reading import read_text
from taizhang.reading.model import Figure

REPORT = "清川县教育局2026年上半年工作总结\n一、上半年工作\n普惠率达到91%。投入资金约500万元。计划年内新建幼儿园6所。"
RATE = "preschool.inclusive_coverage"


def judged(value: str | None) -> dict[str, str]:
    """The finding for each code when the ledger knows only one value, of the rate."""
    def ledger(one: Figure) -> LedgerValue | None:
        asked = (one.code, one.period, one.org, one.by) == (RATE, "2026H1", None, {})
        return LedgerValue(Decimal(value), "%") if value and asked else None
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
    found = against(read_text(REPORT, "总结.txt"), lambda _: LedgerValue(Decimal(89), "%"))
    finding = next(f for f in found if f.blanks["code"] == RATE)
    assert "91%" in finding.message() and "89" in finding.message() and finding.place.startswith("总结.txt:")


@pytest.mark.parametrize(("value", "unit", "code"), [
    ("1250", "万元", "claim-agrees"), ("12500000", "元", "claim-agrees"), ("1249.6", "万元", "claim-agrees"),
    ("1250", "元", "claim-contradicts-known"),
])
def test_a_known_value_is_counted_as_the_figure_is(value: str, unit: str, code: str) -> None:
    report = read_text("清川县教育局2026年上半年工作总结\n一、学生资助\n发放资助金1250万元。", "总结.txt")
    [finding] = against(report, lambda _: LedgerValue(Decimal(value), unit))
    assert finding.code == code
    assert f"{unit}" in finding.message() or code == "claim-agrees"
