"""Growth and difference: by how much, by how many per cent, and of which base."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reading_of import claims, read

FITS = [
    ("本科上线591人，比去年增加100人，增长20.4%。", "growth", "20.37"),
    ("招生589人，比去年的620人减少31人，下降5%。", "growth", "5"),
    ("在校生由12000人增加到12600人，增长5%。", "growth", "5"),
    ("在园幼儿5812人，比去年同期增加236人，增长4.2%。", "growth", "4.23"),
    ("教育支出2.76亿元，比上年增加539.4万元，增长1.99%。", "growth", "1.99"),
    ("上线率由87.78%提高到89.55%，提高1.77个百分点。", "difference", "1.77"),
    ("联合体由6个扩大到36个，增加30个。", "difference", "30"),
    ("去年招生480人，今年招生520人，增长8.3%。", "growth", "8.33"),
    ("受理咨询360次，是去年120次的3倍。", None, None),
    ("比去年的480人增加40人，达到520人。", "year_on_year", "40"),
    ("上线率15.3%（去年12%），提高3.3个百分点。", "year_on_year", "3.3"),
    ("受理咨询360次，比去年的120次增长2倍。", "growth", "200"),
    ("两年投入1386万元，其中2023年594万元、2024年792万元，2024年较上年增长33.3%。", "growth", "33.33"),
    ("2022年投入2450万元，2023年投入3100万元，比上年增长26.5%；2024年投入3720万元，比上年增长20%。", "growth", "20"),
    ("在校生8.64万人，其中小学5.72万人、初中2.92万人；小学在校生较上年增加0.12万人，增长2.1%。", "growth", "2.14"),
    ("录取2460人，录取率41.2%，其中本科960人、专科1500人；比去年的2215人多录取245人。", "year_on_year", "245"),
    ("九年级报考412人，达线117人；达线人数增加5人，是因为报考总数比上年的430人少了18人。", "year_on_year", "18"),
    ("年初全县有代课人员360人，通过招录、转岗，一年内清退90人，减少25%。", "growth", "25"),
    ("大班额26个，占2.1%，上年占比为3.4%，下降1.3个百分点。", "year_on_year", "1.3"),
    ("“三公”经费支出决算40.50万元，完成预算的90%，比2023年度减少4.50万元，下降10%。", "growth", "10"),
    ("教育支出增长9.64%；同期财政收入增长6.15%，教育支出增幅高于财政收入增幅3.49个百分点。", "difference", "3.49"),
    ("教育拨款1260万元，比上年的1050万元增长20%，同期县财政收入增长12.5%，高出7.5个百分点。", "difference", "7.5"),
    ("支出由2020年的1.86亿元增加到去年的4.62亿元，净增2.76亿元；一年比前年的3.94亿元增长17.3%。", "growth", "17.26"),
    ("1995年投入71.5万元，1996年90万元，1997年108万元，1997年比1996年增长20%。", "growth", "20"),
    ("经费比上年的140亿元增加9.1亿元，增长6.5%，比同期支出的增幅5.7%高0.8个百分点。", "year_on_year", "0.8"),
    ("经费149.8亿元。收支平衡。另有结余。从长期看，2022年比2018年的117.4亿元累计增长27.6%。", "growth", "27.6"),
    ("新设寄宿制小学3所，全县学校较上年净减少40所，与1999年的380所相比，则减少133所，减幅35%。", "growth", "35"),
    ("资助3160人次、412.6万元，比上年的2950人次、388.2万元分别增加210人次和24.4万元。", "year_on_year", "210"),
    ("平均月起薪3910元，比上一届的3700元增加210元，增长5.7%。", "growth", "5.68"),
    ("现有骨干教师640人，比2020年的310人翻了一番还多。", "growth", "106.45"),
    ("“三公”经费支出28.8万元，完成预算36万元的80%，比上年减少3.2万元，下降10%。", "growth", "10"),
    ("去年有1420名学生获得贷款710万元，人均5000元，今年已有2960名学生申请，比去年翻了一番多。", "growth", "108.45"),
    ("毛入学率由2010年的71.2%提高到2015年的86.5%，比规划目标85%高出1.5个百分点。", "difference", "1.5"),
    ("巩固率由上年的89.1%提高到92.6%，提高3.5个百分点，距省定95%的目标尚差2.4个百分点。", "difference", "2.4"),
    ("毛入园率达到66.8%，与规划要求的70%相差3.2个百分点。", "difference", "3.2"),
    ("普惠率85.4%，距国家规定的标准85.6%还低0.2个百分点。", "difference", "0.2"),
    ("教育拨款占一般预算支出的22.4%，高于省定财政性教育拨款占财政支出20%的要求2.4个百分点。", "difference", "2.4"),
    ("毛入学率比2015年提高4.2个百分点，由88.6%提高到92.8%。", "difference", "4.2"),
    ("大班额52个，较年初减少68个；年初为120个。", "difference", "68"),
    ("上线率58.4%，比全县平均水平高3.1个百分点（全县55.3%）。", "difference", "3.1"),
    ("2016年拨款5.2亿元，2018年6.1亿元，2020年7.16亿元，2016年至2020年年均增长8.3%。", "growth", "8.32"),
    ("城区、农村巩固率分别为98.2%和95.1%，相差3.1个百分点。", "difference", "3.1"),
    ("男女童入学率分别为99.2%和99.06%，性别差由上年的0.21个百分点下降到0.14个百分点。", "difference", "0.14"),
    ("生均图书12册，与省定标准15册相差3册。", "difference", "3"),
    ("持证率91.4%，比上年的88%提高3.4个百分点，超省定目标（90%）1.4个百分点。", "difference", "1.4"),
    ("持证率91.4%，比上年的88%提高3.4个百分点，优于全市平均水平（90%）1.4个百分点。", "difference", "1.4"),
    ("持证率91.4%，比上年的88%提高3.4个百分点，低于全省（93%）1.6个百分点。", "difference", "1.6"),
    ("持证率91.4%，比上年的88%提高3.4个百分点，距市定目标（95%）还差3.6个百分点。", "difference", "3.6"),
    ("持证率91.4%，比上年的88%提高3.4个百分点，比省定90%的目标高1.4个百分点。", "difference", "1.4"),
    ("持证率91.4%，比上年88%提高3.4个百分点，超额完成省定90%目标1.4个百分点。", "difference", "1.4"),
    ("执行率62%，比上年同期的58%提高4个百分点，快于序时进度（50%）12个百分点。", "difference", "12"),
    ("近视率50.2%，比上年的52%下降1.8个百分点，优于全市平均水平（51%）0.8个百分点。", "difference", "0.8"),
    ("近视率50.2%，比上年的52%下降1.8个百分点，优于全市平均水平0.6个百分点。", "year_on_year", "1.8"),
    ("执行率62%，比上年同期的58%提高4个百分点，超序时进度12个百分点，距目标差38个百分点。", "year_on_year", "4"),
    ("中考平均分486.5分，比上年的478.2分提高8.3分。", "year_on_year", "8.3"),
    ("教师平均年龄42.8岁，比上年的43.6岁下降0.8岁。", "year_on_year", "0.8"),
    ("超标率10%，比上年的12%下降2个百分点。", "year_on_year", "2"),
    ("发放贷款1712.5万元，人均7394元，比上年的1486.3万元增长15.2%。", "growth", "15.22"),
    ("入学率为98.62%；其中适龄女童860人，女童入学率为98.14%，比平均水平低0.48个百分点。", "difference", "0.48"),
]


@pytest.mark.parametrize(("sentence", "type_", "computed"), FITS)
def test_a_change_that_follows_is_confirmed(sentence: str, type_: str | None, computed: str | None) -> None:
    found = [c for c in claims(sentence, "growth", "difference", "year_on_year") if c.verdict.value != "uncheckable"]
    assert not any(c.verdict.value == "contradicted" for c in found)
    if type_ is not None:
        assert (type_, Decimal(str(computed))) in {(c.type, c.computed) for c in found}


WRONG = [
    ("一中上线19人，比去年增加7人，增长率36.8%。", "growth", "58.33", "除以了本年数"),
    ("招聘教师48人，比去年增加16人，增长33.3%。", "growth", "50", "除以了本年数"),
    ("在园率由87.78%提高到89.55%，增长1.77%。", "growth", "2.02", "百分点"),
    ("在校生由12000人增加到12600人，增长50%。", "growth", "5", "小数点"),
    ("在校生由12000人增加到12600人，增加500人。", "difference", "600", ""),
    ("上线率15.3%（去年12%），提高4.8个百分点。", "year_on_year", "3.3", ""),
    ("去年招生480人，今年招生520人，增长18.3%。", "growth", "8.33", ""),
    ("招生589人，比去年的620人增加31人。", "year_on_year", "-31", "方向"),
    ("受助学生360人，比去年的120人增长300%。", "growth", "200", "之比"),
    ("2023年投入3100万元，比上年增长26.5%；2024年投入3720万元，比上年增长16.7%。", "growth", "20", "除以了本年数"),
    ("一本上线205人，二本以上上线860人；二本以上上线人数比上年净增56人，增长6.5%。", "growth", "6.97", "除以了本年数"),
    ("保安员1236名，其中公办学校864名、民办学校372名，比上年的1158名增加88名。", "year_on_year", "78", ""),
    ("资助3160人次、412.6万元，比上年的2950人次、388.2万元分别增加310人次和24.4万元。", "year_on_year", "210", ""),
    ("男生平均身高由2015年的148.6厘米增至152.1厘米，增高5.3厘米。", "difference", "3.5", ""),
    ("本科上线280人，较去年的165人增加115人，实现了翻一番。", "growth", "69.7", ""),
    ("现有骨干教师560人，比2020年的310人翻了一番还多。", "growth", "80.65", ""),
    ("教育支出增长9.64%；同期财政收入增长6.15%，支出增幅高于收入增幅3.94个百分点。", "difference", "3.49", "颠倒"),
    ("毛入学率比2015年提高5.2个百分点，由88.6%提高到92.8%。", "difference", "4.2", ""),
    ("大班额52个，较年初减少86个；年初为120个。", "difference", "68", ""),
    ("在校生28.14万人，比上年减少0.66万人，增长2.3%。", "growth", "-2.29", "方向"),
    ("普通高中在校生7860人，比上年增加240人，下降3.1%。", "growth", "-3.15", "方向"),
    ("去年有1420名学生获得贷款，今年已有2386名学生申请，比去年翻了一番多。", "growth", "68.03", ""),
    ("巩固率由上年的89.1%提高到92.6%，提高3.5个百分点，距省定95%的目标尚差4.2个百分点。", "difference", "2.4", ""),
    ("教育拨款由2016年的5.2亿元增加到2020年的7.8亿元，年均增长12.5%。", "growth", "10.67", "除以4"),
    ("生均校舍4.1平方米，与省里规定的生均校舍面积4.8平方米以上，差了0.9平方米。", "difference", "0.7", ""),
    ("城区、农村巩固率分别为98.24%和95.17%，相差3.97个百分点。", "difference", "3.07", ""),
    ("持证率91.4%，比上年的88%提高3.4个百分点，超省定目标（90%）2.4个百分点。", "difference", "1.4", ""),
    ("持证率91.4%，比上年的88%提高3.4个百分点，距市定目标（95%）还差4.6个百分点。", "difference", "3.6", ""),
    ("持证率91.4%，比上年的88%提高3.4个百分点，比省定90%的目标高2.4个百分点。", "difference", "1.4", ""),
    ("近视率50.2%，比上年的52%下降1.8个百分点，优于全市平均水平（51%）1.8个百分点。", "difference", "0.8", ""),
    ("中考平均分486.5分，比上年的478.2分提高9.3分。", "year_on_year", "8.3", ""),
    ("持证率91.4%，比上年的88%提高4.3个百分点，优于全市平均2个百分点。", "year_on_year", "3.4", ""),
]


@pytest.mark.parametrize(("sentence", "type_", "computed", "cause"), WRONG)
def test_a_change_that_does_not_follow_is_contradicted(sentence: str, type_: str, computed: str, cause: str) -> None:
    found = [c for c in claims(sentence, "growth", "difference", "year_on_year") if c.verdict.value == "contradicted"]
    assert [(c.type, c.computed) for c in found] == [(type_, Decimal(computed))]
    assert cause in found[0].cause


def test_a_lost_number_is_asked_for_and_the_growth_tells_what_it_was() -> None:
    claim, = claims("二中上线48人，比去年增加人，增长率33.3%。")
    assert (claim.verdict.value, claim.message) == ("uncheckable", "“比去年增加人”中间缺少数字")
    assert (claim.cause, claim.needs) == ("按增减幅度推算可能是12人", "缺失的数字")


def test_a_lost_sum_of_money_is_doubtful() -> None:
    claim, = claims("政府拨出专款万元，购买图书2224册。", "other")
    assert (claim.verdict.value, claim.message) == ("uncheckable", "“政府拨出专款万元”中间缺少数字")


def test_without_a_base_it_says_what_last_year_would_have_been() -> None:
    claim, = claims("专任教师2384人，较上年减少53人。")
    assert (claim.type, claim.verdict.value, claim.computed) == ("year_on_year", "uncheckable", 2437)


@pytest.mark.parametrize(("change", "type_"), [
    ("较上年减少53人", "year_on_year"), ("同比减少53人", "year_on_year"), ("与去年同期相比，减少53人", "year_on_year"),
    ("比上年下降2.2%，减少53人", "year_on_year"), ("较去年的2437人减少53人", "year_on_year"),
    ("减少53人", "difference"), ("较年初减少53人", "difference"), ("比前年减少53人", "difference"),
    ("较2020年减少53人", "difference"), ("较2020年同期减少53人", "difference"),
    ("比前年的2437人减少53人", "difference"), ("比上年有所减少，比前年减少53人", "difference"),
])
def test_only_a_change_from_last_years_is_year_on_year(change: str, type_: str) -> None:
    assert [c.type for c in claims(f"专任教师2384人，{change}。", "difference", "year_on_year")] == [type_]


@pytest.mark.parametrize("sentence", [
    "总上线率为97.62%，同比增长8.3%，本科人数比上年增加15人。",
    "一本上线率14.6%（去年11%），二本上线8214人，上线率29%，比去年提高5个百分点。",
    "在校生12000人，教师500人，比去年增加20人，增长4.2%。",
    "投入经费300万元，比去年增加50万元，惠及学生增长20%。",
    "合格率97.36%，比去年提高0.64个百分点，高于全省0.21个百分点，其中优秀率15.28%，提高1.37个百分点。",
    "学校减少12所，在校生增加1100余人，毛入学率57.8%，十年提高27.8个百分点。",
    "达成度为××.××%，较××××年增长×个百分点。",
])
def test_no_change_is_contradicted_where_the_base_is_not_told(sentence: str) -> None:
    assert "contradicted" not in {c.verdict.value for c in read(sentence).claims}


def test_a_fall_to_more_than_there_was_has_no_yearly_rate() -> None:
    claim, = claims("在校生由2015年的12人下降到2020年的300人，年均下降8.6%。", "growth")
    assert claim.verdict.value == "uncheckable"


@pytest.mark.parametrize("sentence", [
    "卫生保健人员118人，比上年增加10人，提高9.26个百分点。",
    "保育员768人，比上年增加62人，上升8.78个百分点；园长96人。",
])
def test_the_growth_of_a_count_is_told_in_per_cent_not_in_points(sentence: str) -> None:
    claim, = (c for c in claims(sentence, "growth") if c.verdict.value == "contradicted")
    assert claim.cause == "数量的增减幅度应写作%，百分点只用于两个百分率之差"


def test_points_told_in_per_cent_are_a_doubt_where_both_are_nearly_the_same() -> None:
    claim, = claims("专科及以上学历比例95.26%，与上年94.78%比较，增加了0.48%。", "growth")
    assert (claim.verdict.value, claim.cause) == ("uncheckable", "两个百分率之差应写作百分点")
