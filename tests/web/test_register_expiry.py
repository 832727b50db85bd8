"""Confidential records are kept as long as their register says, and not a day longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from taizhang.web import files
from taizhang.web.accounts.permissions import may
from taizhang.web.collection.actions import return_
from taizhang.web.collection.models import (
    ReceivedFile,
    ReturnNote,
    ReviewEvent,
    Submission,
    SubmissionFinding,
    Version,
)
from taizhang.web.collection.queries import workbook
from taizhang.web.intakes.models import Intake, IntakeFile
from taizhang.web.keeping.restore import doubts
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAllowed, WrongState
from taizhang.web.registers import actions, columns, expiring, proposals, queries, twins
from taizhang.web.registers.commands import expire as command
from taizhang.web.registers.models import Change, LiveRecord, Proposal, Twins
from taizhang.web.registers.tables import register_of
from web.conftest import H1, browser
from web.kept_registers import PUPILS

CASES = "student_aid.breaches"
TODAY = timezone.localdate()
DAYS = 2 * 366 + 1  # its register keeps them two years

pytestmark = pytest.mark.usefixtures("more_registers")


@pytest.fixture
def ended(bureau):
    case = {"number": "1", "person": "某某某", "stage": "小学"}
    record = actions.add(CASES, case, unit=bureau.school, by=bureau.clerk)
    actions.edit(record, case | {"person": "某某甲"}, by=bureau.clerk)
    return actions.end(LiveRecord.objects.get(pk=record.pk), reason="办结", by=bureau.clerk)


def test_nothing_is_due_before_its_time_and_a_live_record_never(ended, bureau):
    actions.add(CASES, {"number": "2", "person": "某某乙", "stage": "小学"}, unit=bureau.school, by=bureau.clerk)
    assert expiring.due(TODAY + timedelta(days=700)) == []
    [due] = expiring.due(TODAY + timedelta(days=DAYS))
    assert due.counts == {"live": 1, "sent": 0, "files": 0, "texts": 0}


def test_looking_clears_nothing(ended):
    expiring.due(TODAY + timedelta(days=DAYS))
    assert columns.personal(LiveRecord.objects.get(pk=ended.pk)) == {"person": "某某甲"}


def test_what_is_cleared_is_gone_with_its_history_and_that_is_noted(ended, bureau):
    [due] = expiring.due(TODAY + timedelta(days=DAYS))
    assert expiring.expire(due, by=bureau.admin)["live"] == 1
    record = LiveRecord.objects.get(pk=ended.pk)
    assert (columns.whole(record), [bytes(one.sealed) for one in Change.objects.all()]) == ({}, [b""] * 4)
    assert [past.change.action for past in queries.history(record)] == ["expire", "end", "edit", "add"]
    event = AuditEvent.objects.last()
    assert (event.action, event.person, event.detail["live"]) == ("record.expire", "admin", 1)
    assert expiring.due(TODAY + timedelta(days=DAYS)) == []
    with pytest.raises(WrongState):
        actions.resume(record, reason="恢复", by=bureau.clerk)


def test_why_two_cases_were_the_same_is_cleared_with_either(ended, bureau):
    case = {"number": "2", "person": "某某甲", "stage": "小学"}
    other = actions.add(CASES, case, unit=bureau.school, by=bureau.clerk)
    pair = Twins.objects.create(register=CASES, one=ended, other=other, why="name")
    twins.settle(pair, "same", reason="某某甲两次被反映", by=bureau.person("keeper", "section_officer", bureau.school))
    assert "某某甲" not in str(AuditEvent.objects.last().detail)
    [due] = expiring.due(TODAY + timedelta(days=DAYS))
    expiring.expire(due, by=bureau.admin)
    pair.refresh_from_db()
    assert (pair.verdict, pair.reason) == ("same", "")


@pytest.fixture
def submission(bureau) -> Submission:
    """What the school sent of a year long ago."""
    return Submission.objects.create(unit=bureau.school, what=CASES, period="2020H1")


def test_what_checks_and_reviewers_said_of_them_is_cleared_too(submission, bureau):
    said = {"zh": "某某丁的学段不对", "en": "某某丁: stage", "severity": "warning", "code": "x", "place": "线索!C7"}
    kept = files.receive("线索".encode(), "线索.xlsx")
    file = ReceivedFile.objects.create(**kept._asdict(), accepted=True, received_by=bureau.clerk)
    version = Version.objects.create(submission=submission, number=1, file=file, entered_by=bureau.clerk)
    version.findings.create(**said, explanation="某某丁已转学")
    told = {"action": "return", "before": "submitted", "after": "returned", "note": "某某丁重报", "by": bureau.officer}
    submission.reviews.create(version=version, **told).notes.create(place="C7", text="某某丁是初中")
    intake = Intake.objects.create(name="县.zip", sent_by=bureau.clerk)
    intake.files.create(name="线索.xlsx", sha256=kept.sha256, outcome="accepted", findings=[said], file=file)
    [due] = expiring.due(TODAY)
    assert due.counts["texts"] == 5
    expiring.expire(due, by=bureau.admin)
    models = (SubmissionFinding, ReviewEvent, ReturnNote, IntakeFile)
    assert "某某丁" not in str([[*model.objects.values()] for model in models])
    assert not SubmissionFinding.objects.unexplained().exists()
    assert expiring.due(TODAY)[0].counts["texts"] == 0, "the file goes when all else is sure to be noted"


@pytest.mark.parametrize("tries", [True, False])
def test_a_file_that_was_refused_or_only_tried_is_cleared_with_what_was_said_of_it(
    bureau, tries, django_capture_on_commit_callbacks
):
    data, past = workbook(bureau.school, H1, [CASES]), timezone.now() - timedelta(days=DAYS)
    sha256, said = files.keep(data), {"zh": "某某丁", "en": "某某丁", "severity": "error", "code": "x", "place": ""}
    if tries:
        intake = Intake.objects.create(name="县.zip", sent_by=bureau.clerk, sent_at=past, tries=True)
        row = intake.files.create(name="线索.xlsx", sha256=sha256, outcome="sound", findings=[said])
    else:
        row = ReceivedFile.objects.create(
            name="线索.xlsx", sha256=sha256, size=9, accepted=False, received_by=bureau.clerk, received_at=past,
            findings=[said],
        )  # fmt: skip
    [due] = expiring.due(TODAY)
    assert due.files == [sha256]
    with django_capture_on_commit_callbacks(execute=True):
        expiring.expire(due, by=bureau.admin)
    row.refresh_from_db()
    assert (row.findings, files.is_kept(sha256)) == ([], False)
    assert expiring.due(TODAY) == []


def test_a_refused_file_without_confidential_records_stays(bureau):
    sha256 = files.keep(workbook(bureau.school, H1, ["student_aid.basics"]))
    past = timezone.now() - timedelta(days=DAYS)
    ReceivedFile.objects.create(
        name="表.xlsx", sha256=sha256, size=9, accepted=False, received_by=bureau.clerk, received_at=past
    )
    assert expiring.due(TODAY) == []


def test_why_somebody_looked_at_a_confidential_record_stays_out_of_the_audit_log(ended, bureau):
    assert actions.unmask(ended, reason="核对某某甲的线索", by=bureau.clerk) == {"person": "某某甲"}
    event = AuditEvent.objects.last()
    assert (event.action, event.person, event.object_id) == ("record.unmask", "clerk", str(ended.pk))
    assert "某某甲" not in str(event.detail)


@pytest.mark.parametrize(("register", "told"), [(CASES, {}), (PUPILS, {"note": "某某丁重报"})])
def test_what_a_reviewer_says_of_confidential_records_stays_out_of_the_audit_log(bureau, register, told):
    """It stands with the decision, where it is cleared when its time is over; the audit log forgets nothing."""
    one = Submission.objects.create(unit=bureau.school, what=register, period="2026H1", state="submitted")
    Version.objects.create(submission=one, number=1, entered_by=bureau.clerk)
    return_(one, reason="某某丁重报", by=bureau.reviewer)
    assert one.reviews.get().note == "某某丁重报"
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail) == ("submission.return", {"before": "submitted", "after": "returned"} | told)


def test_only_an_administrator_clears(ended, bureau):
    [due] = expiring.due(TODAY + timedelta(days=DAYS))
    assert not may(bureau.clerk, "record.expire")
    with pytest.raises(NotAllowed):
        expiring.expire(due, by=bureau.clerk)
    assert columns.personal(LiveRecord.objects.get(pk=ended.pk))


def test_a_file_that_was_cleared_is_no_loss_and_who_asks_for_it_learns_why(bureau, django_capture_on_commit_callbacks):
    kept = files.receive("线索".encode(), "线索.xlsx")
    file = ReceivedFile.objects.create(**kept._asdict(), accepted=True, received_by=bureau.clerk)
    one = Submission.objects.create(unit=bureau.school, what=CASES, period="2020H1")
    Version.objects.create(submission=one, number=1, file=file, entered_by=bureau.clerk)
    [due] = expiring.due(TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        expiring.expire(due, by=bureau.admin)
    assert [finding for finding in doubts() if finding.code == "backup-file-lost"] == []
    for name in ("download", "marked"):
        answer = browser(bureau.clerk).get(reverse(f"collection:{name}", args=[file.pk]))
        assert answer.status_code == 410
        assert f"已于 {TODAY} 按保存期限清除" in answer.text
    assert not AuditEvent.objects.filter(action="file.open").exists()


def test_a_file_that_nobody_cleared_is_a_loss(bureau):
    kept = files.receive("线索".encode(), "线索.xlsx")
    ReceivedFile.objects.create(**kept._asdict(), accepted=True, received_by=bureau.clerk)
    files.remove(kept.sha256)
    assert [finding.place for finding in doubts() if finding.code == "backup-file-lost"] == ["线索.xlsx"]


def test_the_file_that_brought_them_goes_too(bureau, django_capture_on_commit_callbacks):
    from test_register_import import sheet

    data = sheet([["7", "某某丙", "小学"]], heads=["编号", "被反映人", "学段"])
    one, plan = proposals.propose(register_of(CASES), bureau.school, data, "线索.xlsx", by=bureau.clerk)
    assert plan.errors == []
    proposals.confirm(one, by=bureau.clerk)
    [due] = expiring.due(TODAY + timedelta(days=DAYS))
    assert due.files == [one.sha256]
    with django_capture_on_commit_callbacks(execute=True):
        expiring.expire(due, by=bureau.admin)
    assert not files.is_kept(one.sha256)
    assert Proposal.objects.get().sha256 == one.sha256


def test_the_command_lists_and_clears_only_when_told(ended, bureau, home, capsys):
    LiveRecord.objects.filter(pk=ended.pk).update(ended_on=TODAY - timedelta(days=DAYS))
    assert command("admin", home=home, clears=False) == 0
    assert "在册 1" in capsys.readouterr().out
    assert columns.personal(LiveRecord.objects.get(pk=ended.pk))
    assert command("clerk", home=home, clears=True) == 2
    assert command("admin", home=home, clears=True) == 0
    assert columns.personal(LiveRecord.objects.get(pk=ended.pk)) == {}
