"""What is told of a report held against earlier ones of the same bureau."""

from __future__ import annotations

import pytest

from taizhang.checking.across import compare
from taizhang.reading import read_text
from taizhang.reading.model import Reading

REPORT = """清川县教育局2026年上半年工作总结和下半年工作计划

一、上半年工作开展情况

（一）教师队伍。招聘教师48人，比去年增加16人，增长50%。组织教研活动24场。
（二）学前教育。全县共有幼儿园64所，普惠率达到91%。

二、下半年工作计划

新建、改扩建公办幼儿园6所。
"""
EARLIER = """清川县教育局2025年上半年工作总结和下半年工作计划

一、上半年工作开展情况

招聘教师36人，组织教研活动20场。

二、下半年工作计划

年底前建成乡镇寄宿制学校食堂12个。下半年培训农村骨干教师300人次。
"""
QUARTER = """清川县教育局2026年上半年工作情况
一、工作开展情况
全县共有幼儿园66所，普惠率达到91.2%。组织教研活动24场。
"""


def told(code: str, report: str, *earlier: str) -> list[str]:
    readings = [read_text(text, f"{text[5:9]}.docx") for text in (report, *earlier)]
    return [finding.message() for finding in compare(*readings) if finding.code == code]


@pytest.fixture(scope="module")
def report() -> Reading:
    return read_text(REPORT, "总结.docx")


def test_last_years_figure_is_held_against_last_years_report(report: Reading) -> None:
    bases = [f for f in compare(report, read_text(EARLIER, "2025.docx")) if f.code == "claim-other-base"]
    assert [(f.blanks["stated"], f.blanks["computed"]) for f in bases] == [(32, 36)]
    assert "《清川县教育局2025年上半年工作总结和下半年工作计划》写作36人" in bases[0].message(), "called by its title"


@pytest.mark.parametrize("told_now", [
    "在园幼儿46000人，去年同期为45878人。", "在园幼儿46000人，比去年同期（45878人）增加122人。",
])
def test_last_years_figure_is_held_against_last_years_report_however_it_is_told(told_now: str) -> None:
    earlier = EARLIER.replace("招聘教师36人", "在园幼儿45678人")
    finding, = told("claim-other-base", REPORT.replace("招聘教师48人，比去年增加16人，增长50%。", told_now), earlier)
    assert "在园幼儿的上年数为45878人" in finding and "写作45678人" in finding
    agreeing = earlier.replace("45678人", "45878人")
    assert told("claim-other-base", REPORT.replace("招聘教师48人，比去年增加16人，增长50%。", told_now), agreeing) == []


def test_amounts_of_last_year_are_told_as_the_report_prints_them() -> None:
    earlier = EARLIER.replace("招聘教师36人", "投入危房改造资金2980万元")
    now = REPORT.replace("招聘教师48人，比去年增加16人，增长50%。", "投入危房改造资金3120万元，比去年增加230万元。")
    finding, = told("claim-other-base", now, earlier)
    assert "上年数为2890万元，而" in finding and "写作2980万元" in finding


@pytest.mark.parametrize("earlier", [
    EARLIER.replace("招聘教师36人", "招聘教师32人"),                     # the same number
    EARLIER.replace("招聘教师36人", "招聘教师约31人"),                    # a number that it may be
    EARLIER.replace("2025年上半年", "2024年上半年"),                     # of another year
    EARLIER.replace("招聘教师36人", "招聘教师36人。招聘教师30人"),    # told twice
])
def test_a_base_that_agrees_or_cannot_be_compared_is_not_told(earlier: str) -> None:
    assert told("claim-other-base", REPORT, earlier) == []


YEARLY = "清川县教育局{}年工作总结\n一、基本情况\n{}\n"


