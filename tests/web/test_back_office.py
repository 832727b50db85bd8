"""Who looks at what in the back office: as far as their rights reach, and no further."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.admin import site
from django.contrib.admin.utils import label_for_field
from django.urls import reverse

from taizhang.web.accounts.models import ApiKey, Person, Role
from taizhang.web.collection.models import ReceivedFile, Round, Submission
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.intakes.models import Intake
from taizhang.web.ledger.models import AuditEvent, Observation, OrgUnit
from taizhang.web.papers.models import Paper
from taizhang.web.registers.models import Proposal
from taizhang.web.reports.models import Letterhead
from taizhang.web.supervision.models import LightRules, Plan, Task, TaskEvent
from web.conftest import browser

OURS = [model for model in site._registry if model.__module__.startswith("taizhang.")]


def listed(client, model):
    """What a list of the back office holds; None where one may not look at it."""
    answer = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    assert answer.status_code in (200, 403)
    return list(answer.context["cl"].queryset) if answer.status_code == 200 else None


def things_of(bureau, unit, clerk):
    """One of everything that a unit has."""
    mark = unit.name
    plan = Plan.objects.create(title=mark, unit=unit, period="2026H1", source="hand", made_by=clerk)
    task = Task.objects.create(plan=plan, number=1, title=mark, owner=unit, due=date(2026, 6, 1))
    return [
        bureau.observe("student_aid.recipients", "12", unit), clerk, clerk.roles.get(), unit, unit.versions.get(), plan,
        task, Submission.objects.create(unit=unit, what="student_aid.basics", period="2026H1", due=date(2026, 6, 1)),
        TaskEvent.objects.create(task=task, action="assign", before="", after="open", by=clerk),
        LightRules.objects.create(unit=unit, made_by=clerk),
        Round.objects.create(unit=unit, period="2026H1", due=date(2026, 6, 1), opened_by=clerk),
        ReceivedFile.objects.create(name=mark, sha256="0" * 64, size=1, accepted=False, received_by=clerk),
        Intake.objects.create(name=mark, sent_by=clerk),
        Paper.objects.create(title=mark, name=mark, unit=unit, sha256="0" * 64, reading={}, uploaded_by=clerk),
        Proposal.objects.create(register="student_aid.aid_payments", unit=unit, name=mark, by=clerk),
        Letterhead.objects.create(unit=unit, name=mark, number="字〔{year}〕{number}号"),
        ApiKey.objects.create(person=clerk, name=mark, digest=mark, ends_at="2030-01-01T00:00Z"),
    ]  # fmt: skip


@pytest.fixture
def there(bureau):
    """Another county's school with one of everything, and what was done to it."""
    clerk = bureau.person("yunling", "clerk", bureau.far)
    clerk.unit = bureau.far
    clerk.save()
    return [*things_of(bureau, bureau.far, clerk), *AuditEvent.objects.filter(object_type="person", object_id=clerk.pk)]


@pytest.mark.parametrize("kinds", [["administrator"], ["auditor"], ["administrator", "auditor"]])
def test_nobody_of_one_county_finds_a_row_of_another(bureau, there, kinds):
    person = bureau.person("pu", kinds[0], bureau.pu)
    for kind in kinds[1:]:
        bureau.give(person, kind, bureau.pu)
    client = browser(person)
    shown = {model: listed(client, model) for model in OURS}
    assert [row for row in there if row in (shown[type(row)] or [])] == []
    for row in there:
        page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        assert client.get(page).status_code in (302, 403), page


def test_who_audits_the_whole_tree_finds_all_of_them(bureau, there):
    client = browser(bureau.auditor)
    assert [row for row in there if row not in (listed(client, type(row)) or [])] == []
    for row in there:
        page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        assert client.get(page).status_code == 200, page


def test_every_list_says_which_right_opens_it(bureau):
    assert {model for model in OURS if not site._registry[model].rights} == set()
    assert {model for model in site._registry if model not in OURS and listed(browser(bureau.auditor), model)} == set()


