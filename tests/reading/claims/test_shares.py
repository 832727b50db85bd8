"""Shares and rates: part, whole and percentage must fit within the digits printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reading_of import claims, read

FITS = [
    ("全县有教师2400人，其中高级职称教师600人，占总数的25%。", "holds", "25"),
    ("薄弱学校改造项目15个，薄弱学校改造项目已开工14个，占93%。", "rounding", "93.33"),
    ("全县参加考试1200人，合格1100人，合格率91.7%。", "rounding", "91.67"),
    ("全县计划实施学校建设项目26个，已开工24个，开工率92.3%。", "rounding", "92.31"),
    ("完成投资4180万元，占年度计划7600万元的55%。", "holds", "55"),
    ("在园幼儿5812人；公办园在园幼儿3104人，占比达53.4%。", "rounding", "53.41"),
    ("已购置设备1402万元，占规划设备购置总金额（1668万元）的84.05%。", "rounding", "84.05"),
    ("考生2392人，本科上线1935人，上线率80.8%。", "rounding", "80.89"),   # cut off, not rounded
    ("全年接访180件。甲镇、乙镇、丙镇各9件，各占5%。", "holds", "5"),
    ("全年接访180件。甲镇、乙镇、丙镇各9件，占15%。", "holds", "15"),
    ("全年任务60万平方米，已完成18万平方米，完成全年任务的30%。", "holds", "30"),
]


@pytest.mark.parametrize(("sentence", "verdict", "computed"), FITS)
def test_a_share_that_fits_is_confirmed(sentence: str, verdict: str, computed: str) -> None:
    found = [c for c in claims(sentence, "share") if c.verdict.value != "uncheckable"]
    assert [(c.verdict.value, c.computed) for c in found] == [(verdict, Decimal(computed))]


@pytest.mark.parametrize("are", ["分别占总数的", "占比", "占比分别为"])
def test_each_of_several_shares_has_its_own_part(are: str) -> None:
    found = claims(f"专任教师800人，其中小学400人、初中240人、高中160人，{are}50%、30%、20%。", "share")
    assert [(c.verdict.value, c.computed) for c in found] == [("holds", 50), ("holds", 30), ("holds", 20)]
    found = claims("一般公共预算支出10948.18万元，基金支出26755.5万元，占比29.04%、70.96%。", "share")
    assert [c.verdict.value for c in found] == ["rounding", "rounding"]


def test_shares_that_make_a_hundred_are_of_all_that_are_told() -> None:
    text = "汉族考生900人，占报考总数的{}%；少数民族考生300人，占报考总数的{}%。"
    assert [c.verdict.value for c in claims(text.format(75, 25), "share")] == ["holds", "holds"]
    assert [(c.verdict.value, c.computed) for c in claims(text.format(72, 28), "share")] == [
        ("contradicted", 75), ("contradicted", 25)]


WRONG = [
    ("全县有教师500人，其中高级职称教师120人，占总数的25%。", "24", ""),
    ("参加考试1200人，合格1100人，合格率93.7%。", "91.67", ""),
    ("全省前百名我市有93名，占全省46%。", "93", "文理两科"),
    ("全省前50名中我县有8名，占26%。", "16", ""),
    ("完成投资4180万元，占年度计划7600万元的65%。", "55", ""),
    ("全县应检学校120所，实检96所，检查率82%。", "80", ""),
    ("培训教师300人，其中农村教师180人，占40%。", "60", "其余部分"),
    ("全年计划新建20所，已建成14所，占计划的75%。", "70", ""),
]


@pytest.mark.parametrize(("sentence", "computed", "cause"), WRONG)
def test_a_share_of_a_whole_that_is_beyond_doubt_is_contradicted(sentence: str, computed: str, cause: str) -> None:
    found = claims(sentence, "share")
    assert [(c.verdict.value, c.computed) for c in found] == [("contradicted", Decimal(computed))]
    assert cause in found[0].cause


def test_a_percentage_that_no_whole_number_gives_is_contradicted() -> None:
    claim, = [c for c in claims("交流轮岗教师120人，占应交流总数的28.1%，其中骨干教师占交流总数的30.1%。", "share")
              if c.verdict.value == "contradicted"]
    assert claim.message == "120人中没有整数能得出30.1%：36为30%，37为30.83%"


def test_a_percentage_that_a_whole_number_gives_only_lacks_its_part() -> None:
    claim, = claims("交流轮岗教师120人，其中骨干教师占30.8%。", "share")
    assert (claim.verdict.value, claim.needs) == ("uncheckable", "分子（倒推应在37至37之间）")


@pytest.mark.parametrize("sentence", [
    "遴选学科带头人90人（含校级干部11人），其中女教师占带头人总数的44.3%。",           # 35 of the 79 who are no heads
    "支教教师90人（小学79人、初中11人），其中党员占支教总数的54.5%。",
])
def test_a_percentage_of_what_a_part_leaves_needs_the_whole_that_is_meant(sentence: str) -> None:
    assert [c.needs.split("是")[0] for c in claims(sentence, "share") if c.verdict.value == "uncheckable"] == ["总数"]
    assert "contradicted" not in {c.verdict.value for c in read(sentence).claims}


def test_a_whole_may_stand_further_along_in_the_sentence_before_than_this_one_is_long() -> None:
    text = "全区坚持把队伍建设作为基础工作来抓，统筹编制、岗位、培训与待遇，城乡结构优化，有专任教师2046人。\n" \
        "正高391人，占专任教师19.11%；副高533人，占专任教师的26.05%。"
    assert {c.verdict.value for c in claims(text, "share")} == {"rounding"}


def test_no_share_is_asked_of_nothing() -> None:
    assert claims("交流轮岗教师0人，其中骨干教师占交流总数的0%。", "share") == []


def test_a_share_of_an_unknown_whole_says_what_the_whole_would_be() -> None:
    claim, = claims("全市省优质园达209所，占比58.4%。", "share")
    assert (claim.verdict.value, claim.needs) == ("uncheckable", "总数（倒推应在358至358之间）")


def test_a_share_that_went_is_told_as_what_was_less_what_is_left() -> None:
    claim, = claims("学科类机构由240家压减到12家，压减率95%。", "share")
    assert (claim.verdict.value, claim.computed, claim.message) == ("holds", 95, "240家－12家占240家写作95%，算得95%")


@pytest.mark.parametrize("sentence", [
    "全县有教师500人，其中高级职称教师120人，占全市高级职称教师的12%。",
    "620分以上215人，占全省28%（去年25%）。",
    "一本上线4590人，上线率15.3%，二本上线9146人，上线率31%。",
    "本科过线315人，专科过线2106人，两项过线率97.6%。",
    "18名教师在评比中获奖，获奖率达90%，居全省第二。",
    "寄宿学生8695人，其中小学797人，高中852人；占全县学生总数的73.9%。",
    "中央投资20.6亿元用于教育，占财政支出的23%。",
    "全市所有危房100%停用。",
    "教师800人，学生12000人，体质达标率92%。",
    "全县有学校45所，其中本科以上学历教师占85.3%。",
])
def test_no_share_is_contradicted_where_the_whole_is_another(sentence: str) -> None:
    assert "contradicted" not in {c.verdict.value for c in read(sentence).claims}
