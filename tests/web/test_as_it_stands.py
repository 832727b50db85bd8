"""A sealed release stands for the ledger only as long as all that it holds is still so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.actions import open_round
from taizhang.web.ledger.actions import change_unit
from taizhang.web.ledger.releases import seal_release
from taizhang.web.registers.models import LiveRecord
from taizhang.web.reports.analyses import as_it_stands, sealed_as_it_stands

H1 = Period.parse("2026H1")
EVENT = {"name": "家访周", "held_on": "2026-03-05"}


def a_round(bureau):
    due = timezone.localdate() + timedelta(days=3)
    open_round(period=H1, unit=bureau.city, whats=["student_aid.basics"], due=due, by=bureau.officer)


def a_new_school(bureau):
    bureau.unit("S9", "新开小学", "school", bureau.pu)


def another_name(bureau):
    change_unit(bureau.school, since=date(2026, 2, 1), name="松溪实验小学", by=bureau.admin)


def an_event(bureau):
    LiveRecord.objects.create(register="office_work.activity", unit=bureau.city, key="a", fields=EVENT)


def a_later_event(bureau):
    told = EVENT | {"held_on": "2026-08-05"}
    LiveRecord.objects.create(register="office_work.activity", unit=bureau.city, key="a", fields=told)


def a_value(bureau):
    bureau.observe("student_aid.fund", "12500")


@pytest.mark.parametrize(
    ("what_happens", "stands"),
    [
        (lambda _bureau: None, True),
        (a_later_event, True),
        (a_value, False),
        (a_round, False),
        (a_new_school, False),
        (another_name, False),
        (an_event, False),
    ],
)
def test_a_release_stands_for_the_ledger_until_anything_that_it_holds_is_otherwise(bureau, what_happens, stands):
    bureau.observe("student_aid.hardship", "46", stage="primary")
    release = seal_release(H1, catalogue=catalogue(), by=bureau.writer)
    what_happens(bureau)
    assert sealed_as_it_stands(H1) == (release if stands else None)
    assert (as_it_stands(H1).release.digest == release.digest) is stands