def test_its_columns_and_tools_have_words(bureau, settings):
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS]  # what was read before they were set is read anew
    columns = [(name, model, admin) for model, admin in site._registry.items() if model in OURS
               for name in (*admin.list_display, *admin.get_fields(None, model()))]  # fmt: skip
    labels = {str(label_for_field(*one)) for one in columns}
    assert {label for label in labels if re.search("[A-Za-z]{2}", label)} - {"ID", "id"} == set()
    page = browser(bureau.admin).get("/admin/accounts/person/").text
    assert "选择操作" in page
    assert {word for word in ("Select action", "Filters", "Axes", "Access attempts") if word in page} == set()


def test_a_county_finds_its_own(bureau):
    receipt = receive_workbook(bureau.workbook({"小学": 46}), "表.xlsx", by=bureau.clerk)
    client = browser(bureau.person("pu", "auditor", bureau.pu))
    assert listed(client, ReceivedFile) == [receipt.file]
    assert set(listed(client, OrgUnit)) == {bureau.pu, bureau.school, bureau.other}
    assert AuditEvent.objects.get(action="file.accept") in listed(client, AuditEvent)


def test_an_administrator_sees_no_more_there_than_on_the_pages(bureau):
    client = browser(bureau.admin)
    seen = {model._meta.model_name for model in OURS if listed(client, model) is not None}
    assert seen == {"person", "role", "apikey", "orgunit", "orgunitversion", "round", "roundevent", "letterhead"}


def test_a_countys_administrator_gives_roles_to_people_of_the_county_only(bureau, there):
    person = bureau.person("pu", "administrator", bureau.pu)
    page = browser(person).get("/admin/accounts/role/add/").text
    assert "yunling" not in page
    assert "reviewer" in page


@pytest.mark.parametrize(("model", "action"), [(Person, "disable"), (Role, "end")])
def test_what_is_done_to_many_rows_is_done_to_all_or_to_none(bureau, model, action):
    mine = bureau.admin if model is Person else bureau.admin.roles.get()  # which is refused
    rows = [bureau.clerk if model is Person else bureau.clerk.roles.get(), mine]
    said = {"action": action, "_selected_action": [row.pk for row in rows]}
    answer = browser(bureau.admin).post(f"/admin/accounts/{model._meta.model_name}/", said)
    assert answer.status_code == 400
    assert Person.objects.get(pk=bureau.clerk.pk).is_active
    assert bureau.clerk.roles.in_force().exists()


@pytest.mark.parametrize("lookup", ["password__startswith", "password", "roles__person__password__startswith"])
def test_a_list_is_narrowed_by_the_filters_beside_it_and_by_nothing_that_it_does_not_show(bureau, lookup):
    people = reverse("admin:accounts_person_changelist")
    for by in (bureau.auditor, bureau.admin):
        assert browser(by).get(people, {lookup: bureau.admin.password[:8]}).status_code == 400
    assert browser(bureau.auditor).get(people, {"is_active__exact": "1"}).status_code == 200
    roles = browser(bureau.auditor).get(reverse("admin:accounts_role_changelist"), {"kind__exact": "clerk"})
    assert {role.kind for role in roles.context["cl"].queryset} == {"clerk"}


def test_counts_of_few_confidential_cases_are_not_listed_and_do_not_open(bureau, more_registers):
    one, two = (bureau.observe("student_aid.breaches", told, unit, stage="primary")
                for told, unit in (("1", bureau.school), ("9", bureau.other)))
    seen = bureau.observe("student_aid.fund", "1")
    client = browser(bureau.auditor)
    assert listed(client, Observation) == [seen]
    for kept, opens in ((one, False), (two, False), (seen, True)):
        page = client.get(reverse("admin:ledger_observation_change", args=[kept.pk]))
        assert (page.status_code == 200) is opens, kept