@pytest.mark.parametrize("change", [
    "比年初的36200人增加310人", "比2021年的35100人增长4%", "比前年的35800人增加710人", "较上学期的36390人增加120人",
    "比2021年增加1410人", "比年初增加310人", "比原来的36390人增加120人", "较“十三五”末增加1410人",
    "较2022年同期增长3.1%", "比全市平均多1200人", "增加310人", "比上年增加，比前年增加710人",
])
def test_a_base_of_another_time_is_not_held_against_last_years_report(change: str) -> None:
    earlier = YEARLY.format(2024, "小学在校生36400人。")
    assert told("claim-other-base", YEARLY.format(2025, f"小学在校生36510人，{change}。"), earlier) == []


@pytest.mark.parametrize("change", [
    "比去年的36200人增加310人", "较2024年的36200人增加310人", "比上年增加310人", "同比增加310人",
    "与上年相比，增加310人", "比去年增长0.9%，增加310人", "上年为36200人，增加310人", "较上年末的36200人增长0.9%",
])
def test_a_base_of_last_year_is(change: str) -> None:
    earlier = YEARLY.format(2024, "小学在校生36400人。")
    assert len(told("claim-other-base", YEARLY.format(2025, f"小学在校生36510人，{change}。"), earlier)) == 1


def test_the_end_of_last_year_is_not_the_half_year_a_year_before() -> None:
    report = REPORT.replace("比去年增加16人，增长50%", "比去年底的32人增加16人")
    assert told("claim-other-base", report, EARLIER) == []


def test_one_figure_told_differently_in_two_reports_is_told() -> None:
    finding, = told("claim-told-differently", REPORT, QUARTER)
    assert "写作64所" in finding and "写作66所" in finding and "2026年上半年" in finding


def test_a_figure_rounded_in_one_of_two_reports_is_the_same() -> None:
    assert not any("普惠率" in finding for finding in told("claim-told-differently", REPORT, QUARTER))


def test_a_figure_of_another_period_is_another_figure() -> None:
    assert told("claim-told-differently", REPORT, EARLIER) == []


def test_a_promise_never_mentioned_again_is_told() -> None:
    assert any("乡镇寄宿制学校食堂12个" in finding for finding in told("claim-promise-forgotten", REPORT, EARLIER))
    kept = REPORT.replace("（二）", "（二）建成乡镇寄宿制学校食堂12个。")
    assert not any("食堂" in finding for finding in told("claim-promise-forgotten", kept, EARLIER))


@pytest.mark.parametrize(("promise", "later"), [
    ("9月底前完成教师招聘320名，由人事科牵头。", "完成教师招聘300名。"),
    ("招聘教师230名，6月底前完成。（责任单位：教师发展中心）", "完成教师招聘300名。"),
    ("新建公办幼儿园8所。", "建成公办幼儿园6所。"),
    ("投入资金320万元改善办学条件，12月底前完成。", "改善办学条件，投入资金310万元。"),
])
def test_a_promise_is_mentioned_in_whatever_words_without_its_day_and_owner(promise: str, later: str) -> None:
    earlier = EARLIER.split("年底前", maxsplit=1)[0] + promise
    silent = "清川县教育局2026年上半年工作总结\n一、上半年工作开展情况\n组织教研活动24场。"
    assert told("claim-promise-forgotten", f"{silent}{later}", earlier) == []
    assert len(told("claim-promise-forgotten", silent, earlier)) == 1


def test_several_earlier_reports_are_compared_at_once() -> None:
    assert len(told("claim-other-base", REPORT, QUARTER, EARLIER)) == 1
    assert len(told("claim-told-differently", REPORT, EARLIER, QUARTER)) == 1
    assert told("claim-other-base", REPORT) == []


def test_a_promise_that_is_not_due_yet_is_not_asked_for() -> None:
    earlier = "清川县教育局2025年工作总结\n一、主要工作\n新建学校2所。\n二、2026年工作计划\n{}前建成食堂12个。\n"
    asked = [told("claim-promise-forgotten", REPORT, earlier.format(due)) for due in ("6月底", "11月底")]
    assert [len(found) for found in asked] == [1, 0]
