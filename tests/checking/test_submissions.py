"""What a bureau is told about a submission: broken rules, repeated records, and what moved more than the rest."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from catalogue_files import read_files
from taizhang.catalogue import Catalogue
from taizhang.checking.screening import LONG
from taizhang.checking.submission import Cell, Key, OrgUnit, Records, Submission
from taizhang.checking.submissions import check
from taizhang.findings import Finding
from taizhang.periods import Period

FILES = {
    "shared.yaml": """
dimensions:
  stage:
    title: {zh: 学段, en: Stage}
    codes:
      primary: {zh: 小学, en: Primary}
      junior: {zh: 初中, en: Junior secondary}
""",
    "domains/aid/domain.yaml": "{title: {zh: 资助, en: Aid}, section: 资助中心}",
    "domains/aid/indicators.yaml": """
enrolled: {title: {zh: 在校学生, en: Enrolled}, unit: 人, by: [stage]}
aided: {title: {zh: 资助学生, en: Aided}, unit: 人, by: [stage]}
amount: {title: {zh: 发放资助金, en: Paid}, unit: 元}
paid_out: {title: {zh: 台账实发, en: Paid out}, unit: 元, sums: payments.paid, where: paid > 0}
""",
    "domains/aid/forms/basics.yaml": """
{title: {zh: 资助基本情况, en: Basics}, filled_by: school, every: half, items: [enrolled, aided, amount]}
""",
    "domains/aid/registers/payments.yaml": """
