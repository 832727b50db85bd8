"""Administrators let people in, give and end roles, and reach no further than their own part of the tree."""

from __future__ import annotations

import base64
import re
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taizhang.web.accounts import actions
from taizhang.web.accounts.models import ApiKey, Person, Role, RoleKind
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAllowed, Refused
from web.conftest import browser

HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "taizhang.web.accounts.passwords.GivenPasswordHasher"]


@pytest.fixture(autouse=True)
def _hashers(settings):
    settings.PASSWORD_HASHERS = HASHERS


@pytest.fixture
def local(bureau) -> Person:
    """The administrator of 临浦区, at home there."""
    person = bureau.person("local", RoleKind.ADMINISTRATOR, bureau.pu)
    actions.change_person(person, name="临浦管理员", unit=bureau.pu, by=bureau.admin)
    return person


def step(client, person, name, **said):
    return client.post(reverse("people:step", args=[person.pk, name]), said, follow=True)


# --- one by one -----------------------------------------------------------------------------------------------


def test_somebody_is_let_in_with_a_role_and_a_password_that_is_shown_once(bureau):
    said = {"username": "fang", "name": "方老师", "unit": "S1", "kind": "clerk", "domains": ["student_aid"]}
    page = browser(bureau.admin).post(reverse("people:add"), said).text
    [password] = re.findall(r'id="given">(.+?)</pre>', page)
    person = Person.objects.get(username="fang")
    assert person.check_password(password.replace("&amp;", "&"))
    assert (person.unit, person.must_change) == (bureau.school, True)
    assert Role.objects.values("kind", "unit", "domains").get(person=person) == {
        "kind": "clerk", "unit": bureau.school.pk, "domains": ["student_aid"],
    }  # fmt: skip
    assert password not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_a_password_that_was_given_is_changed_before_anything_else(bureau):
    page = step(browser(bureau.admin), bureau.clerk, "password").text
    [password] = re.findall(r'id="given">(.+?)</pre>', page)
    client = Client()
    client.post("/login/", {"username": "clerk", "password": password})
    assert client.get("/submissions/").url == "/password/"
    assert "只有自己知道" in client.get("/password/").text
    chosen = {"old_password": password, "new_password1": "Songxi-2027-qiao", "new_password2": "Songxi-2027-qiao"}
    assert client.post("/password/", chosen).status_code == 302
    assert client.get("/submissions/").status_code == 200
    assert [e.action for e in AuditEvent.objects.order_by("id")][-4:] == [
        "role.grant", "password.give", "session.in", "password.set",
    ]  # fmt: skip


def test_roles_are_given_changed_and_ended_on_the_persons_page(bureau):
    client = browser(bureau.admin)
    step(client, bureau.clerk, "grant", kind="clerk", role_unit="S2 柳湾小学", domains=["student_aid"])
    role = bureau.clerk.roles.get(unit=bureau.other)
    assert role.domains == ["student_aid"]
    assert "不在可选的机构中" in step(client, bureau.clerk, "grant", kind="clerk", role_unit="没有的小学").text
    assert "已有" in step(client, bureau.clerk, "grant", kind="clerk", role_unit="S2").text
    client.post(reverse("people:end_role", args=[role.pk]))
    role.refresh_from_db()
    assert role.ended_at
    page = client.get(reverse("people:detail", args=[bureau.clerk.pk])).text
    assert page.index("松溪小学") < page.index("柳湾小学")  # what is in force stands first, what ended stays to be seen


def test_a_role_that_is_refused_is_told_in_the_form_that_keeps_what_was_typed(bureau):
    answer = step(browser(bureau.admin, "en"), bureau.clerk, "grant", kind="clerk", role_unit="S1")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'name="role_unit" value="S1' in answer.text
    assert "已有" not in answer.text
    said = {"username": "fang", "name": "方老师", "unit": "S1", "kind": "clerk"}
    one_domain = bureau.person("local", RoleKind.ADMINISTRATOR, bureau.pu, domains=["student_aid"])
    refused = browser(one_domain).post(reverse("people:add"), said)
    assert (refused.status_code, 'value="方老师"' in refused.text) == (403, True)


