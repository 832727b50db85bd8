"""Tables of a report: what each number measures is told by the heads of its row and its column."""

from __future__ import annotations

from decimal import Decimal

import pytest
from docx import Document

from taizhang.reading import read, read_text
from taizhang.reading.model import Verdict

HEAD = "清川县教育局2025年工作总结\n一、基本情况\n2025年，全县教育事业数据见下表。\n"


def figures(*rows: str, caption: str = ""):
    return read_text(f"{HEAD}{caption}\n" + "\n".join(row.replace("|", "\t") for row in rows) + "\n").figures


def told(*rows: str, caption: str = ""):
    return [(f.quote, f.value, f.unit, f.kind, f.indicator, f.period) for f in figures(*rows, caption=caption)]


def test_a_number_takes_its_name_from_its_row_and_its_unit_from_the_head_of_its_column():
    assert told("学段|学校数（所）|在校生（人）", "小学|30|22,250", "初中|13|11012") == [
        ("30", 30, "所", "actual", "小学学校数", "2025"), ("22,250", 22250, "人", "actual", "小学在校生", "2025"),
        ("13", 13, "所", "actual", "初中学校数", "2025"), ("11012", 11012, "人", "actual", "初中在校生", "2025")]


def test_figures_of_tables_are_linked_to_the_catalogue_as_others_are():
    pupils, teachers = figures("学段|在校生（人）|专任教师（人）", "小学|22250|1300", "初中|11012|1084")[:2]
    assert pupils.code == "compulsory_balance.pupils"
    assert (teachers.domain, teachers.by["stage"]) == ("teachers", "primary")


def test_the_unit_of_a_whole_table_stands_before_it_and_years_stand_in_its_heads():
    rows = ("项目|2024年|2025年|增长（%）", "教育经费总投入|38643.08|41520.1|7.45",
            "其中：财政拨款|34739.25|34000|-2.13")
    assert told(*rows, caption="单位：万元") == [
        ("38643.08", Decimal("386430800"), "元", "actual", "教育经费总投入", "2024"),
        ("41520.1", Decimal("415201000"), "元", "actual", "教育经费总投入", "2025"),
        ("7.45", Decimal("7.45"), "%", "change", "教育经费总投入增长", "2025"),
        ("34739.25", Decimal("347392500"), "元", "actual", "财政拨款", "2024"),
        ("34000", Decimal("340000000"), "元", "actual", "财政拨款", "2025"),
        ("-2.13", Decimal("-2.13"), "%", "change", "财政拨款增长", "2025")]


def test_what_a_column_plans_or_compares_with_is_no_level():
    kinds = [kind for _, _, _, kind, _, _ in told(
        "项目|年度计划（所）|实际完成（所）|去年同期（所）|完成率（%）|2026年（所）",
        "新建幼儿园|20|18|15|90|22", "改建学校|10|10|8|100|12")]
    assert kinds == ["target", "actual", "baseline", "rate", "target"] * 2


@pytest.mark.parametrize("rows", [
    ("小学|30|22250", "初中|13|11012"),                                   # no heads
    ("学校|联系电话", "第一小学|5551234", "第二小学|5551235"),
    ("项目|数值", "甲|12", "乙|15"),                                        # no unit
])
def test_numbers_of_which_nothing_says_what_they_measure_are_no_figures(rows):
    assert told(*rows) == []


def test_numbers_of_rows_and_cells_left_empty_do_not_shift_the_others():
    rows = ("序号|学校|教师（人）|学生（人）", "1|第一小学||1204", "2|第二小学|62|")
    assert [(f.quote, f.indicator) for f in figures(*rows)] == [("1204", "第一小学学生"), ("62", "第二小学教师")]


def test_prose_beside_a_table_and_tabs_in_prose_are_read_as_before():
    assert [quote for quote, *_ in told("学段|学校数（所）", "小学|30")] == ["30"]
    reading = read_text("清川县教育局2025年工作总结\n一、\t工作\n新建\t2所，培训\t50人。\n")
    assert [f.quote for f in reading.figures] == ["2所", "50人"]


def verdicts(*rows: str, caption: str = ""):
    text = f"{HEAD}{caption}\n" + "\n".join(row.replace("|", "\t") for row in rows) + "\n"
    return [(c.type, c.verdict.value) for c in read_text(text).claims]


