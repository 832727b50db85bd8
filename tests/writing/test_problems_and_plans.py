"""What is off standard, late or unfinished becomes a problem with its figures and cause, and an item of the plan."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from small_city import make_catalogue
from taizhang.analysis.analysis import Analysis
from taizhang.catalogue.model import Title
from taizhang.supervision.model import BoundTarget, Light, Progress, Standing, State, TaskFacts
from taizhang.writing.document import FigureRun, Own
from taizhang.writing.highlights import Gain, highlights
from taizhang.writing.records import WorkRecord
from taizhang.writing.report import PROBLEMS, write_report
from taizhang.writing.tasks import Tracked
from taizhang.writing.voice import Voice

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
    for part in ("二幼改扩建的任务", "30天", "用地手续3月才批复", "名师培养的任务", "49%", "30%"):
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


def test_many_late_tasks_of_a_field_are_named_after_the_worst_three(silent):
    late = [task(f"滞后的第{name}件事", light=Light.RED, days=-days, owner="学生资助管理中心")
            for days, name in enumerate("一二三四五", start=1)]
    problem = said(write_report(silent, tasks=late), PROBLEMS)
    assert problem.count("天") == 3
    assert problem.index("第五件") < problem.index("第三件")          # five days late is the worst
    assert "的还有：滞后的第二件事；滞后的第一件事。" in problem


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


def test_a_cause_is_told_where_the_outline_speaks_of_its_figure(analysis):
    problem = said(write_report(analysis, causes={"aid.arrears": "两所学校账户信息有误"}), PROBLEMS)
    assert problem == "（一）学生资助。清溪区尚未足额发放，缺口0.6万元，主要原因是两所学校账户信息有误。"


PAID = BoundTarget(value=Decimal(100), unit_of_measure="%", indicator="aid.paid_in_full", unit="city")


def test_a_late_task_is_told_once_with_the_problem_that_it_is_about(analysis):
    late = task("足额发放率达到100%", id="7", target=PAID, days=-30, light=Light.RED, due=date(2026, 5, 31),
                problem="账户有误")
    document = write_report(analysis, tasks=[late])
    problem = said(document, PROBLEMS)
    assert problem.startswith("（一）学生资助。清溪区尚未足额发放，缺口0.6万元，主要原因是账户有误，")
    assert problem.endswith("已逾期30天。")
    assert "足额发放率达到" not in problem + said(document, "下半年工作计划")
    (planned,) = document.tasks
    assert planned.goes_on == ("7",)


def test_several_unfinished_tasks_are_one_sentence_and_each_stays_a_promise(silent):
    going = [task("改造食堂12个", id="1", owner="学生资助管理中心", due=date(2026, 8, 31)),
             task("家访500户", id="2", owner="清溪区教育局", domain="aid", due=date(2026, 12, 31))]
    document = write_report(silent, tasks=going, on=date(2026, 9, 20))
    plan = said(document, "下半年工作计划")
    assert "：改造食堂12个，12月底前完成；家访500户，12月底前完成（清溪区教育局）。" in plan     # August has gone by
    assert [one.goes_on for one in document.tasks if one.goes_on] == [("1",), ("2",)]
    assert all(one.text in plan for one in document.tasks)


def test_what_is_done_is_told_with_its_figure_or_in_the_words_of_its_owner(silent):
    bound = BoundTarget(value=Decimal(1500), unit_of_measure="人", indicator="aid.recipients", unit="city")
    told = (Progress(on=date(2026, 6, 2), done="3所食堂启用。"),)
    done = said(write_report(silent, tasks=[
        task("资助1500名学生", target=bound, state=State.CLOSED),
        replace_progress(task("改造食堂3个", state=State.CLOSED, domain="aid"), told),
        replace_progress(task("家访500户", domain="aid"), (Progress(on=date(2026, 6, 2), done="走访210户"),)),
    ]), "上半年工作开展情况")
    assert "资助1500名学生的任务已经" in done
    assert "为1960人。" in done
    assert re.search("改造食堂3个的任务已经..，3所食堂启用。", done)
    assert re.search("家访500户的任务.*，走访210户。", done)


def replace_progress(tracked, progress):
    return replace(tracked, facts=replace(tracked.facts, progress=progress))


WAYS = [    # how a late task stands, and what is said of it
    ({"elapsed": Decimal(1), "done": Decimal("0.5"), "days": 0, "due": date(2026, 6, 30)}, "6月底"),
    ({"elapsed": Decimal("0.6"), "done": Decimal("0.2"), "days": 60}, "60%"),
    ({"elapsed": Decimal("0.6"), "done": Decimal("0.9"), "days": 60, "problem": "招标延后"}, "29天没有报送进展"),
    ({"days": 60}, "交办176天，尚未报送进展"),
]


@pytest.mark.parametrize(("stands", "words"), WAYS)
def test_a_late_task_is_told_as_it_is_late(silent, stands, words):
    problem = said(write_report(silent, tasks=[task("改造食堂12个", light=Light.ORANGE, **stands)]), PROBLEMS)
    assert "改造食堂12个的任务" in problem
    assert words in problem


def test_a_title_that_is_a_sentence_is_quoted(silent):
    problem = said(write_report(silent, tasks=[task("摸清底数，年内全部补发", light=Light.RED, days=-3)]), PROBLEMS)
    assert "“摸清底数，年内全部补发”的任务" in problem


def test_every_paragraph_and_chapter_knows_its_domain(document):
    (done, problems, _following) = document.sections
    assert [section.domain for section in done.sections] == ["aid"]
    assert {paragraph.domain for one in (problems, *done.sections) for paragraph in one.paragraphs} == {"aid"}


def test_a_gain_is_told_from_how_much_to_how_much(analysis):
    now = analysis.value("aid.recipients", "city")
    gain = Gain(now, analysis.last_year(now), Decimal(15))
    assert "".join(piece.text for piece in gain.words) == "资助学生由1710人增加到1960人"
    assert highlights(analysis, [now], Voice()) == ()        # it is not said whether more is better
