"""What becomes of a promise: given, signed for, reported on with proof, closed by somebody else, never rewritten."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from taizhang.periods import Period
from taizhang.supervision.standing import Light
from taizhang.web.accounts.models import RoleKind
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAccepted, NotAllowed, Refused, WrongState
from taizhang.web.supervision import actions, lights, queries
from taizhang.web.supervision.amending import amend
from taizhang.web.supervision.assigning import NewTask, assign
from taizhang.web.supervision.models import Evidence, Milestone, ProgressEntry, Task, TaskEvent, TaskLight, TaskState
from taizhang.web.supervision.moving import take_step
from taizhang.web.supervision.reporting import ask_extension, decide_extension, open_evidence, report

H2 = Period.parse("2026H2")
PHOTO = [("现场照片.jpg", b"\xff\xd8 not really")]


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days)


@pytest.fixture
def plan(bureau):
    return actions.make_plan(period=H2, unit=bureau.city, title="下半年工作计划", by=bureau.supervisor)


@pytest.fixture
def task(bureau, plan) -> Task:
    """The county's task, three months old and due in a month."""
    return give(bureau, plan, "改造农村学校厕所", owner=bureau.pu)


def give(bureau, plan, title, **facts) -> Task:
    given = {"owner": bureau.aid, "domain": "student_aid", "assigned_on": in_days(-90), "due": in_days(30)}
    [made] = assign(plan, [NewTask(title=title, **(given | facts))], by=bureau.supervisor)
    return made


