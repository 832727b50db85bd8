"""A correction after approval, as the section walks it: from the submission, through what it changes, with a reason."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from taizhang.periods import Period
from taizhang.web.accounts.models import RoleKind
from taizhang.web.collection.actions import return_
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.collection.submitting import explain, submit
from taizhang.web.ledger.entering import correct
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.refusals import Refused
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


@pytest.mark.parametrize(("who", "shown"), [
    ("clerk", ["松溪小学"]),
    ("reviewer", ["松溪小学", "临浦区教育局"]),
    ("officer", ["松溪小学", "临浦区教育局", "青汀市教育局"]),
])  # fmt: skip
def test_totals_are_told_of_the_units_whose_figures_one_may_read(bureau, submission, who, shown):
    bureau.observe("student_aid.hardship", "300", bureau.other, stage="primary")
    link = reverse("reports:correction", args=[Observation.objects.get(value=46).pk])
    page = browser(getattr(bureau, who)).get(link, {"value": "4"}).text
    totals = page.partition("合计")[2].partition("</table>")[0]
    assert [unit for unit in ("松溪小学", "临浦区教育局", "青汀市教育局") if f"<td>{unit}</td>" in totals] == shown
    assert ("346" in page) == (who != "clerk")
    assert ("您无权查看的合计没有列出" in page) == (who != "officer"), "and where some are left out, that is said"


def test_totals_of_domains_that_one_does_not_read_are_left_out_too(bureau, submission):
    beside = bureau.person("beside", RoleKind.SECTION_OFFICER, bureau.city, domains=["teachers"])
    bureau.give(beside, RoleKind.CLERK, bureau.school)
    link = reverse("reports:correction", args=[value("student_aid.hardship").pk])
    page = browser(beside).get(link, {"value": "4"}).text
    assert ("<td>松溪小学</td>" in page, "<td>青汀市教育局</td>" in page) == (True, False)


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


@pytest.fixture
def corrected(bureau, submission):
    """The 46 pupils were corrected to 50; then the form went back for the sake of another cell."""
    correct(value("student_aid.hardship"), value=Decimal(50), reason="核对学籍后更正", by=bureau.officer)
    return_(submission, reason="经费请核实", by=bureau.officer)
    return submission


def again(bureau, **cells):
    """The form as the clerk sends it once more."""
    data = bureau.workbook({"小学": 46, "资助经费": 10} | cells)
    [sent] = receive_workbook(data, "再报.xlsx", by=bureau.clerk).submissions
    return [one for one in sent.current.findings.all() if one.code == "correction-undone"]


def test_what_was_corrected_and_is_sent_as_before_wants_an_explanation_that_the_reviewer_reads(bureau, corrected):
    [warned] = again(bureau)
    assert warned.unexplained
    for told in ("46", "更正为 50", "核对学籍后更正", str(bureau.officer), "小学"):
        assert told in warned.zh
    with pytest.raises(Refused, match="没有说明"):
        submit(corrected, by=bureau.clerk)
    for finding in corrected.current.findings.all():
        explain(finding, text="学籍当日仍是46人", by=bureau.clerk)
    submit(corrected, by=bureau.clerk)
    page = browser(bureau.reviewer).get(reverse("collection:detail", args=[corrected.pk])).text
    assert warned.zh in html.unescape(page)
    assert "学籍当日仍是46人" in page
    assert re.search("台账中已更正为 50.*核对学籍后更正", page)


def test_a_page_that_is_filled_in_says_so_at_the_cell(bureau, corrected):
    checked = browser(bureau.clerk).post(
        reverse("collection:fill_check", args=[corrected.pk]), {"cells": {"家庭经济困难学生（小学）": "46"}},
        content_type="application/json",
    )  # fmt: skip
    assert "核对学籍后更正" in checked.json()["said"]["家庭经济困难学生（小学）"]


def test_the_corrected_value_a_new_one_and_what_is_sent_after_it_was_left_out_are_no_surprise(bureau, corrected):
    assert again(bureau, 小学=50) == []
    assert again(bureau, 小学=47) == []
    assert again(bureau, 小学=50, 资助经费=None) == []
    bureau.approve(corrected)
    return_(corrected, reason="经费漏报", by=bureau.officer)
    assert again(bureau, 小学=50, 资助经费=12500) == [], "nobody corrected it: it was left out"


def test_of_several_corrections_each_value_replaced_is_known(bureau, submission):
    for number, why in (("50", "核对"), ("51", "再核对")):
        correct(value("student_aid.hardship"), value=Decimal(number), reason=why, by=bureau.officer)
    return_(submission, reason="请核实", by=bureau.officer)
    assert [len(again(bureau, 小学=number)) for number in (46, 50, 51)] == [1, 1, 0]


def test_a_register_that_counts_again_what_was_corrected_says_which_figure(bureau):
    pupils = [("张小花", "小学", 625, 625), ("李大山", "小学", 625, 600)]
    [first] = receive_workbook(bureau.workbook(records=pupils), "台账.xlsx", by=bureau.clerk).submissions
    bureau.approve(first)
    correct(value("student_aid.recipients"), value=Decimal(3), reason="漏记一人", by=bureau.officer)
    return_(first, reason="请补记", by=bureau.officer)
    pupils[1] = ("李大山", "小学", 625, 625)
    [sent] = receive_workbook(bureau.workbook(records=pupils), "再报.xlsx", by=bureau.clerk).submissions
    [warned] = sent.current.findings.filter(code="correction-undone")
    assert "“资助学生（小学）”又报了 2" in warned.zh
    assert warned.place == "资助发放台账"


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind != RoleKind.SECTION_OFFICER])
def test_others_may_look_at_most(bureau, submission, kind):
    client, link = browser(bureau.people[kind]), reverse("reports:correction", args=[value("student_aid.fund").pk])
    page = client.get(reverse("collection:detail", args=[submission.pk]))
    assert link not in page.text
    assert client.post(link, {"value": "1", "reason": "x"}).status_code in (403, 404)
    assert 'name="reason"' not in client.get(link, {"value": "1"}).text
    assert value("student_aid.fund").value == 12500
