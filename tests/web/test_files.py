"""Files that come in: within a size, kept once, looked at only with a note of it, given back to be saved."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.urls import reverse

from taizhang.web import files
from taizhang.web.accounts.actions import end_role
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.papers.receiving import upload
from taizhang.web.refusals import NotAccepted
from web.conftest import browser
from web.test_papers import MISTAKEN
from web.test_site_api import program
from web.test_supervision import plan, task  # noqa: F401


def test_the_end_of_a_long_name_is_kept_since_it_tells_the_kind(home):
    kept = files.receive(b"1", "长" * 300 + ".docx")
    assert len(kept.name) == files.NAME
    assert kept.name.endswith(".docx")
    assert (kept.size, files.read(kept.sha256)) == (1, b"1")


def test_what_is_over_the_limit_is_refused_with_both_sizes_and_not_kept(home, settings):
    settings.UPLOAD_LIMIT = 2 * 2**20
    with pytest.raises(NotAccepted, match=r"3 MB.*2 MB"):
        files.receive(b"1" * 3 * 2**20, "大.docx")
    assert not (home / "files").exists()


def test_a_paper_over_the_limit_is_refused_whichever_way_it_comes(bureau, settings):
    settings.UPLOAD_LIMIT = len(MISTAKEN) - 1
    with pytest.raises(NotAccepted):
        upload(MISTAKEN, "总结.txt", unit=bureau.city, by=bureau.writer)


PAGES = [
    ("clerk", "registers:import", ["student_aid.aid_payments"], {"unit": "S1"}, "file"),
    ("reviewer", "supervision:report", "task", {"done": "完工", "on": "2026-11-01"}, "evidence"),
    ("admin", "units:import", [], {}, "file"),
    ("admin", "people:import", [], {}, "file"),
    ("supervisor", "supervision:take_sheet", "plan", {}, "file"),
    ("clerk", "collection:upload", [], {}, "file"),
]


@pytest.fixture
def unread(monkeypatch):
    """No file that was sent may be read."""
    monkeypatch.setattr(InMemoryUploadedFile, "read", lambda file: pytest.fail(f"{file.name} is read"))


def a_file(name: str, size: int) -> BytesIO:
    (file := BytesIO(b"1" * size)).name = name
    return file


@pytest.mark.parametrize(("who", "page", "of", "told", "field"), PAGES)
def test_a_file_over_the_limit_is_refused_before_it_is_read(
    bureau, task, settings, unread, who, page, of, told, field  # noqa: F811
):
    settings.UPLOAD_LIMIT = 2**20
    big = a_file("大.xlsx", 2**20 + 1)
    address = reverse(page, args={"task": [task.pk], "plan": [task.plan_id]}[of] if isinstance(of, str) else of)
    answer = browser(getattr(bureau, who)).post(address, told | {field: big})
    assert answer.status_code == 422
    assert "大.xlsx" in answer.text


def test_files_sent_together_are_refused_before_they_are_read_where_they_are_too_much(bureau, settings, unread):
    settings.UPLOAD_LIMIT, settings.INTAKE_LIMIT = 30, 50
    for sent in ([a_file("县.zip", 60)], [a_file(name, 20) for name in ("一.xlsx", "二.xlsx", "三.xlsx")]):
        answer = browser(bureau.clerk).post(reverse("collection:upload"), {"file": sent})
        assert answer.status_code == 422
        assert sent[0].name in answer.text


def test_proof_over_the_limit_is_refused_before_it_is_read_when_a_program_sends_it(
    bureau, task, settings, unread  # noqa: F811
):
    settings.UPLOAD_LIMIT = 10
    said = {"done": "已完工", "evidence": [a_file("大.pdf", 11)]}
    answer = program(bureau.reviewer, "submit").post(f"/api/tasks/{task.pk}/progress", said)
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "web-file-too-big")


def test_each_look_at_a_file_is_noted(bureau):
    paper = upload(MISTAKEN, "总结.txt", unit=bureau.city, by=bureau.writer)
    assert files.look_at(paper, by=bureau.head) == MISTAKEN
    event = AuditEvent.objects.get(action="file.open")
    assert (event.person, event.object_type, event.detail) == ("head", "paper", {"sha256": paper.sha256})


@pytest.mark.parametrize("name", ["download", "marked", "received"])
def test_who_no_longer_sends_for_a_unit_opens_nothing_that_they_sent_for_it(bureau, name):
    """It is the unit's: it may name its pupils, and who goes to another school takes none of that along."""
    data = bureau.workbook(records=[("张小花", "小学", 625, 625)])
    sent = receive_workbook(data, "资助.xlsx", by=bureau.clerk).file
    address = reverse(f"collection:{name}", args=[sent.pk])
    assert browser(bureau.clerk).get(address).status_code == 200
    end_role(bureau.clerk.roles.get(), by=bureau.admin)
    bureau.give(bureau.clerk, "clerk", bureau.other)
    assert browser(bureau.clerk).get(address).status_code == 404
    successor = bureau.person("successor", "clerk", bureau.school)
    assert browser(successor).get(address).status_code == 200


def test_what_was_refused_stays_with_its_sender_as_long_as_they_send_anything(bureau):
    refused = receive_workbook(b"no workbook", "表.xlsx", by=bureau.clerk).file
    address = reverse("collection:download", args=[refused.pk])
    assert browser(bureau.clerk).get(address).content == b"no workbook"
    assert browser(bureau.officer).get(address).status_code == 404
    end_role(bureau.clerk.roles.get(), by=bureau.admin)
    assert browser(bureau.clerk).get(address).status_code == 404
