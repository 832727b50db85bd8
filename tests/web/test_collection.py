"""From a workbook to the ledger: taken in or refused whole, looked at by two others, sent back with reasons."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from catalogue_files import write_files
from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.accounts.models import RoleKind
from taizhang.web.collection.actions import approve, approve_all, check, check_all, open_round, return_
from taizhang.web.collection.comparing import change
from taizhang.web.collection.models import ReceivedFile, Round, Submission, SubmissionState, Version
from taizhang.web.collection.queries import submissions, to_do, workbook
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.collection.standing import by_form
from taizhang.web.collection.submitting import explain, submit, submit_all, take_back
from taizhang.web.ledger import queries
from taizhang.web.ledger.entering import Entry, enter
from taizhang.web.ledger.models import AuditEvent, Observation, Source
from taizhang.web.refusals import NotAllowed, Refused, WrongState
from taizhang.web.reports.analyses import as_it_stands
from taizhang.web.rounds.actions import lock
from web.conftest import browser, fill_form

H1 = Period.parse("2026H1")
FORM = {"小学": 46, "资助经费": 12500}


def sent(bureau, form=FORM, name="松溪小学.xlsx"):
    """The form as the school's clerk sends it, submitted."""
    [submission] = receive_workbook(bureau.workbook(form), name, by=bureau.clerk).submissions
    for finding in submission.current.findings.all():
        explain(finding, text="已核实", by=bureau.clerk)
    submit(submission, by=bureau.clerk)
    return submission


def values():
    return {(o.indicator, o.split): o.value for o in Observation.objects.in_force()}


def test_a_workbook_travels_from_the_school_to_the_ledger(bureau):
    data = bureau.workbook(FORM)
    receipt = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk)
    [submission] = receipt.submissions
    assert files.read(receipt.file.sha256) == data
    submit(submission, by=bureau.clerk)
    check(submission, by=bureau.reviewer)
    approve(submission, by=bureau.officer)

    assert values() == {
        ("student_aid.hardship", "stage=primary"): Decimal(46),
        ("student_aid.fund", ""): Decimal(12500),
    }
    source = Observation.objects.get(indicator="student_aid.fund").source
    assert (source.file, source.sha256, source.sheet) == ("松溪小学.xlsx", receipt.file.sha256, "学生资助基本情况")
    assert (source.text, source.reported_by, source.approved_by) == ("12500", "clerk", "officer")
    assert source.cell
    assert [r.action for r in submission.reviews.all()] == ["submit", "check", "approve"]
    assert queries.verify() == []


def test_a_file_with_hard_findings_leaves_only_its_own_record(bureau):
    before = AuditEvent.objects.count()
    receipt = receive_workbook(bureau.workbook({"小学": "四十六左右"}), "坏.xlsx", by=bureau.clerk)
    assert (receipt.file.accepted, receipt.submissions) == (False, ())
    finding = next(f for f in receipt.file.findings if f["severity"] == "error")
    assert finding["place"].startswith("学生资助基本情况!")
    assert finding["zh"]
    assert finding["en"]
    assert not Submission.objects.exists()
    assert not Version.objects.exists()
    assert not Observation.objects.exists()
    assert [e.action for e in AuditEvent.objects.filter(id__gt=before)] == ["file.reject"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 old", "不是表格".encode()])
def test_what_is_no_workbook_is_refused_with_a_reason(bureau, data):
    receipt = receive_workbook(data, "随便.xlsx", by=bureau.clerk)
    assert not receipt.file.accepted
    assert receipt.file.findings[0]["zh"]


def test_a_workbook_for_another_school_is_refused(bureau):
    stranger = bureau.person("stranger", "clerk", bureau.other)
    receipt = receive_workbook(bureau.workbook(FORM), "松溪小学.xlsx", by=stranger)
    assert not receipt.file.accepted
    assert [one["code"] for one in receipt.file.findings] == ["web-others-workbook"]
    assert "这份表是松溪小学的，您不能报送" in receipt.file.findings[0]["zh"]
    assert not Version.objects.exists()


def next_period(bureau, form):
    """The school's workbook of the period after, filled."""
    book = openpyxl.load_workbook(BytesIO(workbook(bureau.school, H1.next, ["student_aid.basics"])))
    fill_form(book["学生资助基本情况"], form)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("value", [460, "四百六"])
def test_of_another_schools_workbook_nothing_is_said_but_that_it_is_anothers(bureau, value):
    """Its checks would tell what the school reported before."""
    bureau.observe("student_aid.hardship", "46", stage="primary")
    stranger = bureau.person("stranger", "clerk", bureau.other)
    receipt = receive_workbook(next_period(bureau, {"小学": value}), "松溪小学.xlsx", by=stranger)
    assert [one["code"] for one in receipt.file.findings] == ["web-others-workbook"]
    assert "46" not in str(receipt.file.findings)


def test_a_workbook_of_a_domain_that_one_does_not_fill_is_refused_before_it_is_checked(bureau):
    bureau.observe("student_aid.hardship", "46", stage="primary")
    beside = bureau.person("beside", "clerk", bureau.school, domains=["teachers"])
    receipt = receive_workbook(next_period(bureau, {"小学": 460}), "松溪小学.xlsx", by=beside)
    assert [one["code"] for one in receipt.file.findings] == ["web-not-allowed"]


def test_a_workbook_that_another_school_sent_is_no_file_of_ones_own(bureau):
    data = bureau.workbook(FORM)
    receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk)
    receipt = receive_workbook(data, "松溪小学.xlsx", by=bureau.person("stranger", "clerk", bureau.other))
    assert (receipt.again, receipt.submissions, receipt.file.accepted) == (False, (), False)


