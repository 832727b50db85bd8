"""Changes of which what it was and what it is stand in other sentences, before them or behind."""

from __future__ import annotations

import pytest
from reading_of import accused, confirmed

CONFIRMED = {
    # the opening tells the change, a chapter what it was and is
    "今年以来成绩显著，小学生视力合格率达46.5%，比上年提高2.3个百分点。\n办学条件改善。\n视力合格率由上年的44.2%提高到46.5%。":
        ["2.3个百分点"],
    "教育事业费支出突破12亿元，较上年增加1.34亿元。\n质量提高。\n教育事业费支出12.86亿元，上年为11.52亿元。":
        ["1.34亿元"],
    "普通高中办学规模扩大，在校生同比增长2.4%。\n质量提高。\n全县普通高中在校生6840人（去年同期6680人）。": ["2.4%"],
    "全年财政教育经费4.36亿元，同比增长9.0%。\n经费管理规范（上年全县财政教育经费为4.00亿元）。": ["9.0%"],
    "受入学高峰影响，初中在校生比上年增加860人。\n初中在校生由上年的18420人增加到19280人。": ["860人"],
}
WRONG = {
    "今年以来成绩显著，小学生视力合格率达46.5%，比上年提高3.3个百分点。\n办学条件改善。\n视力合格率由上年的44.2%提高到46.5%。":
        "3.3个百分点",
    "教育事业费支出突破12亿元，较上年增加1.43亿元。\n教学质量提高。\n教育事业费支出12.86亿元，上年为11.52亿元。":
        "1.43亿元",
    "普通高中办学规模扩大，在校生同比增长2.3%。\n教学质量提高。\n全县普通高中在校生6680人（去年同期6840人）。": "2.3%",
    "全年财政教育经费4.36亿元，同比增长12.0%。\n经费管理规范（上年全县财政教育经费为4.00亿元）。": "12.0%",
    "受入学高峰影响，初中在校生比上年增加1260人。\n初中在校生由上年的18420人增加到19280人。": "1260人",
}
IN_ORDER = """
小学在校生28640人，比上年减少860人。/初中。/上年在校生为18420人，本年比上年减少3.12%。
全县财政教育经费4.36亿元，同比增长12.0%。/市本级财政教育经费比上年的4.00亿元增加。
公办园在园幼儿比上年增加1260人。/在园幼儿由上年的18420人增加到19280人。
一、小学教育/在校生比上年减少360人。/二、初中教育/在校生由上年的9420人增加到9680人。
初中在校生比2020年增加1260人。/初中在校生由上年的18420人增加到19280人。
初中在校生比年初增加1260人。/初中在校生由上年的18420人增加到19280人。
财政教育经费年均增长8%。/财政教育经费由上年的4.00亿元增加到4.36亿元。
按可比口径，财政教育经费比上年增长8%。/财政教育经费由上年的4.00亿元增加到4.36亿元。
东河镇，初中在校生比上年增加126人。/初中在校生由上年的18420人增加到19280人。
城东中学，初中在校生比上年增加126人。/初中在校生由上年的18420人增加到19280人。
初中在校生比上年增加126人。/初中在校生由上年的18420人增加到19280人。/初中在校生由上年的1260人增加到1320人。
教师培训经费426万元，比上年增加36万元。/教师培训经费382万元，上年为360万元，由市级安排。
""".strip().splitlines()


@pytest.mark.parametrize("sentence", CONFIRMED)
def test_a_change_is_held_against_what_another_sentence_compares(sentence: str) -> None:
    assert set(CONFIRMED[sentence]) - confirmed(sentence) == set()
    assert accused(sentence) == []


@pytest.mark.parametrize("sentence", WRONG)
def test_a_change_that_the_levels_elsewhere_do_not_make_is_found_once(sentence: str) -> None:
    wrong = [quotes for _, quotes in accused(sentence)]
    assert len(wrong) == 1 and WRONG[sentence] in wrong[0]


@pytest.mark.parametrize("lines", IN_ORDER)
def test_a_change_of_something_else_is_not_called_wrong(lines: str) -> None:
    assert accused(lines.replace("/", "\n")) == []