ROWS = ("学段|学校数（所）|在校生（人）|生均面积（平方米）", "小学|30|22250|6.2", "初中|13|11012|7.1")


def test_a_row_of_totals_is_added_up_in_each_column_but_not_in_averages():
    assert verdicts(*ROWS, "合计|43|33262|6.5") == [("sum", "holds")] * 2
    assert verdicts(ROWS[0], "全县|43|33262|6.5", *ROWS[1:]) == [("sum", "holds")] * 2
    assert verdicts(*ROWS, "合计|43|33362|6.5") == [("sum", "holds"), ("sum", "contradicted")]
    assert verdicts(*ROWS, "其中：城区|13|9012|6.9", "合计|43|33262|6.5") == [("sum", "holds")] * 2
    assert verdicts(*ROWS, "高中||4100|9.1", "合计|46|37362|6.5") == [("sum", "holds")]


def test_the_growth_between_two_years_is_recomputed_row_by_row():
    rows = ("项目|2024年|2025年|增长（%）", "总投入|38643.08|41520.1|7.45", "财政拨款|34739.25|34000|-2.13",
            "其他|3903.83|7520.1|19.6")
    assert verdicts(*rows, caption="单位：万元") == [
        ("growth", "rounding"), ("growth", "rounding"), ("growth", "contradicted")]


BUDGET = ("项目|预算数|执行数|执行率（%）", "营养餐|3240|3115.8|96.17", "资助|2168|2168|100", "校舍维修|1860|1543.8|83",
          "设备|960|724.8|75.5")


@pytest.mark.parametrize(("rows", "wrong"), [
    (BUDGET, None),
    ((*BUDGET[:-1], "设备|960|724.8|77.5"), "724.8占960写作77.5，算得75.5%"),
    (("学校|学生合计（人）|男生|女生|教师（人）", "一小|120|70|50|10", "二小|220|120|100|20", "三小|330|170|150|22"),
     "合计写作330，170＋150＝320"),
    (("学段|在校生（人）|占比（%）", "小学|1250|62.5", "初中|550|27.5", "高中|200|12", "合计|2000|100"),
     "200占2000写作12，算得10%"),
    (("项目|预算数（万元）|支出数（万元）|结余（万元）", "营养餐|3240|3115.8|124.2", "维修|1860|1543.8|316.2",
      "设备|960|724.8|253.2"), "由724.8到960，增减数写作253.2，算得235.2"),
    (("学校|班级（个）|学生（人）|平均班额", "一小|12|540|45", "二小|18|756|42", "三小|20|860|48"),
     "平均写作48，860÷20＝43"),
])
def test_what_columns_make_of_one_another_is_recomputed_where_the_other_rows_show_that_it_is_meant(rows, wrong):
    text = f"{HEAD}单位：万元\n" + "\n".join(row.replace("|", "\t") for row in rows) + "\n"
    claims = read_text(text).claims
    assert [c.message for c in claims if c.verdict is Verdict.CONTRADICTED] == ([wrong] if wrong else [])
    assert sum(c.verdict in (Verdict.HOLDS, Verdict.ROUNDING) for c in claims) >= 2


def test_a_word_table_with_merged_heads_is_read(tmp_path):
    document = Document()
    document.add_heading("清川县教育局2025年工作总结", 1)
    document.add_paragraph("2025年，招生情况如下。单位：人")
    table = document.add_table(rows=2, cols=5)
    top, below = (row.cells for row in table.rows)
    top[0].merge(below[0]).text = "学段"
    top[1].merge(top[2]).text = "2025年"
    top[3].merge(top[4]).text = "2026年计划"
    for cell, words in zip(below[1:], ("招生", "在校生") * 2, strict=True):
        cell.text = words
    for words in (("小学", "3600", "22250", "3700", "22400"), ("初中", "4000", "11012", "4100", "11100")):
        for cell, word in zip(table.add_row().cells, words, strict=True):
            cell.text = word
    document.save(str(tmp_path / "总结.docx"))
    found = read(tmp_path / "总结.docx").figures
    assert [(f.indicator, f.quote, f.kind.value, f.period) for f in found][:4] == [
        ("小学招生", "3600", "actual", "2025"), ("小学在校生", "22250", "actual", "2025"),
        ("小学计划招生", "3700", "target", "2026"), ("小学计划在校生", "22400", "target", "2026")]