def test_a_workbook_that_came_back_is_taken_again_as_it_is(bureau):
    data = bureau.workbook(FORM)
    [submission] = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk, submits=True).submissions
    return_(submission, reason="请说明减少的原因", by=bureau.reviewer)
    receipt = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk)
    assert not receipt.again
    submission.refresh_from_db()
    assert (submission.state, submission.current.number) == (SubmissionState.DRAFT, 2)


def test_the_same_file_twice_is_recognised(bureau):
    data = bureau.workbook(FORM)
    first = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk)
    again = receive_workbook(data, "松溪小学(1).xlsx", by=bureau.clerk)
    assert again.again
    assert (again.file, again.submissions) == (first.file, first.submissions)
    assert ReceivedFile.objects.count() == Version.objects.count() == 1


def test_an_older_file_sent_again_counts_again(bureau):
    old, new = bureau.workbook(FORM), bureau.workbook(FORM | {"小学": 47})
    for data in (old, new, old):
        receipt = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk)
    assert not receipt.again
    assert receipt.submissions[0].current.number == 3


def test_returned_corrected_and_approved_again(bureau):
    submission = sent(bureau)
    return_(submission, reason="人数与学籍不符", notes={"学生资助基本情况!E7": "应为 47"}, by=bureau.reviewer)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.RETURNED
    assert [n.text for n in submission.reviews.last().notes.all()] == ["应为 47"]

    submission = sent(bureau, FORM | {"小学": 47})
    check(submission, by=bureau.reviewer)
    approve(submission, by=bureau.officer)
    assert values()["student_aid.hardship", "stage=primary"] == 47
    assert [v.number for v in submission.versions.order_by("number")] == [1, 2]


def test_what_was_approved_and_comes_back_supersedes(bureau):
    submission = sent(bureau)
    check(submission, by=bureau.reviewer)
    approve(submission, by=bureau.officer)
    return_(submission, reason="经费口径有误", by=bureau.officer)
    submission = sent(bureau, {"小学": 46})
    check(submission, by=bureau.reviewer)
    approve(submission, by=bureau.officer)
    now = values()
    assert now["student_aid.hardship", "stage=primary"] == 46
    assert now["student_aid.fund", ""] is None
    assert Observation.objects.count() == 4
    assert queries.verify() == []


@pytest.fixture
def second_form(settings, tmp_path, small_catalogue):
    """Another form of the same section asks for the pupils in hardship too."""
    more = "title: {zh: 资助补充表, en: More}\nfilled_by: school\nevery: half\nitems: [hardship]\n"
    own = write_files(tmp_path / "own", {"domains/student_aid/forms/more.yaml": more})
    settings.TAIZHANG_CATALOGUES = [small_catalogue, own]


