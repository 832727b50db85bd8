"""What a plan promises: one thing each, with its owner and the day it falls due."""

import pytest

from taizhang.reading import read_text
from taizhang.reading.commitments import find_commitments
from taizhang.reading.deadlines import deadline
from taizhang.reading.structure import Outline


def promises(plan: str) -> list[str]:
    text = f"清川县教育局2026年上半年工作总结\n一、工作\n加强管理，新建2所。\n二、下半年工作安排\n{plan}"
    return [c.text for c in find_commitments(Outline(text), [])]


@pytest.mark.parametrize("plan, expected", [
    ("加快马川高中建设进度。推进课程改革。", ["加快马川高中建设进度", "推进课程改革"]),
    ("一是做好幼儿园装修；二是做好智慧校园管理工作。", ["做好幼儿园装修", "做好智慧校园管理工作"]),
    # clauses that go on with a promise belong to it, until it names a date
    ("强化品牌意识，提升办学层次，让更多孩子受益。", ["强化品牌意识，提升办学层次，让更多孩子受益"]),
    ("年底前完成主体工程，加快设备采购进度。", ["年底前完成主体工程", "加快设备采购进度"]),
    # a date by itself is that of what follows; a part and an owner belong to what stands before
    ("8月底前，完成13所校舍维修。年内，创建平安校园10所。", ["8月底前，完成13所校舍维修", "年内，创建平安校园10所"]),
    ("9月底前完成自评，由督导室牵头。", ["9月底前完成自评，由督导室牵头"]),
    # a day with no more than its end is that of what stands before it
    ("启动项目60个，6月底前完成。引进教师9名，9月底前全部到岗；改建食堂2个，确保秋季开学前投入使用。",
     ["启动项目60个，6月底前完成", "引进教师9名，9月底前全部到岗", "改建食堂2个，确保秋季开学前投入使用"]),
    # a heading that only announces is none, one that stands alone is
    ("（一）加强队伍建设。组织教师培训2次。", ["组织教师培训2次"]),
    ("（一）加强教师队伍建设。\n（二）推进信息化建设。", ["加强教师队伍建设", "推进信息化建设"]),
    # a day may be told by what it comes before, and with whom it is done
    ("汛期前完成校舍排查。开学前对食堂逐一检查。会同公安部门建立巡查制度。改进评价办法。",
     ["汛期前完成校舍排查", "开学前对食堂逐一检查", "会同公安部门建立巡查制度", "改进评价办法"]),
    ("全县教师队伍结构合理。", []),
    ("推进集团化办学。为全年工作打好基础。", ["推进集团化办学"]),
    ("推进集团化办学。全县教育工作者将以更加昂扬的斗志，为建设教育强县而努力奋斗。", ["推进集团化办学"]),
])
def test_a_plan_is_taken_apart_into_what_can_be_followed_up(plan, expected):
    assert promises(plan) == expected


@pytest.mark.parametrize("done, expected", [
    ("教学楼主体封顶，预计8月底投入使用。", [("教学楼主体封顶，预计8月底投入使用", "2026-08-31")]),
    ("分校项目进展顺利，力争年内完工；食堂已投入使用。", [("分校项目进展顺利，力争年内完工", "2026-12-31")]),
    ("拟招聘教师30名。", [("拟招聘教师30名", None)]),
    ("原计划于6月完工，已于5月完工。我们力争把工作完成得更好。计划招聘教师30名，已招聘28名。", []),
])
def test_what_is_still_to_come_is_taken_from_the_midst_of_what_was_done_where_it_has_a_day_or_a_number(done, expected):
    reading = read_text(f"清川县教育局2026年上半年工作总结\n一、教育工作\n{done}\n二、队伍建设\n培训教师50人。")
    assert [(c.text, c.deadline) for c in reading.commitments] == expected


