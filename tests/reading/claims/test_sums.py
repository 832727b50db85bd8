"""A total and its parts: what holds is confirmed, what cannot be meant otherwise is contradicted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reading_of import claims, read

HOLDS = [
    # sentence, total, parts
    ("全县共有普通高中考生1240人（历史类520人，物理类720人）。", 1240, 2),
    ("完成校舍维修项目18个，其中小学9个、初中6个、高中3个。", 18, 3),
    ("组织教师培训620人次，其中市级培训180人次、县级培训440人次。", 620, 2),
    ("全年投入资金860万元，其中中央资金500万元，省级资金260万元，县级配套100万元。", 8600000, 3),
    ("现有在编教职工2146人，其中男教职工830人，女教职工1316人。", 2146, 2),
    ("评出优秀校长4名、优秀教师36名、优秀班主任20名，共计60名。", 60, 3),
    ("小学新增学位900个、初中新增学位600个，合计新增学位1500个。", 1500, 2),
    ("全区共有幼儿园64所（公办28所，民办36所）。", 64, 2),
    ("参赛教师6人，1人获一等奖，5人获二等奖。", 6, 2),
    ("共检查学校126所。其中，小学81所，初中30所，高中9所，中职6所。", 126, 4),
    ("改造面积3.6万平方米，其中教学楼2.1万平方米、宿舍1万平方米、食堂0.5万平方米。", 36000, 3),
    ("现有学校512所，在校生216480人，其中：小学380所，学生120300人；初中102所，学生61180人；高中30所，学生35000人。",
     512, 3),
    ("筹措资金1.2亿元，其中争取上级资金7800万元，县级财政4200万元。", 120000000, 2),
    ("招聘教师45人，包括小学教师25人、初中教师12人、高中教师8人。", 45, 3),
    ("安排项目96个。目前，校舍类项目60个已开工58个，已竣工31个；设备类项目36个，已招标20个，两类均按期推进。", 96, 2),
    ("全县有专任教师1500人，比上年增加40人，其中小学800人、初中450人、高中250人。", 1500, 3),
]


@pytest.mark.parametrize(("sentence", "total", "parts"), HOLDS)
def test_a_sum_that_holds_is_confirmed(sentence: str, total: int, parts: int) -> None:
    found = [c for c in claims(sentence, "sum") if c.stated == total]
    assert [c.verdict.value for c in found] == ["holds"]
    assert found[0].computed == total and len(found[0].members["parts"]) == parts


def test_people_and_money_are_two_columns_and_brackets_are_sums_of_their_own() -> None:
    found = claims("春季学期资助学生180人，发放资金9.75万元。"
                   "其中，高中20人2万元（其中区内12人1.2万元，区外8人0.8万元）；"
                   "义务教育120人6万元（区内70人3.5万元，区外50人2.5万元）；学前教育40人1.75万元。", "sum")
    assert {(c.stated, c.verdict.value) for c in found} == {
        (180, "holds"), (97500, "holds"), (20, "holds"), (20000, "holds"), (120, "holds"), (60000, "holds")}


def test_a_total_and_its_parts_may_stand_in_sentences_of_their_own() -> None:
    found = claims("全县共有基础教育学校407所，在校生83000人。其中，幼儿园190所，教师1200人。小学160所，教师2300人。"
                   "初中45所，教师1500人。高中12所，教师800人。", "sum")
    assert [(c.stated, c.verdict.value) for c in found] == [(407, "holds")]


CONTRADICTED = [
    # sentence, stated, computed, what the cause speaks of
    ("组织各类培训366人次，其中，出国培训24人次，省级培训216人次，市级培训150人次。", 366, 390, "24人次未计入"),
    ("全县考生1240人（历史类530人，物理类720人）。", 1240, 1250, "一位数字写错"),
    ("图书馆预算22万元，实验楼预算310万元，附属工程约60万元，共需投入资金400万元。", 4000000, 3920000, "约数"),
    ("完成维修项目18个，其中小学9个、初中8个、高中3个。", 18, 20, ""),
    ("全区共有幼儿园64所，其中公办28所、民办38所。", 64, 66, ""),
    ("全年投入资金860万元，其中中央资金500万元，省级资金260万元，县级配套120万元。", 8600000, 8800000, ""),
    ("获奖教师45人（一等奖5人，二等奖14人，三等奖62人）。", 45, 81, "两位数字写颠倒"),
    ("县财政投入3298万元，包括配套费889万元、维修资金1000元、附加1409万元。", 32980000, 22981000, "单位"),
    ("发放资金12.35万元，其中小学5.1万元，初中4.25万元，高中2.9万元。", 123500, 122500, "一位数字写错"),
    ("新增学位1260个，其中小学720个、初中480个。", 1260, 1200, "一位数字写错"),
    ("评出优秀校长4名、优秀教师36名、优秀班主任20名，共计62名。", 62, 60, ""),
]


@pytest.mark.parametrize(("sentence", "stated", "computed", "cause"), CONTRADICTED)
def test_a_sum_that_cannot_be_meant_is_contradicted(sentence: str, stated: int, computed: int, cause: str) -> None:
    found = claims(sentence, "sum")
    assert [(c.verdict.value, c.stated, c.computed) for c in found] == [("contradicted", stated, computed)]
    assert cause in found[0].cause
    assert found[0].message and found[0].message_en


def test_the_message_shows_the_figures_as_printed() -> None:
    claim, = claims("组织各类培训366人次，其中，出国培训24人次，省级培训216人次，市级培训150人次。")
    assert claim.message == "合计写作366人次，24人次＋216人次＋150人次＝390人次"
    assert claim.cause_en == "24人次 is left out of the total, or counted again inside another part"


@pytest.mark.parametrize("sentence", [
    "全县有教师1200人，其中骨干教师150人、学科带头人40人。",                     # a partial list
    "全校教师860人，其中女教师520人，党员教师330人。",                           # parts overlap
    "获得奖牌93枚，其中金牌3枚。",
    "全县有教师1200人，其中，高级教师300人，骨干教师400人等。",
    "开展活动120场，其中讲座30场、演练25场。",
    "在校生12000人，教师900人，比去年增加20人，其中小学教师8人、初中教师5人。",
    "培训教师500人次，其中省级100人次，市级400人次；组织200人次外出学习。",
    "投入资金约500万元，其中中央资金300万元，省级资金190万元。",               # 约 covers the gap
    "计划投资300万元，其中食堂80万元；另有宿舍楼120万元。",
    "新建×所学校，其中小学×所、初中×所。",                                     # masked
    "总投资4836万元，其中维修工程省级和县级资金分别为1285万元和1140万元；新建工程中央、省级和县级资金分别为520万元、463万元和1428万元。",
    "完成采购8060.26万元。其中，家具529.62万元；图书257.4万元；课桌椅569万元；计算机6704.4万元。",   # parts rounded
])
def test_no_sum_is_contradicted_where_the_words_allow_another_reading(sentence: str) -> None:
    assert "contradicted" not in {c.verdict.value for c in read(sentence).claims}


@pytest.mark.parametrize(("change", "verdict"), [("1.35", "holds"), ("1.34", "rounding"), ("1.32", "uncheckable")])
def test_rounded_changes_that_do_not_add_up_as_their_levels_do_are_a_doubt(change: str, verdict: str) -> None:
    sentence = (f"中小学图书96.2万册，比上年增加{change}万册，其中小学51.3万册，比上年增加0.93万册；"
                "初中44.9万册，比上年增加0.42万册。")
    found = [c for c in claims(sentence, "sum") if c.stated == Decimal(change) * 10000]
    assert [c.verdict.value for c in found] == [verdict]


def test_what_is_masked_is_said_to_be_missing() -> None:
    claim, = claims("已启动××个项目（其中完成立项×个，完成设计×个）。", "sum")
    assert (claim.verdict.value, claim.needs) == ("uncheckable", "缺失的数字")
