"""What an audit of a report tells its reader: of the report alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.checking.audit import audit
from taizhang.findings import Severity
from taizhang.reading import read_text
from taizhang.reading.model import Reading

REPORT = """清川县教育局2026年上半年工作总结和下半年工作计划

一、上半年工作开展情况

（一）教师队伍。招聘教师48人，比去年增加16人，增长33.3%。组织培训366人次，其中，出国培训24人次，省级培训216人次，市级培训150人次。
（二）项目建设。图书馆预算22万元，实验楼预算310万元，附属工程约60万元，共需投入资金400万元。
（三）办学水平。全县“晒课”率达116.9%，共有幼儿园64所（公办28所，民办36所）。

二、下半年工作计划

新建、改扩建公办幼儿园6所。
"""


@pytest.fixture(scope="module")
def report() -> Reading:
    return read_text(REPORT, "总结.docx")


def test_every_contradiction_is_told_with_its_place_and_cause(report: Reading) -> None:
    findings = audit(report)
    assert [(f.code, f.severity) for f in findings] == [
        ("claim-contradicted", Severity.ERROR), ("claim-contradicted", Severity.ERROR),
        ("claim-contradicted-about", Severity.WARNING), ("claim-doubtful", Severity.WARNING)]
    first = findings[0]
    start, end = map(int, first.place.removeprefix("总结.docx:").split("-"))
    assert report.text[start:end].endswith("招聘教师48人，比去年增加16人，增长33.3%。")
    assert first.message().endswith(
        "增减幅度写作33.3%，由48人、16人算得50%（除以了本年数而不是上年数）；请核对原始数据后更正。")
    assert first.message("en").endswith(
        "the change is given as 33.3%; 48人、16人 give 50% (divided by this year's figure instead of last year's); "
        "check the source data and correct it.")
    assert (first.blanks["stated"], first.blanks["computed"]) == (Decimal("33.3"), 50)


def test_a_report_without_errors_has_nothing_to_tell() -> None:
    assert audit(read_text("清川县教育局2026年上半年工作总结\n\n全县共有幼儿园64所（公办28所，民办36所）。")) == []


def test_a_list_that_nearly_makes_its_total_is_doubted_and_one_of_a_few_of_them_is_not() -> None:
    finding, = audit(read_text("清川县教育局2026年上半年工作总结\n\n"
                               "全县有学校128所，其中幼儿园56所、小学42所、初中20所、高中8所。培训教师860人，其中小学20人、初中12人。"))
    assert finding.code == "claim-doubtful"
    assert "合计写作128所，56所＋42所＋20所＋8所＝126所" in finding.message()


def test_changes_that_add_up_to_another_are_doubted_where_all_are_rounded() -> None:
    text = ("清川县教育局2026年上半年工作总结\n\n全县中小学图书96.2万册，比上年增加{}万册，"
            "其中小学51.3万册，比上年增加0.93万册；初中44.9万册，比上年增加0.42万册。")
    assert audit(read_text(text.format("1.35"))) == []
    finding, = audit(read_text(text.format("1.29")))
    assert finding.code == "claim-doubtful"
    assert "0.93万册＋0.42万册＝1.35万册" in finding.message()


def test_a_number_that_fell_out_is_a_warning_with_what_the_others_leave() -> None:
    finding, = audit(read_text("清川县教育局2026年上半年工作总结\n\n二中上线48人，比去年增加人，增长率33.3%。"))
    assert (finding.code, finding.severity) == ("claim-doubtful", Severity.WARNING)
    assert finding.message().endswith("“比去年增加人”中间缺少数字（按增减幅度推算可能是12人）；无法复算，请核实。")
