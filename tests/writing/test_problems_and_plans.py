"""What is off standard, late or unfinished becomes a problem with its figures and cause, and an item of the plan."""

from datetime import date
from decimal import Decimal

import pytest

from small_city import make_catalogue
from taizhang.analysis.analysis import Analysis
from taizhang.catalogue.model import Title
from taizhang.supervision.model import BoundTarget, Light, Progress, Standing, State, TaskFacts
from taizhang.writing.document import FigureRun, Own
from taizhang.writing.records import WorkRecord
from taizhang.writing.report import PROBLEMS, write_report
from taizhang.writing.tasks import Tracked

ONLY_DONE = """
done:
  - say: "资助学生{{ recipients }}。"
"""


@pytest.fixture(scope="module")
def silent(tmp_path_factory, analysis):
    """The same release with outlines that know of no problems."""
    return Analysis(analysis.release, make_catalogue(tmp_path_factory.mktemp("silent"), outline=ONLY_DONE))


def task(title, **told):
    light, days, elapsed, done = (told.pop(name, None) for name in ("light", "days", "elapsed", "done"))
    problem = told.pop("problem", "")
    facts = TaskFacts(
        title=title, assigned_on=date(2026, 1, 5), **{"state": State.ACTIVE, "due": date(2026, 9, 30), **told},
        progress=(Progress(on=date(2026, 6, 1), done="推进中", problem=problem),) if problem else ())
    standing = Standing(light=light or Light.GREEN, rule="", why=Title("", ""), on=date(2026, 6, 30), days_left=days,
                        elapsed=elapsed, done=done)
    return Tracked(facts, standing)


def said(document, heading):
    (section,) = [section for section in document.sections if section.title == heading]
    return "".join(paragraph.text for one in (section, *section.sections) for paragraph in one.paragraphs)


def test_what_is_off_standard_is_a_problem_with_its_gap_place_and_cause(silent):
    document = write_report(silent, causes={"aid.paid_in_full": "2个学校账户信息有误"})
    problem = said(document, PROBLEMS)
    for part in ("足额发放率", "99.8%", "100%", "0.2个百分点", "清溪区", "主要原因是2个学校账户信息有误"):
        assert part in problem
    assert Own("2", "填报单位说明") in [run for paragraph in document.paragraphs() for run in paragraph.runs]
    threshold = next(figure for figure in document.figures() if figure.text == "100%")
    assert "市资助管理办法" in document.evidence[threshold.key].formula


def test_and_the_plan_promises_to_reach_it(silent):
    document = write_report(silent)
    assert "12月底前" in said(document, "下半年工作计划")
    (planned,) = document.tasks
    assert (planned.owner, dict(planned.target), planned.due) == (
        "学生资助管理中心", {"aid.paid_in_full": Decimal(100)}, date(2026, 12, 31))


def test_what_an_outline_has_said_is_not_said_twice(document):
    assert said(document, PROBLEMS).count("100%") == 0
    assert len(document.tasks) == 1


def test_late_tasks_are_problems_with_days_and_causes(silent):
    tasks = [task("二幼改扩建", light=Light.RED, days=-30, due=date(2026, 5, 31), problem="用地手续3月才批复"),
             task("名师培养", light=Light.ORANGE, days=90, elapsed=Decimal("0.49"), done=Decimal("0.3"))]
    problem = said(write_report(silent, tasks=tasks), PROBLEMS)
    for part in ("“二幼改扩建”", "30天", "主要原因是用地手续3月才批复", "“名师培养”", "49%", "30%"):
        assert part in problem


def test_unfinished_tasks_are_plan_items_with_what_is_left_a_date_ahead_and_an_owner(silent):
    bound = BoundTarget(value=Decimal(2500), unit_of_measure="人", indicator="aid.recipients", unit="city")
    tasks = [task("全年资助2500名学生", target=bound, due=date(2026, 5, 31), days=-30, owner="资助中心"),
             task("已经办完的事", state=State.CLOSED), task("中止的事", state=State.SUSPENDED)]
    document = write_report(silent, tasks=tasks)
    plan = said(document, "下半年工作计划")
    assert "540人" in plan
    assert "12月底前" in plan           # the date given has gone by
    assert "已经办完" not in plan
    assert "中止" not in plan
    (planned,) = [one for one in document.tasks if "资助2500" in one.text]
    assert (planned.owner, dict(planned.target), planned.due) == (
        "资助中心", {"aid.recipients": Decimal(2500)}, date(2026, 12, 31))


def test_the_opening_counts_the_tasks(silent):
    tasks = [task("甲", state=State.CLOSED), task("乙"), task("丙", light=Light.RED, days=-3)]
    opening = write_report(silent, tasks=tasks).opening[0]
    assert "列入督办的3项任务中，已办结1项，进度滞后1项。" in opening.text
    assert [run.text for run in opening.runs if isinstance(run, FigureRun)] == ["3项", "1项", "1项"]


def test_many_late_tasks_of_a_field_are_counted_after_the_worst_three(silent):
    late = [task(f"滞后的第{name}件事", light=Light.RED, days=-days, owner="学生资助管理中心")
            for days, name in enumerate("一二三四五", start=1)]
    problem = said(write_report(silent, tasks=late), PROBLEMS)
    assert problem.count("滞后的第") == 3
    assert "另有2项任务进度滞后" in problem
    assert "第五件" in problem          # five days late is the worst


def test_a_target_in_another_unit_is_not_compared(silent):
    bound = BoundTarget(value=Decimal(100), unit_of_measure="所", indicator="aid.recipients", unit="city")
    document = write_report(silent, tasks=[task("资助百所学校", target=bound)])
    assert any("不能相比" in note for note in document.notes)


def test_a_field_opens_with_its_events(silent):
    records = [WorkRecord("aid", date(2026, 3, 5), "资助政策宣传月"), WorkRecord("aid", date(2026, 5, 5), "认定培训会")]
    outside = WorkRecord("aid", date(2025, 11, 5), "去年的会")
    document = write_report(silent, records=[*records, outside])
    done = said(document, "上半年工作开展情况")
    assert "“资助政策宣传月”、“认定培训会”" in done
    assert done.index("认定培训会") < done.index("资助学生")
    assert "去年的会" not in done