def test_a_table_of_a_web_page_is_read(tmp_path):
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in (
        ("学段", "学校数（所）", "在校生（人）"), ("小学", "30", "22250"), ("初中", "13", "11012"),
        ("合计", "43", "33262")))
    page = tmp_path / "总结.html"
    page.write_text("<meta charset=utf-8><h1>清川县教育局2025年工作总结</h1><p>全县教育事业数据见下表。</p>"
                    f"<table>{rows}</table>", "utf-8")
    reading = read(page)
    assert [f.quote for f in reading.figures] == ["30", "22250", "13", "11012", "43", "33262"]
    assert [c.verdict for c in reading.claims] == [Verdict.HOLDS] * 2


@pytest.mark.parametrize("rows", [
    ("项目|2020年|2025年|年均增长（%）", "总投入（万元）|30000|42000|6.96"),          # another growth than that between
    ("项目|2024年|2024年预算|增长（%）", "总投入（万元）|30000|42000|6.96"),
    (*ROWS, "教师子女|13|9012|6.9", "合计|43|33262|6.5"),                           # rows that overlap
    ("月份|当月用餐（人次）|累计用餐（人次）", "3月|100|100", "4月|120|220", "合计|220|220"),
    ("班级|最高分（分）", "一班|98", "二班|97", "合计|98"),
    ("学校|报考（人）|参考（人）|合格率（%）", "一中|300|300|100", "二中|200|200|100", "三中|400|400|97.5"),
    ("学校|学生合计（人）|住校（人）|随迁（人）", "一小|120|70|40", "二小|220|120|100", "三小|330|170|150"),
    ("学校|购书（册）|捐书（册）|还缺（册）", "一小|5|3|2", "二小|7|3|4", "三小|9|3|8"),
    ("学段|在校生（人）|其中女生占比（%）", "小学|1200|48", "初中|600|47", "高中|200|51", "合计|2000|48"),
])
def test_what_a_table_need_not_make_is_not_called_wrong(rows):
    assert "contradicted" not in [verdict for _, verdict in verdicts(*rows)]


def test_rows_that_number_columns_or_rows_tell_nothing():
    numbered = ("学段|学校数（所）|在校生（人）", "甲|1|2", "小学|30|22250", "初中|13|11012")
    assert [quote for quote, *_ in told(*numbered)] == ["30", "22250", "13", "11012"]
    rows = ("序号|学校|教师（人）", "1|第一小学|60", "2|第二小学|62", "合计||122")
    assert verdicts(*rows) == [("sum", "holds")]


@pytest.mark.parametrize("lines", [
    "| 学段 | 学校数（所） | 在校生（人） |\n|---|:--:|---:|\n| 小学 | 30 | 22250 |\n| 初中 | | 11012 |\n",
    "学段|学校数（所）|在校生（人）\n小学|30|22250\n初中||11012\n",
])
def test_a_plain_table_with_bars_is_read(lines):
    found = read_text(f"{HEAD}首页 | 政务公开 | 正文\n\n{lines}培训50人。\n").figures
    assert [(f.indicator, f.quote) for f in found] == [
        ("小学学校数", "30"), ("小学在校生", "22250"), ("初中在校生", "11012"), ("培训", "50人")]


@pytest.mark.parametrize("between", ["\n", "\n\n", " \n  "])
def test_a_table_that_lost_its_lines_is_read_where_each_row_has_a_name_and_as_many_numbers(between):
    cells = ["学 段", "学校数（所）", "在校生（人）", "小学", "30", "22,250", "初中", "—", "11012", "高中", "9", "8204"]
    found = read_text(f"{HEAD}数据表\n{between.join(cells)}\n二、培训\n培训50人。\n").figures
    assert [(f.indicator, f.quote) for f in found] == [
        ("小学学校数", "30"), ("小学在校生", "22,250"), ("初中在校生", "11012"), ("高中学校数", "9"),
        ("高中在校生", "8204"), ("培训", "50人")]


