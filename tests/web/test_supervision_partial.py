"""A bound figure while some units have yet to report: told with how many have, and no target reached by silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from taizhang.web.supervision import lights
from taizhang.web.supervision.measuring import measure
from taizhang.web.supervision.models import Task
from web.conftest import browser
from web.test_supervision import give, plan  # noqa: F401
from web.test_supervision_sources import bound, observe


@pytest.fixture
def to_nothing(bureau, plan):  # noqa: F811
    """A task of the county, of whose two schools both report: nobody may be left."""
    facts = {"target_indicator": "student_aid.recipients", "target_value": Decimal(0), "baseline": Decimal(80)}
    return give(bureau, plan, "清零", owner=bureau.pu, **facts)


def stands(task):
    [(_facts, how)] = lights.standings_of(Task.objects.filter(pk=task.pk))
    return how


def test_nothing_at_one_of_two_schools_is_not_nothing_left(bureau, to_nothing):
    observe(bureau, "0")
    measure(bureau.city, by=bureau.supervisor)
    assert stands(to_nothing).done is None
    assert "指标现为0人，1/2家已报" in stands(to_nothing).why.zh
    page = browser(bureau.supervisor).get(reverse("supervision:task", args=[to_nothing.pk])).text
    assert '<span class="missing">1/2家已报</span>' in page


def test_the_same_value_counts_once_the_last_school_has_reported(bureau, to_nothing):
    observe(bureau, "0")
    measure(bureau.city, by=bureau.supervisor)
    observe(bureau, "0", bureau.other)
    assert len(measure(bureau.city, by=bureau.supervisor)) == 1, "the value is as before, but now of all"
    assert stands(to_nothing).done == 1
    page = browser(bureau.supervisor).get(reverse("supervision:task", args=[to_nothing.pk])).text
    assert "家已报" not in page


def test_a_sum_that_is_reached_already_stays_reached(bureau, plan):  # noqa: F811
    task = bound(bureau, plan, owner=bureau.pu, target="30")
    observe(bureau, "30")
    measure(bureau.city, by=bureau.supervisor)
    assert stands(task).done == 1


# --- the head's page ----------------------------------------------------------------------------------------------


def head(bureau, language=None):
    return browser(bureau.head, language).get(reverse("supervision:head")).text


def test_figures_that_nobody_knows_are_not_said_to_keep_pace(bureau, plan, to_nothing):  # noqa: F811
    bound(bureau, plan, owner=bureau.xi)
    assert "2项绑定指标的事项中，2项的指标还没有数据或没有报齐" in head(bureau)
    assert "都在进度内" not in head(bureau)
    assert "Of 2 tasks with a figure to reach, 2 have no data yet" in head(bureau, "en")
    observe(bureau, "0")
    measure(bureau.city, by=bureau.supervisor)
    assert "2项的指标还没有数据或没有报齐" in head(bureau), "one of two schools tells nothing"
    observe(bureau, "0", bureau.other)
    measure(bureau.city, by=bureau.supervisor)
    assert "1项的指标还没有数据或没有报齐" in head(bureau)
    assert "看得出进度的指标都在进度内" in head(bureau)


def test_without_figures_to_reach_the_head_is_told_so(bureau, plan):  # noqa: F811
    give(bureau, plan, "改厕", owner=bureau.pu)
    assert "没有绑定指标的事项" in head(bureau)


def test_figures_that_all_are_known_keep_pace(bureau, plan):  # noqa: F811
    bound(bureau, plan, owner=bureau.pu, target="30")
    observe(bureau, "30")
    measure(bureau.city, by=bureau.supervisor)
    assert "绑定的指标都在进度内" in head(bureau)
    assert "看不出进度" not in head(bureau)