def checked_forms(bureau, basics: int, more: int) -> list[Submission]:
    book = openpyxl.load_workbook(BytesIO(workbook(bureau.school, H1, ["student_aid.basics", "student_aid.more"])))
    fill_form(book["学生资助基本情况"], {"小学": basics, "资助经费": 5})
    fill_form(book["资助补充表"], {"小学": more})
    buffer = BytesIO()
    book.save(buffer)
    sent = receive_workbook(buffer.getvalue(), "表.xlsx", by=bureau.clerk).submissions
    for one in sent:
        for finding in one.current.findings.all():
            explain(finding, text="已核实", by=bureau.clerk)
    submit_all(sent, by=bureau.clerk)
    check_all(sent, by=bureau.reviewer)
    return sent


def test_what_two_forms_say_of_the_same_is_in_force_once_and_can_be_sent_again(bureau, second_form):
    for value in (46, 47):
        sent = checked_forms(bureau, value, value)
        approve_all(sent, by=bureau.officer)
        assert as_it_stands(H1).value("student_aid.hardship", "C").value == value
        assert Observation.objects.in_force().filter(indicator="student_aid.hardship").count() == 1
        for one in sent:
            one.refresh_from_db()
            return_(one, reason="再核", by=bureau.officer)


def test_two_forms_that_say_different_numbers_of_the_same_are_not_approved_together(bureau, second_form):
    sent = checked_forms(bureau, 46, 47)
    with pytest.raises(Refused, match=r"家庭经济困难学生.*46（.*基本情况.*）和 47（.*补充表.*）") as refused:
        approve_all(sent, by=bureau.officer)
    assert refused.value.findings[0].place == "松溪小学"
    assert not Observation.objects.exists()


def test_what_one_form_lacks_takes_nothing_from_what_the_other_says(bureau):
    values = (Decimal(46), None)
    source = {"kind": "cell", "file": "表.xlsx"}
    enter([Entry("student_aid.hardship", bureau.school, H1, one, Source(**source)) for one in values],
          by=bureau.officer)  # fmt: skip
    assert Observation.objects.in_force().get().value == 46


def test_nobody_checks_or_approves_what_they_sent(bureau):
    everything = bureau.person("both", "clerk", bureau.school)
    for kind in ("section_officer", "county_reviewer"):
        bureau.give(everything, kind, bureau.city)
    bureau.clerk = everything
    submission = sent(bureau)
    with pytest.raises(NotAllowed, match="另一人"):
        check(submission, by=everything)
    check(submission, by=bureau.reviewer)
    with pytest.raises(NotAllowed, match="另一人"):
        approve(submission, by=everything)
    assert not Observation.objects.exists()


def test_steps_out_of_turn_are_refused(bureau):
    submission = sent(bureau)
    with pytest.raises(WrongState):
        approve(submission, by=bureau.officer)
    with pytest.raises(WrongState):
        submit(submission, by=bureau.clerk)
    with pytest.raises(Refused, match="原因"):
        return_(submission, reason="  ", by=bureau.reviewer)
    check(submission, by=bureau.reviewer)
    with pytest.raises(WrongState):
        check(submission, by=bureau.reviewer)
    receipt = receive_workbook(bureau.workbook(FORM | {"小学": 48}), "又一份.xlsx", by=bureau.clerk)
    assert receipt.file.findings[0]["code"] == "web-wrong-state"


@pytest.mark.parametrize("step", [submit, check, approve])
def test_what_was_not_sent_yet_goes_nowhere(bureau, step):
    awaited = Submission.objects.create(unit=bureau.school, what="student_aid.basics", period="2026H1")
    by = {submit: bureau.clerk, check: bureau.reviewer, approve: bureau.officer}[step]
    with pytest.raises(WrongState):
        step(awaited, by=by)


def test_many_are_checked_and_approved_at_once_or_none(bureau):
    first = sent(bureau)
    awaited = Submission.objects.create(unit=bureau.other, what="student_aid.basics", period="2026H1")
    with pytest.raises(WrongState):
        check_all([first, awaited], by=bureau.reviewer)
    first.refresh_from_db()
    assert first.state == SubmissionState.SUBMITTED
    check_all([first], by=bureau.reviewer)
    assert len(approve_all([first], by=bureau.officer)) == 2