def test_what_was_done_about_a_person_is_said(bureau):
    client = browser(bureau.admin)
    for name, said in (("disable", "已停用，不能再登录。"), ("enable", "已恢复使用。"), ("unlock", "已解除锁定。")):
        assert said in step(client, bureau.officer, name).text


def at_once(action, asked):
    """Whether each went through, of actions that two people ask for at the same time."""
    def went_through(one):
        what, by = one
        try:
            return action(what, by=by) is None
        except (Refused, NotAllowed):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(went_through, asked))


def test_of_two_administrators_who_end_each_others_role_one_stays(committed_bureau):
    bureau = committed_bureau
    second = bureau.person("second", RoleKind.ADMINISTRATOR, bureau.city)
    both = [(second.roles.get(), bureau.admin), (bureau.admin.roles.get(), second)]

    assert sorted(at_once(actions.end_role, both)) == [False, True]
    assert Role.objects.in_force().filter(kind=RoleKind.ADMINISTRATOR).count() == 1


def test_of_two_administrators_who_shut_each_other_out_one_stays(committed_bureau):
    bureau = committed_bureau
    second = bureau.person("second", RoleKind.ADMINISTRATOR, bureau.city)

    assert sorted(at_once(actions.disable, [(second, bureau.admin), (bureau.admin, second)])) == [False, True]
    assert Person.objects.filter(pk__in=[bureau.admin.pk, second.pk], is_active=True).count() == 1


def test_people_are_switched_off_and_on_and_never_deleted(bureau):
    client = browser(bureau.admin)
    key = actions.make_key(name="程序", scopes=["read"], by=bureau.officer)
    step(client, bureau.officer, "disable")
    assert not Person.objects.get(pk=bureau.officer.pk).is_active
    assert Client(headers={"Authorization": f"Bearer {key}"}).get("/api/units").status_code == 401
    step(client, bureau.officer, "enable")
    assert Person.objects.get(pk=bureau.officer.pk).roles_in_force
    with pytest.raises(TypeError, match="never deleted"):
        bureau.officer.delete()


def test_nobody_shuts_themself_out(bureau):
    assert "不能停用自己" in step(browser(bureau.admin), bureau.admin, "disable").text
    [role] = bureau.admin.roles.all()
    with pytest.raises(Refused, match="最后一位"):
        actions.end_role(role, by=bureau.admin)


def test_a_lock_is_lifted_by_an_administrator(bureau):
    client = Client()
    for _attempt in range(5):
        client.post("/login/", {"username": "clerk", "password": "wrong"})
    good = {"username": "clerk", "password": "青汀-2026-松溪桥"}
    assert client.post("/login/", good).status_code == 429
    step(browser(bureau.admin), bureau.clerk, "unlock")
    assert client.post("/login/", good).status_code == 302
    failed = AuditEvent.objects.filter(action="session.fail", object_id=str(bureau.clerk.pk))
    assert failed.count() == 5  # while it is locked, attempts add nothing to the log


# --- within reach -----------------------------------------------------------------------------------------------


def test_a_countys_administrator_sees_and_changes_the_countys_people_only(bureau, local):
    theirs = bureau.person("xi", RoleKind.CLERK, bureau.far)
    client = browser(local)
    page = client.get(reverse("people:list")).text
    assert ">clerk<" in page  # by the role at a school of the county
    assert ">xi<" not in page
    assert ">head<" not in page
    assert client.get(reverse("people:detail", args=[theirs.pk])).status_code == 404
    assert step(client, theirs, "password").status_code == 404
    assert client.post(reverse("people:end_role", args=[theirs.roles.get().pk])).status_code == 404
    assert step(client, bureau.clerk, "grant", kind="clerk", role_unit="S3").status_code == 422
    said = {"username": "new", "name": "新人", "unit": "C", "kind": "clerk"}
    assert "不在可选的机构中" in client.post(reverse("people:add"), said).text
    assert not Person.objects.filter(username="new").exists()


def test_who_has_roles_above_is_out_of_reach_but_for_the_roles_below(bureau, local):
    actions.grant(bureau.head, RoleKind.CLERK, unit=bureau.school, by=bureau.admin)
    client = browser(local)
    assert "请上级管理员办理" in client.get(reverse("people:detail", args=[bureau.head.pk])).text
    for name in ("password", "disable", "unlock", "factor"):
        assert step(client, bureau.head, name).status_code == 403, name
    client.post(reverse("people:end_role", args=[bureau.head.roles.get(unit=bureau.school).pk]))
    assert not bureau.head.roles.in_force().filter(unit=bureau.school).exists()
    assert client.get(reverse("people:detail", args=[bureau.head.pk])).status_code == 404


