"""How a report is taken apart: its documents, what they say of themselves, their sections and sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.reading.structure import Outline, Sentences, split

REPORT = """清川县教育局2026年上半年工作总结及下半年工作安排
今年以来，全县教育系统扎实工作。
一、上半年工作情况
（一）项目建设有序推进。新建幼儿园2所。
1.校舍建设。投入800万元。
2.装备配备。一是配备计算机200台；二是配备图书3万册。
（二）实施营养改善计划。受益学生5000人。
二、存在的主要问题
缺少教师30名。
三、下半年工作安排
（一）加快项目建设。新建小学1所。
（二）总结推广经验。召开现场会2次。
"""


def test_sections_nest_by_their_marks_and_know_what_is_planned():
    outline = Outline(REPORT)
    assert [(s.level, s.title, s.part) for s in outline.sections] == [
        (1, "上半年工作情况", "done"),
        (2, "项目建设有序推进", "done"),
        (3, "校舍建设", "done"),
        (3, "装备配备", "done"),
        (5, "配备计算机200台", "done"),
        (5, "配备图书3万册", "done"),
        (2, "实施营养改善计划", "done"),
        (1, "存在的主要问题", "done"),
        (1, "下半年工作安排", "planned"),
        (2, "加快项目建设", "planned"),
        (2, "总结推广经验", "planned"),
    ]
    inside = outline.sections[1]
    assert REPORT[inside.start:inside.end].startswith("（一）") and "图书3万册" in REPORT[inside.start:inside.end]


@pytest.mark.parametrize("words, part", [
    ("新建3所", "done"), ("消除620平方米", "planned"), ("撤并2个", "planned"), ("拨款5万元", "done")
])
def test_a_plan_that_numbers_its_items_as_the_report_numbers_its_sections_is_planned_to_its_end(words, part):
    text = ("一、基本情况\n现有学校115所。\n二、主要做法\n新建3所。\n三、下半年工作重点\n"
            "一、用好资金，消除620平方米；\n二、撤并2个。\n四、大事记\n拨款5万元。\n")
    assert Outline(text).part_at(text.index(words)) == part


def test_parts_of_one_report_that_name_its_years_are_no_reports_of_their_own():
    text = ("清川县教育局2025年工作总结和2026年工作要点\n全县现有学校60所。\n第一部分 2025年工作总结\n一、建设\n"
            "新建2所。\n第二部分 2026年工作要点\n一、建设\n再建3所。\n")
    assert split(text) == [(0, len(text))]
    assert [Outline(text).part_at(text.index(words)) for words in ("60所", "2所", "3所")] == ["done", "done", "planned"]


def test_an_item_that_tells_of_a_project_is_called_by_its_name():
    told = "一、重点项目，强力推进，提质增效\n1.北门小学，建筑面积5600平方米，投资1200万元。"
    assert [s.title for s in Outline(told).sections] == ["重点项目，强力推进，提质增效", "北门小学"]


@pytest.mark.parametrize("words, part",
                         [("800万元", "done"), ("5000人", "done"), ("30名", "done"), ("1所", "planned"),
                          ("2次", "planned")])
def test_each_place_of_a_report_is_done_or_planned(words, part):
    assert Outline(REPORT).part_at(REPORT.index(words)) == part


@pytest.mark.parametrize("text, part", [
    ("清川县教育局工作总结\n一、工作\n已建2所。\n下一步，我局将继续抓好建设，再建3所。", "planned"),
    ("清川县教育局2026年工作计划\n一、项目建设\n新建3所。", "planned"),
    ("清川县教育局工作总结\n新建2所。\n下半年工作打算\n再建3所。", "planned"),
    ("清川县教育局2025年工作总结\n已建2所。\n2026年，我们将抓好以下几件事：改善条件；再建3所。", "planned"),
    ("清川县教育局2025年工作总结\n已建2所。\n2026年，我们打算办好两件事。第一，改善条件。第二，再建3所。", "planned"),
    ("清川县教育局2026年工作要点\n一、党建\n整改存在的问题。\n二、项目\n新建3所。", "planned"),
    ("清川县教育局2025年工作总结\n学位仍然不足。2026年，计划投入80万元，再建3所。", "planned"),
    ("清川县教育局二〇二五年工作总结\n学位仍然不足。二〇二六年，我们将再建3所。", "planned"),
    ("清川县教育局2025年上半年工作总结\n学位仍然不足。2025年下半年，拟再建3所。", "planned"),
    ("清川县教育局2025年上半年工作总结\n学位仍然不足。下半年，我们将抓好项目；建成3所。", "planned"),
    ("清川县教育局2025年工作总结\n学位仍然不足。下半年，我们将新建提上日程，建成3所。", "done"),
    ("清川县教育局一九九六年工作总结\n建成2所。\n二、一九九七年打算\n完成3所小学的迁建。", "planned"),
    ("在全县教育大会上的讲话\n一、过去五年\n建成2所。\n二、切实抓好今年的工作\n新开工3所。", "planned"),
    ("清川县教育局工作总结\n一、工作\n学位仍然不足。下一步，一是再建3所。", "planned"),
    ("关于教师队伍的调研报告\n一、现状\n缺30名。\n二、几点建议\n再建3所。", "planned"),
    ("清川县教育局2025年工作总结\n一、成绩\n已建2所。\n二、“十六五”目标任务\n再建3所。", "planned"),
    ("清川县教育局基础教育科工作计划范文一、指导思想：以人为本。二、工作措施：新建3所。", "planned"),
    ("清川县教育局工作总结\n一、工作\n已建2所。\n二、发展目标：\n再建3所。", "planned"),
    ("清川县2026年新建学校实施方案\n一、建设任务\n新建3所。", "planned"),
    ("清川县教育局工作汇报\n一、规划目标\n新建3所。", "planned"),
    ("清川县教育局工作汇报\n一、明确目标，狠抓落实\n新建3所。", "done"),
    ("清川县教育局工作汇报\n一、全面实现教育发展目标\n新建3所。", "done"),
    ("清川县教育局基建科2026年工作小结\n一、工作小结\n新建3所。", "done"),
    ("清川县加快推进学校建设三年行动计划\n日前，教育局有关负责人透露，新建3所。", "done"),
    ("清川县教育局2026年工作总结\n新建2所。2026年，我们将安全放在首位，新建3所。", "done"),
    ("清川县教育局2025年下半年工作总结\n一、下半年主要工作\n新建3所。", "done"),
    ("清川县教育局2025年下半年工作总结\n下半年，我们围绕项目建设，新建3所。", "done"),
    ("清川县教育局2025年下半年工作总结\n二、下半年工作打算\n再建3所。", "planned"),
    ("清川县教育局2025年上半年工作总结\n二、下半年主要工作\n再建3所。", "planned"),
    ("清川县教育局2025年工作总结\n“十四五”期间，累计争取资金5.6亿元，新建3所。", "done"),
    ("清川县教育局2025年工作总结\n2026年项目计划已下达，其中2025年完成投资80万元，新建3所。", "done"),
    ("清川县教育局2025年工作总结\n2025年下半年，我局将48名教师选派支教，新建3所。", "done"),
    ("清川县教育局2025年工作总结\n“十五五”期间，我们将再建3所。", "planned"),
    ("清川县教育局2025年工作总结\n四、问题和下步打算\n一是仅有3所；二是缺教师。2026年，我们将再建2所。", "done"),
    ("清川县教育局2025年工作总结\n四、问题和下步打算\n学位不足。2026年，我们将再建3所。", "planned"),
    ("清川县教育局2025年工作总结\n明年，我们将再建2所。\n一、项目建设\n新建3所。", "done"),
    ("清川县教育局2025年工作总结\n学位仍然不足。2026年，我们将再建2所。\n今年新建3所。", "done"),
    ("清川县教育局工作总结\n（三）落实行动计划\n实施五年行动计划，新建3所。", "done"),
    ("清川县教育局工作总结\n一、2026年上半年工作计划完成情况\n新建3所。", "done"),
])
def test_what_is_planned_is_told_from_headings_titles_and_turns(text, part):
    assert Outline(text).part_at(text.index("3所")) == part


@pytest.mark.parametrize("title, body, period", [
    ("清川县教育局2026年上半年工作总结", "新建2所。", "2026H1"),
    ("清川县教育局2026年工作总结", "新建2所。", "2026"),
    ("清川县教育局2026年第一季度工作总结", "新建2所。", "2026Q1"),
    ("清川县教育局2026年1-6月工作总结", "新建2所。", "2026H1"),
    ("清川县教育局2025—2026学年第一学期工作总结", "新建2所。", "SY2025-T1"),
    ("清川县第三中学2025—2026学年度工作总结", "第二学期新建2间。", "SY2025"),
    ("教育局上半年工作总结", "2026年，我局扎实工作。", "2026H1"),
    ("清川县教育局2026年半年总结", "上线率由2024年的21%、2025年的23%提高到2026年的25%。", "2026H1"),
    ("清川县教育局二〇二六年上半年工作总结", "新建2所。", "2026H1"),
    ("清川县教育委员会一九九八年工作总结暨一九九九年工作要点", "新建2所。", "1998"),
    # a part of another year, or one that is told of among others, is not what the report is about
    ("清川县教育局2025年工作总结和2026年上半年工作计划", "上半年新建2所，下半年新建3所。", "2025"),
    ("清川县教育局2025年工作总结", "上半年新建2所。", "2025H1"),
    ("清川县教育局2025年工作总结", "全年培训9人，其中上半年培训4人，下半年培训5人。", "2025"),
    ("清川县教育局2025年工作总结", f"新建2所。{'改善条件。' * 80}上半年招聘30人。", "2025"),
    ("清川县教育局2025年工作总结", "秋季学期资助1200人。", "2025"),
    ("清川县2025年教育事业统计公报", "统计时点为上半年末。", "2025"),
    ("清川县教育局工作总结", f"一年来，我局在2025年新建2所。{'改善条件。' * 80}上半年招聘30人。", "2025"),
    ("清川县教育局上半年工作总结", "2026年，我局新建2所，2025年下半年招聘30人。", "2026H1"),
    # a year told once or twice is what a report compares with
    ("清川县教育局2026年上半年工作总结", "在园幼儿比2025年多30人。", "2026H1"),
    ("清川县教育局2025年工作总结及2026年工作安排", "2026年，新建2所。", "2025"),
    # a site re-dated the title; the body knows better
    ("2030教育局上半年工作总结", "20××年，我局扎实工作。召开2026年全县高考工作会。", "2026H1"),
    ("2030年教育局工作总结范文", "20××年，我局新建2所。", None),
    ("20×年上半年教育局工作总结", "开展庆祝中国共产党成立105周年活动。", "2026H1"),
    # goals, bases and the names of papers tell nothing
    ("教育局上半年工作总结", "印发《2019年招生办法》，力争到2035年建成强县，比2024年增加2所。", None),
])
def test_the_period_is_taken_from_the_body_before_the_title(title, body, period):
    assert Outline(f"{title}\n{body}").period == period


@pytest.mark.parametrize("body, planned", [
    ("一、2025年工作总结\n新建2所。\n二、2026年工作计划\n新建3所。", "2026"),
    ("一、上半年工作\n新建2所。\n二、下半年工作计划\n新建3所。", None),
])
def test_a_plan_may_be_for_the_year_after(body, planned):
    assert Outline(f"清川县教育局2025年工作总结\n{body}").planned == planned


@pytest.mark.parametrize("text, bureau, place", [
    ("关于清川县教育局2026年工作总结\n新建2所。", "清川县教育局", "清川县"),
    ("清川县教育局2026年工作总结\n新建2所。", "清川县教育局", "清川县"),
    ("云州市教育和体育局关于上半年工作的报告\n新建2所。", "云州市教育和体育局", "云州市"),
    ("上半年工作总结\n今年以来，全区工作有序。区教育局新建2所。", "区教育局", None),
    ("教育局上半年工作总结\n与××县教育局合作。", "教育局", None),
    ("上半年工作总结\n新建2所。", None, None),
    ("学前教育发展情况\n记者从清川县教育局获悉，新建2所。", "清川县教育局", "清川县"),
    ("教育局工作总结\n教育局紧紧围绕市教育局的要求，新建2所。", "教育局", None),
    ("2025年市教育局工作报告\n新建2所。", "市教育局", None),
    ("工作汇报\n我代表向阳区教育局汇报，据太和县教育局介绍，新建2所。", "向阳区教育局", "向阳区"),
    ("工作汇报\n平台向各开发区教育局转办5件。", None, None),
    # a report that names no bureau is of the place that its title begins with
    ("青禾省清川市云渡区2026年学生资助工作总结\n资助50人。", None, "青禾省清川市云渡区"),
    ("关于清川县中小学教师队伍建设情况的报告\n市教育局十分重视。", "市教育局", "清川县"),
    ("2026年清川市教育事业统计公报\n学校60所。", None, "清川市"),
    ("关于全市职业教育工作情况的报告\n招生300人。", None, None),
])
def test_the_bureau_is_named_as_it_names_itself_and_else_the_place_as_the_title_does(text, bureau, place):
    outline = Outline(text)
    assert (outline.bureau, outline.place) == (bureau, place)


@pytest.mark.parametrize("text, kind", [
    (REPORT, "both"), ("清川县教育局2026年工作要点\n一、项目\n新建2所。", "plan"),
    ("清川县教育局2026年工作总结\n一、项目\n新建2所。", "summary"), ("关于放假的通知\n7月5日起放假。", "other"),
    ("清川县计划年内新增学位9000个\n已建成2所。", "other"), ("学前教育行动计划（2026—2028年）\n新建2所。", "plan"),
])
def test_a_report_sums_up_plans_or_both(text, kind):
    assert Outline(text).kind == kind


@pytest.mark.parametrize("words", ["下一步工作安排：（一）建设。", "2027年工作安排：", "2027年度工作计划\n"])
def test_what_follows_the_words_for_next_steps_is_planned(words):
    outline = Outline(f"清川县教育局2026年工作总结\n一、项目\n新建2所。\n{words}再建3所。")
    assert [outline.part_at(outline.text.index(word)) for word in ("新建", "再建")] == ["done", "planned"]


def test_a_plan_that_begins_with_how_things_stand_is_a_plan():
    outline = Outline("学前教育行动计划（2026—2028年）\n一、发展现状\n现有2所。\n二、目标\n再建3所。")
    assert (outline.kind, [section.part for section in outline.sections]) == ("plan", ["done", "planned"])


@pytest.mark.parametrize("page, titles", [
    ("范文大全\n教育局工作总结一\n一、工作\n新建2所。\n教育局工作总结二\n一、工作\n新建3所。",
     ["教育局工作总结一", "教育局工作总结二"]),
    ("篇一：县教育局工作总结\n新建2所。\n篇二：区教育局工作总结\n新建3所。",
     ["篇一：县教育局工作总结", "篇二：区教育局工作总结"]),
    ("清川县教育局2025年工作总结\n一、工作\n新建2所。\n清川县教育局2026年工作计划\n一、项目\n新建3所。",
     ["清川县教育局2025年工作总结", "清川县教育局2026年工作计划"]),
    ("清川县教育局2025年工作总结和2026年工作要点\n全县有学校82所。\n第一部分　2025年工作总结\n一、项目\n新建2所。\n"
     "第二部分　2026年工作要点\n一、项目\n新建3所。", ["清川县教育局2025年工作总结和2026年工作要点"]),
    ("清川县教育局总结\n一、工作总结\n新建2所。\n下半年工作计划\n一、项目\n新建3所。", ["清川县教育局总结"]),
    ("某网站\n清川县教育局工作总结 一、工作 （一）项目。新建2所。", ["清川县教育局工作总结"]),
])
def test_a_page_is_split_into_its_reports(page, titles):
    assert [Outline(page[start:end]).title for start, end in split(page)] == titles


def test_sentences_and_clauses_are_found_around_a_place():
    text = "投入80万元，新建2所（含1所“实验园”）。培训50人；\n  表彰“先进。”\n"
    sentences = Sentences(text)
    assert [text[a:b] for a, b in sentences] == ["投入80万元，新建2所（含1所“实验园”）。", "培训50人；", "表彰“先进。”"]
    assert text[slice(*sentences.clause_at(text.index("2所")))] == "新建2所（含1所“实验园”）。"


@settings(max_examples=100)
@given(st.text("一二、（）1.。；，\n教育局总结下半年计划20×26年 是3所", max_size=200))
def test_any_text_has_an_outline_within_its_bounds(text):
    spans = split(text)
    assert all(0 <= a <= b <= len(text) for a, b in spans) and spans[-1][1] == len(text)
    outline = Outline(text)
    assert all(0 <= s.start <= s.end <= len(text) and s.part in ("done", "planned") for s in outline.sections)
    assert {outline.part_at(pos) for pos in range(len(text))} <= {"done", "planned"}
    assert all(a < b for a, b in outline.sentences)


@pytest.mark.parametrize("heading, title", [
    ("青禾县教育局2026年上半年\n工作总结和下半年工作计划", "青禾县教育局2026年上半年工作总结和下半年工作计划"),
    ("青禾县教育局2026年上半年工作总结\n暨下半年工作安排", "青禾县教育局2026年上半年工作总结暨下半年工作安排"),
    ("青禾县教育局\n2026年上半年工作总结和下半年工作计划", "2026年上半年工作总结和下半年工作计划"),
])
def test_a_title_may_take_two_lines(heading, title):
    text = f"{heading}\n今年以来，青禾县教育局扎实工作。\n一、工作情况\n新建2所。\n二、下半年工作安排\n再建3所。"
    outline = Outline(text[slice(*split(text)[0])])
    assert (outline.title, outline.period, outline.kind) == (title, "2026H1", "both")
    assert outline.bureau == "青禾县教育局"
