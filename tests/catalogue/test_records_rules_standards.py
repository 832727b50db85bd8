"""What records, rules and standards give."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from taizhang.catalogue import Catalogue
from taizhang.catalogue.records import rolled_up
from taizhang.catalogue.rules import RuleOutcome, dimensions_of_rule, judge_form, judge_record
from taizhang.catalogue.standards import meets, row_at, standard_at
from taizhang.periods import Period

HALF = Period.parse("2026H1")


def record(student: str, stage: str | None, due: str, paid: str | None, **more: object) -> dict[str, object]:
    return {"student": student, "stage": stage, "scheme": "grant", "due": Decimal(due),
            "paid": None if paid is None else Decimal(paid), "paid_on": None, **more}


RECORDS = [record("a", "primary", "1000", "1000"), record("b", "junior", "625", "625"),
           record("b", "junior", "750", None), record("c", "junior", "625", "0")]


@pytest.mark.parametrize(("code", "by", "value"), [
    ("recipients", {}, 2),                                        # distinct students with something paid
    ("recipients", {"stage": "junior"}, 1),
    ("amount_paid", {}, Fraction("0.1625")),                      # 元 in the register, 万元 in the indicator
    ("amount_due", {"stage": "primary"}, 1000),
    ("average_paid", {}, Fraction(1625, 3)),                      # what is empty is not averaged
])
def test_records_make_values(aid: Catalogue, code: str, by: dict[str, str], value: Fraction) -> None:
    assert rolled_up(aid.indicators[f"aid.{code}"], RECORDS, aid, HALF, by) == value


def test_an_empty_register_is_nought_and_has_no_average(aid: Catalogue) -> None:
    values = {name: rolled_up(aid.indicators[f"aid.{name}"], [], aid, HALF)
              for name in ("recipients", "amount_paid", "average_paid")}
    assert values == {"recipients": 0, "amount_paid": 0, "average_paid": None}


def test_what_comes_from_no_register_is_refused(aid: Catalogue) -> None:
    with pytest.raises(ValueError, match="does not come out of a register"):
        rolled_up(aid.indicators["aid.pupils"], [], aid, HALF)


@pytest.mark.parametrize(("rule", "given", "outcome", "message"), [
    ("never-more-than-due", record("a", "junior", "1000", "1200"), RuleOutcome.FAIL, "实发 1200 元大于应发 1000 元"),
    ("never-more-than-due", record("a", "junior", "1000", "1000"), RuleOutcome.PASS, None),
    ("never-more-than-due", record("a", "junior", "1000", None), RuleOutcome.UNKNOWN, "实发 未填 元大于应发 1000 元"),
    ("half-of-the-allowance", record("a", "junior", "1000", None), RuleOutcome.NOT_APPLICABLE, None),
    ("half-of-the-allowance", record("a", "junior", "625", "625", scheme="board", paid_on=date(2024, 3, 1)),
     RuleOutcome.FAIL, "应发 625 元，按标准应为 750 元"),
    ("half-of-the-allowance", record("a", "junior", "625", "625", scheme="board", paid_on=date(2023, 10, 1)),
     RuleOutcome.PASS, None),
    ("half-of-the-allowance", record("a", "junior", "625", "625", scheme="board"), RuleOutcome.UNKNOWN, None),
])
def test_a_rule_judges_a_record(
        aid: Catalogue, rule: str, given: dict[str, object], outcome: RuleOutcome, message: str | None) -> None:
    judgement = judge_record(aid.rules[f"aid.{rule}"], given, aid, HALF)
    assert judgement.outcome == outcome
    assert message is None or judgement.message() == message


def test_a_rule_judges_a_form_whole_and_by_its_splits(aid: Catalogue) -> None:
    rule = aid.rules["aid.enough-teachers"]
    assert dimensions_of_rule(rule, aid) == ("stage",)
    values = {("aid.teachers", ()): 30, ("aid.pupils", ()): 500, ("aid.teachers", (("stage", "junior"),)): 5,
              ("aid.pupils", (("stage", "junior"),)): 200}
    whole = judge_form(rule, lambda wanted: values.get((wanted.indicator, wanted.by)), aid, HALF)
    junior = judge_form(rule, lambda wanted: values.get((wanted.indicator, wanted.by)), aid, HALF, {"stage": "junior"})
    assert (whole.outcome, junior.outcome) == (RuleOutcome.PASS, RuleOutcome.FAIL)
    assert junior.message("en") == "5 teachers are few for 200 pupils"
    assert (junior.values["found"], junior.values["expected"]) == (5, 10)


def test_a_standard_is_the_row_of_the_day(aid: Catalogue) -> None:
    days = [date(2011, 8, 31), date(2011, 9, 1), date(2024, 1, 31), date(2024, 2, 1), date(2030, 1, 1)]
    assert [standard_at(aid, "AID-BOARD", day, "junior") for day in days] == [None, 1250, 1250, 1500, 1500]
    assert standard_at(aid, "AID-BOARD", days[1], "senior") is None
    row = row_at(aid.standards["AID-BOARD"], days[-1], "junior")
    assert row is not None and (row.source, row.clause, row.verified) == ("乙文件", "第三条", True)
    assert not aid.standards["YZ-TEACHERS"].values[0].verified


@pytest.mark.parametrize(("value", "verdict"), [
    (Decimal("4.2"), True), (Decimal("4.1999"), False), (Fraction(42, 10), True), (None, None), (5, True)])
def test_a_value_is_judged_unrounded_and_the_bound_is_inside(
        aid: Catalogue, value: Decimal | None, verdict: bool | None) -> None:
    assert meets(aid.standards["YZ-TEACHERS"], value, HALF.end) is verdict
