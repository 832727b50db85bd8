"""What is off standard, late or unfinished becomes a problem with its figures and cause, and an item of the plan."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from small_city import make_catalogue, make_release
from taizhang.analysis.analysis import Analysis
from taizhang.catalogue.model import Title
from taizhang.supervision.model import BoundTarget, Progress, State, TaskFacts
from taizhang.supervision.standing import Light, Standing
from taizhang.writing.highlights import Gain, highlights
from taizhang.writing.pieces import FigureRun, Own, Text
from taizhang.writing.records import WorkRecord
from taizhang.writing.report import PROBLEMS, write_report
from taizhang.writing.task_titles import TaskTitle
from taizhang.writing.tasks import Tracked
from taizhang.writing.voice import Voice
from taizhang.writing.words import Measure, NothingToSayError, Part, largest_first

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
    for part in ("二幼改扩建", "30天", "用地手续3月才批复", "名师培养", "49%", "30%"):
        assert part in problem


def test_unfinished_tasks_are_plan_items_with_what_is_left_a_date_ahead_and_an_owner(silent):
    bound = BoundTarget(value=Decimal(2500), unit_of_measure="人", indicator="aid.recipients", unit="city")
    tasks = [task("全年资助2500名学生", target=bound, due=date(2026, 5, 31), days=-30, owner="资助中心"),
             task("已经办完的事", state=State.CLOSED), task("中止的事", state=State.SUSPENDED)]
    document = write_report(silent, tasks=tasks)
    plan = said(document, "下半年工作计划")
    assert "540人" in plan
    assert "年底前" in plan           # the date given has gone by
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


def test_a_field_tells_its_events_after_its_figures(silent):
    records = [WorkRecord("aid", date(2026, 3, 5), "资助政策宣传月"), WorkRecord("aid", date(2026, 5, 5), "认定培训会")]
    outside = WorkRecord("aid", date(2025, 11, 5), "去年的会")
    document = write_report(silent, records=[*records, outside])
    done = said(document, "上半年工作开展情况")
    assert "“资助政策宣传月”、“认定培训会”" in done
    assert done.index("资助学生") < done.index("认定培训会")
    assert "去年的会" not in done


def test_an_event_is_told_with_what_the_work_record_knows_of_it(silent):
    contest = WorkRecord("aid", date(2026, 4, 2), "资助知识竞赛", host="清溪区教育局", units=12, people=360,
                         result="评出一等奖6名。")
    lecture = WorkRecord("aid", date(2026, 5, 5), "资助政策宣讲", times=800)
    bare = [WorkRecord("aid", date(2026, 6, day), f"走访{day}队") for day in (1, 2)]
    document = write_report(silent, records=[contest, lecture, *bare])
    done = said(document, "上半年工作开展情况")
    for part in ("清溪区教育局", "12个单位、360人参加，评出一等奖6名。", "“资助政策宣讲”", "800人次参加。",
                 "还组织", "“走访1队”、“走访2队”"):
        assert part in done
    turnout = next(figure for figure in document.figures() if figure.text == "360人")
    assert document.evidence[turnout.key].formula == "工作纪实台账：资助知识竞赛（2026年4月2日），参加人数"
    assert Own("6", "填报单位说明") in [run for paragraph in document.paragraphs() for run in paragraph.runs]


def test_a_cause_is_told_where_the_outline_speaks_of_its_figure(analysis):
    problem = said(write_report(analysis, causes={"aid.arrears": "两所学校账户信息有误"}), PROBLEMS)
    assert problem == "（一）学生资助。清溪区尚未足额发放，缺口0.6万元，主要原因是两所学校账户信息有误。"


PAID = BoundTarget(value=Decimal(100), unit_of_measure="%", indicator="aid.paid_in_full", unit="city")


def test_a_late_task_is_told_once_with_the_problem_that_it_is_about(analysis):
    late = task("足额发放率达到100%", id="7", target=PAID, days=-30, light=Light.RED, due=date(2026, 5, 31),
                problem="账户有误")
    document = write_report(analysis, tasks=[late])
    problem = said(document, PROBLEMS)
    assert problem.startswith("（一）学生资助。清溪区尚未足额发放，缺口0.6万元，主要是账户有误；")
    assert problem.endswith("已逾期30天。")
    assert "足额发放率达到" not in problem + said(document, "下半年工作计划")
    (planned,) = document.tasks
    assert planned.goes_on == ("7",)


def test_several_unfinished_tasks_are_one_sentence_and_each_stays_a_promise(silent):
    going = [task("改造食堂12个", id="1", owner="学生资助管理中心", due=date(2026, 8, 31)),
             task("家访500户", id="2", owner="清溪区教育局", domain="aid", due=date(2026, 12, 31))]
    document = write_report(silent, tasks=going, on=date(2026, 9, 20))
    plan = said(document, "下半年工作计划")
    # August has gone by
    assert re.search("：.*年底前改造食堂12个；.*年底前家访500户，[^，。]*清溪区教育局", plan)
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
    assert re.search("资助学生1960人，(超过1500人的计划|超额完成1500人的任务)。", done)
    assert re.search("计划改造食堂3个，3所食堂启用，(任务)?已经办结。", done)
    assert re.search("计划家访500户，(目前)?走访210户。", done)


def test_what_was_aimed_at_is_told_with_the_figure_that_the_chapter_ends_a_sentence_with(silent):
    bound = BoundTarget(value=Decimal(1500), unit_of_measure="人", indicator="aid.recipients", unit="city")
    reached = task("资助学生达到1500人", target=bound, state=State.CLOSED)
    document = write_report(silent, tasks=[reached])
    assert re.fullmatch("资助学生1960人，(达到|实现了)1500人的目标。", said(document, "上半年工作开展情况"))
    assert "1500人" in [figure.text for figure in document.figures()]


def test_a_figure_that_the_chapter_has_told_is_not_told_again_with_a_task(silent):
    tasks = [task(f"资助学生{aim}人", id=str(aim), state=State.CLOSED, target=BoundTarget(
        value=Decimal(aim), unit_of_measure="人", indicator="aid.recipients", unit="city")) for aim in (1500, 1800)]
    done = said(write_report(silent, tasks=tasks), "上半年工作开展情况")
    assert done.count("1960人") == 1
    assert re.search("计划资助学生1[58]00人，已超额完成。", done)


TO_AID = BoundTarget(value=Decimal(2000), unit_of_measure="人", indicator="aid.recipients", unit="city")
LEFT = [    # how far an unfinished task is, and what the plan says of it
    ({"target": TO_AID}, "只差40人"),
    ({"done": Decimal("0.65")}, "65%"),
    ({"state": State.CLOSING}, "验收"),
]


@pytest.mark.parametrize(("stands", "words"), LEFT)
def test_the_plan_says_how_far_an_unfinished_task_is(silent, stands, words):
    document = write_report(silent, tasks=[task("资助学生2000人", owner="学生资助管理中心", **stands)])
    (planned,) = [one for one in document.tasks if "资助学生2000人" in one.text]
    assert words in planned.text
    assert planned.text in said(document, "下半年工作计划")


def test_what_only_waits_to_be_checked_is_told_as_done(silent):
    told = (Progress(on=date(2026, 6, 2), done="12个全部启用"),)
    asked = [task("改造食堂12个", state=State.CLOSING, domain="aid"),
             task("改造厕所9个", done=Decimal(1), domain="aid")]
    done = said(write_report(silent, tasks=[replace_progress(one, told) for one in asked]), "上半年工作开展情况")
    for what in ("改造食堂12个", "改造厕所9个"):
        assert re.search(f"计划{what}，12个全部启用，(待验收|任务已报完成)。", done)


def test_what_its_owner_finished_in_time_is_not_late_for_waiting_to_be_checked(silent):
    asked = task("改造食堂12个", state=State.CLOSING, days=-90, light=Light.YELLOW, owner="学生资助管理中心")
    late = task("改造厕所9个", state=State.CLOSING, days=-90, light=Light.RED, owner="学生资助管理中心")
    problem = said(write_report(silent, tasks=[asked, late]), PROBLEMS)
    assert "改造厕所9个" in problem
    assert "改造食堂12个" not in problem


TITLES = [      # a title, whether it can stand behind a date, and what it is called as a thing
    ("改造食堂12个", True, "改造食堂12个的任务"),
    ("为山区学校更新电脑90台", True, "为山区学校更新电脑90台的任务"),
    ("标准化考点达到50个", True, "标准化考点达到50个的目标"),
    ("完成高考组织工作", False, "高考组织工作"),
    ("培训基地建设", False, "培训基地建设的任务"),
    ("二中教学楼主体封顶", False, "二中教学楼主体封顶的任务"),
    ("摸清底数，年内补发", False, "“摸清底数，年内补发”的任务"),
]


@pytest.mark.parametrize(("text", "is_deed", "named"), TITLES)
def test_a_title_stands_in_a_sentence_as_what_it_is(text, is_deed, named):
    title = TaskTitle(text)
    assert (title.is_deed, title.named.text) == (is_deed, named)


def test_causes_are_not_told_in_the_same_words_one_after_the_other(silent):
    late = [task(f"改造第{name}食堂", light=Light.RED, days=-days, problem="招标延后", owner="学生资助管理中心")
            for days, name in enumerate("一二三", start=1)]
    problem = said(write_report(silent, tasks=late), PROBLEMS)
    words = re.findall("天，(主要原因是|主要是|原因在于)招标延后", problem)
    assert len(words) == 3
    assert all(one != other for one, other in pairwise(words))


# what an unreported task counts, and what is said beside it of the 1960人 that the chapter prints
BESIDE = [
    ({"title": "资助学生2500人次", "unit": "人次"}, "据各单位报表，资助学生为1960人。"),
    ({"title": "学生资助2500人", "unit": "人"}, "据各单位报表，资助学生为1960人，还差540人。"),
    ({"title": "资助教师2500人次", "unit": "人次"}, ""),
    ({"title": "资助学生2500人次", "unit": "人次", "owner": "清溪区教育局"}, ""),
]


@pytest.mark.parametrize(("told", "beside"), BESIDE)
def test_no_task_is_silent_about_what_its_chapter_prints(silent, told, beside):
    target = BoundTarget(value=Decimal(2500), unit_of_measure=told["unit"])
    late = task(told["title"], light=Light.ORANGE, days=60, target=target, domain="aid", owner=told.get("owner", ""))
    problem = said(write_report(silent, tasks=[late]), PROBLEMS)
    assert told["title"] in problem
    assert ("据各单位报表" in problem) == bool(beside)
    assert beside in problem


def test_what_ties_in_words_and_unit_is_measured_by_what_the_chapter_prints(silent):
    target = BoundTarget(value=Decimal(2500), unit_of_measure="人")
    plan = said(write_report(silent, tasks=[task("资助学生2500人", target=target, domain="aid")]), "下半年工作计划")
    assert "资助学生2500人" in plan
    assert "540人" in plan


def replace_progress(tracked, progress):
    return replace(tracked, facts=replace(tracked.facts, progress=progress))


WAYS = [    # how a late task stands, and what is said of it
    ({"elapsed": Decimal(1), "done": Decimal("0.5"), "days": 0, "due": date(2026, 6, 30)}, "6月底"),
    ({"elapsed": Decimal("0.6"), "done": Decimal("0.2"), "days": 60}, "60%"),
    ({"elapsed": Decimal("0.6"), "done": Decimal("0.9"), "days": 60, "problem": "招标延后"}, "29天没有报送进展"),
    ({"days": 60}, "交办176天尚未报送进展"),
]


@pytest.mark.parametrize(("stands", "words"), WAYS)
def test_a_late_task_is_told_as_it_is_late(silent, stands, words):
    problem = said(write_report(silent, tasks=[task("改造食堂12个", light=Light.ORANGE, **stands)]), PROBLEMS)
    assert "改造食堂12个" in problem
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


BAD_EVERYWHERE = """
indicator    unit period value stage
amount_due   a1   2026H1 900   primary
amount_paid  a1   2026H1 890   primary
amount_due   b1   2026H1 900   primary
amount_paid  b1   2026H1 880   primary
recipients   a1   2026H1 90    primary
recipients   b1   2026H1 30    junior
"""


@pytest.fixture(scope="module")
def short_everywhere(tmp_path_factory):
    folder = tmp_path_factory.mktemp("short")
    outline = ONLY_DONE + """
  - say: >-
      其中{% for s in recipients.by.stage|largest_first %}{{ s.name }}{{ s.value
      }}{{ '，' if loop.first }}{% endfor %}。
"""
    return Analysis(make_release(folder / "release", BAD_EVERYWHERE), make_catalogue(folder, outline=outline))


def test_a_gap_that_all_units_have_names_them(short_everywhere):
    assert "南塘县、清溪区均有差距" in said(write_report(short_everywhere), PROBLEMS)


def test_parts_stand_with_the_largest_first_and_unsaid_where_none_is(short_everywhere, silent):
    assert "其中小学90人，初中30人。" in said(write_report(short_everywhere), "上半年工作开展情况")
    part = Measure(silent.value("aid.recipients", "city"), silent)
    with pytest.raises(NothingToSayError):
        largest_first([Part("stage", "primary", Text("小学"), part)] * 2)
