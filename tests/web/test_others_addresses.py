"""A clerk who changes the address to another school's submission finds nothing there, whatever the page."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from taizhang.web.collection.models import Submission
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.collection.submitting import submit
from taizhang.web.filling.models import Draft
from taizhang.web.intakes.models import Intake, IntakeFile
from web.conftest import browser

# method, page, what it names, what is sent
PAGES = [
    ("get", "collection:detail", "submission", None),
    ("get", "collection:workbook", "submission", None),
    ("get", "collection:fill", "submission", None),
    ("post", "collection:fill", "submission", {"资助经费": "1", "do": "submit"}),
    ("json", "collection:fill_save", "submission", {"cells": {"资助经费": "1"}, "base": 0, "key": "k"}),
    ("json", "collection:fill_check", "submission", {"cells": {"资助经费": "1"}}),
    ("post", "collection:step submit", "submission", {}),
    ("post", "collection:step check", "submission", {}),
    ("post", "collection:step approve", "submission", {}),
    ("post", "collection:step return", "submission", {"reason": "不符"}),
    ("post", "collection:explain", "finding", {"explanation": "没有"}),
    ("get", "collection:received", "file", None),
    ("get", "collection:download", "file", None),
    ("get", "collection:marked", "file", None),
    ("get", "intakes:detail", "intake", None),
    ("get", "intakes:progress", "intake", None),
    ("post", "intakes:take_in_sound", "intake", {}),
    ("get", "intakes:outcomes", "intake", None),
    ("get", "intakes:marked_all", "intake", None),
    ("get", "intakes:marked", "row", None),
]


@pytest.fixture
def theirs(bureau):
    """What another school has: a submission with a finding, its file, an intake."""
    data = bureau.workbook({"小学": 46, "资助经费": "1.25万"})
    receipt = receive_workbook(data, "表.xlsx", by=bureau.clerk)
    [submission] = receipt.submissions
    intake = Intake.objects.create(name="a.zip", sent_by=bureau.clerk)
    row = IntakeFile.objects.create(intake=intake, name="a", sha256=receipt.file.sha256, outcome="sound")
    return {"submission": submission, "file": receipt.file, "intake": intake, "row": row,
            "finding": submission.current.findings.first()}  # fmt: skip


def answer(client, method, page, pk, sent):
    name, _, step = page.partition(" ")
    url = reverse(name, args=[pk, step] if step else [pk])
    if method == "json":
        return client.post(url, json.dumps(sent), content_type="application/json")
    return getattr(client, method)(url, sent)


@pytest.mark.parametrize(("method", "page", "names", "sent"), PAGES, ids=[f"{one[0]} {one[1]}" for one in PAGES])
def test_another_schools_things_are_not_there(bureau, theirs, method, page, names, sent):
    stranger = browser(bureau.person("stranger", "clerk", bureau.other))
    before = Submission.objects.values().get()
    assert answer(stranger, method, page, theirs[names].pk, sent).status_code in (403, 404)
    assert Submission.objects.values().get() == before
    assert not Draft.objects.exists()
    assert theirs["submission"].current.number == 1


def test_the_list_and_the_workbook_of_all_know_only_ones_own(bureau, theirs):
    stranger = browser(bureau.person("stranger", "clerk", bureau.other))
    assert "松溪小学" not in stranger.get("/submissions/").text
    assert stranger.get(reverse("collection:workbooks", args=["S1", "2026H1"])).status_code == 404


def test_the_owner_finds_them(bureau, theirs):
    own = browser(bureau.clerk)
    for method, page, names, sent in PAGES:
        if method == "get":
            assert answer(own, method, page, theirs[names].pk, sent).status_code == 200, page
    submit(theirs["submission"], by=bureau.clerk)