# --- on the page of a submission ---------------------------------------------------------------------------


def page_of(submission, by):
    return browser(by).get(reverse("collection:detail", args=[submission.pk])).text


def step(submission, name, by, **given):
    """The answer to a step taken on the page as it is now, or as it was when it showed the `version`."""
    url = reverse("collection:step", args=[submission.pk, name])
    return browser(by).post(url, {"version": submission.current.pk} | given, follow=True).text


def version_on(page: str) -> str:
    [shown] = re.findall(r'name="version" value="(\d+)"', page)
    return shown


@pytest.mark.parametrize(("name", "who"), [("check", "reviewer"), ("return", "reviewer"), ("approve", "officer")])
def test_a_reviewer_decides_on_the_version_that_the_page_showed(bureau, name, who):
    submission, by = sent(bureau), getattr(bureau, who)
    if name == "approve":
        check(submission, by=bureau.reviewer)
    shown = version_on(page_of(submission, by))
    return_(submission, reason="请核对", by=bureau.officer)
    submission = sent(bureau, FORM | {"小学": 47})
    if name == "approve":
        check(submission, by=bureau.reviewer)
    before = Submission.objects.values().get()

    told = step(submission, name, by, version=shown, reason="看过")
    assert re.search(r"clerk于 \d{4}-\d\d-\d\d \d\d:\d\d 又报来第 2 次提交.*没有办理.*刷新", told)
    assert "没有办理" in step(submission, name, by, version="", reason="看过"), "a page of before this was asked"
    assert Submission.objects.values().get() == before
    assert not Observation.objects.exists()

    assert "没有办理" not in step(submission, name, by, version=version_on(page_of(submission, by)), reason="看过")
    assert Submission.objects.get().state != before["state"]


def test_a_clerk_submits_the_version_that_the_page_showed(bureau):
    [submission] = receive_workbook(bureau.workbook(FORM), "表.xlsx", by=bureau.clerk).submissions
    shown = version_on(page_of(submission, bureau.clerk))
    colleague = bureau.person("colleague", RoleKind.CLERK, bureau.school)
    receive_workbook(bureau.workbook(FORM | {"小学": 47}), "表.xlsx", by=colleague)
    submission = Submission.objects.get()

    told = step(submission, "submit", bureau.clerk, version=shown)
    assert re.search(r"colleague于 \d{4}-\d\d-\d\d \d\d:\d\d 又报来第 2 次提交.*没有办理.*刷新", told)
    assert "没有办理" in step(submission, "submit", bureau.clerk, version=""), "a page of before this was asked"
    assert Submission.objects.get().state == "draft"

    step(submission, "submit", bureau.clerk, version=version_on(page_of(submission, bureau.clerk)))
    assert Submission.objects.get().state == "submitted"


def test_who_sent_something_takes_it_back_as_long_as_nobody_checked_it(bureau):
    submission = sent(bureau)
    assert "撤回" in page_of(submission, bureau.clerk)
    assert "已撤回，改好后请重新报送" in step(submission, "take_back", bureau.clerk)
    submission.refresh_from_db()
    left = (submission.state, submission.submitted_on)
    assert left == (SubmissionState.DRAFT, None), "it is sent when it is sent again"
    assert AuditEvent.objects.latest("pk").action == "submission.take_back"
    submission = sent(bureau, FORM | {"小学": 47})
    check(submission, by=bureau.reviewer)
    assert "撤回" not in page_of(submission, bureau.clerk)
    with pytest.raises(WrongState):
        take_back(submission, by=bureau.clerk)


def test_nobody_takes_back_what_another_sent(bureau):
    submission = sent(bureau)
    assert "/take_back/" not in page_of(submission, bureau.officer)
    with pytest.raises(NotAllowed, match="请审核人退回"):
        take_back(submission, by=bureau.officer)
    with pytest.raises(NotAllowed):
        take_back(submission, by=bureau.reviewer)


def test_what_was_in_time_before_it_came_back_stays_so_when_it_is_taken_back(bureau):
    submission = sent(bureau)
    return_(submission, reason="请核对", by=bureau.reviewer)
    take_back(sent(bureau, FORM | {"小学": 47}), by=bureau.clerk)
    submission.refresh_from_db()
    assert submission.submitted_on == timezone.localdate()


