"""What was approved stands on the register, what stands there can be reported, and figures open to their records."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taizhang.periods import Period
from taizhang.web.accounts.actions import make_key
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.actions import return_
from taizhang.web.collection.models import Submission
from taizhang.web.collection.receiving import examine, receive_workbook
from taizhang.web.collection.storing import store
from taizhang.web.ledger.entering import correct
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.ledger.queries import observations
from taizhang.web.ledger.releases import folder_of, seal_release
from taizhang.web.registers import actions, columns, queries
from taizhang.web.registers.following import as_sent
from taizhang.web.registers.models import Change, LiveRecord
from taizhang.web.reports.analyses import unsealed
from taizhang.web.reports.drafting import analysis_of
from web.kept_registers import GRANTS, PUPILS, pupil

PAID = [
    ("张小花", "小学", 625, 625, "2026-03-05"),
    ("李大山", "小学", 625, 600, None),
    ("王石头", "小学", 625, 0, None),
]
AID = "student_aid.aid_payments"

pytestmark = pytest.mark.usefixtures("more_registers")


def sent(bureau, records=PAID):
    receipt = receive_workbook(bureau.workbook(records=records), "台账.xlsx", by=bureau.clerk)
    assert receipt.file.accepted, receipt.file.findings
    return receipt.submissions[0]


def report(bureau, register, unit=None):
    """The unit's live records, reported for the half-year."""
    one = as_sent(catalogue().registers[register], unit or bureau.school, Period.parse("2026H1"))
    [found] = examine([one])
    [version] = store([one], [found], by=bureau.clerk)
    return version.submission


def test_approved_records_come_to_stand_on_the_register(bureau):
    bureau.approve(sent(bureau))
    kept = [columns.whole(one) for one in LiveRecord.objects.filter(register=AID).order_by("pk")]
    assert [row["student"] for row in kept] == ["张小花", "李大山", "王石头"]
    assert kept[1] == {"student": "李大山", "stage": "primary", "due": "625", "paid": "600"}


def test_what_comes_again_changes_only_what_differs_and_not_what_is_newer(bureau):
    first = sent(bureau)
    bureau.approve(first)
    return_(first, reason="补发", by=bureau.officer)
    again = sent(bureau, [PAID[0], ("李大山", "小学", 625, 625, None)])
    newer = LiveRecord.objects.filter(register=AID).order_by("pk")[0]
    actions.edit(newer, {"student": "张小花", "stage": "小学", "due": "700", "paid": "700"}, by=bureau.clerk)
    bureau.approve(again)
    kept = [columns.whole(one)["paid"] for one in LiveRecord.objects.filter(register=AID).order_by("pk")]
    assert kept == ["700", "625", "0"]
    assert Change.objects.filter(version=again.current).count() == 1


def sent_anew(bureau, before, records):
    """What was approved goes back, and the register comes again with these records and is approved."""
    return_(before, reason="请核实", by=bureau.officer)
    again = sent(bureau, records)
    bureau.approve(again)
    return again


def total(unit="S1"):
    found = unsealed(Period.parse("2026H1")).value("student_aid.recipients", unit)
    return found.value, found.reported, found.expected


def test_a_split_that_occurs_no_more_in_a_register_is_nought_and_the_total_stays(bureau):
    both = [("张小花", "小学", 100, 100), ("李大山", "小学", 100, 100), ("王石头", "初中", 100, 100)]
    bureau.approve(first := sent(bureau, both))
    assert total() == (3, 1, 1)
    again = sent_anew(bureau, first, both[:2])
    assert total() == (2, 1, 1)
    junior = Observation.objects.in_force().get(indicator="student_aid.recipients", split="stage=junior")
    assert (junior.value, junior.supersedes.value, "不再填报" in junior.source.reason) == (0, 1, True)
    sent_anew(bureau, again, both)
    assert total() == (3, 1, 1)


def test_a_register_that_was_empty_first_has_a_total_once_records_come(bureau):
    bureau.approve(empty := report(bureau, AID))
    assert total() == (0, 1, 1)
    sent_anew(bureau, empty, PAID[:1])
    assert total() == (1, 1, 1)


def reported(bureau, number=2):
    """So many pupils on the register, who are reported for the half-year."""
    kept = [actions.add(PUPILS, pupil(at), unit=bureau.school, by=bureau.clerk) for at in range(1, number + 1)]
    return [*kept, report(bureau, PUPILS)]


def standing():
    rows = LiveRecord.objects.filter(register=PUPILS, ended_on=None).order_by("pk")
    return [row.fields["number"] for row in rows]


def test_who_left_after_the_register_was_reported_is_not_put_back_by_the_approval(bureau):
    left, _stays, submission = reported(bureau)
    actions.end(left, reason="转出", by=bureau.clerk)
    bureau.approve(submission)
    assert standing() == ["P00002"]


