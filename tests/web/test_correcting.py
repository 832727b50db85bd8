"""A correction after approval, as the section walks it: from the submission, through what it changes, with a reason."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from taizhang.periods import Period
from taizhang.web.accounts.models import RoleKind
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.reports.what_if import WhatIf
from taizhang.web.supervision.measuring import measure
from taizhang.web.supervision.models import Plan, Task
from taizhang.web.supervision.supposing import relit
from web.conftest import browser
from web.one_report import approved
from web.test_supervision import give, in_days

H2 = Period.parse("2026H2")


@pytest.fixture
def submission(bureau):
    """What the school sent, approved."""
    return approved(bureau)


@pytest.fixture
def task(bureau, submission) -> Task:
    """A task of the section that is to reach 40 pupils, as the ledger says it has."""
    plan = Plan.objects.create(unit=bureau.city, title="上半年工作计划", period="2026H1", made_by=bureau.supervisor)
    facts = {"target_indicator": "student_aid.hardship", "target_value": Decimal(40), "baseline": Decimal(0)}
    task = give(bureau, plan, "认定困难学生", owner=bureau.aid, assigned_on=in_days(-60), due=in_days(60), **facts)
    measure(bureau.city, by=bureau.supervisor)
    return task


def value(indicator: str) -> Observation:
    return Observation.objects.in_force().get(indicator=indicator)


def test_it_begins_at_the_line_and_ends_there_with_its_reason(bureau, submission, task):
    officer, page = browser(bureau.officer), reverse("collection:detail", args=[submission.pk])
    hardship = value("student_aid.hardship")
    link = reverse("reports:correction", args=[hardship.pk])
    assert f'href="{link}"' in officer.get(page).text

    preview = officer.get(link, {"value": "4"}).text
    assert re.search(r"青汀市教育局</td>.*?46人.*?4人", preview, re.DOTALL), "totals"
    assert re.search(r"认定困难学生.*?46.* → 4 人", preview), "lights"
    assert value("student_aid.hardship") == hardship, "asking changes nothing"

    assert officer.post(link, {"value": "4", "reason": " "}).status_code == 400
    done = officer.post(link, {"value": "4", "reason": "重复认定"}, follow=True)
    assert done.redirect_chain[-1][0] == page
    assert "更正：重复认定" in done.text
    assert (value("student_aid.hardship").value, value("student_aid.hardship").supersedes) == (Decimal(4), hardship)
    assert AuditEvent.objects.last().action == "observation.correct"
    again = reverse("reports:correction", args=[value("student_aid.hardship").pk])
    assert f'href="{again}"' in done.text, "what was corrected can be corrected again"


def test_a_light_that_turns_says_why(bureau, submission, task):
    now = relit(WhatIf(value("student_aid.hardship"), Decimal(4)), by=bureau.officer)
    assert [(one.task, one.was, one.value) for one in now] == [(task, Decimal(46), Decimal(4))]
    [one] = now
    assert one.turns
    assert (one.before.done, one.after.done) == (Decimal(1), Decimal("0.1"))
    assert relit(WhatIf(value("student_aid.hardship"), Decimal(46)), by=bureau.officer) == []
    assert relit(WhatIf(value("student_aid.fund"), Decimal(1)), by=bureau.officer) == [], "bound to another figure"
    assert task.measurements.get().value == 46, "nothing is measured by asking"


def test_a_value_corrected_to_missing_is_not_zero(bureau, submission, task):
    link = reverse("reports:correction", args=[value("student_aid.hardship").pk])
    officer = browser(bureau.officer)
    assert "未报（不等于零）" in officer.get(link, {"value": ""}).text
    officer.post(link, {"value": "", "reason": "误报"})
    assert value("student_aid.hardship").value is None


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind != RoleKind.SECTION_OFFICER])
def test_others_may_look_at_most(bureau, submission, kind):
    client, link = browser(bureau.people[kind]), reverse("reports:correction", args=[value("student_aid.fund").pk])
    page = client.get(reverse("collection:detail", args=[submission.pk]))
    assert link not in page.text
    assert client.post(link, {"value": "1", "reason": "x"}).status_code in (403, 404)
    assert 'name="reason"' not in client.get(link, {"value": "1"}).text
    assert value("student_aid.fund").value == 12500