def test_in_a_locked_round_nothing_is_taken_back_that_could_not_be_sent_again(bureau):
    asked = open_for_all(bureau, timezone.localdate())
    submission = sent(bureau)
    lock(asked, by=bureau.officer)
    with pytest.raises(WrongState, match="封存"):
        take_back(submission, by=bureau.clerk)
    assert "/take_back/" not in page_of(submission, bureau.clerk)


def test_the_reviewer_sees_whether_anything_was_changed_since_the_return(bureau):
    submission = sent(bureau)
    assert "与退回的版本相比" not in page_of(submission, bureau.reviewer)
    return_(submission, reason="请核对", by=bureau.reviewer)
    assert "与退回的版本相比" not in page_of(submission, bureau.reviewer)
    sent(bureau)
    assert "与退回的版本相比没有改动" in page_of(submission, bureau.reviewer)
    return_(submission, reason="还是不对", by=bureau.reviewer)
    sent(bureau, FORM | {"小学": 47})
    assert "改动了 1 格" in page_of(submission, bureau.reviewer)


def test_what_a_reviewer_noted_of_a_cell_is_kept_whatever_is_decided(bureau):
    submission = sent(bureau)
    place = submission.current.cells[0]["place"]
    told = {"place": [place], "text": ["比学籍多 1 人，已电话核实"], "reason": "同意"}
    step(submission, "check", bureau.reviewer, **told)
    page = page_of(submission, bureau.officer)
    assert page.count("比学籍多 1 人，已电话核实") == 2, "at the cell and in the history"
    assert "已报送 → 已初审：同意" in page
    step(submission, "approve", bureau.officer, place=[place], text=["入库"])
    assert [note.text for note in submission.reviews.last().notes.all()] == ["入库"]


def test_the_reviewer_sees_what_a_cell_was_before(bureau, django_assert_max_num_queries):
    bureau.observe("student_aid.hardship", "40", stage="primary")
    receipt = receive_workbook(next_period(bureau, FORM), "表.xlsx", by=bureau.clerk)
    Submission.objects.update(state=SubmissionState.SUBMITTED)
    [submission] = receipt.submissions
    client, url = browser(bureau.reviewer), reverse("collection:detail", args=[submission.pk])
    with django_assert_max_num_queries(30):
        page = client.get(url).text
    heads = re.findall(r"<th[^>]*>([^<]+)</th>", page.partition('class="cells"')[2].partition("</thead>")[0])
    assert heads[3:7] == ["计量单位", "上期", "上年同期", "比上年"]
    assert '<td class="number past">40</td>' in page


@pytest.mark.parametrize(("now", "then", "told"), [
    ("46", "40", "+15.0%"), ("30", "40", "−25.0%"), ("40", "40", "+0.0%"), ("3", "0", "+3"), ("0", "0", "0"),
    (None, "40", ""), ("46", None, ""),
])  # fmt: skip
def test_the_change_is_told_as_on_the_page_to_fill(now, then, told):
    assert change(now and Decimal(now), then and Decimal(then)) == told


def test_the_page_of_what_is_awaited_has_no_empty_heading(bureau):
    open_for_all(bureau, timezone.localdate())
    page = page_of(Submission.objects.get(unit=bureau.school), bureau.clerk)
    assert "在线填报" in page
    assert "办理" not in page


def test_a_years_form_has_one_period_before_it(bureau):
    submission = Submission.objects.create(unit=bureau.school, what="student_aid.basics", period="2026")
    assert browser(bureau.clerk).get(reverse("collection:fill", args=[submission.pk])).status_code == 200


def test_a_workbook_to_fill_is_named_by_its_period_and_form_in_words(bureau):
    names = []
    for what in ("student_aid.basics", "student_aid.aid_payments"):
        submission = Submission.objects.create(unit=bureau.school, what=what, period="SY2026-T1")
        answer = browser(bureau.clerk).get(reverse("collection:workbook", args=[submission.pk]))
        names.append(unquote(answer.headers["Content-Disposition"]).rpartition("''")[2])
    answer = browser(bureau.clerk).get(reverse("collection:workbooks", args=["S1", "SY2026-T1"]))
    names.append(unquote(answer.headers["Content-Disposition"]).rpartition("''")[2])
    assert names == [
        "松溪小学-2026—2027学年第一学期-学生资助基本情况.xlsx", "松溪小学-2026—2027学年第一学期-资助发放台账.xlsx",
        "松溪小学-2026—2027学年第一学期-2 张表.xlsx",
    ]  # fmt: skip


