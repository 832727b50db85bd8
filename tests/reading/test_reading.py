"""From a file to a reading: everything found stands in the text as received, whatever that text is."""

import cProfile
import doctest
import gc
import os
import time
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.reading import read, read_text

SHARED = Path(os.environ.get("TAIZHANG_SHARED", Path(__file__).parents[2] / "../shared"))

PAGE = """某范文网 > 总结
清川縣教育局2026年上半年工作總結-某范文网
更新时间:2026-08-08 来源:网络
一、上半年工作
新建幼兒園 2 所,投入５０万元,占計劃的93%。培訓教師449人次,其中省級329人次,市級120人次。
二、下半年打算
年底前再建 3 所。
推荐阅读:
其他总结12篇,共30页
"""


def test_what_is_read_stands_in_the_text_as_received():
    reading = read_text(PAGE, "page.txt")
    assert [(reading.text[f.start:f.end], f.value) for f in reading.figures] == [
        ("2 所", 2), ("５０万元", 500_000), ("93%", 93), ("449人次", 449), ("329人次", 329), ("120人次", 120),
        ("3 所", 3)]
    assert [f.quote for f in reading.figures] == [PAGE[f.start:f.end] for f in reading.figures]
    document, = reading.documents
    assert (document.bureau, document.period, document.kind) == ("清川县教育局", "2026H1", "both")
    assert [PAGE[s.start:s.end][:4] for s in document.sections] == ["一、上半", "二、下半"]
    assert [(PAGE[c.start:c.end], c.deadline) for c in reading.commitments] == [("年底前再建 3 所", "2026-12-31")]
    holding, = [claim for claim in reading.claims if claim.type == "sum"]
    assert holding.verdict == "holds" and "449人次" in PAGE[holding.start:holding.end]


def test_reports_of_one_page_are_read_apart_with_ids_of_their_own():
    reading = read_text("教育局工作总结一\n一、工作\n新建2所，其中公办2所。\n教育局工作总结二\n一、工作\n新建3所。")
    assert len(reading.documents) == 2
    assert len({figure.id for figure in reading.figures}) == len(reading.figures) == 3
    ids = {figure.id for figure in reading.figures}
    for claim in reading.claims:
        for member in claim.members.values():
            assert set([member] if isinstance(member, str) else member) <= ids


@pytest.mark.parametrize("told, kinds", [
    ("2025年下半年工作总结\n一、下半年主要工作\n下半年，新建学校8所。下半年培训教师30人次。", ["actual", "actual"]),
    ("2025年下半年工作总结和2026年上半年工作计划\n一、2025年下半年工作开展情况\n下半年竣工15个。\n"
     "二、2026年上半年工作计划\n招聘教师9名。", ["actual", "target"]),
    ("2025年工作总结\n一、主要工作\n全年培训教师9人，其中上半年4人，下半年培训5人。\n二、2026年打算\n新建学校3所。",
     ["actual", "actual", "actual", "target"]),
    ("2025年上半年工作总结\n一、主要工作\n新建学校8所，下半年再建学校3所。", ["actual", "target"]),
])
def test_the_second_half_of_a_year_is_done_in_a_report_on_it_and_to_come_in_one_on_the_first(told, kinds):
    assert [figure.kind.value for figure in read_text(f"清川县教育局{told}").figures] == kinds


@pytest.mark.parametrize("text", ["", "\n", "Nothing to report here.", "今天天气很好。"])
def test_a_text_without_a_report_gives_no_figures(text):
    assert read_text(text).figures == []


def test_a_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text(PAGE, encoding="gb18030", errors="replace")
    assert len(read(path).figures) == 7


@pytest.mark.parametrize("module", [
    "taizhang.periods.period", "taizhang.reading", "taizhang.reading.cleaning", "taizhang.reading.structure",
    "taizhang.reading.structure.sentences",
])
def test_the_examples_in_the_documentation_hold(module):
    result = doctest.testmod(import_module(module))
    assert result.attempted and not result.failed


def test_the_examples_of_the_guide_hold():
    result = doctest.testfile(str(Path(__file__).parents[2] / "docs/reading.md"), module_relative=False)
    assert result.attempted > 10 and not result.failed


def test_money_under_a_heading_of_the_budget_is_planned_and_that_of_what_was_spent_is_not():
    told = read_text("清川县教育局2026年财务情况\n一、预算收支情况\n教育支出580万元，教职工85人。\n"
                     "二、一般公共预算教育经费情况\n教育经费284万元。\n三、预算执行情况\n教育支出210万元。\n")
    assert [f.kind for f in told.figures] == ["budget", "actual", "actual", "actual"]


