"""Files that come in: within a size, kept once, looked at only with a note of it, given back to be saved."""

from __future__ import annotations

import pytest

from taizhang.web import files
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.papers.receiving import upload
from taizhang.web.refusals import NotAccepted
from web.test_papers import MISTAKEN


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


def test_each_look_at_a_file_is_noted(bureau):
    paper = upload(MISTAKEN, "总结.txt", unit=bureau.city, by=bureau.writer)
    assert files.look_at(paper, by=bureau.head) == MISTAKEN
    event = AuditEvent.objects.get(action="file.open")
    assert (event.person, event.object_type, event.detail) == ("head", "paper", {"sha256": paper.sha256})