def test_a_registers_submission_offers_to_fill_it_from_the_register(bureau):
    submission = Submission.objects.create(unit=bureau.school, what="student_aid.aid_payments", period="2026H1")
    page = page_of(submission, bureau.clerk)
    assert reverse("registers:report", args=["student_aid.aid_payments", submission.pk]) in page
    assert "用在册记录填报" in page
    assert reverse("collection:fill", args=[submission.pk]) not in page
    assert "用在册记录填报" not in page_of(submission, bureau.reviewer)
    refused = browser(bureau.clerk).get(reverse("collection:fill", args=[submission.pk])).text
    assert "资助发放台账" in refused
    assert "aid_payments" not in refused.partition("<main")[2]


# --- rounds -------------------------------------------------------------------------------------------------


def open_for_all(bureau, due):
    return open_round(period=H1, unit=bureau.city, whats=["student_aid.basics"], due=due, by=bureau.officer)


def test_a_round_asks_those_who_fill_the_form(bureau):
    open_for_all(bureau, date(2026, 7, 10))
    assert {s.unit.code for s in Submission.objects.all()} == {"S1", "S2", "S3"}
    assert {s.state for s in Submission.objects.all()} == {SubmissionState.AWAITED}


def test_a_school_without_the_stages_of_a_form_is_not_asked_for_the_one_cell_that_has_no_stage(bureau):
    bureau.unit("S9", "临浦高级中学", "school", bureau.pu, stages=["senior"], area="urban", ownership="public")
    open_for_all(bureau, date(2026, 7, 10))
    assert not Submission.objects.filter(unit__code="S9").exists()


def test_a_round_may_ask_only_units_of_some_kinds(bureau):
    asked = {"period": H1, "unit": bureau.city, "whats": ["student_aid.basics"], "due": date(2026, 7, 10)}
    with pytest.raises(Refused, match="没有单位要填"):  # which schools alone fill
        open_round(**asked, kinds=("county",), by=bureau.officer)
    open_round(**asked, kinds=("school",), by=bureau.officer)
    assert {submission.unit.kind for submission in Submission.objects.all()} == {"school"}


def test_progress_counts_sent_late_and_in_time(bureau):
    yesterday = timezone.localdate() - timedelta(days=1)
    open_for_all(bureau, timezone.localdate())
    sent(bureau)
    [line] = by_form(Submission.objects.all())
    assert (line.asked, line.sent, line.in_time, line.late, line.approved) == (3, 1, 1, 0, 0)
    Submission.objects.update(due=yesterday)
    [line] = by_form(Submission.objects.all())
    assert (line.asked, line.sent, line.in_time, line.late) == (3, 1, 0, 2)
    [line] = by_form(submissions(bureau.reviewer))
    assert (line.asked, line.late) == (2, 1)


def test_what_was_asked_of_ones_own_unit_waits_there_and_what_others_fill_does_not(bureau):
    open_for_all(bureau, timezone.localdate())
    assert [s.unit.code for s in to_do(bureau.clerk).next] == ["S1"]
    assert not to_do(bureau.officer).next


def test_to_do_says_what_is_late_wrong_and_next(bureau):
    open_for_all(bureau, timezone.localdate() - timedelta(days=1))
    assert [s.unit.code for s in to_do(bureau.clerk).late] == ["S1"]
    submission = sent(bureau)
    assert not to_do(bureau.clerk).late
    assert [s.unit.code for s in to_do(bureau.reviewer).next] == ["S1"]
    return_(submission, reason="再核", by=bureau.reviewer)
    assert [s.unit.code for s in to_do(bureau.clerk).wrong] == ["S1"]
    assert not to_do(bureau.head).late


# --- many at once -------------------------------------------------------------------------------------------