def test_nobody_gives_what_they_could_not_have(bureau):
    some = bureau.person("some", RoleKind.ADMINISTRATOR, bureau.pu, domains=["student_aid"])
    actions.grant(bureau.clerk, RoleKind.CLERK, unit=bureau.other, domains=["student_aid"], by=some)
    for kind, domains in ((RoleKind.CLERK, []), (RoleKind.ADMINISTRATOR, []), (RoleKind.CLERK, ["teachers"])):
        with pytest.raises(NotAllowed, match="部分业务领域"):
            actions.grant(bureau.officer, kind, unit=bureau.school, domains=domains, by=some)


def test_who_administers_some_domains_takes_over_nobody_who_has_more(bureau):
    some = bureau.person("some", RoleKind.ADMINISTRATOR, bureau.city, domains=["student_aid"])
    client, password = browser(some), bureau.admin.password
    key = actions.make_key(name="程序", scopes=["read"], by=bureau.admin)
    assert "请上级管理员办理" in client.get(reverse("people:detail", args=[bureau.admin.pk])).text
    for person in (bureau.admin, bureau.head):
        for name in ("password", "disable", "unlock", "factor"):
            assert step(client, person, name).status_code == 403, name
    with pytest.raises(NotAllowed, match="部分业务领域"):
        actions.end_key(ApiKey.objects.get(digest=actions.digest(key)), by=some)
    bureau.admin.refresh_from_db()
    assert (bureau.admin.password, bureau.admin.is_active) == (password, True)
    assert step(client, bureau.officer, "password").status_code == 200  # whose only role is for that domain


def test_the_last_administrator_of_all_domains_stays_whoever_administers_some(bureau):
    bureau.person("some", RoleKind.ADMINISTRATOR, bureau.city, domains=["student_aid"])
    with pytest.raises(Refused, match="最后一位"):
        actions.end_role(bureau.admin.roles.get(), by=bureau.admin)


@pytest.mark.parametrize(("said", "found"), [
    ({"text": "cler"}, {"clerk"}),
    ({"kind": "auditor"}, {"auditor"}),
    ({"unit": "C01", "kind": "clerk"}, {"clerk"}),
    ({"unit": "C02"}, set()),
    ({"kind": "section_officer", "domain": "student_aid"}, {"officer"}),
    ({"state": "disabled"}, {"head"}),
])  # fmt: skip
def test_people_are_found_by_name_role_unit_domain_and_state(bureau, said, found):
    actions.disable(bureau.head, by=bureau.admin)
    page = browser(bureau.admin).get(reverse("people:list"), said).text
    shown = set(re.findall(r"</a></td><td>(\w+)</td>", page))
    assert shown == found


# --- who may see these pages at all --------------------------------------------------------------------------------

GET = ["people:list", "people:add", "people:export", "people:import", "keys:all", "units:tree", "units:open",
       "units:merge", "units:import", "units:export", "manage"]  # fmt: skip


@pytest.mark.parametrize("kind", RoleKind)
@pytest.mark.parametrize("page", GET)
def test_only_administrators_open_the_pages_of_people_and_units(bureau, kind, page):
    expected = 200 if kind == RoleKind.ADMINISTRATOR else 403
    if page == "manage":
        expected = 302 if kind in (RoleKind.ADMINISTRATOR, RoleKind.AUDITOR) else 403
    assert browser(bureau.people[kind]).get(reverse(page)).status_code == expected


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind != RoleKind.ADMINISTRATOR])
def test_nobody_else_changes_people_or_units(bureau, kind):
    client, before = browser(bureau.people[kind]), AuditEvent.objects.count()
    steps = ("grant", "password", "disable", "enable", "unlock", "factor", "change")
    asked = [("people:step", [bureau.clerk.pk, one]) for one in steps]
    asked += [("people:end_role", [bureau.clerk.roles.get().pk]), ("people:add", []), ("people:import", [])]
    asked += [("units:change", ["S1", one]) for one in ("change", "close", "split")]
    asked += [("units:open", []), ("units:merge", []), ("units:import", [])]
    for page, args in asked:
        assert client.post(reverse(page, args=args), {"confirm": "1"}).status_code == 403, page
    assert AuditEvent.objects.count() == before