def test_a_table_with_spaces_between_its_cells_is_read_where_each_line_has_as_many_as_the_heads():
    lines = ["                单位:万元、%", "县(区)   教育支出   比上年增长", "甲县    68420    12.31",
             "　乙县　　59,875  -9.06", "其余合计 170887   —"]
    found = read_text(HEAD + "\n".join(lines) + "\n二、培训\n培训50人。\n").figures
    assert [(f.indicator, f.quote, f.kind.value) for f in found] == [
        ("甲县教育支出", "68420", "actual"), ("甲县教育支出比上年增长", "12.31", "change"),
        ("乙县教育支出", "59,875", "actual"), ("乙县教育支出比上年增长", "-9.06", "change"),
        ("其余合计教育支出", "170887", "actual"), ("培训", "50人", "actual")]


def test_a_column_takes_the_unit_of_several_that_its_head_names_or_means():
    lines = ["               （单位：户、人次、万元）", "项  目     户数     人次     金额     标准",
             "助学金     40     122     18.30     3", "助学贷款     16     16     9.60     6",
             "合  计     56     138     27.90     —"]
    found = read_text(HEAD + "\n".join(lines) + "\n二、培训\n培训50人。\n").figures
    assert [(f.indicator, f.quote, f.value, f.unit) for f in found[-4:]] == [
        ("合计户数", "56", 56, "户"), ("合计人次", "138", 138, "人次"), ("合计金额", "27.90", 279000, "元"),
        ("培训", "50人", 50, "人")]
    assert len(found) == 10               # no unit is told of the last column


def test_bars_with_spaces_beside_them_part_cells_once_and_a_head_may_end_in_what_is_counted():
    lines = ["|  学段 | 学校数（所） | 资助人次 |", "| 小学 | 30 | 1200 |", "| 初中 | 13 | 800 |"]
    found = read_text(HEAD + "\n".join(lines) + "\n二、培训\n培训50人。\n").figures
    assert [(f.indicator, f.quote, f.unit) for f in found[:4]] == [
        ("小学学校数", "30", "所"), ("小学资助人次", "1200", "人次"),
        ("初中学校数", "13", "所"), ("初中资助人次", "800", "人次")]


@pytest.mark.parametrize("lines", [
    ("联系人    电话", "王老师    5551234", "李老师    5551235"),
    ("甲县    68420    12.31", "乙县    59875    9.06"),                     # no heads
    ("县    教育支出（万元）", "甲县    68420    12.31", "乙县    59875    9.06"),   # fewer heads than cells
])
def test_spaces_between_numbers_alone_make_no_table(lines):
    assert [f.quote for f in read_text(HEAD + "\n".join(lines) + "\n二、培训\n培训50人。\n").figures] == ["50人"]


@pytest.mark.parametrize("cells", [
    ("学校数（所）", "学生", "小计（人）", "女生（人）",                                  # two rows of heads
     "小学", "30", "22250", "11000", "初中", "13", "11012", "5000"),
    ("学段", "学校数（所）", "在校生（人）", "小学", "30", "22250"),                      # one row only
    ("学段", "学校数（所）", "在校生（人）", "小学", "30", "22250", "初中", "11012"),
    ("页码", "1", "2", "3", "下一页", "4", "5", "6"),
])
def test_lines_of_numbers_that_make_no_table_are_no_figures(cells):
    assert [f.quote for f in read_text(f"{HEAD}" + "\n".join(cells) + "\n二、培训\n培训50人。\n").figures] == ["50人"]


def test_amounts_that_look_like_years_are_amounts():
    rows = ("项目|预算数（万元）|执行数（万元）", "培训费|2000|1900", "办公费|1998|2010")
    assert [quote for quote, *_ in told(*rows)] == ["2000", "1900", "1998", "2010"]


def test_prose_in_a_cell_is_read_as_prose():
    rows = ("项目|进展", "新建学校|建成学校12所，其中小学7所、初中4所。", "改造|改造校舍3.2万平方米。")
    assert [quote for quote, *_ in told(*rows)] == ["12所", "7所", "4所", "3.2万平方米"]
    assert verdicts("学段|学校数（所）|说明", "小学|30|教师62人，其中男12人、女60人。") == [("sum", "contradicted")]
