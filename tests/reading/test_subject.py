"""What is no Chinese report on education is said to be none, and gives no figures."""

import json

import pytest
from typer.testing import CliRunner

from taizhang.checking.audit import audit
from taizhang.cli import app
from taizhang.reading import Unreadable, load, read_text

ENGLISH = "Half-year report 2026. 93% of 449 pupils passed, 20M of fibre, 50% more books; 3 of 10 schools are new."
FOREIGN = {
    "English": ENGLISH,
    "English with a menu in Chinese": "首页 简介\n" + ENGLISH * 4,
    "Japanese": "教育委員会の上半期のまとめです。生徒449人のうち93%が合格しました。新しい学校を3校つくりました。",
    "digits alone": "12%\t34%\n56%\t78%\n",
}
NOVEL = ("雨下了一整夜，船夫把缆绳系在两棵老柳树上，蹲在舱里抽烟。岸上有三个人走过来，问能不能渡河。"
         "他说水太急，要等天亮。"
         "其中一个人掏出五十块钱，放在船板上，说家里有病人，等不得。船夫看了看天，又看了看那张湿透的票子，叹一口气，"
         "解开缆绳。船到河心，浪头打来，灯灭了两盏，他们抱在一起，谁也不说话。")
RECIPE = ("酸菜鱼：草鱼1条，酸菜300克，泡椒10个，姜6片，蒜5瓣，花椒20粒。"
          "鱼片成3毫米厚的片，加盐5克、蛋清1个抓匀，腌15分钟。"
          "锅里放油40克，下酸菜炒2分钟，加水1升，烧开煮10分钟，捞出酸菜垫在碗底，下鱼片煮90%熟即可。")
SHORT_RECIPE = ("红烧肉的做法\n五花肉500克，冰糖30克，生抽20毫升，料酒15毫升。"
                "先把五花肉切成3厘米见方的块，冷水下锅，焯水5分钟。\n")
SALES = "某某公司2025年销售总结\n今年公司销售汽车1200辆，比去年增加200辆，增长30%。\n"
REPORT = "清川县教育局2026年上半年工作总结\n一、上半年工作\n资助学生449人，其中小学329人、初中120人。\n"


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_a_file_that_is_not_chinese_is_refused(text, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(Unreadable) as refused:
        load(path)
    assert refused.value.finding.code == "file-not-chinese"
    for command in ("read", "audit"):
        done = CliRunner().invoke(app, [command, str(path)])
        assert done.exit_code == 2 and "不是中文" in done.stderr and "not a Chinese report" in done.stderr


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_a_text_that_is_not_chinese_gives_nothing(text):
    reading = read_text(text)
    assert not (reading.documents or reading.figures or reading.claims or reading.commitments)


@pytest.mark.parametrize("text", [NOVEL, RECIPE, SHORT_RECIPE, SALES], ids=["novel", "recipe", "short", "sales"])
def test_a_chinese_text_on_something_else_gives_a_note_and_no_figures(text, tmp_path):
    reading = read_text(text, "文.txt")
    assert [document.kind for document in reading.documents] == ["unrelated"]
    assert not (reading.figures or reading.claims or reading.commitments)
    assert [finding.code for finding in audit(reading)] == ["file-unrelated"]
    path = tmp_path / "文.txt"
    path.write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["audit", str(path)])
    assert done.exit_code == 0 and "不是教育工作的报告" in done.stdout
    assert json.loads(CliRunner().invoke(app, ["read", str(path), "--format", "json"]).stdout)["figures"] == []


@pytest.mark.parametrize("text", [
    REPORT, REPORT + "The school list: https://www.example.cn/index.html?page=1&size=20\n",
    "清川縣教育局（jiàoyùjú）2026年上半年工作總結（zǒngjié）\n資助（zīzhù）學生（xuéshēng）449人。",
    "新建2所。",
    # pasted from reports, without a word of education
    "三是加强贷后管理。今年到期应还本金862.35万元，已还831.17万元，本金回收率96.4%；电话催收2860余人次。",
    "（二）分年度情况\n2009年完成2.31万平方米，2010年完成6.15万平方米，今年上半年完成3.58万平方米。",
    "分区市看：\n市本级9.83亿元，东埠区8.46亿元，莱岭县10.27亿元，文川县8.19亿元。",
    "清川县2026年上半年工作总结\n今年投入1200万元，比去年增加200万元，增长20%；已完成投资800万元。",
])
def test_reports_with_other_script_beside_are_read_all_the_same(text):
    reading = read_text(text)
    assert reading.figures and reading.documents[0].kind != "unrelated"


def test_a_novel_behind_a_report_on_the_same_page_keeps_the_report():
    assert [f.quote for f in read_text(REPORT + NOVEL).figures][:3] == ["449人", "329人", "120人"]
