"""What was sent before stays, and is not read again to find out what a submission says now."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db.models.signals import post_init

from taizhang.checking import submission as checked
from taizhang.web.catalogue import catalogue
from taizhang.web.collection import steps
from taizhang.web.collection.levels import against_below
from taizhang.web.collection.models import Submission, SubmissionState, Version
from taizhang.web.collection.versions import latest_versions
from taizhang.web.filling.known import known
from taizhang.web.filling.page import versions_beside
from taizhang.web.rounds.callbacks import call_backs
from web.conftest import H1

HARDSHIP = ("student_aid.hardship", (("stage", "primary"),))


def cell(value: str | None) -> dict[str, object]:
    return {"indicator": HARDSHIP[0], "by": {"stage": "primary"}, "value": value, "place": "表!C7", "raw": value or ""}


@pytest.fixture
def often(bureau) -> Submission:
    """What the school sent five times, each time more."""
    sent = Submission.objects.create(
        unit=bureau.school, what="student_aid.basics", period=H1.code, state=SubmissionState.SUBMITTED
    )
    for number in range(1, 6):
        sent.versions.create(number=number, cells=[cell(str(number * 10))], entered_by=bureau.clerk)
    return sent


@pytest.fixture
def loaded():
    """The numbers of the versions that are loaded."""
    numbers = []

    def note(instance: Version, **_more: object) -> None:
        numbers.append(instance.number)

    post_init.connect(note, sender=Version)
    yield numbers
    post_init.disconnect(note, sender=Version)


def beside(often: Submission) -> Submission:
    return Submission(unit=often.unit, what="student_aid.meals", period=often.period)


@pytest.mark.parametrize("look", [
    lambda often: steps.latest([often], "check"),
    lambda often: call_backs(Submission.objects.all(), period=H1),
    lambda often: list(versions_beside(beside(often))),
], ids=["a step", "call-backs", "other forms"])  # fmt: skip
def test_only_the_last_version_is_loaded(often, loaded, look):
    look(often)
    assert loaded == [5]


def test_a_county_is_held_against_what_its_schools_said_last(bureau, often):
    form = replace(catalogue().forms["student_aid.basics"], filled_by=("county",))
    county = checked.OrgUnit(bureau.pu.code, bureau.pu.name)
    said = checked.Submission(form, county, H1, cells=(checked.Cell(*HARDSHIP, Decimal(40), "表!C7", "40"),))
    [finding] = against_below(said)
    assert (finding.code, finding.blanks["parts"]) == ("level-differs", "50")
    assert list(latest_versions(Submission.objects.all()).values_list("number", flat=True)) == [5]


def test_what_the_last_version_leaves_out_is_not_offered_to_other_forms(bureau, often):
    assert known(beside(often))[HARDSHIP].text == "50"
    often.versions.create(number=6, cells=[cell(None)], entered_by=bureau.clerk)
    assert HARDSHIP not in known(beside(often))
