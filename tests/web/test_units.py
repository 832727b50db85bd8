"""The tree of any day on a page, and the changes of it: previewed, dated, with a history; figures stay."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web.accounts.models import Person, RoleKind
from taizhang.web.accounts.people_forms import units_of as people_units
from taizhang.web.accounts.permissions import everywhere, reach
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.actions import open_round
from taizhang.web.ledger.actions import change_unit, close_unit, open_unit, refresh_paths
from taizhang.web.ledger.merging import NewUnit, merge_units, split_unit
from taizhang.web.ledger.models import AuditEvent, Observation, OrgUnit, OrgUnitVersion, Succession
from taizhang.web.ledger.queries import names, root, tree_at
from taizhang.web.ledger.releases import seal_release
from taizhang.web.ledger.today import catch_up
from taizhang.web.ledger.unit_history import history
from taizhang.web.ledger.unit_rules import doubts, wrong_with
from taizhang.web.refusals import NotAllowed, Refused
from taizhang.web.reports.analyses import sealed_as_it_stands
from taizhang.web.supervision.commands import remind
from web.conftest import H1, browser

AUTUMN = date(2026, 9, 1)
CODE = "2152000001"  # a primary school's


@pytest.fixture
def client(bureau) -> Client:
    return browser(bureau.admin)


def step(client, name, said, *, unit=None):
    """What the preview says, and the answer once it is confirmed."""
    url = reverse("units:change", args=[unit, name]) if unit else reverse(f"units:{name}")
    preview = client.post(url, said)
    return preview.text, client.post(url, said | {"confirm": "1"}, follow=True).text


def new(code=CODE, name="新城小学", **said):
    what = {"kind": "school", "parent": "C01", "stages": ["primary"], "since": "2026-09-01"}
    return {"code": code, "name": name, **what, **said}


# --- the tree of a day ------------------------------------------------------------------------------------------


def test_the_tree_is_shown_as_it_stood_on_a_day(bureau, client):
    close_unit(bureau.other, last_day=date(2026, 5, 31), by=bureau.admin)
    open_unit(code=CODE, name="新城小学", kind="school", parent=bureau.pu, since=AUTUMN, by=bureau.admin)
    then, later = (client.get(reverse("units:tree"), {"day": day}).text for day in ("2026-05-31", "2026-09-01"))
    assert "柳湾小学" in then
    assert "新城小学" not in then
    assert "柳湾小学" not in later
    assert "新城小学" in later
    assert "松溪小学" in client.get(reverse("units:tree"), {"q": "松溪"}).text
    assert "云岭小学" not in client.get(reverse("units:tree"), {"under": "C01"}).text


def test_a_countys_administrator_manages_the_county_only(bureau):
    local = bureau.person("local", RoleKind.ADMINISTRATOR, bureau.pu)
    client = browser(local)
    page = client.get(reverse("units:tree")).text
    assert "松溪小学" in page
    assert "云岭小学" not in page
    assert client.get(reverse("units:detail", args=["S3"])).status_code == 404
    assert client.get(reverse("units:change", args=["S3", "close"])).status_code == 404
    assert "不在可选的机构中" in client.post(reverse("units:open"), new(parent="C02")).text
    with pytest.raises(NotAllowed):
        merge_units([bureau.far], into=bureau.school, since=AUTUMN, by=local)


# --- one change at a time -----------------------------------------------------------------------------------------


def test_a_school_is_opened(bureau, client):
    said = new(stages=["primary", "junior"], code="3152000001", area="town", ownership="public")
    preview, done = step(client, "open", said)
    assert "请核对后确认" in preview
    assert "已写入机构树" in done
    assert tree_at(AUTUMN)["3152000001"].stages == ["primary", "junior"]
    assert "3152000001" not in tree_at(date(2026, 8, 31))


@pytest.mark.parametrize(("said", "message"), [
    ({"code": "215200000"}, "10 位数字"),
    ({"code": "9952000001"}, "不是学校类别"),
    ({"code": "2199000001"}, "不是省级代码"),
    ({"code": "1152000001"}, "与所选类别不符"),
    ({"code": "S1"}, "已用于“松溪小学”"),
    ({"parent": "不存在"}, "不在可选的机构中"),
    ({"kind": "township", "code": "99990100"}, "6 位或 12 位"),
    ({"since": "九月"}, "日期"),
    ({"since": "9999-12-31"}, "年份不合常理"),
])  # fmt: skip
def test_what_is_wrong_with_a_new_unit_is_said_and_nothing_written(bureau, client, said, message):
    before = OrgUnit.objects.count()
    page = client.post(reverse("units:open"), new(**said) | {"confirm": "1"}).text
    assert message in page
    assert OrgUnit.objects.count() == before


def test_through_schools_carry_the_class_of_their_highest_stage():
    assert wrong_with("school", "3152000001") is None
    assert not list(doubts("school", "3152000001", ["primary", "junior"]))
    assert [one.code for one in doubts("school", "2152000001", ["primary", "junior"])] == ["unit-stages"]
    assert [one.code for one in doubts("school", "3452000001", ["junior"])] == ["unit-stages"]


def test_a_doubtful_code_is_said_in_the_preview(bureau, client):
    preview, done = step(client, "open", new(stages=["primary", "junior"]))
    assert "按最高学段编" in preview
    assert "已写入" in done


def test_a_school_is_renamed_moved_and_described_anew_from_a_day_on(bureau, client):
    said = {"name": "松溪学校", "kind": "school", "parent": "C02 桐溪县教育局", "stages": ["primary", "junior"],
            "area": "urban", "ownership": "public", "since": "2026-09-01"}  # fmt: skip
    preview, _done = step(client, "change", said, unit="S1")
    assert "clerk（填报人）" in preview
    then, now = tree_at(date(2026, 8, 31))["S1"], tree_at(AUTUMN)["S1"]
    assert (then.name, then.parent, now.name, now.parent) == ("松溪小学", "C01", "松溪学校", "C02")
    page = client.get(reverse("units:detail", args=["S1"])).text
    for told in ("更名：松溪小学 → 松溪学校", "划转到", "学段：小学 → 小学、初中", "城乡：镇区 → 城区"):
        assert told in page


def the_day_comes(days: int) -> None:
    """Every version stands as it will when so many days have gone by, and the site sees a new day."""
    for row in OrgUnitVersion.objects.exclude(since=date(2000, 1, 1)):
        OrgUnitVersion.objects.filter(pk=row.pk).update(since=row.since - timedelta(days=days))
    for row in OrgUnitVersion.objects.exclude(until=None):
        OrgUnitVersion.objects.filter(pk=row.pk).update(until=row.until - timedelta(days=days))
    catch_up.cache_clear()


@pytest.mark.parametrize("by", ["a request", "the reminder"])
def test_a_move_entered_ahead_takes_effect_on_its_day_without_a_restart(bureau, home, by):
    since = timezone.localdate() + timedelta(days=3)
    change_unit(bureau.school, since=since, by=bureau.admin, parent=bureau.xi, name="松溪学校")
    there = bureau.person("there", RoleKind.ADMINISTRATOR, bureau.xi)
    assert browser(there).get(reverse("units:detail", args=["S1"])).status_code == 404
    the_day_comes(3)
    if by == "the reminder":
        assert remind(home=home) == 0
        assert OrgUnit.objects.get(code="S1").path == "C/C02/S1/"
    assert "松溪学校" in browser(there).get(reverse("units:detail", args=["S1"])).text


def test_later_requests_of_the_day_do_not_ask_for_the_tree_again(bureau, client, django_assert_num_queries):
    client.get("/health")
    with django_assert_num_queries(0):
        catch_up(timezone.localdate())


def test_a_unit_that_will_be_closed_is_there_until_its_last_day(bureau, client):
    today = timezone.localdate()
    close_unit(bureau.school, last_day=today + timedelta(days=30), by=bureau.admin)
    close_unit(bureau.other, last_day=today - timedelta(days=1), by=bureau.admin)
    assert {"S1", "S2"} & names().keys() == {"S1"}
    assert {"S1", "S2"} & set(people_units(bureau.admin).values_list("code", flat=True)) == {"S1"}
    page = client.get(reverse("units:detail", args=["S1"])).text
    assert ("后撤销" in page, "已撤销" in page) == (True, False)
    assert "已撤销" in client.get(reverse("units:detail", args=["S2"])).text
    assert client.get(reverse("units:change", args=["S1", "change"])).status_code == 404  # its end is the last change


def test_what_closing_touches_is_shown_before(bureau, client):
    asked = {"period": Period.parse("2026H1"), "unit": bureau.city, "whats": ["student_aid.basics"]}
    open_round(**asked, due=date(2026, 7, 1), by=bureau.officer)
    bureau.observe("student_aid.fund", "12500")
    preview, _done = step(client, "close", {"last_day": "2026-08-31", "into": "S2"}, unit="S1")
    assert "学生资助基本情况" in preview
    assert "clerk（填报人）" in preview
    assert OrgUnit.objects.get(code="S1").closed == date(2026, 8, 31)
    assert Observation.objects.in_force().get(unit=bureau.school).value == 12500
    assert "S1" in tree_at(Period.parse("2026H1").end)
    page = client.get(reverse("units:detail", args=["S1"])).text
    assert "此前的数据保留" in page
    assert "柳湾小学" in page
    assert client.get(reverse("units:change", args=["S1", "change"])).status_code == 404


@pytest.mark.parametrize(("unit", "said", "why"), [
    ("C01", {"last_day": "2026-08-31"}, "下属机构"),
    ("S1", {"last_day": "1999-01-01"}, "不晚于"),
    ("S1", {"last_day": "9999-12-31"}, "年份不合常理"),
    ("S1", {"last_day": "2026-08-31", "into": "S1"}, "不能承接"),
])  # fmt: skip
def test_what_cannot_be_closed_stays(bureau, client, unit, said, why):
    assert why in step(client, "close", said, unit=unit)[1]
    assert OrgUnit.objects.get(code=unit).closed is None


def test_a_change_that_is_refused_keeps_the_form(bureau, client):
    url = reverse("units:change", args=["C01", "close"])
    refused = client.post(url, {"last_day": "2026-08-31", "confirm": "1"})
    assert (refused.status_code, 'value="2026-08-31"' in refused.text) == (400, True)


def test_a_file_that_is_no_tree_is_told_where_another_can_be_sent(client):
    refused = send(client, b"nonsense")
    assert (refused.status_code, 'role="alert"' in refused.text, 'type="file"' in refused.text) == (422, True, True)


AHEAD = timezone.localdate() + timedelta(days=40)


def test_nothing_is_opened_below_what_does_not_stand_from_that_day_on(bureau, client):
    county = open_unit(code="N-9", name="新区", kind="county", parent=bureau.city, since=AHEAD, by=bureau.admin)
    close_unit(bureau.far, last_day=AHEAD, by=bureau.admin)
    school, today = {"code": CODE, "name": "新城小学", "kind": "school", "by": bureau.admin}, timezone.localdate()
    told = f"{today} 时该上级机构没有设立或已撤销"
    assert told in step(client, "open", new(parent="N-9", since=today.isoformat()))[1]
    with pytest.raises(Refused, match=f"{AHEAD + timedelta(days=1)} 时该上级机构没有设立或已撤销"):
        open_unit(**school, parent=bureau.far, since=today)
    assert not OrgUnit.objects.filter(code=CODE).exists()
    open_unit(**school, parent=county, since=AHEAD)
    assert tree_at(AHEAD)[CODE].path == f"C/N-9/{CODE}/"


def test_a_unit_does_not_close_before_what_stands_below_it(bureau):
    today = timezone.localdate()
    close_unit(bureau.far, last_day=today + timedelta(days=60), by=bureau.admin)
    with pytest.raises(Refused, match=r"1 个下属机构（云岭小学）.*填写更晚的最后一日"):
        close_unit(bureau.xi, last_day=today + timedelta(days=30), by=bureau.admin)
    close_unit(bureau.xi, last_day=today + timedelta(days=60), by=bureau.admin)
    assert OrgUnit.objects.get(code="C02").closed == today + timedelta(days=60)


def test_only_the_root_is_below_nobody(bureau):
    """Not even a school whose county has not begun yet, as earlier versions took them in."""
    county = open_unit(code="N-9", name="新区", kind="county", parent=bureau.city, since=AHEAD, by=bureau.admin)
    school = open_unit(code=CODE, name="新城小学", kind="school", parent=county, since=AHEAD, by=bureau.admin)
    clerk = bureau.person("new", RoleKind.CLERK, school)
    OrgUnitVersion.objects.filter(unit=school).update(since=timezone.localdate())
    refresh_paths()
    clerk = Person.objects.get(pk=clerk.pk)
    assert not everywhere(clerk, "record.unmask")
    assert [unit.code for unit in OrgUnit.objects.filter(reach(clerk, "record.unmask", unit=""))] == [CODE]
    assert root() == bureau.city
    with pytest.raises(Refused, match="已有根机构"):
        change_unit(bureau.far, since=AHEAD, by=bureau.admin, parent=None)


def test_figures_between_releases_follow_the_tree_and_who_was_asked(bureau):
    """Not only what was entered: a release speaks for the ledger as long as nothing that it holds has changed."""
    bureau.observe("student_aid.hardship", "46", stage="primary")
    sealed = seal_release(H1, catalogue=catalogue(), by=bureau.writer)
    assert sealed_as_it_stands(H1) == sealed
    due = timezone.localdate()
    open_round(period=H1, unit=bureau.city, whats=["student_aid.basics"], due=due, by=bureau.officer)
    assert sealed_as_it_stands(H1) is None
    sealed = seal_release(H1, catalogue=catalogue(), by=bureau.writer)
    assert sealed_as_it_stands(H1) == sealed
    open_unit(code=CODE, name="新城小学", kind="school", parent=bureau.xi, since=date(2026, 1, 1), by=bureau.admin)
    assert sealed_as_it_stands(H1) is None


# --- mergers and splits ---------------------------------------------------------------------------------------------


def test_two_schools_become_one_that_is_there(bureau, client):
    preview, done = step(client, "merge", {"units": "S1\nS2", "into": "S2", "since": "2026-09-01"})
    assert "clerk（填报人）" in preview
    assert "已写入" in done
    assert {"S1", "S2"} & set(tree_at(AUTUMN)) == {"S2"}
    last = history(bureau.other)[-1]
    assert (last.text, [unit.code for unit in last.units]) == ("并入了", ["S1"])


def test_two_schools_become_a_new_one(bureau, client):
    said = {"units": "松溪小学\nS2", "since": "2026-09-01"}
    fresh = {f"new-{name}": value for name, value in new().items() if name != "since"}
    _preview, done = step(client, "merge", said | fresh)
    assert "已写入" in done
    assert {"S1", "S2", CODE} & set(tree_at(AUTUMN)) == {CODE}
    assert "请选择合并到哪个机构" in step(client, "merge", {"units": "S3", "since": "2026-09-01"})[0]


def test_counties_merge_with_all_that_stands_below_them(bureau):
    merge_units([bureau.xi], into=bureau.pu, since=AUTUMN, by=bureau.admin)
    assert tree_at(AUTUMN)["S3"].path == "C/C01/S3/"
    assert tree_at(date(2026, 8, 31))["S3"].path == "C/C02/S3/"
    assert AuditEvent.objects.last().detail["units"] == ["C02"]


def test_a_school_is_split(bureau, client):
    part = {f"part0-{name}": value for name, value in new().items()}
    _preview, done = step(client, "split", part, unit="S1")
    assert "已写入" in done
    assert {"S1", CODE} <= set(tree_at(AUTUMN))
    parts = [NewUnit(f"215200000{at}", f"分校{at}", "school", bureau.pu) for at in (2, 3)]
    with pytest.raises(Refused, match="太少"):
        split_unit(bureau.other, parts[:1], since=AUTUMN, by=bureau.admin, closes=True)
    split_unit(bureau.other, parts, since=AUTUMN, by=bureau.admin, closes=True)
    assert "S2" not in tree_at(AUTUMN)
    told = [event.text for event in history(OrgUnit.objects.get(code="S2"))]
    assert told == ["成立，隶属", "分立出", "分立出", "撤销，此前的数据保留"]


def test_a_merger_is_all_or_nothing(bureau):
    with pytest.raises(Refused):
        merge_units([bureau.other, bureau.pu], into=bureau.school, since=AUTUMN, by=bureau.admin)
    assert OrgUnit.objects.get(code="S2").closed is None


# --- many at once ----------------------------------------------------------------------------------------------------

HEADS = [
    "代码", "名称", "类别", "上级代码", "上级名称", "学段",
    "城乡", "办学性质", "自哪天起", "最后一日", "并入（代码）",
]  # fmt: skip


def sheet(*rows) -> bytes:
    book, buffer = openpyxl.Workbook(), BytesIO()
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def send(client, data):
    return client.post(reverse("units:import"), {"file": SimpleUploadedFile("机构.xlsx", data)})


def confirm(client, page):
    [kept] = re.findall(r'name="confirm" value="(.+?)"', page)
    return client.post(reverse("units:import"), {"confirm": kept})


def test_the_exported_tree_changes_nothing_and_its_changes_are_previewed_and_done(bureau, client):
    bureau.unit("S4", "Ｂ校（东校区）", "school", bureau.pu, area="town", stages=["primary"], ownership="public")
    exported = client.get(reverse("units:export")).content
    assert "没有要改的" in send(client, exported).text
    book = openpyxl.load_workbook(BytesIO(exported))
    rows = {row[0].value: row for row in book.active.iter_rows(min_row=2)}
    rows["S1"][1].value, rows["S1"][8].value = "松溪学校", "2026-09-01"
    rows["S3"][9].value, rows["S3"][10].value = "2026-08-31", "S1"
    book.active.append(["2152000009", "新河小学", "学校", "5299010101", "", "小学", "乡村", "公办", "2026-09-01"])
    book.active.append(["5299010101", "新河中心", "县区", "C", "", "", "", "", "2026-09-01"])
    rows = list(book.active.iter_rows())
    rows[-1][0].value, rows[-2][3].value = "529901", "529901"
    buffer = BytesIO()
    book.save(buffer)
    page = send(client, buffer.getvalue()).text
    for told in ("松溪学校", "新河小学", "云岭小学"):
        assert told in page
    assert "529901" not in tree_at(AUTUMN)
    assert "已写入" in confirm(client, page).text
    tree = tree_at(AUTUMN)
    assert tree["2152000009"].path == "C/529901/2152000009/"
    assert tree["S1"].name == "松溪学校"
    assert "S3" not in tree
    assert [one.heir.code for one in Succession.objects.filter(unit__code="S3")] == ["S1"]
    assert tree_at(date(2026, 8, 31))["S1"].name == "松溪小学"
    assert AuditEvent.objects.last().detail == {"added": 2, "changed": 1, "closed": 1}


WRONG = [
    (("215200000", "新城小学", "学校", "C01", "", "", "", "", "2026-09-01"), "A2", "10 位数字"),
    ((CODE, "新城小学", "学堂", "C01", "", "", "", "", "2026-09-01"), "C2", "学堂"),
    ((CODE, "新城小学", "学校", "X9", "", "", "", "", "2026-09-01"), "D2", "X9"),
    ((CODE, "新城小学", "学校", "C01", "", "大学", "", "", "2026-09-01"), "F2", "大学"),
    ((CODE, "新城小学", "学校", "C01", "", "", "", "", "九月"), "I2", "不是日期"),
    ((CODE, "新城小学", "学校", "C01", "", "", "", "", ""), "A2", "自哪天起"),
    (("S1", "松溪学校", "学校", "C01", "", "小学", "镇区", "公办", "2000-01-01"), "I2", "2000-01-01"),
    (("C01", "临浦区教育局", "县区", "C", "", "", "", "", "", "2026-08-31"), "A2", "下属机构"),
    (("C01", "临浦区教育局", "县区", "S1", "", "", "", "", "2026-09-01"), "A2", "不能作为它的上级"),
]


@pytest.mark.parametrize(("row", "cell", "said"), WRONG, ids=[one[2] for one in WRONG])
def test_each_mistake_is_told_at_its_cell_and_nothing_is_written(bureau, client, row, cell, said):
    before = AuditEvent.objects.count()
    response = send(client, sheet(row, ("2152000008", "好小学", "学校", "C01", "", "", "", "", "2026-09-01")))
    assert response.status_code == 422
    assert f"Sheet!{cell}" in response.text
    assert said in response.text
    assert not OrgUnit.objects.filter(code="2152000008").exists()
    assert AuditEvent.objects.count() == before


def test_700_schools_come_in_at_once(bureau, client):
    what = ("学校", "C01", "", "小学", "乡村", "公办", "2026-09-01")
    rows = [(f"21520{at:05}", f"第{at}小学", *what) for at in range(700)]
    confirm(client, send(client, sheet(*rows)).text)
    assert len(tree_at(AUTUMN)) == 700 + 7