# --- many at once ---------------------------------------------------------------------------------------------------

HEADS = ["用户名", "姓名", "所在机构代码", "角色", "角色机构代码", "角色机构名称", "业务领域", "状态"]


def sheet(*rows) -> bytes:
    book, buffer = openpyxl.Workbook(), BytesIO()
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def send(client, data):
    return client.post(reverse("people:import"), {"file": SimpleUploadedFile("人员.xlsx", data)})


def confirm(client, page):
    [kept] = re.findall(r'name="confirm" value="(.+?)"', page)
    return client.post(reverse("people:import"), {"confirm": kept})


def test_many_are_let_in_by_a_workbook_and_their_passwords_downloaded_once(bureau):
    client = browser(bureau.admin)
    page = send(client, sheet(
        ("liu", "刘老师", "S2", "填报人", "", "", "学生资助", ""),
        ("chen", "陈科长", "C-1", "科室", "C", "", "student_aid", "在用"),
        ("chen", "陈科长", "C-1", "督查", "C", "", "", "在用"),
    )).text  # fmt: skip
    assert not Person.objects.filter(username="liu").exists()
    done = confirm(client, page).text
    data = base64.b64decode(re.search(r"base64,([^\"]+)", done)[1])
    told = list(openpyxl.load_workbook(BytesIO(data)).active.values)[1:]
    for username, _name, password in told:
        assert Person.objects.get(username=username).check_password(password)
    assert [row[0] for row in told] == ["liu", "chen"]
    chen = Person.objects.get(username="chen")
    assert chen.must_change
    assert {(r.kind, r.unit.code, tuple(r.domains)) for r in chen.roles.all()} == {
        ("section_officer", "C", ("student_aid",)), ("supervisor", "C", ()),
    }  # fmt: skip
    assert AuditEvent.objects.filter(action="role.grant", detail__person="chen").count() == 2


def test_what_was_exported_changes_nothing_and_what_is_changed_in_it_is_shown_and_done(bureau):
    client = browser(bureau.admin)
    Person.objects.filter(username="writer").update(name="方Ａ（借调）")
    exported = client.get(reverse("people:export")).content
    assert "没有要改的" in send(client, exported).text
    book = openpyxl.load_workbook(BytesIO(exported))
    rows = {row[0].value: row for row in book.active.iter_rows(min_row=2)}
    rows["clerk"][1].value, rows["clerk"][4].value = "方老师", "S2"
    rows["head"][7].value = "停用"
    buffer = BytesIO()
    book.save(buffer)
    page = send(client, buffer.getvalue()).text
    assert "方老师" in page
    assert "人员与角色已更新" in confirm(client, page).text
    clerk = Person.objects.get(username="clerk")
    assert clerk.name == "方老师"
    assert [role.unit for role in clerk.roles.in_force()] == [bureau.other]
    assert not Person.objects.get(username="head").is_active


WRONG = [
    (("liu", "刘老师", "S2", "教师", "", "", "", ""), "D2", "没有“教师”这个角色"),
    (("liu", "刘老师", "S9", "填报人", "", "", "", ""), "C2", "机构代码“S9”"),
    (("liu", "刘老师", "S2", "填报人", "S8", "", "", ""), "E2", "机构代码“S8”"),
    (("liu", "刘老师", "S2", "填报人", "", "", "财务", ""), "G2", "没有“财务”"),
    (("liu", "", "S2", "填报人", "", "", "", ""), "B2", "“姓名”没有填写"),
    (("l u", "刘老师", "S2", "填报人", "", "", "", ""), "A2", "用户名"),
    (("liu", "刘老师", "", "", "", "", "", ""), "A2", "没有填所在机构"),
    (("liu", "刘老师", "S2", "填报人", "", "", "", "休假"), "H2", "休假"),
    (("admin", "管理员", "C", "管理员", "C", "", "", "停用"), "H2", "不能停用自己"),
]


