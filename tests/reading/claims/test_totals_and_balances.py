"""What is left of a number, what its parts make, and what came to it: however clerks word it."""

from __future__ import annotations

import pytest
from reading_of import accused, confirmed

CONFIRMED: dict[str, list[str]] = {
}

WRONG: dict[str, str] = {
    # what is left of what was found, owed, or to be removed
    "全县累计拖欠民办教师补助费1276万元，上半年筹资清欠548万元，目前尚欠828万元。": "1276万元",
    "“双基”负债累计4270万元，已偿还1850万元，下余2520万元。": "4270万元",
    "督查发现问题358个，已整改317个，整改率88.5%，尚有51个正在整改。": "358个",
    "排查校园周边隐患762处，整改到位718处，其余54处限期整改。": "762处",
    "全年受理群众来信247件，办结226件，正在办理31件。": "247件",
    "拉网排查安全隐患1634处。已整改1571处，尚有73处正在整改。": "1634处",
    "摸排辍学学生236人，劝返214人，尚有32人未返校。": "236人",
    # shares that make more than all
    "班主任队伍中，30岁以下的占27.3%，31岁至40岁的占41.6%，41岁以上的占36.1%。": "41.6%",
    "35岁以下教师比例为18.4%，36—45岁教师比例为46.2%，46岁以上教师比例为40.4%。": "18.4%",
    "每人只填报一个主要去向，升入普高占48.2%，升入中职占39.6%，外出务工占10.5%，其他占6.7%。": "39.6%",
    "问卷仅限选填一项，满意占61.2%，基本满意占28.4%，不满意占12.4%。": "12.4%",
    # amounts of which none is left out, by the slip that explains the gap
    "全年争取项目资金2.63亿元，其中中央基建投资9850万元、省财政专项7640万元、政府一般债券6110万元。": "2.63亿元",
    "改善办学条件投入3.76亿元，其中校舍维修1.58亿元，设备购置0.94亿元，校园文化1.14亿元。": "3.76亿元",
    # years of which none is left out
    "“十二五”期间累计培训教师8.92万人次，其中2011年1.86万人次，2012年2.14万人次，2013年2.37万人次，2014年2.55万人次，2015年2.71万人次。":
        "8.92万人次",
}

IN_ORDER = """
全县化解债务6320万元，今年化解2320万元，尚有5000万元未化解。
督查发现问题358个，已整改317个，尚有31个正在整改，另有10个列入明年计划。
摸排辍学学生236人，劝返214人，12人已满16周岁，尚有10人未返校。
排查隐患762处。其中消防318处，已整改295处，尚有23处正在整改。
全年争取项目资金2.64亿元，其中中央基建投资9850万元、省财政专项7640万元、政府一般债券6110万元。
校舍总面积26.3万平方米，其中小学15.7万平方米、初中5.4万平方米、高中2.5万平方米。
改善办学条件投入3.96亿元，其中校舍维修1.58亿元，设备购置0.94亿元，校园文化1.14亿元。
问卷可填多项，经费不足占61.2%，师资不足占48.4%，其他占12.4%。
有电子白板的占61.2%，有录播室的占28.4%，有机房的占32.4%。
受理信访247件，办结226件，上年结转正在办理31件。
2011年至2014年累计培训教师8.92万人次，其中2011年1.86万人次，2012年2.14万人次，2013年2.37万人次，2014年2.55万人次，2015年计划2.71万人次。
""".strip().splitlines()


@pytest.mark.parametrize("sentence", CONFIRMED)
def test_what_holds_is_confirmed(sentence: str) -> None:
    assert set(CONFIRMED[sentence]) - confirmed(sentence) == set()
    assert accused(sentence) == []


@pytest.mark.parametrize("sentence", WRONG)
def test_what_is_wrong_is_found_once(sentence: str) -> None:
    assert [quotes & {WRONG[sentence]} for _, quotes in accused(sentence)] == [{WRONG[sentence]}]


@pytest.mark.parametrize("sentence", IN_ORDER)
def test_what_only_looks_alike_is_not_called_wrong(sentence: str) -> None:
    assert accused(sentence) == []
