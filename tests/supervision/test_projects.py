"""Building projects: stages, slip, money, places; and the same figures as the catalogue's indicators give."""

from datetime import date
from decimal import Decimal

import pytest

from taizhang.catalogue.case_values import CaseValues
from taizhang.catalogue.loading import load
from taizhang.periods import Period
from taizhang.supervision.project_totals import overview
from taizhang.supervision.projects import Project, project, slip, slips, stage_at, stages

DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def catalogue():
    return load()


def test_every_stage_is_one_the_register_knows_and_every_date_one_it_keeps(catalogue):
    listed = catalogue.lists["projects.project_stage"].codes
    fields = catalogue.registers["projects.project"].fields

    assert {stage.phase for stage in stages()} == {*listed} - {"stopped"}
    assert [stage.number for stage in stages()] == sorted(stage.number for stage in stages())
    dates = {name for stage in stages() for name in (stage.planned, stage.actual) if name}
    assert dates == {name for name, one in fields.items() if one.type == "date"}


def test_a_day_gives_the_figures_that_the_catalogue_gives_for_its_period(catalogue):
    case = next(case for case in catalogue.cases if case.name == "counts, money and rates of three projects")
    period = Period.parse("2026H1")
    records = CaseValues(case, catalogue, period).records["projects.project"]

    found = overview(map(project, records), period.end, since=period.start)

    expected = {name: case.expect[name] for name in (
        "projects_total", "projects_started", "projects_completed", "projects_delivered", "projects_late",
        "projects_not_started", "places_added", "places_coming", "total_investment", "funds_in_place",
        "investment_done", "start_rate", "completion_rate", "funds_rate", "investment_rate", "funds_used_rate")}
    assert expected == {
        "projects_total": found.total, "projects_started": found.started, "projects_completed": found.completed,
        "projects_delivered": found.delivered, "projects_late": found.late, "projects_not_started": found.not_started,
        "places_added": found.places_added, "places_coming": found.places_coming,
        "total_investment": found.money.planned, "funds_in_place": found.money.in_place,
        "investment_done": found.money.spent, "start_rate": round(found.start_rate, 2),
        "completion_rate": round(found.completion_rate, 2), "funds_rate": round(found.money.in_place_rate, 2),
        "investment_rate": round(found.money.done_rate, 2), "funds_used_rate": round(found.money.paid_rate, 2)}


def test_degree_places_count_once_in_the_period_of_the_hand_over():
    school = Project(code="P-01", name="教学楼", places=270, actual={70: date(2025, 3, 1), 90: date(2026, 2, 20)})

    def added(since, until):
        return overview([school, school], until, since=since).places_added

    assert added(date(2025, 7, 1), date(2025, 12, 31)) == 0
    assert added(date(2026, 1, 1), date(2026, 6, 30)) == 270
    assert added(date(2026, 7, 1), date(2026, 12, 31)) == 0


def test_money_that_nobody_gave_is_counted_as_unreported_and_no_rate_rests_on_nothing():
    found = overview([Project(code="P-01", name="楼", total=Decimal(300), in_place=Decimal(120)),
                      Project(code="P-02", name="操场")], DAY, since=DAY)

    assert (found.money.planned, found.money.in_place, found.money.unreported) == (300, 120, 2)
    assert found.money.in_place_rate == 40
    assert overview([], DAY, since=DAY).start_rate is None


PLAN = {70: date(2026, 3, 1), 85: date(2026, 12, 31)}


@pytest.mark.parametrize(("actual", "expected"), [
    ({}, [(70, None, 121)]),                                                 # open: late until today
    ({70: date(2026, 3, 21)}, [(70, date(2026, 3, 21), 20)]),
    ({70: date(2026, 2, 20)}, [(70, date(2026, 2, 20), -9)]),
    ({70: date(2026, 7, 20)}, [(70, None, 121)]),                            # on the day it had not started
    ({70: date(2026, 3, 1), 85: date(2026, 6, 1)}, [(70, date(2026, 3, 1), 0), (85, date(2026, 6, 1), -213)]),
])
def test_each_planned_stage_slips_against_its_plan(actual, expected):
    one = Project(code="P-01", name="楼", planned=PLAN, actual=actual)

    assert [(found.stage.number, found.actual, found.days) for found in slips(one, DAY)] == expected
    assert slip(one, DAY) == slips(one, DAY)[-1]


def test_a_stopped_project_slips_no_more_and_counts_nowhere():
    stopped = Project(code="P-01", name="楼", phase="stopped", planned=PLAN, total=Decimal(9))

    assert slip(stopped, DAY) is None
    assert overview([stopped], DAY, since=DAY).total == 0


def test_a_project_is_in_its_last_dated_stage_or_the_one_the_register_names():
    one = Project(code="P-01", name="楼", phase="structure", actual={70: date(2026, 3, 1), 90: date(2026, 7, 9)})

    assert str(stage_at(one, DAY).title) == "主体施工"
    assert str(stage_at(one, date(2026, 7, 9)).title) == "交付使用"
    assert str(stage_at(Project(code="P-02", name="楼"), DAY).title) == "立项（项目建议书批复）"