def test_the_figures_and_the_owner_of_a_promise_are_named():
    reading = read_text("清川县教育局2026年上半年工作总结\n一、下半年工作安排\n"
                        "年内新建幼儿园 12 所，培训教师500人（责任科室：基础教育科）。由项目办牵头，8月底前完成招标。")
    quotes = {figure.id: figure.quote for figure in reading.figures}
    assert [(c.text, [quotes[f] for f in c.figures], c.owner, c.deadline) for c in reading.commitments] == [
        ("年内新建幼儿园12所", ["12 所"], None, "2026-12-31"),
        ("培训教师500人（责任科室：基础教育科）", ["500人"], "基础教育科", "2026-12-31"),
        ("由项目办牵头，8月底前完成招标", [], "项目办", "2026-08-31"),
    ]
    assert reading.text[reading.commitments[0].start:reading.commitments[0].end] == "年内新建幼儿园 12 所"


def owners(plan: str) -> list[tuple[str, str | None]]:
    text = f"青禾县教育局2026年上半年工作总结\n一、工作\n加强管理。\n二、下半年工作安排\n{plan}"
    return [(c.text, c.owner) for c in find_commitments(Outline(text), [])]


@pytest.mark.parametrize("plan, expected", [
    # a bracket behind the stop answers for what stands before it, and no later one takes that away
    ("建设学校两所。（责任股室：计划财务股）加快教师招聘。（责任股室：人事股）\n",
     [("建设学校两所", "计划财务股"), ("加快教师招聘", "人事股")]),
    # one inside a promise answers for that alone; one at the end for all before it
    ("完善食堂管理，推进明厨亮灶。加强校车检查（责任股室：安全股）。开展夏令营活动。\n",
     [("完善食堂管理，推进明厨亮灶", None), ("加强校车检查（责任股室：安全股）", "安全股"),
      ("开展夏令营活动", None)]),
    ("加强体育工作。开展健康检查。（责任单位：体卫艺股）",
     [("加强体育工作", "体卫艺股"), ("开展健康检查", "体卫艺股")]),
    ("推进集团化办学。\n责任单位：基础教育股", [("推进集团化办学", "基础教育股")]),
    # so does one behind the last comma of a sentence
    ("9月底前完成实验小学扩建，推进校园文化建设，责任单位：基建办。开展夏令营活动。",
     [("9月底前完成实验小学扩建", "基建办"), ("推进校园文化建设，责任单位：基建办", "基建办"),
      ("开展夏令营活动", None)]),
    # a name with 计划 in it promises nothing
    ("推进项目建设。\n（责任单位：发展计划科）", [("推进项目建设", None)]),
    ("落实营养改善计划，12月底前完成食堂改造。（责任单位：学生资助中心）推进招生改革。",
     [("落实营养改善计划，12月底前完成食堂改造", "学生资助中心"), ("推进招生改革", None)]),
])
def test_who_answers_for_what(plan, expected):
    assert owners(plan) == expected


@pytest.mark.parametrize("words, due", [
    ("年底前完成", "2026-12-31"), ("8月底前完成", "2026-08-31"), ("9月15日前投入使用", "2026-09-15"),
    ("10月上旬开工", "2026-10-10"),
    ("11月中旬验收", "2026-11-20"), ("下半年启动", "2026H2"), ("第三季度开工", "2026Q3"),
    ("确保秋季开学投入使用", "2026-09-01"),
    ("暑期完工", "2026-08-31"), ("2027年6月前建成", "2027-06-30"), ("明年3月前完成", "2027-03-31"),
    ("到2027年全部达标", "2027-12-31"),
    ("尽快启动", "尽快"), ("汛期前完成排查", "汛期前"), ("健全年检制度", None), ("加强管理", None), ("13所学校", None),
])
def test_a_deadline_is_a_date_a_period_or_the_words(words, due):
    assert deadline(words, "2026H1") == due


