"""Personal data in registers: kept sealed, shown masked, opened only for a reason that is written down."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from taizhang.web.catalogue import catalogue
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.refusals import NotAllowed, Refused
from taizhang.web.registers import columns
from taizhang.web.registers.actions import unmask
from taizhang.web.registers.models import Record

PAID = [
    ("张小花", "小学", 625, 625, "2026-03-05"),
    ("李大山", "小学", 625, 600, None),
    ("王石头", "小学", 625, 0, None),
]


@pytest.fixture
def submission(bureau):
    receipt = receive_workbook(bureau.workbook(records=PAID), "台账.xlsx", by=bureau.clerk)
    assert receipt.file.accepted, receipt.file.findings
    return receipt.submissions[0]


def register():
    return catalogue().registers["student_aid.aid_payments"]


def test_names_are_nowhere_in_the_database_or_the_files(submission, home):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registers_record")
        assert "张小花" not in repr(cursor.fetchall())
    name = "张小花".encode()
    stored = [path for path in home.rglob("*") if path.is_file()]
    assert stored
    assert all(name not in path.read_bytes() for path in stored)


def test_pages_show_a_masked_name_and_the_rest(submission):
    record = Record.objects.first()
    shown = columns.masked(record, register().fields)
    assert shown == {"student": "张＊＊", "stage": "primary", "due": "625", "paid": "625", "paid_on": "2026-03-05"}


def test_unmasking_takes_the_right_and_a_reason_and_is_noted(submission, bureau):
    record = Record.objects.first()
    assert unmask(record, reason="家长来电核对", by=bureau.clerk) == {"student": "张小花"}
    event = AuditEvent.objects.last()
    assert (event.action, event.person, event.detail["reason"]) == ("record.unmask", "clerk", "家长来电核对")
    assert "张小花" not in str(event.detail)
    with pytest.raises(Refused, match="用途"):
        unmask(record, reason="", by=bureau.clerk)
    for nosy in (bureau.reviewer, bureau.head, bureau.person("other", "clerk", bureau.other)):
        with pytest.raises(NotAllowed):
            unmask(record, reason="看看", by=nosy)


def test_the_records_come_back_as_they_were_sent(submission):
    back = columns.columns(register(), submission.current.records.all())
    assert back.columns["student"] == ["张小花", "李大山", "王石头"]
    assert back.columns["paid"] == [Decimal(625), Decimal(600), Decimal(0)]
    assert [str(day) for day in back.columns["paid_on"]] == ["2026-03-05", "None", "None"]


def test_approved_records_become_values(submission, bureau):
    bureau.approve(submission)
    found = {o.indicator: (o.split, o.value) for o in Observation.objects.in_force()}
    assert found == {
        "student_aid.recipients": ("stage=primary", Decimal(2)),
        "student_aid.amount_paid": ("stage=primary", Decimal(1225)),
    }
    source = Observation.objects.first().source
    assert (source.kind, source.file) == ("records", "台账.xlsx")


def test_a_hard_rule_refuses_the_whole_file(bureau):
    receipt = receive_workbook(
        bureau.workbook({"小学": 3}, records=[*PAID, ("赵小河", "小学", 625, 1200, None)]), "台账.xlsx", by=bureau.clerk
    )
    assert not receipt.file.accepted
    errors = [finding for finding in receipt.file.findings if finding["severity"] == "error"]
    assert [finding["zh"] for finding in errors] == ["实发 1200 元大于应发 625 元"]
    assert errors[0]["place"].startswith("资助发放台账!")
    assert not Record.objects.exists()
