"""A paper on its way in: nobody waits while it is read, and it is filed under the unit that wrote it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from taizhang.checking.audit import audit
from taizhang.web.ledger.models import Observation
from taizhang.web.papers import receiving
from web.test_papers import MISTAKEN


@pytest.fixture
def saved_meanwhile(committed_bureau, monkeypatch) -> list[int]:
    """Somebody else saves a value while a report is being audited; the numbers of what was saved."""
    saved: list[int] = []

    def save() -> None:
        try:
            saved.append(committed_bureau.observe("student_aid.hardship", str(len(saved)), stage="primary").pk)
        finally:
            connection.close()

    def while_it_is_read(read):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(save).result()
        return audit(read)

    monkeypatch.setattr(receiving, "audit_reading", while_it_is_read)
    return saved


def test_others_save_while_a_report_is_read_and_read_again(committed_bureau, saved_meanwhile):
    paper = receiving.upload(MISTAKEN, "总结.txt", unit=committed_bureau.city, by=committed_bureau.writer)
    receiving.read_again(paper, by=committed_bureau.writer)
    assert list(Observation.objects.order_by("pk").values_list("pk", flat=True)) == saved_meanwhile
    assert len(saved_meanwhile) == 2
