"""What an audit of a report tells its reader: of the report alone, beside an earlier one, beside the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from taizhang.checking.audit import against, audit, compare
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
EARLIER = """清川县教育局2025年上半年工作总结和下半年工作计划

一、上半年工作开展情况

招聘教师36人，组织教研活动20场。

二、下半年工作计划

年底前建成乡镇寄宿制学校食堂12个。下半年培训农村骨干教师300人次。
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


def test_last_years_figure_is_held_against_last_years_report(report: Reading) -> None:
    bases = [f for f in compare(report, read_text(EARLIER, "2025.docx")) if f.code == "claim-other-base"]
    assert [(f.blanks["stated"], f.blanks["computed"]) for f in bases] == [(32, 36)]
    assert "《2025.docx》写作36人" in bases[0].message()


def test_an_agreeing_base_is_not_told(report: Reading) -> None:
    agreeing = read_text(EARLIER.replace("招聘教师36人", "招聘教师32人"), "2025.docx")
    assert [f for f in compare(report, agreeing) if f.code == "claim-other-base"] == []


def test_a_promise_never_mentioned_again_is_told(report: Reading) -> None:
    told = [f for f in compare(report, read_text(EARLIER, "2025.docx")) if f.code == "claim-promise-forgotten"]
    assert any("乡镇寄宿制学校食堂12个" in f.message() for f in told)
    kept = read_text(REPORT.replace("（三）", "（三）建成乡镇寄宿制学校食堂12个。"), "2026.docx")
    again = [f for f in compare(kept, read_text(EARLIER, "2025.docx")) if f.code == "claim-promise-forgotten"]
    assert not any("食堂" in f.message() for f in again)


def test_figures_are_held_against_the_ledger(report: Reading) -> None:
    coded = [f for f in report.figures if f.code and f.value is not None]
    if not coded:
        pytest.skip("the catalogue names none of these figures")
    figure = coded[0]
    assert figure.value is not None

    def ledger(value: Decimal | None) -> list[str]:
        def lookup(code: str, period: str | None, org: str | None, by: Mapping[str, str]) -> Decimal | None:
            return value if code == figure.code else None
        return [f.code for f in against(report, lookup) if f.blanks["code"] == figure.code][:1]

    assert ledger(figure.value) == ["claim-agrees"]
    assert ledger(figure.value * 3 + 7) == ["claim-contradicts-known"]
    assert ledger(None) == ["claim-unknown"]
