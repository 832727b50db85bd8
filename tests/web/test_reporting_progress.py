"""What owners report of a task: figures as the ledger can keep them, and what is refused, where it was typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from taizhang.web.supervision.models import ProgressEntry
from taizhang.web.supervision.moving import take_step
from web.conftest import browser
from web.test_supervision import give, in_days, plan  # noqa: F401
from web.test_supervision_pages import post
from web.test_supervision_sources import program

TOO_MUCH = ["1e60", "0.1234567", "1" * 33]


@pytest.fixture
def bound(bureau, plan):  # noqa: F811
    """The section's task with a figure to reach, signed for."""
    facts = {"target_indicator": "student_aid.recipients", "target_value": Decimal(100), "baseline": Decimal(0)}
    return take_step(give(bureau, plan, "资助学生", **facts), "sign", by=bureau.officer)


def sent(bureau, task, **said):
    return program(bureau.officer, "submit").post(f"/api/tasks/{task.pk}/progress", said)


def reported(bureau, task, **said):
    said = {"done": "已发放", "on": timezone.localdate()} | said
    return post(browser(bureau.officer), "report", task.pk, **said)


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["30", "0", "12.5", "1" * 32])
def test_a_figure_is_reported_on_the_page_and_by_programs(bureau, bound, value):
    assert reported(bureau, bound, value=value).status_code == 200
    answer = sent(bureau, bound, done="已发放", value=value)
    assert answer.status_code == 201, answer.text
    assert [one.value for one in bound.entries.all()] == [Decimal(value)] * 2


@pytest.mark.parametrize("value", TOO_MUCH)
def test_a_figure_that_the_ledger_cannot_keep_is_refused_at_its_field(bureau, bound, value):
    page = reported(bureau, bound, value=value)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["value"])
    answer = sent(bureau, bound, done="已发放", value=value)
    [finding] = answer.json()["findings"]
    assert (answer.status_code, finding["place"]) == (422, "value")
    assert "最多32位整数、6位小数" in finding["zh"]
    assert not ProgressEntry.objects.exists()


def test_what_programs_leave_blank_is_refused_like_all_that_does_not_fit(bureau, bound):
    answer = sent(bureau, bound, done="   ")
    [finding] = answer.json()["findings"]
    assert (answer.status_code, finding["code"], finding["place"]) == (422, "api-malformed", "done")
    assert "不能为空" in finding["zh"]
    assert "cannot be blank" in finding["en"]