@pytest.mark.parametrize(("row", "cell", "said"), WRONG, ids=[one[2] for one in WRONG])
def test_each_mistake_is_told_at_its_cell_and_nobody_is_let_in(bureau, row, cell, said):
    response = send(browser(bureau.admin), sheet(row, ("good", "好人", "S1", "填报人", "", "", "", "")))
    assert response.status_code == 422
    assert f"Sheet!{cell}" in response.text
    assert said in response.text
    assert 'name="confirm"' not in response.text
    assert not Person.objects.filter(username="good").exists()


def test_who_had_no_home_keeps_what_they_have_and_needs_one_to_be_renamed(bureau):
    Person.objects.filter(username="clerk").update(unit=None)
    role = ("填报人", "S1", "", "", "")
    assert "没有要改的" in send(browser(bureau.admin), sheet(("clerk", bureau.clerk.name, "", *role))).text
    page = send(browser(bureau.admin), sheet(("clerk", "方老师", "", *role)))
    assert (page.status_code, "没有填所在机构" in page.text) == (422, True)
    page = send(browser(bureau.admin), sheet(("clerk", "方老师", "S1", *role))).text
    assert "人员与角色已更新" in confirm(browser(bureau.admin), page).text


def test_an_import_reaches_no_further_than_whoever_sends_it(bureau, local):
    page = send(browser(local), sheet(("head", "局长", "C01", "填报人", "S1", "", "", ""))).text
    assert "管理范围以外" in page
    page = send(browser(local), sheet(("new", "新人", "C02", "填报人", "S3", "", "", ""))).text
    assert "机构代码“C02”" in page
    [kept] = re.findall(r'name="confirm" value="(.+?)"', send(browser(bureau.admin), sheet(
        ("new", "新人", "C02", "填报人", "S3", "", "", ""))).text)  # fmt: skip
    stolen = browser(local).post(reverse("people:import"), {"confirm": kept})
    assert stolen.status_code == 422
    assert not Person.objects.filter(username="new").exists()


def test_a_file_that_is_no_workbook_of_people_is_refused_with_what_it_lacks(bureau):
    assert send(browser(bureau.admin), b"nonsense").status_code == 422
    book, buffer = openpyxl.Workbook(), BytesIO()
    book.active.append(["甲", "乙"])
    book.save(buffer)
    lacks = send(browser(bureau.admin), buffer.getvalue()).text
    assert "用户名" in lacks
    assert 'type="file"' in lacks


def test_1500_people_come_in_within_seconds(bureau):
    rows = [(f"p{at:04}", f"人员{at}", "S1", "填报人", "", "", "学生资助", "") for at in range(1500)]
    client = browser(bureau.admin)
    begun = time.process_time()
    confirm(client, send(client, sheet(*rows)).text)
    assert Person.objects.filter(username__startswith="p", must_change=True).count() == 1500
    assert time.process_time() - begun < 20


# --- keys of programs -------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_used_and_ended(bureau):
    client = browser(bureau.clerk)
    page = client.post(reverse("keys:own"), {"name": "学校软件", "scopes": ["read"], "days": "30"}).text
    [key] = re.findall(r'id="new-key">(.+?)</pre>', page)
    listed = client.get(reverse("keys:own")).text
    assert key not in listed
    assert "<td>读取</td>" in listed
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert program.get("/api/units").status_code == 200
    assert ApiKey.objects.get().used_at
    stranger = browser(bureau.reviewer)
    assert stranger.post(reverse("keys:end", args=[ApiKey.objects.get().pk])).status_code == 404
    client.post(reverse("keys:end", args=[ApiKey.objects.get().pk]))
    assert program.get("/api/units").status_code == 401


def test_administrators_see_and_end_the_keys_of_their_people(bureau, local):
    actions.make_key(name="学校软件", scopes=["read"], by=bureau.clerk)
    actions.make_key(name="市里软件", scopes=["read"], by=bureau.head)
    page = browser(bureau.admin).get(reverse("keys:all")).text
    assert "学校软件" in page
    assert "市里软件" in page
    assert "市里软件" not in browser(local).get(reverse("keys:all")).text
    key = ApiKey.objects.get(name="学校软件")
    assert browser(bureau.admin).post(reverse("keys:end", args=[key.pk])).status_code == 302
    key.refresh_from_db()
    assert key.ends_at <= timezone.now()