BITS = st.sampled_from([
    "新建2所，", "投入 50 万元,", "占９３％。", "其中", "報(bào)告", "20xx年", "xx个", "\n", "1、", "一、", "（一）",
    "下半年工作打算",
    "推荐阅读：", "教育局工作总结一", "教育局工作总结二", "\ufeff", "\r\n", "成?萍", "比去年增加", "多万元", "共",
    "三百二十人", "100", "比为1:13", "三分之二", "7.9、", "和10个百分点", "的%，", "\n12\n", "公里", "下半年\n",
    "其中男", "分别占", "生师比", "在校生", "教师", "2月31日",
    "％", "万", "亿", "-", "—", "×", "（", "）", "“", "。", "；", "人次", "、", ".", ",", "9" * 40, "零", "一半",
    "第三", "\n\f", "— 3 —\n", "图1 ", "\t", "\n学段\t学生（人）\n", "\n合计\t12\t", "\t-3.5",
    "·", "（班）", "每天5元，", "按200天计", "每年1000元", "增加4所，", "减少1所，其余持平。", "占比", "年均增长8.3%",
])


@settings(max_examples=150, deadline=2000)
@given(st.lists(BITS | st.text(max_size=6), max_size=40).map("".join))
def test_no_text_breaks_the_reader_or_yields_a_figure_outside_it(text):
    reading = read_text(text)
    assert all(f.quote == text[f.start:f.end] for f in reading.figures)
    places = [(f.start, f.end) for f in reading.figures]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    for item in (*reading.claims, *reading.commitments, *reading.documents, *reading.cleanings):
        assert 0 <= item.start <= item.end <= len(text)


@pytest.mark.parametrize("piece", [
    "一、1、", "（" * 50, "20xx年", "12,", "9", "新建2所。", "教育局工作总结一\n", "清川", "x", " ", "\n",
    "年年年", "《", "的", "a", "第一",
    "1、a\n", "推荐阅读：\n", "区教育", "學", "下半年",
    "新建学校12所，投入30万元，", "甲小学12人、乙小学30人、", "共120人，其中男60人女60人", "共计12人", "“共3人，",
    "120人（男60人，女60人）", "学生300人占45.2%，", "比去年增加12人增长5%，", "三十五所", "（共3人", "小学、",
    "2月31日，", "师生比1:13，", "7.9、", "12\n人", "三分之二",
    "教师12人（女5人），", "学生12人，教师1人，生师比12:1，", "占50%、", "\n3\n万元",
    "\t", "小学\t12\n", "学校\t学生（人）\n小学\t12\n", "合计（人）\t12\t\n",
    "|", "| 1 ", "|---|\n", "| 小学 | 12 |\n", "12\n", "学段\n小学\n12\n初中\n13\n",
    "学段\n学校（所）\n小学\n12\n初中\n13\n", "  1", "  1\n", "学段  学校（所）\n小学  12\n初中  13\n",
    "一、预算\n投入5万元。\n", "学段\t学校（所）\n小学\t3\n初中\t4\n合计\t7\n\n",
    "学校比上年增加4所，其中幼儿园增加5所、中职减少1所，其余持平。", "普惠性172所（占比87.8%）。", "（班）", "2.5万",
    "支出50万元，完成年初预算100%，决算数大于预算数4万元。", "每生每天5元，按200天计，每生每年1000元。",
    "\f", "— 3 —\n\f", "清川县\n97.8%\n", "图1 \n", "今年以来全县各项工作有序推进并取得成效\n",
])
def test_ten_times_the_text_takes_ten_times_the_work(piece):
    """Counted in calls, which no other load on the machine changes: five times the text makes five times as many.

    What goes on within a call (a loop without calls, a regex, a slice) shows in its time alone; that is looked at again
    before it is found too long. It comes first, so that all tables are loaded when calls are counted.
    """
    assert any(seconds(piece, 10_000) < 15 * max(seconds(piece, 1_000), 0.02) for _ in range(3))
    assert calls((piece * 5_000)[:5_000]) < 6.5 * calls((piece * 1_000)[:1_000])


def test_five_times_the_rows_of_a_table_take_five_times_the_work():
    assert calls(table(1_000)) < 6.5 * calls(table(200))


def table(rows):
    schools = (f"{i}\t第{i}小学\t1000\t1100\t10.0" for i in range(rows))
    head, total = "序号\t学校\t2024年（人）\t2025年（人）\t增长（%）", f"合计\t\t{1000 * rows}\t{1100 * rows}\t10.0"
    return "\n".join(["清川县教育局2025年工作总结", "一、学校", head, *schools, total])


def calls(text):
    profile = cProfile.Profile()
    profile.runcall(read_text, text)
    return sum(entry.callcount for entry in profile.getstats())


def seconds(piece, length):
    text = (piece * length)[:length]
    gc.disable()                 # what it collects depends on what else lives
    began = time.process_time()
    read_text(text)
    spent = time.process_time() - began
    gc.enable()
    return spent


@pytest.mark.skipif(not SHARED.joinpath("seeds").is_dir(), reason="the real reports are not part of the project")
def test_real_reports_are_taken_apart_as_a_careful_reader_would():
    seeds = sorted(SHARED.joinpath("seeds").glob("*.txt"))
    documents = [[(d.period, d.kind) for d in read(seed).documents] for seed in seeds]
    assert documents == [
        [("2013H1", "summary")], [("2019H1", "both")], [(None, "summary")], [("2014H1", "both")],
        [(None, "summary"), (None, "summary"), (None, "summary")],
    ]