def test_who_left_before_the_register_was_reported_and_is_sent_again_is_back(bureau):
    left, submission = reported(bureau, 1)
    again = report(bureau, PUPILS)
    actions.end(left, reason="转出", by=bureau.clerk)
    LiveRecord.objects.filter(pk=left.pk).update(changed_at=submission.versions.first().entered_at)
    bureau.approve(again)
    assert standing() == ["P00001"]


def test_a_number_that_was_mended_after_the_report_does_not_come_back_beside_the_right_one(bureau):
    one, submission = reported(bureau, 1)
    visit = {"visited_on": "2026-03-01", "who": "王老师"}
    actions.edit(one, pupil(7), by=bureau.clerk)
    actions.edit(LiveRecord.objects.get(pk=one.pk), pupil(8, grant="700"), by=bureau.clerk)
    row = actions.add(f"{PUPILS}.visits", visit, unit=bureau.school, by=bureau.clerk, parent=one)
    actions.end(row, reason="误登", by=bureau.clerk)
    bureau.approve(submission)
    assert standing() == ["P00008"]


def test_a_row_that_ended_below_a_record_after_the_report_stays_ended(bureau):
    one = actions.add(PUPILS, pupil(1), unit=bureau.school, by=bureau.clerk)
    visit = {"visited_on": "2026-03-01", "who": "王老师"}
    row = actions.add(f"{PUPILS}.visits", visit, unit=bureau.school, by=bureau.clerk, parent=one)
    submission = report(bureau, PUPILS)
    actions.end(row, reason="误登", by=bureau.clerk)
    bureau.approve(submission)
    assert not one.below.filter(ended_on=None).exists()


def test_what_an_approved_submission_brings_is_approved(bureau):
    drafted = actions.add(GRANTS, {"number": "1", "grant": "5"}, unit=bureau.school, by=bureau.clerk)
    paid = actions.add(GRANTS, {"number": "2", "grant": "5"}, unit=bureau.school, by=bureau.clerk)
    LiveRecord.objects.filter(pk=paid.pk).update(state="paid")
    bureau.approve(report(bureau, GRANTS))
    states = dict(LiveRecord.objects.filter(register=GRANTS).values_list("pk", "state"))
    assert states == {drafted.pk: "approved", paid.pk: "paid"}
    assert Change.objects.get(record=drafted, action="move").version is not None


def test_the_register_is_reported_with_its_rows_below_and_counted(bureau):
    one = actions.add(PUPILS, pupil(1, helped="走访、资金"), unit=bureau.school, by=bureau.clerk)
    actions.add(PUPILS, pupil(2, helped="资金", stage="初中"), unit=bureau.school, by=bureau.clerk)
    for day in ("2026-03-01", "2026-04-01"):
        actions.add(
            f"{PUPILS}.visits", {"visited_on": day, "who": "王老师"}, unit=bureau.school, by=bureau.clerk, parent=one
        )
    made = bureau.approve(report(bureau, PUPILS))
    assert {(o.indicator.partition(".")[2], o.split, int(o.value)) for o in made} == {
        ("pupils", "stage=primary", 1),
        ("pupils", "stage=junior", 1),
        ("visited", "stage=primary", 2),
        ("helped_by_hand", "", 1),
    }
    assert LiveRecord.objects.count() == 4
    assert not Change.objects.exclude(version=None).exists()


def test_a_figure_opens_to_the_records_that_it_counts_and_no_others(bureau, client):
    bureau.approve(sent(bureau))
    recipients = Observation.objects.get(indicator="student_aid.recipients")
    found = queries.behind(recipients.source)
    assert [columns.whole(one)["student"] for one in found.records] == ["张小花", "李大山"]
    client.force_login(bureau.reviewer)
    page = client.get(reverse("registers:behind", args=[recipients.pk])).content.decode()
    assert ("张＊＊" in page, "王＊＊" in page, "张小花" in page) == (True, False, False)
    client.force_login(bureau.head)
    assert "看不到这些记录" in client.get(reverse("registers:behind", args=[recipients.pk])).content.decode()
    client.force_login(bureau.person("far", "county_reviewer", bureau.xi))
    assert client.get(reverse("registers:behind", args=[recipients.pk])).status_code == 404


def test_rows_below_a_record_stand_behind_their_figure(bureau):
    one = actions.add(PUPILS, pupil(1), unit=bureau.school, by=bureau.clerk)
    actions.add(
        f"{PUPILS}.visits",
        {"visited_on": "2026-03-01", "who": "王老师"},
        unit=bureau.school,
        by=bureau.clerk,
        parent=one,
    )
    bureau.approve(report(bureau, PUPILS))
    found = queries.behind(Observation.objects.get(indicator="student_aid.visited").source)
    assert (found.table.code, len(found.records)) == (f"{PUPILS}.visits", 1)


