"""Who may do what, where, and in which state: the table that the bureau signed off, row by row."""

from __future__ import annotations

from functools import partial

import pytest

from taizhang.web.accounts import actions
from taizhang.web.accounts.models import Person, Role, RoleKind
from taizhang.web.accounts.permissions import ACTIONS, RIGHTS, check_may, may, reach, unit_for, units_for
from taizhang.web.accounts.policies import SECOND_PERSON, TRANSITIONS, check_following, diagram, following
from taizhang.web.action_words import THINGS, VERBS, choices
from taizhang.web.collection.models import RoundState, Submission, SubmissionState
from taizhang.web.ledger.models import AuditEvent, OrgUnit
from taizhang.web.papers.models import Figure, PaperFinding
from taizhang.web.refusals import NotAllowed, Refused, WrongState
from taizhang.web.reports.models import Report
from taizhang.web.supervision.models import TaskState

# columns: clerk, section officer, county reviewer, office writer, head, supervisor, auditor, administrator
TABLE = """
submission.read     x x x x x x x .
submission.fill     x x . . . . . .
submission.check    . x x . . . . .
submission.approve  . x . . . . . .
submission.return   . x x . . . . .
observation.read    x x x x x x x .
observation.correct . x . . . . . .
record.read         x x x . . . x .
record.unmask       x x . . . . . .
record.edit         x x . . . . . .
record.approve      . x . . . . . .
record.settle       . x x . . . . .
record.expire       . . . . . . . x
release.seal        . . . x . . . .
report.read         x x x x x x x .
report.audit        x x x x x x x .
report.write        . . . x . . . .
report.comment      . x . x x . . .
report.confirm      . x . . . . . .
report.issue        . . . . x . . .
sentence.accept     . . . x . . . .
task.read           . x x x x x x .
task.assign         . . . . . x . .
task.report         . x x . . . . .
task.close          . . . . . x . .
task.extend         . . . . x x . .
round.open          . x . . . . . x
person.manage       . . . . . . . x
unit.manage         . . . . . . . x
audit.read          . . . . . . x .
"""
ROWS = [
    (action, kind, mark == "x")
    for action, *marks in map(str.split, TABLE.strip().splitlines())
    for kind, mark in zip(RoleKind, marks, strict=True)
]


@pytest.mark.parametrize(("action", "kind", "allowed"), ROWS, ids=str)
def test_each_role_may_do_what_the_table_says_and_nothing_else(action, kind, allowed):
    assert (action in RIGHTS[kind]) is allowed


def test_the_table_has_every_action_and_every_role():
    assert {action for action, _, _ in ROWS} == ACTIONS
    assert set(RIGHTS) == set(RoleKind)


# who, does what, to which unit's thing, of which domain
CASES = [
    ("clerk", "submission.fill", "school", "student_aid", True),
    ("clerk", "submission.fill", "other", "student_aid", False),
    ("clerk", "submission.fill", "pu", "student_aid", False),
    ("reviewer", "submission.check", "school", "teachers", True),
    ("reviewer", "submission.check", "far", "teachers", False),
    ("officer", "submission.approve", "far", "student_aid", True),
    ("officer", "submission.approve", "far", "teachers", False),
    ("head", "observation.read", "school", "teachers", True),
    ("head", "submission.approve", "school", "teachers", False),
]


@pytest.mark.parametrize(("who", "action", "where", "domain", "allowed"), CASES)
def test_a_role_reaches_its_subtree_and_its_domains(bureau, who, action, where, domain, allowed):
    person, unit = getattr(bureau, who), getattr(bureau, where)
    assert may(person, action, unit=unit, domain=domain) is allowed
    Submission.objects.create(unit=unit, what=f"{domain}.form", period="2026H1")
    assert Submission.objects.filter(reach(person, action, domain="what")).exists() is allowed


def test_a_unit_whose_code_begins_like_another_is_not_below_it(bureau):
    near = bureau.unit("C011", "仿浦区教育局", "county", bureau.city)
    assert not may(bureau.reviewer, "submission.check", unit=near)
    assert near not in OrgUnit.objects.filter(reach(bureau.reviewer, "submission.check", unit=""))


