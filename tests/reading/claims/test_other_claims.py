"""Per head, plan against actual, rates, lists, dates, and the same thing said twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reading_of import claims, read

PER_UNIT = [
    ("资助困难学生68人，每人500元，共发放3.4万元。", "holds", "34000"),
    ("营养改善计划惠及学生8432人，按每生每天5元标准供餐96天，支出资金404.7万元。", "rounding", "4047360"),
    ("资助寄宿生160人，每生每年1250元，发放春季学期补助10万元。", "holds", "100000"),
    ("全县有小学30所，校均400人，在校生12000人。", "holds", "400"),
    ("资助困难学生68人，每人500元，共发放3.9万元。", "contradicted", "34000"),
    ("高中2所，学生2400人；校舍面积28800平方米；专任教师190人；生均校舍面积12平方米。", "holds", "12"),
    ("高中2所，学生2400人；校舍面积28800平方米；专任教师190人；生均校舍面积15平方米。", "contradicted", "12"),
    ("资助困难学生68人，每人500元，共发放34万元。", "contradicted", "34000"),
]


@pytest.mark.parametrize(("sentence", "verdict", "computed"), PER_UNIT)
def test_heads_times_rate_make_the_total(sentence: str, verdict: str, computed: str) -> None:
    assert [(c.verdict.value, c.computed) for c in claims(sentence, "per_unit")] == [(verdict, Decimal(computed))]


def test_two_rates_need_a_whole_number_of_either() -> None:
    text = "免除标准为中学生每年生均300元，小学生每年生均200元，惠及学生1000人，共减免资金{}万元。"
    assert [c.verdict.value for c in claims(text.format("24.5"), "per_unit")] == ["holds"]
    assert [c.verdict.value for c in claims(text.format("45"), "per_unit")] == ["uncheckable"]


def test_a_plan_is_held_against_what_was_done() -> None:
    claim, = claims("计划新建幼儿园20所，已开工19所。", "plan_vs_actual")
    assert (claim.verdict.value, claim.computed) == ("holds", 95)


def test_all_done_is_contradicted_by_the_figures() -> None:
    claim, = claims("计划新建幼儿园20所，全部开工19所。", "plan_vs_actual")
    assert claim.verdict.value == "contradicted"


@pytest.mark.parametrize(("sentence", "verdict"), [
    ("体质测试合格率达102.3%。", ["contradicted"]),
    ("全区“晒课”率达116.9%。", ["uncheckable"]),
    ("完成率达104%，毛入学率108%。", []),
])
def test_a_rate_over_a_hundred(sentence: str, verdict: list[str]) -> None:
    assert [c.verdict.value for c in claims(sentence, "rate")] == verdict


def test_two_rates_may_need_the_same_number_of_candidates() -> None:
    found = claims("一本上线4590人，上线率15.3%，二本上线9146人，上线率31%。", "rate")
    assert [c.verdict.value for c in found] == ["rounding"]


@pytest.mark.parametrize(("sentence", "verdict"), [
    ("创建青石小学、东关中学、柳林幼儿园等3所示范校。", ["holds"]),
    ("创建青石小学、东关中学、柳林幼儿园等2所示范校。", ["contradicted"]),
    ("创建青石小学、东关中学等6所示范校。", []),
    ("成立6个名师工作室（小学语文、科学，初中语文、物理、历史、体育）。", ["holds"]),
    ("新建3所学校：青石小学、东关中学、柳林幼儿园、北山小学。", ["contradicted"]),
    ("涉及2个项目，分别是《春季等学期资助》3万元；《校舍维修》2万元。", ["holds"]),
    ("涉及2个项目，分别是《春季等学期资助》3万元；《校舍维修》2万元；《课桌更新》1万元。", ["contradicted"]),
    ("印发5个文件，包括《控辍保学办法》《〈章程〉细则》等。", []),
    ("新建农村小学、乡镇初中5所。", []),
])
def test_names_are_counted(sentence: str, verdict: list[str]) -> None:
    assert [c.verdict.value for c in claims(sentence, "other") if c.verdict.value != "uncheckable"] == verdict


@pytest.mark.parametrize(("sentence", "flagged"), [
    ("2月30日召开会议。", True), ("6月31日前完成安装。", True), ("13月5日开工。", True),
    ("2月29日召开会议，5月31日完成。", False), ("9月5日至10月20日开展检查。", False),
])
def test_a_day_that_does_not_exist_is_found(sentence: str, flagged: bool) -> None:
    assert any(c.verdict.value == "contradicted" for c in claims(sentence)) is flagged


def test_a_stock_told_twice_must_be_the_same() -> None:
    text = "全县共有幼儿园85所。今年重点抓好保教质量。全县现有幼儿园{}所，覆盖各乡镇。"
    assert [c.verdict.value for c in claims(text.format(85), "same")] == ["holds"]
    assert [c.verdict.value for c in claims(text.format(87), "same")] == ["contradicted"]


def test_a_stock_at_another_date_is_another_stock() -> None:
    found = claims("截至去年底，全县共有幼儿园85所。全县现有幼儿园87所，覆盖各乡镇。", "same")
    assert "contradicted" not in {c.verdict.value for c in found}


def test_claims_are_numbered_and_stand_in_their_sentence() -> None:
    reading = read("开头一句。招聘教师48人，比去年增加16人，增长33.3%。全县共有幼儿园64所（公办28所，民办36所）。")
    assert [c.id for c in reading.claims] == ["c1", "c2", "c3"]
    assert reading.text[reading.claims[0].start:reading.claims[0].end].startswith("招聘教师48人")


def test_a_text_without_figures_makes_no_claims() -> None:
    assert read("").claims == [] and read("认真落实各项工作，其中重点做好安全。").claims == []