def test_the_figures_of_a_register_ask_as_often_for_many_schools_as_for_one(bureau):
    def asked():
        with CaptureQueriesContext(connection) as found:
            fed = queries.fed_by(catalogue().registers[AID], bureau.officer)
            assert {(one.source.kind, one.unit.kind) for figure in fed for one in figure.values}
        return len(found)

    bureau.approve(sent(bureau))
    one = asked()
    for unit in (bureau.other, bureau.far, bureau.unit("S4", "石桥小学", "school", bureau.pu)):
        bureau.observe("student_aid.recipients", "3", unit, stage="primary")
        bureau.observe("student_aid.amount_paid", "9", unit, stage="primary")
    assert asked() == one


def test_a_value_that_came_from_a_cell_has_no_records(bureau):
    with pytest.raises(Observation.DoesNotExist):
        queries.behind(bureau.observe("student_aid.fund", "5").source)


@pytest.mark.parametrize(("cases", "shown"), [(1, []), (2, []), (3, [3])])
def test_small_counts_of_confidential_cases_leave_the_school_unseen(bureau, client, cases, shown):
    for at in range(cases):
        case = {"number": str(at), "person": "某某某", "stage": "小学"}
        actions.add("student_aid.breaches", case, unit=bureau.school, by=bureau.clerk)
    bureau.approve(report(bureau, "student_aid.breaches"))
    assert Observation.objects.get(indicator="student_aid.breaches").value == cases
    assert [int(one.value) for one in observations(bureau.officer).filter(indicator="student_aid.breaches")] == shown
    client.force_login(bureau.officer)
    page = client.get(reverse("collection:detail", args=[Submission.objects.get(what="student_aid.breaches").pk]))
    assert "某＊＊" not in page.content.decode()
    client.force_login(bureau.clerk)
    page = client.get(reverse("collection:detail", args=[Submission.objects.get(what="student_aid.breaches").pk]))
    assert "某＊＊" in page.content.decode()


@pytest.mark.parametrize(("indicator", "told"), [
    ("student_aid.breaches", {}), ("student_aid.pupils", {"reason": "某某丁一件重复"}),
])  # fmt: skip
def test_why_a_count_of_confidential_cases_was_corrected_stays_out_of_the_audit_log(bureau, indicator, told):
    """It stands with the value; the audit log is read by more people, and forgets nothing."""
    first = bureau.observe(indicator, "9", stage="primary")
    made = correct(first, value=Decimal(8), reason="某某丁一件重复", by=bureau.officer)
    assert made.source.reason == "某某丁一件重复"
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail) == ("observation.correct", {"supersedes": first.pk} | told)


def test_a_small_count_leaves_the_server_nowhere_and_cannot_be_told_from_the_others(bureau, client):
    cases = {bureau.school: "1", bureau.other: "5", bureau.unit("S4", "石桥小学", "school", bureau.pu): "7",
             bureau.far: "4"}  # fmt: skip
    for unit, value in cases.items():
        bureau.observe("student_aid.breaches", value, unit, stage="primary")
    bureau.observe("student_aid.breaches", "0", bureau.far, stage="junior")
    bureau.observe("student_aid.fund", "2", bureau.school)
    shown = [("S1", 2), ("S3", 0), ("S3", 4), ("S4", 7)]
    assert sorted((one.unit.code, one.value) for one in observations(bureau.officer)) == shown
    key = make_key(name="程序", scopes=["read"], by=bureau.officer)
    program = Client(headers={"Authorization": f"Bearer {key}"})
    told = program.get("/api/observations").json()["items"]
    assert sorted((one["unit"], Decimal(one["value"])) for one in told) == shown
    table = pq.read_table(BytesIO(b"".join(program.get("/api/observations.parquet").streaming_content)))
    assert sorted(zip(table["unit"].to_pylist(), table["value"].to_pylist(), strict=True)) == shown
    for form in ("csv", "sdmx.csv"):
        lines = b"".join(program.get(f"/api/observations.{form}").streaming_content).decode().splitlines()
        assert len(lines) == len(shown) + 1
    client.force_login(bureau.officer)
    page = client.get(reverse("registers:figures", args=["student_aid.breaches"])).content.decode()
    assert ("石桥小学" in page, "松溪小学" in page, "柳湾小学" in page) == (True, False, False)


def test_a_release_holds_every_count_so_that_totals_are_right_and_what_is_read_from_it_hides_them(bureau, home):
    for unit, value in ((bureau.school, "1"), (bureau.other, "5"), (bureau.far, "4")):
        bureau.observe("student_aid.breaches", value, unit, stage="primary")
    release = seal_release(Period.parse("2026H1"), catalogue=catalogue(), by=bureau.writer)
    assert folder_of(release).stat().st_mode & 0o077 == 0, "nobody but the server reads it"
    analysis = analysis_of(release)
    values = {code: analysis.value("student_aid.breaches", code).value for code in ("C", "C01", "S1", "S2", "S3")}
    assert values == {"C": 10, "C01": 6, "S1": None, "S2": None, "S3": 4}