def test_of_several_units_the_highest_is_acted_for_unless_another_is_chosen(bureau):
    """In whatever order the roles were given."""
    both = bureau.person("both", RoleKind.SUPERVISOR, bureau.xi)
    for unit in (bureau.pu, bureau.city):
        bureau.give(both, RoleKind.SUPERVISOR, unit)
    acts_for = partial(unit_for, both, "task.assign")
    assert units_for(both, "task.assign") == [bureau.city, bureau.pu, bureau.xi]
    assert [acts_for(), acts_for(code="C02"), acts_for(at=bureau.far)] == [bureau.city, bureau.xi, bureau.city]
    actions.end_role(both.roles.get(unit=bureau.city), by=bureau.admin)
    both = Person.objects.get(pk=both.pk)
    assert unit_for(both, "task.assign", at=bureau.far) == bureau.xi
    for nowhere in ({"code": "C"}, {"at": bureau.aid}):
        with pytest.raises(NotAllowed):
            unit_for(both, "task.assign", **nowhere)


def test_an_ended_role_and_a_disabled_person_may_nothing(bureau):
    [role] = bureau.clerk.roles.all()
    actions.end_role(role, by=bureau.admin)
    assert not may(Person.objects.get(pk=bureau.clerk.pk), "submission.fill")
    actions.disable(bureau.reviewer, by=bureau.admin)
    assert not may(Person.objects.get(pk=bureau.reviewer.pk), "submission.check")
    assert Role.objects.filter(pk=role.pk).exists()


def test_only_an_administrator_hands_out_roles_and_only_below_themselves(bureau):
    with pytest.raises(NotAllowed):
        actions.grant(bureau.clerk, RoleKind.SECTION_OFFICER, unit=bureau.city, by=bureau.officer)
    local = bureau.person("local", RoleKind.ADMINISTRATOR, bureau.pu)
    actions.grant(bureau.clerk, RoleKind.CLERK, unit=bureau.other, by=local)
    with pytest.raises(NotAllowed):
        actions.grant(bureau.clerk, RoleKind.CLERK, unit=bureau.far, by=local)
    assert AuditEvent.objects.last().action == "role.grant"


def test_there_is_one_first_administrator(bureau):
    with pytest.raises(Refused, match="首位管理员"):
        actions.first_administrator(username="second", name="x", password="长长的-口令-2026", unit=bureau.city)


def test_an_unknown_action_is_a_mistake_in_the_program(bureau):
    with pytest.raises(KeyError, match=r"submission\.fill"):
        may(bureau.clerk, "submission.fil")


# --- states -------------------------------------------------------------------------------------------------

STATES = {
    "submission": SubmissionState, "round": RoundState, "report": Report.State, "task": TaskState,
    "figure": Figure.State, "finding": PaperFinding.State,
}  # fmt: skip


@pytest.mark.parametrize("thing", TRANSITIONS)
def test_transitions_name_every_state_and_no_other(thing):
    ways = TRANSITIONS[thing]
    assert set(ways) == set(STATES[thing])
    assert {then for actions_ in ways.values() for then in actions_.values()} <= set(ways)


@pytest.mark.parametrize("thing", TRANSITIONS)
def test_every_transition_but_filling_needs_a_right_of_its_own(thing):
    done = {action for ways in TRANSITIONS[thing].values() for action in ways}
    by_right = {f"{thing}.{action}" for action in done} & ACTIONS
    assert {f"{thing}.{action}" for action in SECOND_PERSON[thing]} <= by_right


def test_a_wrong_state_says_which_would_do():
    assert following("submission", "submitted", "check") == "checked"
    with pytest.raises(WrongState, match="“草稿”，不能进行“审定通过”；只有处于 已初审 状态") as refused:
        check_following("submission", "draft", "approve")
    assert "“Approve” is not possible in state “Draft”; it takes Checked." in refused.value.findings[0].message("en")


@pytest.mark.parametrize("thing", ["submission", "round", "report", "task"])
def test_every_state_and_action_that_a_refusal_names_has_words(thing):
    ways = TRANSITIONS[thing]
    assert set(ways) <= set(choices(thing, "state"))
    assert {action for actions_ in ways.values() for action in actions_} <= set(VERBS)


def test_every_right_that_a_refusal_names_has_words(bureau):
    halves = {right: right.split(".") for right in ACTIONS}
    assert {right for right, (thing, verb) in halves.items() if thing not in THINGS or verb not in VERBS} == set()
    with pytest.raises(NotAllowed, match="无权进行“任务 · 交办”操作") as refused:
        check_may(bureau.clerk, "task.assign", unit=bureau.city, domain="student_aid")
    assert refused.value.findings[0].place == "青汀市教育局 · 学生资助"


def test_the_diagram_is_drawn_from_the_table():
    assert "  checked --> approved: approve" in diagram("submission").splitlines()
