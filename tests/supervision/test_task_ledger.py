"""A ledger of tasks as xlsx: out and in again, and whatever bureaus send in between."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from taizhang.checking.numbers import is_missing_mark
from taizhang.supervision.ledger_columns import columns
from taizhang.supervision.ledger_reading import read_ledger
from taizhang.supervision.ledger_sheet import write_ledger
from taizhang.supervision.lights import standing
from taizhang.supervision.model import BoundTarget, Measured, Milestone, Progress, State, TaskFacts

DAY, SOON, DUE = date(2026, 7, 1), date(2026, 9, 1), date(2026, 12, 31)
OWNERS = ("基础教育科", "计划基建科", "学生资助中心")
FULL = TaskFacts(
    title="新建公办幼儿园", id="3", what="新建公办幼儿园12所，年内全部开园。", document="青河市教育局2026年工作要点",
    sentence="年内新建公办幼儿园12所。", kind="民生实事", leader="周副局长", owner="计划基建科",
    co_owners=("基础教育科", "学生资助中心"), person="李科长", contact="王办事员 0000-1234567",
    assigned_on=date(2026, 1, 15), due=date(2026, 12, 31), extended_to=date(2027, 2, 28), state=State.ACTIVE,
    target=BoundTarget(value=Decimal(12), unit_of_measure="所", baseline=Decimal(0), indicator="preschool.built"),
    milestones=(Milestone("完成招标", date(2026, 3, 31), date(2026, 3, 20)), Milestone("主体封顶", date(2026, 9, 30))),
    progress=(Progress(on=date(2026, 6, 25), done="已开园5所", share=Decimal("0.4"), value=Decimal(5), problem="用地慢",
                       next_step="周调度", evidence=("开园批复.pdf", "现场照片.zip")),),
    note="市长批示件")


def sheet(*rows, merge=(), name="台账"):
    """A workbook with these rows; `merge` are ranges such as A2:A3."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
        for area in merge:
            page.merge_range(area, "")
            first = area.split(":")[0]
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
            page.write(row, column, rows[row][column])
    return buffer.getvalue()


def read(data, **more):
    return read_ledger(data, "台账.xlsx", day=DAY, owners=OWNERS, period="2026H1", **more)


def said(found):
    return [(finding.code, finding.place) for finding in found.findings]


HEADS = ("序号", "任务内容", "责任单位", "完成时限")


# --- out and in again --------------------------------------------------------------------------------------

def test_what_is_written_is_read_again_to_the_last_word():
    tasks = (FULL, TaskFacts(title="巡查校园", what="巡查校园", owner="基础教育科", assigned_on=date(2026, 1, 1),
                             state=State.LONG_STANDING),
             TaskFacts(title="发放资助", what="发放资助", owner="学生资助中心", assigned_on=date(2026, 1, 1),
                       due=date(2026, 5, 31), state=State.CLOSED, closed_on=date(2026, 5, 20)))

    found = read(write_ledger(tasks, DAY, owners=OWNERS, standings=[standing(task, DAY) for task in tasks]))

    assert found.tasks == tasks
    assert [finding.code for finding in found.findings] == ["ledger-columns-unused"]        # the lights


def test_the_figure_last_measured_is_shown_and_comes_back_as_reported():
    task = TaskFacts(title="改造", what="改造", owner="计划基建科", assigned_on=date(2026, 1, 1), due=DUE,
                     target=BoundTarget(value=Decimal(40), unit_of_measure="间"),
                     measured=(Measured(date(2026, 6, 30), Decimal("12.5")),))

    [back] = read(write_ledger([task], DAY)).tasks

    assert (back.target, back.progress[0].value) == (task.target, Decimal("12.5"))


