"""Whoever types an address or a form may write any number there: what comes back is a page that says something."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from taizhang.web.asked_numbers import whole, wholes
from taizhang.web.reports.versions import current
from taizhang.web.supervision.models import Task
from web.conftest import browser
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401
from web.test_supervision import give, plan  # noqa: F401

# ruff: noqa: F811

NO_NUMBERS = ["", "²", "-1", "1.5", "1e5", "NaN", "9" * 16, "1" * 5000, "1_000", "一"]


@given(st.text() | st.integers().map(str) | st.from_regex(r"[0-9٣３²_+. -]{1,20}"))
def test_a_number_is_what_its_digits_say_or_none(text):
    found = whole(text)
    assert found is None or (found == int(text) and 0 <= found < 10**15)


def test_what_is_no_number_is_passed_over():
    assert wholes(["3", *NO_NUMBERS, "0", "１２"]) == [3, 0, 12]


@pytest.fixture
def task(bureau, plan) -> Task:
    return give(bureau, plan, "改造厕所", owner=bureau.pu)


@pytest.fixture
def figure(report) -> str:
    return report.evidence.first().anchor


# who, method, page, which of the things below it names, the name of the number, what else is sent
ASKED = [
    ("auditor", "get", "audit:log", (), "before", {}),
    ("officer", "post", "rounds:review", (), "chosen", {}),
    ("writer", "get", "reports:figure", ("report", "figure"), "page", {}),
    ("writer", "get", "reports:differences", ("report",), "since", {}),
    ("writer", "post", "reports:write", (), "release", {}),
    ("writer", "post", "reports:save", ("report", "block"), "base", {"text": "改"}),
    ("writer", "post", "reports:add", ("report", "block"), "level", {"text": "加"}),
    ("writer", "post", "reports:settle", ("report", "block"), "comment", {}),
    ("head", "post", "reports:step", ("report", "issue"), "number", {}),
    ("supervisor", "post", "supervision:edit", ("task",), "co_owners", {}),
    ("supervisor", "post", "supervision:edit", ("task",), "owner", {}),
    ("supervisor", "post", "supervision:carry", ("plan", "plan"), "task", {}),
]


@pytest.mark.parametrize("number", [*NO_NUMBERS, "123456"], ids=lambda text: text[:8] or "empty")
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: f"{asked[2]} {asked[4]}")
def test_no_number_ends_in_a_page_that_failed(bureau, report, figure, plan, task, asked, number):
    who, method, page, named, name, more = asked
    block = current(report)[1].blocks[1].key
    things = {"report": report.pk, "figure": figure, "block": block, "plan": plan.pk, "task": task.pk, "issue": "issue"}
    url = reverse(page, args=[things[one] for one in named])
    answered = getattr(browser(getattr(bureau, who)), method)(url, {name: number, **more})
    assert answered.status_code in (200, 302, 400, 403, 404, 409, 422)
    assert Task.objects.get(pk=task.pk).title == "改造厕所"


def test_a_version_that_never_was_is_told(bureau, report):
    answered = browser(bureau.writer).get(reverse("reports:differences", args=[report.pk]), {"since": "99"})
    assert (answered.status_code, "报告没有第99版" in answered.text) == (400, True)
