"""Reports go from draft to issue by two people."""

from __future__ import annotations

import pytest

from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.ledger.releases import seal_release
from taizhang.web.refusals import NotAllowed, WrongState
from taizhang.web.reports import actions


@pytest.fixture
def draft(bureau):
    bureau.observe("student_aid.recipients", "12")
    release = seal_release(Period.parse("2026H1"), catalogue=catalogue(), by=bureau.writer)
    document = {"title": "总结"}
    return actions.write(unit=bureau.city, release=release, kind="summary", document=document, by=bureau.writer)


def test_a_report_is_written_finished_and_issued_by_another(bureau, draft):
    assert (draft.state, draft.catalogue) == ("draft", catalogue().digest)
    report = actions.finish(draft, made={"总结.docx": b"PK"}, by=bureau.writer)
    assert files.read(report.files["总结.docx"]) == b"PK"
    report = actions.issue(report, by=bureau.head)
    assert (report.state, report.issued_by) == ("issued", bureau.head)
    with pytest.raises(WrongState):
        actions.revise(report, document={}, by=bureau.writer)
    steps = AuditEvent.objects.filter(object_type="report").values_list("action", flat=True)
    assert list(steps) == ["report.write", "report.finish", "report.issue"]


def test_a_writer_cannot_issue_even_as_head(bureau, draft):
    bureau.give(bureau.writer, "head", bureau.city)
    report = actions.finish(draft, made={}, by=bureau.writer)
    with pytest.raises(NotAllowed, match="另一人"):
        actions.issue(report, by=bureau.writer)