def test_heads_are_locked_cells_are_not_and_lists_are_offered():
    page = openpyxl.load_workbook(BytesIO(write_ledger([FULL], DAY, owners=OWNERS))).active
    heads = {cell.value: cell for cell in page[3]}

    assert page.protection.sheet and heads["责任单位"].protection.locked
    assert not page.cell(4, heads["责任单位"].column).protection.locked
    assert page.cell(4, heads["亮灯"].column).protection.locked
    lists = {rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"}
    assert lists == {"选项!$A$1:$A$3", "选项!$B$1:$B$7", "选项!$C$1:$C$2"}
    assert "2026-12-31" in heads["完成时限"].comment.text


def test_what_somebody_typed_stays_text():
    task = TaskFacts(title="=1+1", what='=HYPERLINK("x")', owner="基础教育科", assigned_on=DAY, due=DAY)

    page = openpyxl.load_workbook(BytesIO(write_ledger([task], DAY))).active

    assert {"=1+1", '=HYPERLINK("x")'} <= {cell.value for cell in page[4] if cell.data_type == "s"}


# --- what bureaus send -------------------------------------------------------------------------------------

def test_columns_in_any_order_under_other_names_with_others_beside_them():
    found = read(sheet(
        ("2026年重点工作督办台账",),
        ("时 限", "责任科室（股室）", "包片", "工作内容", "牵头领导", "进度"),
        (date(2026, 9, 30), "基础教育科", "一片区", "完成招生摸底", "周副局长", "35%"),
    ))

    [task] = found.tasks
    assert (task.title, task.owner, task.due) == ("完成招生摸底", "基础教育科", date(2026, 9, 30))
    assert task.leader == "周副局长"
    assert (task.progress[0].share, task.assigned_on) == (Decimal("0.35"), DAY)
    assert said(found) == [("ledger-columns-unused", "台账!A2")]
    assert "包片" in found.findings[0].message()


def test_sources_owners_and_dates_merged_over_several_tasks():
    found = read(sheet(
        ("任务来源", "任务内容", "责任单位", "完成时限"),
        ("政府工作报告", "建幼儿园", "计划基建科", date(2026, 12, 31)),
        ("", "改厕所", "", ""),
        ("", "修操场", "", date(2026, 8, 31)),
        merge=("A2:A4", "C2:C4", "D2:D3")))

    assert [(task.document, task.owner, task.due) for task in found.tasks] == [
        ("政府工作报告", "计划基建科", date(2026, 12, 31)), ("政府工作报告", "计划基建科", date(2026, 12, 31)),
        ("政府工作报告", "计划基建科", date(2026, 8, 31))]


def test_a_heading_across_the_table_and_empty_rows_are_no_tasks():
    found = read(sheet(HEADS, ("一、学前教育",), (1, "建幼儿园", "计划基建科", date(2026, 12, 31)), ("", "", "", ""),
                       (2, "改厕所", "计划基建科", date(2026, 12, 31)), merge=("A2:D2",)))

    assert [task.title for task in found.tasks] == ["建幼儿园", "改厕所"]


@pytest.mark.parametrize(("cell", "due", "codes"), [
    ("2026年9月30日", date(2026, 9, 30), []),
    ("2026.9.30", date(2026, 9, 30), []),
    ("2026年9月底前", date(2026, 9, 30), ["ledger-date-read"]),
    ("年底前", date(2026, 12, 31), ["ledger-date-read"]),
    ("下半年", date(2026, 12, 31), ["ledger-date-read"]),
    ("", None, ["ledger-no-due"]),
])
def test_due_dates_as_people_write_them(cell, due, codes):
    found = read(sheet(HEADS, (1, "建幼儿园", "计划基建科", cell)))

    assert ([task.due for task in found.tasks], [finding.code for finding in found.findings]) == ([due], codes)


def test_what_is_kept_up_for_good_has_no_date_and_that_state():
    [task] = read(sheet(HEADS, (1, "巡查", "基础教育科", "长期坚持"))).tasks

    assert (task.state, task.due) == (State.LONG_STANDING, None)


def test_which_way_a_figure_is_better_is_said_or_refused():
    heads, row = (*HEADS, "目标值", "单位", "目标方向"), (1, "控辍保学", "基础教育科", DUE, 0.5, "%")
    assert [read(sheet(heads, (*row, said))).tasks[0].target.lower for said in ("越低越好", "越高越好", "")] == [
        True, False, False]
    (finding,) = read(sheet(heads, (*row, "看着办"))).findings
    assert (finding.code, finding.place) == ("value-unknown-code", "台账!G2")


def test_several_owners_are_one_who_leads_and_others():
    found = read(sheet(HEADS, (1, "建幼儿园", "计划基建科、基础教育科", date(2026, 12, 31))))

    assert (found.tasks[0].owner, found.tasks[0].co_owners) == ("计划基建科", ("基础教育科",))
    assert said(found) == [("ledger-owners-several", "台账!C2")]


@pytest.mark.parametrize(("words", "target", "codes"), [
    ("新建幼儿园12所", (12, "所"), []),
    ("普惠率达到92%", (92, "%"), []),
    ("完成投资5000万元", (50_000_000, "元"), []),
    ("明显提高", None, []),
    ("新建12所、改建8所", None, ["ledger-target-several"]),
])
def test_a_figure_in_words_becomes_the_target_where_it_is_the_only_one(words, target, codes):
    found = read(sheet((*HEADS, "目标/量化指标"), (1, "学前教育", "基础教育科", date(2026, 12, 31), words)))

    bound = found.tasks[0].target
    assert (bound and (bound.value, bound.unit_of_measure), [one.code for one in found.findings]) == (target, codes)


# --- what cannot be used -----------------------------------------------------------------------------------

GOOD = (1, "建幼儿园", "计划基建科", date(2026, 12, 31))


@pytest.mark.parametrize(("heads", "row", "code", "place", "words"), [
    (HEADS, (2, "改厕所", "基建科", date(2026, 9, 1)), "value-unknown-unit-near", "台账!C3", "计划基建科"),
    (HEADS, (2, "改厕所", "水利局", date(2026, 9, 1)), "value-unknown-unit", "台账!C3", "水利局"),
    (HEADS, (2, "改厕所", "", date(2026, 9, 1)), "value-required-text", "台账!C3", "责任单位"),
    (HEADS, (2, "", "基础教育科", SOON), "value-required-text", "台账!B3", "任务内容"),
    (HEADS, (2, "改厕所", "基础教育科", "2026-02-30"), "value-no-such-day", "台账!D3", "2026-02-30"),
    (HEADS, (2, "改厕所", "基础教育科", "看情况"), "value-not-a-date", "台账!D3", "看情况"),
    ((*HEADS, "完成率"), (2, "改厕所", "基础教育科", SOON, 135), "value-too-large", "台账!E3", "135"),
    ((*HEADS, "完成率"), (2, "改厕所", "基础教育科", SOON, "大半"), "value-not-a-number", "台账!E3", "大半"),
    ((*HEADS, "目标值"), (2, "改厕所", "基础教育科", SOON, "约20"), "value-not-exact", "台账!E3", "约20"),
    ((*HEADS, "状态"), (2, "改厕所", "基础教育科", SOON, "差不多"), "value-unknown-code", "台账!E3", "推进中"),
    ((*HEADS, "状态"), (2, "改厕所", "基础教育科", SOON, "已办结"), "ledger-closed-undated", "台账!E3", "销号日期"),
    ((*HEADS, "阶段节点"), (2, "改厕所", "基础教育科", SOON, "先招标"), "ledger-milestone", "台账!E3", "先招标"),
    ((*HEADS, "交办日期"), (2, "改厕所", "基础教育科", SOON, date(2026, 10, 1)), "ledger-due-before",
     "台账!D3", "2026-10-01"),
    ((*HEADS, "延期至"), (2, "改厕所", "基础教育科", SOON, date(2026, 8, 1)), "ledger-extension-earlier",
     "台账!E3", "2026-09-01"),
])
def test_one_bad_cell_is_said_with_its_place_and_nothing_is_taken_in(heads, row, code, place, words):
    found = read(sheet(heads, GOOD, row))

    assert found.tasks == ()
    assert (code, place) in said(found)
    finding = next(one for one in found.findings if one.code == code)
    assert words in finding.message("zh") and finding.message("en")


def test_all_bad_cells_are_said_at_once():
    found = read(sheet(HEADS, (1, "建", "水利局", "看情况"), (2, "", "基础教育科", SOON)))

    assert [place for _, place in said(found)] == ["台账!C2", "台账!D2", "台账!B3"]


def test_a_task_merged_with_the_one_above_is_not_guessed_at():
    found = read(sheet(HEADS, GOOD, (2, "", "基础教育科", SOON), merge=("B2:B3",)))

    assert ("ledger-task-merged", "台账!B3") in said(found) and found.tasks == ()


def test_missing_and_doubled_columns():
    found = read(sheet(("序号", "任务内容", "工作内容", "责任单位"), (1, "建", "建", "基础教育科")))

    assert said(found)[:2] == [("ledger-column-missing", "台账!A1"), ("ledger-column-twice", "台账!C1")]
    assert "时限" in found.findings[0].message()


@pytest.mark.parametrize("data", [b"", b"not a workbook", sheet(("姓名", "年龄"), ("张三", 3)), sheet(HEADS)])
def test_a_file_that_is_no_ledger_says_so(data):
    found = read(data)

    assert found.tasks == () and not found.usable
    assert found.findings[-1].message("zh")


def test_the_same_task_twice_is_warned_of():
    found = read(sheet(HEADS, GOOD, GOOD))

    assert len(found.tasks) == 2
    assert said(found) == [("ledger-task-twice", "台账!B3")]


# --- whatever stands in the cells --------------------------------------------------------------------------

WORDS = st.sampled_from([
    "", "无", "/", "#REF!", "=1+1", "长期坚持", "年底前", "2026.9.30", "2026-13-40", "约12所", "50%",
    "基础教育科、财务科", "99999", "2026-03-31 招标（2026-03-20完成）", "已销号", "\u200b", "１２", "x" * 500,
    "负责人：", "12所、8所"])
CELLS = st.one_of(WORDS, st.text("建改修0123456789年月日%、。（）\n ", max_size=12), st.integers(-10, 10**6),
                  st.floats(-10, 10**6, allow_nan=False), st.booleans(), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
ROWS = st.lists(st.tuples(*[CELLS] * len(columns())), min_size=1, max_size=3)


@settings(max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(ROWS)
def test_no_cell_breaks_the_reading_and_nothing_comes_in_by_halves(rows):
    heads = tuple(column.title.zh for column in columns().values())

    found = read(sheet(heads, *rows))

    assert found.usable or found.tasks == ()
    for finding in found.findings:
        assert finding.message("zh") and finding.message("en")


TEXTS = st.text("新建改造幼儿园学校教学楼资助=+-,.“”（）、：12", min_size=2, max_size=20).filter(
    lambda text: text == text.strip(" -") and not is_missing_mark(text))
SOME_DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
STEPS = st.lists(st.builds(
    Milestone, st.text("招标封顶；;（）()完成2期、：", min_size=1, max_size=12).filter(
        lambda name: name == name.strip("；;、：")), SOME_DAYS, st.none() | SOME_DAYS), max_size=3)
TASKS = st.builds(
    lambda title, what, owner, days, goal, share, lower, steps: TaskFacts(
        title=title, what=what, owner=owner, assigned_on=min(days), due=max(days), state=State.ACTIVE,
        target=None if goal is None else BoundTarget(value=Decimal(goal), unit_of_measure="所", lower=lower),
        milestones=tuple(steps),
        progress=() if share is None else (Progress(on=DAY, done=what, share=Decimal(share) / 100),)),
    TEXTS, TEXTS, st.sampled_from(OWNERS), st.tuples(SOME_DAYS, SOME_DAYS), st.none() | st.integers(0, 10**6),
    st.none() | st.integers(0, 100), st.booleans(), STEPS)


@pytest.mark.parametrize("percent", ["0", "0.5", "1", "1.5", "100"])
def test_a_small_share_is_not_taken_for_a_whole(percent):
    said = Progress(on=DAY, done="开工", share=Decimal(percent) / 100)
    task = TaskFacts(title="改造", what="改造", owner="计划基建科", assigned_on=DAY, due=DAY, progress=(said,))
    assert read(write_ledger([task], DAY, owners=OWNERS)).tasks[0].progress[0].share == said.share


def test_percentages_of_excel_are_read_as_they_are_shown():
    """Which keeps 95 % as 0.95 and 100 % as 1."""
    heads, row = (*HEADS, "目标值", "单位", "完成率"), (1, "提高普惠率", "基础教育科", DUE, 0.95, "%", 1)
    book = openpyxl.load_workbook(BytesIO(sheet(heads, row)))
    for column in (5, 7):
        book.active.cell(2, column).number_format = "0%"
    buffer = BytesIO()
    book.save(buffer)
    task, = read(buffer.getvalue()).tasks
    assert (task.target.value, task.target.unit_of_measure, task.progress[0].share) == (95, "%", 1)


@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(TASKS, min_size=1, max_size=4))
def test_any_tasks_come_back_as_they_were(tasks):
    found = read(write_ledger(tasks, DAY, owners=OWNERS))

    assert found.tasks == tuple(tasks), [finding.message() for finding in found.findings]