def again(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


# --- the way through the states -----------------------------------------------------------------------------


def test_a_task_is_signed_for_reported_on_and_closed_by_somebody_else(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    report(task, done="12所已完工", share=60, evidence=PHOTO, by=bureau.reviewer)
    take_step(task, "apply", note="全部完工", by=bureau.reviewer)
    take_step(task, "close", by=bureau.supervisor)
    assert again(task).state == TaskState.CLOSED
    assert again(task).closed_on == timezone.localdate()
    moves = [(one.action, one.by.username) for one in task.events.select_related("by")]
    assert moves == [("sign", "reviewer"), ("report", "reviewer"), ("apply", "reviewer"), ("close", "supervisor")]
    noted = AuditEvent.objects.filter(object_type="task", object_id=str(task.pk))
    assert [one.action for one in noted] == ["task.assign", "task.sign", "task.report", "task.apply", "task.close"]


def test_nothing_is_closed_without_proof(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    report(task, done="都做完了", share=100, by=bureau.reviewer)
    with pytest.raises(Refused, match="佐证材料"):
        take_step(task, "apply", by=bureau.reviewer)
    assert again(task).state == TaskState.ACTIVE


def test_nobody_closes_what_they_reported_on_whatever_their_roles(bureau, task):
    bureau.give(bureau.supervisor, RoleKind.COUNTY_REVIEWER, bureau.pu)
    take_step(task, "sign", by=bureau.reviewer)
    report(task, done="完工", evidence=PHOTO, by=bureau.supervisor)
    take_step(task, "apply", by=bureau.reviewer)
    assert "close" not in queries.steps(again(task), bureau.supervisor)
    with pytest.raises(NotAllowed, match="supervisor"):
        take_step(task, "close", by=bureau.supervisor)
    second = bureau.person("second", RoleKind.SUPERVISOR, bureau.city)
    assert take_step(task, "close", by=second).state == TaskState.CLOSED


def test_an_owner_cannot_close(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    report(task, done="完工", evidence=PHOTO, by=bureau.reviewer)
    take_step(task, "apply", by=bureau.reviewer)
    with pytest.raises(NotAllowed):
        take_step(task, "close", by=bureau.reviewer)


def test_what_is_sent_back_says_why_and_goes_on(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    report(task, done="完工", evidence=PHOTO, by=bureau.reviewer)
    take_step(task, "apply", by=bureau.reviewer)
    with pytest.raises(Refused, match="理由"):
        take_step(task, "send_back", note="  ", by=bureau.supervisor)
    take_step(task, "send_back", note="缺验收单", by=bureau.supervisor)
    report(task, done="补交验收单", evidence=PHOTO, by=bureau.reviewer)
    take_step(task, "apply", by=bureau.reviewer)
    assert [one.note for one in task.events.filter(action="send_back")] == ["缺验收单"]


def test_reopening_keeps_the_history_and_wants_new_proof(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    report(task, done="完工", evidence=PHOTO, by=bureau.reviewer)
    take_step(task, "apply", by=bureau.reviewer)
    take_step(task, "close", by=bureau.supervisor)
    take_step(task, "reopen", note="回头看发现两所未通水", by=bureau.supervisor)
    assert again(task).closed_on is None
    assert [one.action for one in task.events.all()] == ["sign", "report", "apply", "close", "reopen"]
    with pytest.raises(Refused, match="佐证材料"):
        take_step(task, "apply", by=bureau.reviewer)
    report(task, done="已通水", evidence=PHOTO, by=bureau.reviewer)
    assert take_step(task, "apply", by=bureau.reviewer).state == TaskState.CLOSING


def test_a_step_out_of_turn_is_refused(bureau, task):
    with pytest.raises(WrongState):
        report(task, done="没有签收就报进展", by=bureau.reviewer)
    take_step(task, "sign", by=bureau.reviewer)
    with pytest.raises(WrongState):
        take_step(task, "sign", by=bureau.reviewer)
    assert TaskEvent.objects.count() == 1


def test_what_was_said_is_never_rewritten(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    entry = report(task, done="完工", share=10, evidence=PHOTO, by=bureau.reviewer)
    with pytest.raises(TypeError):
        entry.save()
    for model in (ProgressEntry, Evidence, TaskEvent):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(id=1)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


# --- files, milestones, extensions ---------------------------------------------------------------------------


def test_evidence_comes_back_as_it_was_and_each_look_is_noted(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    entry = report(task, done="完工", evidence=PHOTO, by=bureau.reviewer)
    [proof] = entry.evidence.all()
    assert open_evidence(proof, by=bureau.head) == PHOTO[0][1]
    assert AuditEvent.objects.last().action == "evidence.open"
    with pytest.raises(NotAllowed):
        open_evidence(proof, by=bureau.clerk)


def test_an_empty_or_huge_file_is_refused_and_nothing_is_kept(bureau, task, settings):
    settings.UPLOAD_LIMIT = 2**20
    take_step(task, "sign", by=bureau.reviewer)
    with pytest.raises(NotAccepted) as refused:
        report(task, done="x", evidence=[("空.pdf", b""), ("大.zip", b"x" * 2**21)], by=bureau.reviewer)
    assert {one.code for one in refused.value.findings} == {"task-file-empty", "web-file-too-big"}
    assert not ProgressEntry.objects.exists()


def test_progress_of_a_day_to_come_is_refused(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    with pytest.raises(Refused, match="晚于今天"):
        report(task, done="x", on=in_days(1), by=bureau.reviewer)


def test_a_milestone_is_taken_with_a_report(bureau, plan):
    task = give(bureau, plan, "建食堂", milestones=(("招标", in_days(-10)), ("开工", in_days(10))))
    take_step(task, "sign", by=bureau.officer)
    tender = task.milestones.get(title="招标")
    report(task, done="已招标", on=in_days(-2), milestones=[tender], by=bureau.officer)
    assert [one.done_on for one in task.milestones.all()] == [in_days(-2), None]
    other = give(bureau, plan, "另一项", milestones=(("一步", in_days(1)),))
    report(task, done="x", milestones=other.milestones.all(), by=bureau.officer)
    assert Milestone.objects.get(title="一步").done_on is None, "another task's milestone is not touched"


def test_a_later_day_needs_a_reason_and_somebody_elses_yes(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    first = task.due
    for to, reason, said in [(in_days(60), "", "理由"), (in_days(20), "雨季", "晚于现时限")]:
        with pytest.raises(Refused, match=said):
            ask_extension(again(task), to=to, reason=reason, by=bureau.reviewer)
    asked = ask_extension(again(task), to=in_days(60), reason="雨季停工", by=bureau.reviewer)
    with pytest.raises(Refused, match="等待审批"):
        ask_extension(again(task), to=in_days(70), reason="再延", by=bureau.reviewer)
    bureau.give(bureau.reviewer, RoleKind.HEAD, bureau.pu)
    with pytest.raises(NotAllowed):
        decide_extension(asked, granted=True, by=bureau.reviewer)
    decide_extension(asked, granted=True, by=bureau.head)
    assert (again(task).due, again(task).ends) == (first, in_days(60))
    with pytest.raises(Refused, match="审批过"):
        decide_extension(asked, granted=False, by=bureau.supervisor)


def test_a_refused_extension_changes_no_date(bureau, task):
    take_step(task, "sign", by=bureau.reviewer)
    asked = ask_extension(again(task), to=in_days(60), reason="雨季停工", by=bureau.reviewer)
    assert list(queries.to_decide(bureau.head)) == [asked]
    decide_extension(asked, granted=False, by=bureau.head)
    assert again(task).ends == task.due
    assert not queries.to_decide(bureau.head).exists()


# --- giving and amending -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("facts", "said"), [
    ({"due": in_days(-100)}, "早于交办日期"),
    ({"target_indicator": "student_aid.nothing", "target_value": Decimal(3)}, "不在业务目录"),
    ({"target_indicator": "student_aid.recipients"}, "没有目标值"),
])  # fmt: skip
def test_a_task_that_cannot_be_followed_is_not_given(bureau, plan, facts, said):
    with pytest.raises(Refused, match=said):
        give(bureau, plan, "一项", **facts)
    assert not Task.objects.exists()


def test_tasks_go_only_to_owners_below_the_plans_unit(bureau):
    own = actions.make_plan(period=H2, unit=bureau.pu, title="区计划", by=bureau.supervisor)
    with pytest.raises(Refused, match="不属于"):
        give(bureau, own, "一项", owner=bureau.xi)


def test_only_a_supervisor_gives_tasks(bureau, plan):
    with pytest.raises(NotAllowed):
        assign(plan, [NewTask(title="一项", owner=bureau.pu)], by=bureau.head)


def test_amending_notes_what_changed_and_never_the_due_date(bureau, plan, task):
    new = NewTask(title="改造农村学校厕所32所", owner=bureau.pu, domain="student_aid", due=task.due)
    amend(task, new, by=bureau.supervisor)
    assert again(task).title == "改造农村学校厕所32所"
    assert task.events.get(action="assign").note == "任务"
    assert AuditEvent.objects.last().action == "task.edit"
    with pytest.raises(Refused, match="延期申请"):
        amend(task, NewTask(title="x", owner=bureau.pu, due=in_days(90)), by=bureau.supervisor)


def test_a_plan_of_a_period_that_is_over_was_given_when_it_began(bureau):
    past = actions.make_plan(period=Period.parse("2026H1"), unit=bureau.city, title="上半年", by=bureau.supervisor)
    [task] = assign(past, [NewTask(title="一项", owner=bureau.pu, due=date(2026, 6, 30))], by=bureau.supervisor)
    assert task.assigned_on == date(2026, 1, 1)


# --- who sees what -------------------------------------------------------------------------------------------


def test_an_owner_sees_their_own_a_county_its_subtree_and_the_bureau_all(bureau, plan):
    of_county, far = give(bureau, plan, "区事项", owner=bureau.pu), give(bureau, plan, "县事项", owner=bureau.xi)
    of_section = give(bureau, plan, "科室事项")
    other_domain = give(bureau, plan, "别的领域", owner=bureau.city, domain="teachers")
    seen = {
        bureau.reviewer: {of_county}, bureau.officer: {of_county, far, of_section},
        bureau.head: {of_county, far, of_section, other_domain}, bureau.clerk: set(),
        bureau.supervisor: {of_county, far, of_section, other_domain},
    }  # fmt: skip
    assert {person: set(queries.tasks(person)) for person in seen} == seen
    assert set(queries.mine(bureau.officer)) == {of_section}
    assert set(queries.mine(bureau.reviewer)) == {of_county}


def test_who_works_with_the_owner_may_read_but_not_report(bureau, plan):
    task = give(bureau, plan, "联办", owner=bureau.xi, co_owners=(bureau.pu,))
    assert list(queries.tasks(bureau.reviewer)) == [task]
    assert queries.steps(task, bureau.reviewer) == []


# --- lights --------------------------------------------------------------------------------------------------


def test_the_light_follows_from_dates_and_reports_and_is_kept_for_the_day(bureau, plan):
    late = give(bureau, plan, "晚了", due=in_days(-3))
    fresh = give(bureau, plan, "刚交办", assigned_on=in_days(-1))
    lit = {task.title: task.light.light for task in lights.lit(queries.tasks(bureau.head))}
    assert lit == {"晚了": Light.RED, "刚交办": Light.GREEN}
    TaskLight.objects.filter(task=fresh).update(light="red", on=in_days(-1))  # yesterday's is void
    take_step(late, "sign", by=bureau.officer)
    report(late, done="完工", share=100, evidence=PHOTO, by=bureau.officer)
    take_step(late, "apply", by=bureau.officer)
    take_step(late, "close", by=bureau.supervisor)
    lit = {task.title: task.light for task in lights.lit(queries.tasks(bureau.head))}
    assert {title: one.light for title, one in lit.items()} == {"晚了": Light.GREEN, "刚交办": Light.GREEN}
    assert "晚" in lit["晚了"].zh


def test_a_bureaus_own_rules_hold_at_once_and_only_below_it(bureau, plan):
    task = give(bureau, plan, "过半", assigned_on=in_days(-60), due=in_days(60))
    take_step(task, "sign", by=bureau.officer)
    report(task, done="一成", share=35, by=bureau.officer)

    def light():
        return lights.lit(queries.tasks(bureau.head)).get(pk=task.pk).light.light

    assert light() == Light.YELLOW
    lights.change_rules(bureau.city, "limits: {behind_red: 12}", by=bureau.supervisor)
    assert light() == Light.RED
    lights.change_rules(bureau.pu, "limits: {behind_red: 90}", by=bureau.supervisor)
    assert light() == Light.RED
    with pytest.raises(NotAccepted, match=r"lights\.yaml"):
        lights.change_rules(bureau.city, "limits: {behind_rd: many}", by=bureau.supervisor)
    with pytest.raises(NotAllowed):
        lights.change_rules(bureau.city, "", by=bureau.head)


def test_standings_of_a_period_are_what_a_report_may_speak_of(bureau, plan):
    give(bureau, plan, "晚了", due=in_days(-3))
    [(facts, how)] = queries.standings(bureau.city, H2)
    assert (facts.title, facts.owner, how.light) == ("晚了", "学生资助管理中心", Light.RED)
    assert queries.standings(bureau.city, H2.next) == []
    [(_facts, before)] = queries.standings(bureau.city, H2, on=in_days(-80))
    assert before.light == Light.YELLOW, "eighty days ago it was only not signed for"