title: {zh: 资助发放台账, en: Payments}
filled_by: school
key: [student]
fields:
  student: {type: text, title: {zh: 学生, en: Student}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  due: {type: money, unit: 元, title: {zh: 应发, en: Due}}
  paid: {type: money, unit: 元, title: {zh: 实发, en: Paid}, optional: true}
children:
  visits:
    title: {zh: 走访, en: Visits}
    key: [day]
    fields: {day: {type: text, title: {zh: 日期, en: Day}}}
""",
    "domains/aid/rules.yaml": """
never-more-than-due:
  level: hard
  on: payments
  that: paid <= due
  says: {zh: "实发 {paid} 元大于应发 {due} 元", en: "paid {paid} yuan exceeds {due} due"}
primary-has-a-ceiling:
  level: soft
  on: payments
  where: stage == "primary"
  that: due <= 1250
  says: {zh: "{stage}应发 {due} 元偏高", en: "{due} is high for {stage}"}
aided-are-enrolled:
  level: hard
  on: basics
  that: aided <= enrolled
  says: {zh: "资助学生 {aided} 人多于在校学生 {enrolled} 人", en: "{aided} aided, {enrolled} enrolled"}
a-head:
  level: soft
  on: basics
  that: amount / aided <= 2000
  says: {zh: "生均 {found} 元偏高", en: "{found} yuan a head is high"}
register-agrees:
  level: hard
  on: basics
  that: amount == paid_out
  says: {zh: "报表 {amount} 元，台账 {paid_out} 元", en: "{amount} on the form, {paid_out} in the register"}
""",
}
UNIT, HALF = OrgUnit("2162000123", "临江区第三小学"), Period.parse("2026H1")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_files(tmp_path_factory, FILES)


def key(name: str) -> Key:
    """`aided primary` as an indicator and its split."""
    indicator, _, stage = name.partition(" ")
    return f"aid.{indicator}", (("stage", stage),) if stage else ()


def form(catalogue: Catalogue, values: Mapping[str, int | None], **more: Any) -> Submission:
    cells = tuple(Cell(*key(name), None if value is None else Decimal(value), place=f"表!{name}")
                  for name, value in values.items())
    return Submission(catalogue.forms["aid.basics"], UNIT, HALF, cells=cells, **more)


def register(catalogue: Catalogue, table: str, **more: Any) -> Submission:
    names, *rows = [line.split() for line in table.strip().splitlines()]
    columns = {name: [value(name, row[at]) for row in rows] for at, name in enumerate(names)}
    letters = dict(zip(names, "BCDE", strict=True))
    records = Records(columns, sheet="台账", rows=range(6, 6 + len(rows)), letters=letters)
    return Submission(catalogue.registers["aid.payments"], UNIT, HALF, records=records, **more)


def value(name: str, text: str) -> Any:
    if text == "-":
        return None
    return Decimal(text) if name in ("due", "paid") else text


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.place, finding.code) for finding in findings]


# --- rules -------------------------------------------------------------------------------------------------


def test_a_form_is_judged_part_by_part(catalogue: Catalogue) -> None:
    found = check(form(catalogue, {"enrolled primary": 800, "enrolled junior": 400, "aided primary": 52,
                                   "aided junior": 401, "amount": 61500}), catalogue)
    assert (found[0].place, found[0].severity, found[0].message()) == (
        "表!aided junior", "error", "资助学生 401 人多于在校学生 400 人")


def test_a_soft_rule_wants_an_explanation_and_is_content_with_one(catalogue: Catalogue) -> None:
    values = {"enrolled primary": 800, "aided primary": 50, "amount": 150000}
    plain = check(form(catalogue, values), catalogue)
    assert (plain[0].severity, plain[0].message()) == ("warning", "生均 3000 元偏高")
    explained = check(form(catalogue, values, explanations={"表!aided primary": "含上年补发"}), catalogue)
    assert (explained[0].severity, explained[0].message()) == ("note", "生均 3000 元偏高（填报说明：含上年补发）")


def test_an_explanation_does_not_soften_a_hard_rule(catalogue: Catalogue) -> None:
    values = {"enrolled primary": 40, "aided primary": 50, "amount": 1500}
    found = check(form(catalogue, values, explanations={"表!aided primary": "没错"}), catalogue)
    assert (found[0].code, found[0].severity) == ("aid.aided-are-enrolled", "error")


def test_a_rule_with_a_missing_value_is_said_not_passed_over(catalogue: Catalogue) -> None:
    found = check(form(catalogue, {"enrolled primary": None, "aided primary": 50, "amount": 1500}), catalogue)
    assert ("表!aided primary", "rule-unknown") in told(found)
    assert not [finding for finding in found if finding.severity == "error"]


def unsure(found: list[Finding]) -> dict[str, str]:
    """What is said of rules that could not be judged, by what they are about."""
    return {str(one.blanks["rule"]): one.message() for one in found if one.code.startswith("rule-unknown")}


def test_of_a_missing_value_it_is_said_which_it_is_and_where_it_would_stand(catalogue: Catalogue) -> None:
    said = unsure(check(form(catalogue, {"enrolled primary": None, "aided primary": 50, "amount": 1500}), catalogue))
    assert said["资助学生 … 人多于在校学生 … 人"].startswith("没有“在校学生”（表!enrolled primary），无法校核")
    assert said["报表 … 元，台账 … 元"].startswith("没有“台账实发”（在“资助发放台账”中），无法校核")
    assert "请补填后重新检查" in said["报表 … 元，台账 … 元"]


def test_a_missing_value_of_another_form_is_named_with_the_form_and_one_of_before_with_its_period(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    more = {
        "domains/aid/indicators.yaml": FILES["domains/aid/indicators.yaml"]
        + "beds: {title: {zh: 床位, en: Beds}, unit: 人}\n",
        "domains/aid/forms/rooms.yaml": "{title: {zh: 宿舍, en: Rooms}, filled_by: school, every: half, items: [beds]}",
        "domains/aid/rules.yaml": FILES["domains/aid/rules.yaml"] + """
beds-enough: {level: soft, on: basics, that: enrolled <= beds, says: {zh: 床位不足, en: too few beds}}
no-fall: {level: soft, on: basics, that: amount >= previous(amount), says: {zh: 比上期少, en: less than before}}
""",
    }
    known = read_files(tmp_path_factory, FILES | more)
    found = check(form(known, {"enrolled primary": 9, "aided primary": 2, "amount": 250}), known)
    said = unsure(found)
    assert said["床位不足"].startswith("没有“床位”（在“宿舍”中）")
    assert said["比上期少"].startswith("没有“发放资助金”（2025年下半年）")
    [beds] = [one for one in found if str(one.blanks.get("rule")) == "床位不足"]
    assert "Without “Beds” (in “Rooms”) nobody can tell" in beds.message("en")


RECORDS = """
    student stage   due  paid
    a       primary 1250 1250
    b       primary 1300 1300
    c       junior  1500 1600
    d       junior  1500 -
"""


def test_a_register_is_judged_record_by_record(catalogue: Catalogue) -> None:
    found = check(register(catalogue, RECORDS), catalogue)
    assert [(finding.place, finding.severity, finding.message()) for finding in found] == [
        ("台账!E8", "error", "实发 1600 元大于应发 1500 元"),
        ("台账!E9", "note", "有 1 条记录没有填“实发”，无法校核“实发 … 元大于应发 … 元”，这是第一条；"
                            "请补填后重新检查，确实没有的不影响报送。"),
        ("台账!D7", "warning", "小学应发 1300 元偏高"),
    ]


def test_a_long_register_is_judged_as_a_short_one(catalogue: Catalogue) -> None:
    filler = "".join(f"    s{index} primary 1000 {index % 1000}.25\n" for index in range(LONG))
    shift = LONG
    short, long = (check(register(catalogue, table), catalogue) for table in
                   (RECORDS, RECORDS.replace("    a ", filler + "    a ", 1)))
    assert [(f.code, f.message()) for f in short] == [(f.code, f.message()) for f in long]
    assert [f.place for f in long if "!" in f.place] == [
        f"台账!E{8 + shift}", f"台账!E{9 + shift}", f"台账!D{7 + shift}"]


def test_forms_and_registers_are_tied_together(catalogue: Catalogue) -> None:
    report = form(catalogue, {"enrolled primary": 9, "aided primary": 2, "amount": 2500})
    ledger = register(catalogue, "student stage due paid\n a primary 1250 1250\n b primary 1250 625")
    found = [finding for finding in check(report, catalogue, others=[ledger]) if finding.severity == "error"]
    assert [(finding.place, finding.message()) for finding in found] == [("表!amount", "报表 2500 元，台账 1875 元")]


def test_submissions_of_others_are_not_mixed_in(catalogue: Catalogue) -> None:
    report = form(catalogue, {"enrolled primary": 9, "aided primary": 2, "amount": 2500})
    ledger = register(catalogue, "student stage due paid\n a primary 1250 1250")
    stranger = Submission(ledger.what, OrgUnit("1", "别校"), HALF, records=ledger.records)
    assert ("表!amount", "rule-unknown") in told(check(report, catalogue, others=[stranger]))


# --- records -----------------------------------------------------------------------------------------------


def test_a_key_stands_once(catalogue: Catalogue) -> None:
    twice = "student stage due paid\n a primary 1 1\n b primary 1 1\n a junior 2 2"
    found = check(register(catalogue, twice), catalogue)
    assert [(finding.place, finding.message()) for finding in found] == [
        ("台账!B8", "与 台账!B6 的学生相同，同一条记录填了两次；请删除一条，或改正其中一条。")]


def test_rows_below_records_need_one_above(catalogue: Catalogue) -> None:
    visits = Records({"student": ["a", "z"], "day": ["1", "1"]}, sheet="走访", rows=[6, 7], letters={"student": "B"})
    found = check(register(catalogue, "student stage due paid\n a primary 1 1", children={"visits": visits}), catalogue)
    assert told(found) == [("走访!B7", "record-orphan")]


# --- the past ----------------------------------------------------------------------------------------------


def history(catalogue: Catalogue, now: Mapping[str, int], then: Mapping[str, int], **more: Any) -> list[Finding]:
    earlier = {key(name): Decimal(value) for name, value in then.items()}
    found = check(form(catalogue, now, **more), catalogue, last_year=earlier)
    return [finding for finding in found if finding.code.startswith("history")]


def test_a_jump_is_asked_about(catalogue: Catalogue) -> None:
    then = {"enrolled primary": 800, "aided primary": 52}
    found = history(catalogue, {"enrolled primary": 820, "aided primary": 160}, then)
    assert [(finding.place, finding.message()) for finding in found] == [(
        "表!aided primary",
        "本期 160，上年同期 52（+208%），变化明显大于本表其他各项；请核对，属实请在“说明”栏写明原因。")]


def test_everyday_change_and_small_numbers_are_not(catalogue: Catalogue) -> None:
    then = {"enrolled primary": 800, "aided primary": 2}
    assert not history(catalogue, {"enrolled primary": 900, "aided primary": 9}, then)


def test_ten_thousand_times_is_a_slip_of_units(catalogue: Catalogue) -> None:
    found = history(catalogue, {"amount": 615_000_000}, {"amount": 60_000})
    assert "元与万元写混了" in found[0].message()


def test_an_explained_jump_only_informs(catalogue: Catalogue) -> None:
    said = {"表!aided primary": "并入一校"}
    found = history(catalogue, {"aided primary": 160}, {"aided primary": 52}, explanations=said)
    assert [(finding.severity, finding.code) for finding in found] == [("note", "history-jump-explained")]


def test_on_a_form_that_grew_as_a_whole_only_the_odd_one_stands_out() -> None:
    """Ten cells doubled after a merger; one fell to a tenth."""
    from taizhang.checking.history import CUT, _scorer

    growths = [0.69, 0.70, 0.68, 0.71, 0.69, 0.70, 0.72, 0.69, 0.70, 0.69, -2.3]
    score = _scorer(growths)
    assert [growth for growth in growths if score(growth) > CUT] == [-2.3]


def test_a_copied_form_is_asked_about(catalogue: Catalogue) -> None:
    from taizhang.checking.history import FEWEST

    names = [f"{name} {stage}" for name in ("enrolled", "aided") for stage in ("primary", "junior", "a", "b", "c")]
    values = {name: 100 + at for at, name in enumerate(names)}
    assert len(values) >= FEWEST
    assert [finding.code for finding in history(catalogue, values, values)] == ["history-copied"]