def test_one_submission_approved_by_many_at_once_is_approved_once(committed_bureau):
    bureau = committed_bureau
    submission = sent(bureau)
    check(submission, by=bureau.reviewer)

    def try_to_approve(_):
        try:
            return bool(approve(submission, by=bureau.officer))
        except WrongState:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(try_to_approve, range(6))) == [False] * 5 + [True]
    assert Observation.objects.count() == 2
    assert queries.verify() == []


def test_of_several_who_open_the_same_round_at_once_one_opens_it_and_the_others_are_told(committed_bureau):
    bureau = committed_bureau

    def try_to_open(_):
        try:
            open_for_all(bureau, date(2026, 7, 10))
            return "opened"
        except Refused as refused:
            return refused.findings[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_to_open, range(4))) == ["opened", *["round-asked-before"] * 3]
    [asked] = Round.objects.all()
    assert asked.submissions.count() == Submission.objects.count() > 0


def test_a_file_is_taken_in_and_submitted_in_few_queries(bureau, django_assert_max_num_queries):
    data = bureau.workbook(FORM)
    with django_assert_max_num_queries(32):
        receipt = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk)
    with django_assert_max_num_queries(14):
        submit_all(receipt.submissions, by=bureau.clerk)
    [submission] = Submission.objects.all()
    assert (submission.state, submission.submitted_on) == (SubmissionState.SUBMITTED, timezone.localdate())


def test_what_is_submitted_at_once_is_submitted_whole_or_not_at_all(bureau):
    [submission] = receive_workbook(bureau.workbook(FORM), "松溪小学.xlsx", by=bureau.clerk).submissions
    with pytest.raises(NotAllowed):
        submit_all([submission], by=bureau.reviewer)
    submission.current.findings.create(code="rule", severity="warning", place="", zh="请说明", en="please explain")
    with pytest.raises(Refused, match="说明"):
        submit_all([submission], by=bureau.clerk)
    submission.refresh_from_db()
    assert (submission.state, submission.submitted_on) == (SubmissionState.DRAFT, None)


def test_a_workbook_is_taken_in_and_submitted_at_once(bureau, django_assert_max_num_queries):
    data, before = bureau.workbook(FORM), AuditEvent.objects.count()
    with django_assert_max_num_queries(25):
        [submission] = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk, submits=True).submissions
    submission.refresh_from_db()
    assert (submission.state, submission.submitted_on) == (SubmissionState.SUBMITTED, timezone.localdate())
    events = AuditEvent.objects.filter(id__gt=before).order_by("id").values_list("action", flat=True)
    assert [*events] == ["file.accept", "submission.fill", "submission.submit"]
    assert queries.verify() == []


def test_who_sends_the_same_file_again_and_asks_to_submit_it_has_it_submitted_once(bureau):
    data = bureau.workbook(FORM)
    for submits, state in ((False, "draft"), (True, "submitted"), (True, "submitted")):
        receipt = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk, submits=submits)
        assert receipt.submissions[0].state == Submission.objects.get().state == state
    assert (receipt.again, Version.objects.count(), Submission.objects.get().reviews.count()) == (True, 1, 1)
    check(Submission.objects.get(), by=bureau.reviewer)
    [submission] = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk, submits=True).submissions
    assert submission.state == SubmissionState.CHECKED


def test_of_a_file_sent_again_what_wants_an_explanation_waits_for_it(bureau):
    bureau.observe("student_aid.hardship", "4", stage="primary")
    data = next_period(bureau, {"小学": 460})
    for submits in (False, True):
        [submission] = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk, submits=submits).submissions
        assert (submission.state, submission.current.findings.unexplained().exists()) == (SubmissionState.DRAFT, True)


def test_a_file_sent_again_is_not_submitted_where_its_round_is_locked(bureau):
    asked = open_round(period=H1, unit=bureau.city, whats=["student_aid.basics"], due=timezone.localdate(),
                       by=bureau.officer)  # fmt: skip
    data = bureau.workbook(FORM)
    receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk)
    lock(asked, by=bureau.officer)
    with pytest.raises(WrongState, match="封存"):
        receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk, submits=True)
    assert Submission.objects.get(unit=bureau.school).state == SubmissionState.DRAFT