def test_a_deadline_is_that_of_all_that_a_comma_joins_to_it():
    text = "清川县教育局2026年上半年工作总结\n一、下半年打算\n一是年底前新增学位900个，完成投资342万元；二是培训300人。"
    assert [(c.text, c.deadline) for c in find_commitments(Outline(text), read_text(text).figures)] == [
        ("年底前新增学位900个", "2026-12-31"), ("完成投资342万元", "2026-12-31"), ("培训300人", None)]


@pytest.mark.parametrize("plan, expected", [
    ("新建食堂12个，改建8个，11月底前建成，由基建科负责。",
     [("新建食堂12个", "基建科", "2026-11-30"), ("改建8个，11月底前建成，由基建科负责", "基建科", "2026-11-30")]),
    ("招聘教师30名，培训教师50人，9月底前完成。（责任单位：人事科）",
     [("招聘教师30名", "人事科", "2026-09-30"), ("培训教师50人，9月底前完成", "人事科", "2026-09-30")]),
    ("投入资金320万元改善办学条件，12月底前完成。",
     [("投入资金320万元改善办学条件，12月底前完成", None, "2026-12-31")]),
])
def test_a_day_and_an_owner_that_close_a_sentence_are_those_of_all_that_it_promises(plan, expected):
    reading = read_text(f"清川县教育局2026年上半年工作总结\n一、下半年工作安排\n{plan}")
    assert [(c.text, c.owner, c.deadline) for c in reading.commitments] == expected


def test_without_a_period_a_deadline_stays_in_its_words():
    assert deadline("8月底前完成", None) == "8月底前"
    assert deadline("2027年6月前建成", None) == "2027-06-30"


def test_a_report_of_autumn_plans_for_the_next_year_whatever_its_headings_begin_with():
    text = ("清川县教育局2025年下半年工作总结和2026年上半年工作计划\n一、2025年下半年工作开展情况\n新建学校3所。\n"
            "二、2026年上半年工作计划\n春季学期资助资金于5月底前发放到位。（责任单位：资助中心）\n清川县教育局\n2026年1月8日")
    outline = Outline(text)
    assert [(section.title, section.part) for section in outline.sections] == [
        ("2025年下半年工作开展情况", "done"), ("2026年上半年工作计划", "planned")]
    assert [(c.text, c.owner, c.deadline) for c in find_commitments(outline, [])] == [
        ("春季学期资助资金于5月底前发放到位", "资助中心", "2026-05-31")]


def test_the_rows_of_a_table_are_promises_with_their_owners_and_its_head_and_the_title_are_none(tmp_path):
    from docx import Document

    from taizhang.reading import read

    page = Document()
    page.add_paragraph("清川县教育局2026年下半年工作计划")
    page.add_paragraph("一、重点工作任务")
    rows = [("工作任务", "目标", "责任股室", "完成时限"), ("新建幼儿园", "2所", "学前教育股", "9月底前"),
            ("校舍维修", "完成校舍维修项目12个", "项目办", "年底前")]
    table = page.add_table(rows=len(rows), cols=4)
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    page.save(tmp_path / "plan.docx")
    assert [(c.owner, c.deadline, len(c.figures)) for c in read(tmp_path / "plan.docx").commitments] == [
        ("学前教育股", "2026-09-30", 1), ("项目办", "2026-12-31", 1)]


def test_a_table_that_tells_how_things_are_promises_nothing_behind_a_plan():
    reading = read_text("青禾县教育局2026年下半年工作计划\n一、重点工作\n新建幼儿园3所。\n附基本情况：\n"
                        "学段\t学校数（所）\t学生数（人）\n小学\t42\t38000\n初中\t20\t12000\n")
    assert [c.text for c in reading.commitments] == ["新建幼儿园3所"]
    assert [(f.quote, f.kind.value) for f in reading.figures] == [
        ("3所", "target"), ("42", "actual"), ("38000", "actual"), ("20", "actual"), ("12000", "actual")]
