"""What is left where the words leave no third, what came and went, and what comes to each: however clerks word it."""

from __future__ import annotations

import pytest
from reading_of import accused, assert_all_hold, assert_found_once

CONFIRMED: dict[str, list[str]] = {
    # opposites
    "全年受理投诉86件，已办结79件，未办结7件。": ["86件"],
    "家长会应到460人，实到437人，缺席23人。": ["460人"],
    "计划新建食堂36个，已新建22个，年底前还需新建14个。": ["36个"],
    # an account of a year
    "上年结转64万元，本年收入730万元，支出752万元，年末结余42万元。": ["42万元"],
    "食堂账目：年初结余18.6万元，全年收入246.3万元，总支出251.2万元，年末滚存结余13.7万元。": ["13.7万元"],
    # what is left by the words behind it, sentences below
    "全县规划维修校舍118栋。截至9月底，已完工83栋。共有35栋校舍未完工，其中城区12栋、乡镇23栋。": ["118栋", "35栋"],
    "排查用电隐患246处，已整改207处。\n工作有序。\n还有39处隐患没有整改。": ["246处"],
}

WRONG: dict[str, str] = {
    # opposites that leave no third
    "全年受理投诉86件，已办结79件，未办结9件。": "86件",
    "抽检食堂74个，已达标66个，未达标6个。": "74个",
    "排查校车隐患57处，已整改51处，尚有9处未整改。": "57处",
    "排查校车隐患57处。已整改51处，未整改9处。": "57处",
    "台账共有问题68个，已销号63个，剩余7个限期销号。": "68个",
    "家长会应到460人，实到437人，缺席29人。": "460人",
    "体检应检幼儿1380名，实检幼儿1352名，缺检38名。": "1380名",
    "全年计划轮训校长400人次，上半年完成260人次，完成率65%，下半年还需完成190人次。": "400人次",
    # an account of a year
    "上年结转64万元，本年收入730万元，支出752万元，年末结余62万元。": "62万元",
}

IN_ORDER = """
新立案86件，已结案79件，未结案9件。
全年受理投诉86件，上年结转2件，已办结79件，未办结9件。
全年受理投诉86件，已办结79件，正在办理5件，未办结2件。
排查校车隐患57处，现场整改41处，未整改9处。
排查校车隐患57处，已整改51处，月底前又发现3处，未整改9处。
排查校车隐患57处，已整改51处，剩余重大隐患3处。
家长会应到460人，实到437人，请假20人，缺席3人。
家长会应到460人，实到437人，事假20人除外，缺席3人。
全年计划轮训校长400人次，后调整任务，上半年完成260人次，还需完成190人次。
未到校12人，已劝返9人，未劝返5人，其中新增辍学2人。
上年结转64万元，本年收入730万元，支出752万元，收回存量20万元，年末结余62万元。
上年结转64万元，本年收入730万元，支出项目资金752万元，年末结余62万元。
全县规划维修校舍118栋。截至9月底，已完工83栋。共有53栋校舍未完工。
""".strip().splitlines()


@pytest.mark.parametrize("sentence", CONFIRMED)
def test_what_holds_is_confirmed(sentence: str) -> None:
    assert_all_hold(sentence, CONFIRMED[sentence])


@pytest.mark.parametrize("sentence", WRONG)
def test_what_is_wrong_is_found_once(sentence: str) -> None:
    assert_found_once(sentence, WRONG[sentence])


@pytest.mark.parametrize("sentence", IN_ORDER)
def test_what_only_looks_alike_is_not_called_wrong(sentence: str) -> None:
    assert accused(sentence) == []
