"""A round from its opening to its end: who is missing, who gets more time, what is locked, whom to call back."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import DatabaseError
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web.accounts.models import RoleKind
from taizhang.web.collection import actions as collection
from taizhang.web.collection import standing
from taizhang.web.collection.asking import asking
from taizhang.web.collection.forms import NewRound
from taizhang.web.collection.models import Round, Submission, SubmissionState, Version
from taizhang.web.collection.queries import to_do, to_pass
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.collection.submitting import submit_all, take_back
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAllowed, Refused, WrongState
from taizhang.web.rounds import actions, queries
from taizhang.web.rounds.callbacks import call_backs
from taizhang.web.rounds.models import RoundEvent
from web.conftest import browser

H1 = Period.parse("2026H1")
BASICS = "student_aid.basics"
FORM = {"小学": 46, "资助经费": 12500}


@pytest.fixture
def asked(bureau):
    due = timezone.localdate() + timedelta(days=3)
    return collection.open_round(period=H1, unit=bureau.city, whats=[BASICS], due=due, by=bureau.officer)


def send(bureau, form: dict[str, object] = FORM) -> Submission:
    [submission] = receive_workbook(bureau.workbook(form), "表.xlsx", by=bureau.clerk).submissions
    submit_all([submission], by=bureau.clerk)
    return submission


def days(number: int):
    return timezone.localdate() + timedelta(days=number)


def test_completeness_and_timeliness_are_two_figures(bureau, asked):
    send(bureau)
    Submission.objects.filter(unit=bureau.other).update(state=SubmissionState.SUBMITTED, submitted_on=days(9))
    rows = queries.asked_of(asked, bureau.officer)
    whole = standing.whole(rows)
    assert (whole.asked, whole.sent, whole.in_time, whole.late) == (3, 2, 1, 0)
    assert [(unit.name, one.asked, one.sent) for unit, one in standing.by_unit(rows, bureau.city)] == [
        ("临浦区教育局", 2, 2), ("桐溪县教育局", 1, 0),
    ]  # fmt: skip
    assert [(one.key, one.asked) for one in standing.by_domain(rows)] == [("student_aid", 3)]


def test_a_return_does_not_make_late_and_lateness_begins_after_the_day(bureau, asked):
    submission = send(bureau)
    collection.return_(submission, reason="请核对", by=bureau.reviewer)
    whole = standing.whole(asked.submissions.all())
    assert (whole.sent, whole.in_time) == (0, 0), "no more are in time than have been sent"
    Submission.objects.update(due=days(-1))
    whole = standing.whole(asked.submissions.all())
    assert (whole.sent, whole.in_time, whole.late) == (0, 0, 3)
    Submission.objects.update(due=days(0))
    assert standing.whole(asked.submissions.all()).late == 0


def test_a_reviewer_sees_the_standing_of_the_own_county_alone(bureau, asked):
    page = browser(bureau.reviewer).get(f"/rounds/{asked.pk}/").content.decode()
    assert "临浦区教育局" in page
    assert "桐溪县教育局" not in page


def test_a_locked_round_takes_nothing_more_but_from_who_was_given_time(bureau, asked):
    actions.lock(asked, by=bureau.officer)
    refused = receive_workbook(bureau.workbook(FORM), "表.xlsx", by=bureau.clerk).file
    assert (refused.accepted, [one["code"] for one in refused.findings]) == (False, ["round-locked"])
    actions.extend(asked, bureau.school, until=days(10), reason="校舍搬迁", by=bureau.officer)
    submission = send(bureau)
    assert submission.extended_until == days(10)
    assert (Submission.objects.get(unit=bureau.other).extended_until, Version.objects.count()) == (None, 1)


def test_what_was_filled_before_the_lock_cannot_be_sent_after_it(bureau, asked):
    [submission] = receive_workbook(bureau.workbook(FORM), "表.xlsx", by=bureau.clerk).submissions
    actions.lock(asked, by=bureau.officer)
    with pytest.raises(WrongState):
        submit_all([submission], by=bureau.clerk)
    page = browser(bureau.clerk).get(f"/submissions/{submission.pk}/").content.decode()
    assert "/submit/" not in page
    actions.reopen(asked, reason="系统故障", by=bureau.officer)
    submit_all([submission], by=bureau.clerk)


def test_more_time_ends_with_its_day_and_counts_as_in_time(bureau, asked):
    actions.extend(asked, bureau.pu, until=days(10), reason="停电", by=bureau.officer)
    Submission.objects.filter(unit=bureau.school).update(submitted_on=days(9), state=SubmissionState.SUBMITTED)
    assert standing.whole(asked.submissions.filter(unit=bureau.school)).in_time == 1
    actions.lock(asked, by=bureau.officer)
    Submission.objects.update(extended_until=days(-1), state=SubmissionState.AWAITED)
    assert not receive_workbook(bureau.workbook(FORM), "表.xlsx", by=bureau.clerk).file.accepted


@pytest.mark.parametrize(
    ("until", "reason", "told"), [(3, "停电", "原截止日期"), (-1, "停电", "原截止日期"), (10, "  ", "理由")]
)
def test_more_time_needs_a_reason_and_a_later_day(bureau, asked, until, reason, told):
    with pytest.raises(Refused, match=told):
        actions.extend(asked, bureau.school, until=days(until), reason=reason, by=bureau.officer)
    assert not RoundEvent.objects.exists()


@pytest.mark.parametrize("role", [kind for kind in RoleKind if kind not in ("section_officer", "administrator")])
def test_only_who_opens_rounds_may_steer_them(bureau, asked, role):
    person = bureau.people[role]
    for step in (
        lambda: actions.lock(asked, by=person),
        lambda: actions.remind(asked, text="请报送", by=person),
        lambda: actions.extend(asked, bureau.school, until=days(9), reason="停电", by=person),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert browser(person).post(f"/rounds/{asked.pk}/lock/").status_code in (403, 404)


def test_every_step_leaves_an_event_that_stays(bureau, asked):
    actions.remind(asked, text="请尽快报送", by=bureau.officer)
    actions.lock(asked, by=bureau.officer)
    actions.reopen(asked, reason="补报", by=bureau.officer)
    assert [event.action for event in asked.events.all()] == ["reopen", "lock", "remind"]
    assert list(AuditEvent.objects.filter(action__startswith="round.").values_list("action", flat=True)) == [
        "round.open", "round.remind", "round.lock", "round.reopen",
    ]  # fmt: skip
    with pytest.raises(DatabaseError):
        RoundEvent.objects.update(text="x")


def test_a_reminder_stands_on_the_first_page_until_everything_is_sent(bureau, asked):
    actions.remind(asked, text="请今天下班前报送", by=bureau.officer)
    assert "请今天下班前报送" in browser(bureau.clerk).get("/").content.decode()
    send(bureau)
    assert "请今天下班前报送" not in browser(bureau.clerk).get("/").content.decode()


def test_a_reminder_to_one_county_reaches_no_other(bureau, asked):
    clerk = bureau.person("far", RoleKind.CLERK, bureau.far)
    actions.remind(asked, text="临浦请注意", unit=bureau.pu, by=bureau.officer)
    assert queries.reminders(clerk) == []
    assert [event.text for event in queries.reminders(bureau.clerk)] == ["临浦请注意"]


def test_the_standing_goes_out_as_a_workbook(bureau, asked):
    send(bureau)
    response = browser(bureau.officer).get(f"/rounds/{asked.pk}/export.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    units, *_others, missing = book.worksheets
    assert [[cell.value for cell in row][:4] for row in units] == [
        ["按机构", "应报", "已报", "完整率"], ["临浦区教育局", 2, 1, "50%"], ["桐溪县教育局", 1, 0, "0%"],
    ]  # fmt: skip
    assert [row[0].value for row in missing][1:] == ["柳湾小学", "云岭小学"]


def test_what_is_clean_is_passed_in_one_step_and_what_one_sent_oneself_is_not(bureau, asked):
    submission = send(bureau)
    bureau.give(bureau.reviewer, RoleKind.SECTION_OFFICER, bureau.city)
    assert [row.pk for row in to_pass(bureau.reviewer, clean=True)] == [submission.pk]
    assert not to_pass(bureau.clerk, clean=False).exists()
    page = browser(bureau.reviewer)
    assert "松溪小学" in page.get("/rounds/review/").content.decode()
    page.post("/rounds/review/", {"chosen": [submission.current.pk]})
    submission.refresh_from_db()
    assert submission.state == SubmissionState.CHECKED
    page.post("/rounds/review/", {"chosen": [submission.current.pk, 99999]})
    submission.refresh_from_db()
    assert submission.state == SubmissionState.APPROVED


def test_an_officer_cannot_pass_what_the_officer_sent(bureau, asked):
    receipt = receive_workbook(bureau.workbook(FORM), "表.xlsx", by=bureau.officer)
    submit_all(receipt.submissions, by=bureau.officer)
    assert not to_pass(bureau.officer, clean=False).exists()
    browser(bureau.officer).post("/rounds/review/", {"chosen": [receipt.submissions[0].current.pk]})
    assert Submission.objects.get(unit=bureau.school).state == SubmissionState.SUBMITTED


def test_what_another_sent_after_oneself_can_be_passed(bureau, asked):
    """Nobody passes their own; whoever filled it in first is not the sender of what stands there now."""
    [first] = receive_workbook(bureau.workbook(FORM), "表.xlsx", by=bureau.officer).submissions
    submit_all([first], by=bureau.officer)
    collection.return_(first, reason="请学校自己报", by=bureau.officer)
    sent = send(bureau, FORM | {"小学": 47})
    assert [row.sender for row in to_pass(bureau.officer, clean=False).filter(pk=sent.pk)] == ["clerk"]
    browser(bureau.officer).post("/rounds/review/", {"chosen": [sent.current.pk]})
    sent.refresh_from_db()
    assert sent.state == SubmissionState.CHECKED


def chosen(page) -> list[str]:
    return re.findall(r'name="chosen" value="(\d+)"', page.get("/rounds/review/").text)


def test_of_many_that_are_passed_at_once_each_is_the_version_that_the_page_showed(bureau, asked):
    """One that was taken back and sent anew meanwhile, with other numbers and perhaps with doubts, nobody saw."""
    submission, page = send(bureau), browser(bureau.reviewer)
    shown = chosen(page)
    assert shown == [str(submission.current.pk)]
    take_back(submission, by=bureau.clerk)
    send(bureau, FORM | {"小学": 47})
    refused = page.post("/rounds/review/", {"chosen": shown})
    assert (refused.status_code, "又报来第 2 次提交" in refused.text) == (409, True)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.SUBMITTED
    page.post("/rounds/review/", {"chosen": chosen(page)})
    submission.refresh_from_db()
    assert submission.state == SubmissionState.CHECKED


def doubt(submission: Submission, place: str) -> None:
    version = submission.current
    version.findings.create(code="x", severity="warning", place=place, zh="存疑", en="doubtful", explanation="属实")


def test_call_backs_stand_in_the_order_of_what_they_move(bureau, asked):
    for unit, before in ((bureau.school, "40"), (bureau.other, "900")):
        bureau.observe("student_aid.hardship", before, unit, stage="primary")
    sent = {}
    for unit, value in ((bureau.school, 80), (bureau.other, 1000), (bureau.far, 5)):
        submission = Submission.objects.get(unit=unit)
        cell = {"indicator": "student_aid.hardship", "by": {"stage": "primary"}, "value": f"{value}", "place": "表!C7"}
        submission.versions.create(number=1, cells=[cell], entered_by=bureau.clerk)
        Submission.objects.filter(pk=submission.pk).update(state=SubmissionState.SUBMITTED, period="2026H2")
        doubt(submission, "表!C7")
        sent[unit.pk] = submission
    found = call_backs(Submission.objects.all(), period=H1.next)
    assert [one.finding.version.submission.unit for one in found] == [bureau.other, bureau.school, bureau.far]
    assert [one.expected for one in found] == [Decimal(900), Decimal(40), None]
    assert found[0].effect == Decimal(100) / 1085
    Round.objects.update(period="2026H2")
    page = browser(bureau.officer).get(f"/rounds/{asked.pk}/callbacks/").content.decode()
    assert page.index("柳湾小学") < page.index("松溪小学") < page.index("云岭小学")


def test_pages_are_for_who_may_see_the_round(bureau, asked):
    beside = bureau.person("beside", RoleKind.COUNTY_REVIEWER, bureau.aid)
    for path in ("", "export.xlsx", "callbacks/"):
        assert browser(beside).get(f"/rounds/{asked.pk}/{path}").status_code == 404
        assert browser(bureau.head).get(f"/rounds/{asked.pk}/{path}").status_code == 200
    assert browser(bureau.admin).get(f"/rounds/{asked.pk}/callbacks/").status_code == 404
    assert browser(bureau.officer).get(f"/rounds/{asked.pk}/?unit=C02").status_code == 200
    assert browser(bureau.officer).get(f"/rounds/{asked.pk}/?unit=nowhere").status_code == 404


def test_who_opens_rounds_sees_how_far_they_have_come_and_not_what_they_say(bureau, asked):
    submission = send(bureau)
    client = browser(bureau.admin)
    opened = client.post("/submissions/rounds/new/", {
        "period": "2026H2", "unit": bureau.city.pk, "whats": [BASICS], "due": days(9).isoformat(), "confirm": "1",
    }, follow=True)  # fmt: skip
    assert (opened.status_code, opened.redirect_chain[0][0]) == (200, f"/rounds/{Round.objects.first().pk}/")
    page = client.get(f"/rounds/{asked.pk}/").content.decode()
    assert "柳湾小学" in page
    assert "截止封存" in page
    assert "/submissions/" not in page.partition('id="missing"')[2].partition("</section>")[0]
    assert client.get(f"/submissions/{submission.pk}/").status_code == 404
    assert client.get("/rounds/").content.decode().count('<td class="number">3</td>') == 2
    assert client.get(f"/rounds/{asked.pk}/export.xlsx").status_code == 200


def test_a_round_of_several_domains_is_steered_by_who_has_them_all(bureau, asked):
    Round.objects.update(whats=[BASICS, "teachers.staff"])
    asked.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.lock(asked, by=bureau.officer)
    assert "截止封存" not in browser(bureau.officer).get(f"/rounds/{asked.pk}/").content.decode()
    actions.lock(asked, by=bureau.admin)


# --- each turn has its day ------------------------------------------------------------------------------------


@pytest.fixture
def with_days(bureau):
    """A round in which the counties have five days more than the schools, and the bureau five more than they."""
    return collection.open_round(
        period=H1, unit=bureau.city, whats=[BASICS], due=days(3), check_due=days(5), approve_due=days(10),
        by=bureau.officer,
    )  # fmt: skip


def overdue(asked: Round, by: int) -> None:
    """As if the round had been opened so many days earlier."""
    moved = {name: getattr(asked, name) - timedelta(days=by) for name in ("due", "check_due", "approve_due")}
    Round.objects.filter(pk=asked.pk).update(**moved)
    asked.submissions.update(due=moved["due"])


def test_checking_and_approving_are_in_time_by_days_of_their_own(bureau, with_days):
    submission = send(bureau)
    overdue(with_days, 4)
    collection.check(submission, by=bureau.reviewer)
    now = standing.whole(with_days.submissions.all())
    assert (now.sent, now.in_time, now.late) == (1, 0, 2)
    assert (now.checked, now.checked_in_time, now.check_late) == (1, 1, 0)
    assert (now.approved, now.approved_in_time, now.approve_late) == (0, 0, 0)
    overdue(with_days, 11)
    assert standing.whole(with_days.submissions.all()).approve_late == 1
    collection.approve(submission, by=bureau.officer)
    now = standing.whole(with_days.submissions.all())
    assert (now.approved, now.approved_in_time, now.approve_late) == (1, 0, 0)


def test_more_time_for_a_unit_is_more_time_for_who_checks_it(bureau, with_days):
    actions.extend(with_days, bureau.school, until=days(20), reason="停电", by=bureau.officer)
    submission = send(bureau)
    overdue(with_days, 15)
    assert standing.whole(with_days.submissions.all()).check_late == 0
    collection.check(submission, by=bureau.reviewer)
    assert standing.whole(with_days.submissions.all()).checked_in_time == 1


def test_what_waits_too_long_stands_before_whose_turn_it_is(bureau, with_days):
    submission = send(bureau)
    overdue(with_days, 6)
    assert submission in to_do(bureau.reviewer).late
    assert submission not in to_do(bureau.clerk).late
    collection.check(submission, by=bureau.reviewer)
    assert submission not in to_do(bureau.reviewer).late
    overdue(with_days, 11)
    assert submission in to_do(bureau.officer).late


def test_who_was_given_time_is_not_late(bureau, with_days):
    actions.extend(with_days, bureau.school, until=days(20), reason="停电", by=bureau.officer)
    overdue(with_days, 6)
    assert not to_do(bureau.clerk).late


def test_a_reminder_goes_to_those_whose_turn_it_is(bureau, with_days):
    submission = send(bureau)
    actions.remind(with_days, whom="check", text="请今天初审", by=bureau.officer)
    with pytest.raises(Refused):
        actions.remind(with_days, whom="approve", text="请审定", by=bureau.officer)
    assert [event.count for event in with_days.events.all()] == [1]
    first_page = browser(bureau.reviewer).get("/").content.decode()
    assert "请今天初审" in first_page
    assert with_days.check_due.isoformat() in first_page
    assert "请今天初审" not in browser(bureau.clerk).get("/").content.decode()
    collection.check(submission, by=bureau.reviewer)
    assert queries.reminders(bureau.reviewer) == []
    browser(bureau.officer).post(f"/rounds/{with_days.pk}/remind/", {"whom": "approve", "text": "请审定"})
    assert [event.text for event in queries.reminders(bureau.officer)] == ["请审定"]


def test_the_days_stand_in_the_order_of_the_turns(bureau):
    said = {"period": "2026H1", "unit": bureau.city.pk, "whats": [BASICS], "due": days(5), "check_due": days(8)}
    form = NewRound(said | {"approve_due": days(7)}, by=bureau.officer)
    assert (form.is_valid(), list(form.errors)) == (False, ["approve_due"])
    assert NewRound(said | {"approve_due": days(8)}, by=bureau.officer).is_valid()


def test_the_workbook_and_the_page_tell_each_turn_that_has_a_day(bureau, with_days):
    collection.check(send(bureau), by=bureau.reviewer)
    client = browser(bureau.officer)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/rounds/{with_days.pk}/export.xlsx").content))
    head, *lines = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert dict(zip(head, lines[0], strict=True))["初审按时率"] == "50%"
    assert "初审按时率" in client.get(f"/rounds/{with_days.pk}/").content.decode()


# --- opened with a look, corrected, taken back ------------------------------------------------------------------

def said(bureau, **more: object) -> dict[str, object]:
    """What the form of a new round is given."""
    return {"period": "2026H1", "unit": bureau.city.pk, "whats": [BASICS], "due": days(5).isoformat()} | more


def test_before_a_round_is_opened_one_sees_how_many_it_asks(bureau):
    page = browser(bureau.officer).post("/submissions/rounds/new/", said(bureau))
    assert "将向 3 个单位布置 3 份报送" in page.text
    assert not Round.objects.exists()
    opened = browser(bureau.officer).post("/submissions/rounds/new/", said(bureau, confirm="1"))
    assert opened.url == f"/rounds/{Round.objects.get().pk}/"


def test_who_may_not_open_a_round_there_is_not_told_whom_it_would_ask(bureau):
    page = browser(bureau.reviewer).post("/submissions/rounds/new/", said(bureau))
    assert (page.status_code, "将向" in page.text) == (403, False)
    with pytest.raises(NotAllowed):
        asking(period=H1, unit=bureau.city, whats=[BASICS], by=bureau.reviewer)


def test_what_was_asked_for_before_stays_with_its_round(bureau):
    first = collection.open_round(period=H1, unit=bureau.pu, whats=[BASICS], due=days(3), by=bureau.admin)
    page = browser(bureau.officer).post("/submissions/rounds/new/", said(bureau)).text
    assert "将向 1 个单位布置 1 份报送" in page
    assert "另有 2 份已由下面的批次布置" in page
    assert f"/rounds/{first.pk}/" in page
    second = collection.open_round(period=H1, unit=bureau.city, whats=[BASICS], due=days(5), by=bureau.officer)
    assert {one.unit.code: one.due for one in first.submissions.all()} == {"S1": days(3), "S2": days(3)}
    assert {one.unit.code: one.due for one in second.submissions.all()} == {"S3": days(5)}
    assert browser(bureau.officer).get(f"/rounds/{first.pk}/").status_code == 200


def test_what_came_unasked_keeps_its_state_and_gets_the_day(bureau):
    submission = send(bureau)
    asked = collection.open_round(period=H1, unit=bureau.city, whats=[BASICS], due=days(3), by=bureau.officer)
    submission.refresh_from_db()
    assert (submission.round, submission.due, submission.state) == (asked, days(3), SubmissionState.SUBMITTED)


def test_a_round_of_which_all_was_asked_before_is_refused_and_names_that_round(bureau, asked):
    with pytest.raises(Refused, match=f"都已布置过：青汀市教育局 2026H1（{days(3)}）"):
        collection.open_round(period=H1, unit=bureau.city, whats=[BASICS], due=days(5), by=bureau.officer)
    page = browser(bureau.officer).post("/submissions/rounds/new/", said(bureau)).text
    assert 'name="confirm"' not in page
    assert [*Round.objects.all()] == [asked]


def test_a_day_that_is_over_is_no_day_to_send_by(bureau):
    page = browser(bureau.officer).post("/submissions/rounds/new/", said(bureau, due=days(-90), confirm="1")).text
    assert "截止日期已经过去" in page
    assert not Round.objects.exists()


def test_the_days_of_a_round_are_corrected_with_a_reason(bureau, asked):
    client = browser(bureau.officer)
    said = {"due": days(8).isoformat(), "check_due": days(9).isoformat(), "reason": "写错了"}
    page = client.post(f"/rounds/{asked.pk}/change/", said, follow=True).text
    assert f"3 份报送的截止日期改为 {days(8)}" in page
    assert "改期" in page
    asked.refresh_from_db()
    assert (asked.due, asked.check_due, asked.approve_due) == (days(8), days(9), None)
    assert set(asked.submissions.values_list("due", flat=True)) == {days(8)}
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail["until"], event.detail["text"]) == ("round.change", str(days(8)), "写错了")
    with pytest.raises(Refused, match="已经过去"):
        actions.change(asked, due=days(-1), reason="x", by=bureau.officer)
    with pytest.raises(Refused, match="理由"):
        actions.change(asked, due=days(9), reason=" ", by=bureau.officer)
    with pytest.raises(NotAllowed):
        actions.change(asked, due=days(9), reason="x", by=bureau.reviewer)


def test_a_round_opened_by_mistake_is_taken_back_and_what_was_begun_stays(bureau, asked):
    [begun] = receive_workbook(bureau.workbook(FORM), "表.xlsx", by=bureau.clerk).submissions
    client = browser(bureau.officer)
    assert "撤回本批次" in client.get(f"/rounds/{asked.pk}/").text
    with pytest.raises(NotAllowed):
        actions.take_back(asked, reason="布置错了", by=bureau.reviewer)
    page = client.post(f"/rounds/{asked.pk}/take_back/", {"reason": "布置错了"}, follow=True).text
    assert "3 份报送不再要求" in page
    assert Submission.objects.get() == begun
    begun.refresh_from_db()
    assert (begun.round, begun.due, begun.state) == (None, None, SubmissionState.DRAFT)
    asked.refresh_from_db()
    assert asked.state == "taken_back"
    assert AuditEvent.objects.latest("pk").action == "round.take_back"
    collection.open_round(period=H1, unit=bureau.city, whats=[BASICS], due=days(4), by=bureau.officer)


def test_a_round_that_was_taken_back_stays_on_the_list_of_who_might_with_the_reason(bureau, asked):
    actions.take_back(asked, reason="布置错了表", by=bureau.officer)
    page = browser(bureau.officer).get("/rounds/").text
    assert "布置错了表" in page and "已撤回" in page
    assert f"/rounds/{asked.pk}/" not in page
    assert "布置错了表" not in browser(bureau.reviewer).get("/rounds/").text


def test_a_round_of_which_something_was_sent_is_not_taken_back(bureau, asked):
    submission = send(bureau)
    collection.return_(submission, reason="请核对", by=bureau.reviewer)
    with pytest.raises(Refused, match="已有 1 份报送过"):
        actions.take_back(asked, reason="布置错了", by=bureau.officer)
    assert "撤回本批次" not in browser(bureau.officer).get(f"/rounds/{asked.pk}/").text
    assert asked.submissions.count() == 3


@pytest.mark.parametrize(("step", "given", "told"), [
    ("extend", {"unit": "0", "until": "明天", "reason": ""}, "extend_until"),
    ("remind", {"whom": "nobody", "text": ""}, "remind_text"),
    ("change", {"due": "", "reason": "写错了"}, "change_due"),
    ("take_back", {"reason": ""}, "take_back_reason"),
])  # fmt: skip
def test_what_a_step_was_given_wrong_is_said_beside_it_and_nothing_is_lost(bureau, asked, step, given, told):
    page = browser(bureau.officer).post(f"/rounds/{asked.pk}/{step}/", given)
    assert page.status_code == 422
    assert "errorlist" in page.text
    assert f'id="{told}"' in page.text
    assert given.get("reason", "") in page.text
    assert not RoundEvent.objects.exists()


def test_the_names_of_domains_and_forms_are_english_on_english_pages(bureau, asked):
    client = browser(bureau.officer, "en")
    page = client.get("/submissions/rounds/new/").text
    assert "Student aid basics" in page
    assert 'label="Student aid"' in page or "Student aid<" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/rounds/{asked.pk}/export.xlsx").content))
    told = [cell.value for sheet in book.worksheets for row in sheet for cell in row]
    assert {"Student aid", "Student aid basics"} <= {*told}
    assert "学生资助基本情况" not in told


def test_a_round_that_nobody_would_fill_is_refused(bureau):
    with pytest.raises(Refused, match="没有单位要填"):
        collection.open_round(period=H1, unit=bureau.aid, whats=[BASICS], due=days(1), by=bureau.officer)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, ""), (0, 5, "0%"), (1, 3, "33.3%"), (1, 2, "50%"), (5, 5, "100%"), (9999, 10000, "99.9%")],
)
def test_all_is_said_only_where_nobody_is_missing(part, whole, said):
    assert standing.share(part, whole) == said
