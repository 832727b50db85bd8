"""The same figure told twice in different words: in the opening and in a chapter, in what is done and in the plan."""

from __future__ import annotations

import pytest
from reading_of import accused, assert_all_hold, assert_found_once

CONFIRMED = {
    "全县排查出失学儿童46人，已劝返38人。\n工作扎实。\n前述已劝返的38人全部随班就读。": ["38人"],
}
WRONG = {
    # what is left adds up where it was told first, so that the second number alone is wrong
    "“普九”欠债1595.2万元，化解957.12万元，剩余638.08万元。\n剩余的“普九”欠债683.08万元年底还清。": "683.08万元",
    # many digits, of which two are swapped: a word in common is enough
    "全年落实营养膳食补助2716.4万元，学生受益。\n\n二、资助工作\n营养改善计划支出2761.4万元，生均800元。": "2761.4万元",
    "共资助困难学生18436人次。\n教学质量提高。\n资助做到应助尽助，困难学生受助14836人次，无一人失学。": "14836人次",
    "一般公共预算拨款支出48,216.35万元，占本年支出的92%。\n2025年度一般公共预算拨款支出48,261.35万元，全部纳入绩效评价。":
        "48,261.35万元",
    # four digits: one is called as the other
    "中考成绩再创新高，优秀率首次过半，普通高中录取人数达到2430人。\n质量分析会按期召开。\n普通高中录取2403人，录取率52.8%。":
        "2403人",
    "今年以来成绩显著，高考本科上线突破千人，达到1460人。\n本科上线1406人，比去年的1312人增加94人。": "1406人",
    # two digits: the very words
    "成绩可喜，全年新建、改造食堂36个。\n后勤工作扎实。\n全年新建、改造食堂63个，面积21400平方米。": "63个",
    # what the plan goes from
    "幼儿园教师持证率87.6%，比上年提高2.1个百分点。\n二、下一步打算\n幼儿园教师持证率由目前的78.6%提高到90%。": "78.6%",
    # what is said to have been told
    "全县排查出失学儿童46人，已劝返38人。\n工作扎实。\n前述已劝返的36人全部随班就读。": "36人",
}
IN_ORDER = """
全县在校生24860.5人次。/全县义务教育在校生28460.5人次。
东山县教育支出12486.5万元。/西山县教育支出14286.5万元。
全年开展检查24次。/消防安全方面，全年开展检查42次。
全年举办培训班14期。/校长培训：全年举办培训班41期。
早餐补助支出1864.5万元。/早餐补助支出1864.5万元，其中食材支出1684.5万元。
全年落实营养膳食补助2716.4万元。/信息化设备采购支出2761.4万元。
春季学期资助困难学生18436人次。/秋季学期资助困难学生14836人次。
2024年资助困难学生18436人次。/2025年资助困难学生18463人次。
小学招生12430人。/初中招生12340人。
小学专任教师1460人。/初中专任教师1406人。
普通高中录取2430人。/中职学校录取2403人。
普通高中录取计划2430人。/普通高中实际录取2403人，比去年的2340人增加63人。
初中在校生达到2460人。/二中初中在校生2406人，校舍紧张。
全校应测学生2486人。/上报国家系统的数据为补测后的2468人。
全年新建食堂36个。/全年改造食堂63个。
小学教育。/全年新建食堂36个。/初中教育。/全县建成食堂63个。
教师持证率87.6%。/保育员持证率由目前的78.6%提高到90%。
民办幼儿园教师持证率87.6%。/公办幼儿园教师持证率由目前的78.6%提高到90%。
全县排查出失学儿童46人，已劝返38人，其中随班就读36人。/前述学生中，随班就读的36人表现良好。
劝返38人。/二批劝返26人。/前述劝返的64人全部安置。
下半年计划培训教师1460人次。/上半年培训教师1406人次。
""".strip().splitlines()


@pytest.mark.parametrize("sentence", CONFIRMED)
def test_what_is_told_again_is_the_same(sentence: str) -> None:
    assert_all_hold(sentence, CONFIRMED[sentence])


@pytest.mark.parametrize("sentence", WRONG)
def test_what_is_told_again_with_a_slip_is_found_once(sentence: str) -> None:
    assert_found_once(sentence, WRONG[sentence])


@pytest.mark.parametrize("lines", IN_ORDER)
def test_what_is_only_alike_is_not_called_wrong(lines: str) -> None:
    assert accused(lines.replace("/", "\n")) == []


def test_schools_that_have_no_more_than_a_number_are_different_schools():
    from taizhang.reading import read_text

    said = "第{}所学校资助学生4010人，发放资金{}万元。\n"
    two = said.format(1, "1002.5") + said.format(2, "1020.5")
    reading = read_text(f"清川县教育局2026年上半年工作总结\n一、学生资助\n{two}")
    assert [claim for claim in reading.claims if claim.verdict == "contradicted"] == []
