"""Many workbooks sent at once: each wholly or not at all, told one by one, tried without storing, and never twice."""

from __future__ import annotations

import time
import zipfile
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from taizhang.web import files
from taizhang.web.accounts.actions import end_role
from taizhang.web.collection.models import ReceivedFile, Submission, SubmissionFinding, Version
from taizhang.web.collection.queries import workbook
from taizhang.web.intakes import actions, running
from taizhang.web.intakes.models import FileOutcome, Intake, IntakeFile
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import Refused
from web.conftest import H1, browser, fill_form


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def of(unit, form) -> bytes:
    """A unit's own workbook, filled."""
    book = openpyxl.load_workbook(BytesIO(workbook(unit, H1, ["student_aid.basics"])))
    fill_form(book["学生资助基本情况"], form)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Work is done before `start` returns: a thread would not see what a test has not committed."""
    monkeypatch.setattr(running, "start", running.work)


@pytest.fixture
def county(bureau):
    """Who sends for all schools of the county."""
    return bureau.person("county", "clerk", bureau.pu)


@pytest.fixture
def schools(bureau) -> dict[str, bytes]:
    """A county's zip: two sound workbooks, one in error, one of another county, and what is no workbook."""
    return {
        "松溪小学.xlsx": of(bureau.school, {"小学": 46, "资助经费": 12500}),
        "柳湾/报表.xlsx": of(bureau.other, {"小学": "３０", "资助经费": "1.2万"}),
        "坏.xlsx": of(bureau.other, {"小学": "三十左右"}),
        "云岭.xlsx": of(bureau.far, {"小学": 9}),
        "说明.txt": "见附件".encode(),
    }


@pytest.fixture
def sends(django_capture_on_commit_callbacks):
    def send(files, by, name="全县.zip", **more) -> Intake:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.send([(name, zipped(files))], by=by, **more)
    return send


def outcomes(intake) -> dict[str, str]:
    return dict(intake.files.values_list("name", "outcome"))


TOLD = {
    "松溪小学.xlsx": FileOutcome.ACCEPTED, "柳湾/报表.xlsx": FileOutcome.ACCEPTED, "坏.xlsx": FileOutcome.REFUSED,
    "云岭.xlsx": FileOutcome.REFUSED, "说明.txt": FileOutcome.REFUSED,
}  # fmt: skip


def test_each_file_of_a_zip_is_taken_in_or_refused_for_itself(schools, county, sends):
    intake = sends(schools, county)
    assert outcomes(intake) == TOLD
    codes = {row.name: [finding["code"] for finding in row.findings] for row in intake.files.all()}
    assert codes["云岭.xlsx"] == ["web-others-workbook"]
    assert codes["说明.txt"] == ["workbook-none"]
    assert codes["柳湾/报表.xlsx"] == ["value-unit-read"]
    assert set(Submission.objects.values_list("unit__code", flat=True)) == {"S1", "S2"}
    assert Version.objects.count() == 2


@pytest.mark.parametrize("how", [{}, {"tries": True}, {"submits": True}])
def test_a_blank_workbook_of_a_zip_is_refused_with_the_reason(bureau, county, sends, how):
    row = sends({"空表.xlsx": of(bureau.school, {})}, county, **how).files.get()
    assert (row.outcome, row.findings[0]["code"]) == (FileOutcome.REFUSED, "web-workbook-blank")


def test_the_same_zip_again_changes_nothing(schools, county, sends):
    sends(schools, county)
    again = sends(schools, county)
    assert outcomes(again)["松溪小学.xlsx"] == FileOutcome.AGAIN
    assert Version.objects.count() == 2


def test_a_try_says_what_the_real_thing_would_and_stores_nothing(
    schools, county, sends, django_capture_on_commit_callbacks
):
    tried = sends(schools, county, tries=True)
    sound = {FileOutcome.ACCEPTED: FileOutcome.SOUND}
    assert outcomes(tried) == {name: sound.get(told, told) for name, told in TOLD.items()}
    for model in (Submission, Version, ReceivedFile, SubmissionFinding):
        assert not model.objects.exists()
    assert not AuditEvent.objects.filter(action__in=["file.accept", "file.reject", "submission.fill"]).exists()
    with django_capture_on_commit_callbacks(execute=True):
        real = actions.take_in_sound(tried, by=county)
    assert outcomes(real) == {"松溪小学.xlsx": FileOutcome.ACCEPTED, "柳湾/报表.xlsx": FileOutcome.ACCEPTED}
    assert Version.objects.count() == 2


def test_what_is_clear_goes_on_to_the_reviewers_where_the_sender_says_so(schools, county, sends):
    assert outcomes(sends(schools, county, submits=True)) == TOLD
    assert set(Submission.objects.values_list("unit__code", "state")) == {("S1", "submitted"), ("S2", "submitted")}


def test_a_file_that_breaks_us_stops_no_other(schools, county, sends, monkeypatch):
    real = running.read_workbook
    monkeypatch.setattr(running, "read_workbook", lambda data, name: 1 / 0 if name == "坏.xlsx" else real(data, name))
    intake = sends(schools, county)
    assert outcomes(intake) == TOLD
    assert intake.files.get(name="坏.xlsx").findings[0]["code"] == "web-intake-failed"


def bomb() -> bytes:
    return zipped({"报表.xlsx": b"\0" * 30_000_000})


@pytest.mark.parametrize(("name", "data", "code"), [
    ("炸弹.zip", bomb, "workbook-bomb"),
    ("损坏.zip", lambda: zipped({"a.xlsx": b"x"})[:-30], "workbook-damaged"),
    ("假的.zip", lambda: b"Rar!\x1a\x07\x00", "workbook-not-a-zip"),
    ("空的.zip", lambda: zipped({}), "workbook-not-a-zip"),
    ("系统文件.zip", lambda: zipped({"__MACOSX/._a": b"x", ".DS_Store": b"x"}), "web-intake-empty"),
])  # fmt: skip
def test_a_hostile_or_empty_zip_is_refused_whole(county, name, data, code):
    with pytest.raises(Refused) as refused:
        actions.send([(name, data())], by=county)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert not Intake.objects.exists()


def test_of_zips_with_a_damaged_part_no_file_is_kept(county, home):
    """Neither those before it, in its zip and in others sent together, nor those behind."""
    parts = {f"{nth}.xlsx": f"报表{nth}".encode() * 9 for nth in range(3)}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    damaged = buffer.getvalue().replace(parts["1.xlsx"], parts["0.xlsx"])
    with pytest.raises(Refused) as refused:
        actions.send([("好.zip", zipped({"a.xlsx": b"a"})), ("损坏.zip", damaged)], by=county)
    assert [finding.code for finding in refused.value.findings] == ["workbook-damaged"]
    assert [*home.glob("files/*/*")] == []
    assert not Intake.objects.exists()


def test_too_much_at_once_is_refused(county, settings):
    settings.INTAKE_LIMIT = 10
    with pytest.raises(Refused, match="上限"):
        actions.send([("大.zip", b"x" * 20)], by=county)


def test_a_bomb_inside_a_zip_is_refused_as_its_file(county, sends):
    intake = sends({"一.xlsx": zipped({"xl/workbook.xml": b" " * 3_000_000, "xl/a.xml": b"\0" * 2_000_000})}, county)
    [row] = intake.files.all()
    assert (row.outcome, row.findings[0]["code"]) == (FileOutcome.REFUSED, "workbook-bomb")


def test_what_broke_off_is_taken_up_though_the_server_is_back_at_once(committed_bureau, schools, monkeypatch):
    monkeypatch.undo()  # in a thread of its own here, as on a server
    county = committed_bureau.person("county", "clerk", committed_bureau.pu)
    intake = Intake.objects.create(name="全县.zip", sent_by=county, worked_at=timezone.now())
    IntakeFile.objects.create(intake=intake, name="松溪小学.xlsx", sha256=files.keep(schools["松溪小学.xlsx"]))
    monkeypatch.setattr(running, "SILENT", timedelta(seconds=1))
    monkeypatch.setattr(running, "MOMENT", timedelta(seconds=0.2))
    for _worker in range(2):
        running.go_on()
    assert outcomes(intake) == {"松溪小学.xlsx": FileOutcome.WAITING}
    until = time.monotonic() + 20
    while intake.files.filter(outcome=FileOutcome.WAITING).exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert outcomes(intake) == {"松溪小学.xlsx": FileOutcome.ACCEPTED}
    assert Version.objects.count() == 1


# --- on pages -----------------------------------------------------------------------------------------------


def test_several_files_go_through_the_page_and_come_back_with_comments(
    schools, county, django_capture_on_commit_callbacks
):
    client = browser(county)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("collection:upload"), {
            "file": [SimpleUploadedFile(name.replace("/", ""), data) for name, data in schools.items()]})
    intake = Intake.objects.get()
    assert response.url == reverse("intakes:detail", args=[intake.pk])
    page = client.get(response.url).text
    assert "5 / 5" in page
    assert "三十左右" in page

    archive = b"".join(client.get(reverse("intakes:marked_all", args=[intake.pk])).streaming_content)
    with zipfile.ZipFile(BytesIO(archive)) as copies:
        name = next(name for name in copies.namelist() if name.endswith("坏.xlsx"))
        book = openpyxl.load_workbook(BytesIO(copies.read(name)))
        assert copies.testzip() is None
    comments = [cell.comment.text for row in book["学生资助基本情况"].iter_rows() for cell in row if cell.comment]
    assert any("三十左右" in comment for comment in comments)

    text = intake.files.get(name="说明.txt")
    alone = client.get(reverse("intakes:marked", args=[text.pk]))
    assert "%E8%AF%B4%E6%98%8E.xlsx" in alone.headers["Content-Disposition"], "of what is no workbook, the list"
    [listed] = openpyxl.load_workbook(BytesIO(alone.content)).worksheets[:1]
    assert any("说明.txt" in str(cell) for row in listed.iter_rows(values_only=True) for cell in row)

    table = client.get(reverse("intakes:outcomes", args=[intake.pk])).content
    rows = list(openpyxl.load_workbook(BytesIO(table)).active.iter_rows(values_only=True))
    assert {row[0]: row[1] for row in rows[1:]} == {
        "松溪小学.xlsx": "已接收", "柳湾报表.xlsx": "已接收", "坏.xlsx": "有错，未入库", "云岭.xlsx": "有错，未入库",
        "说明.txt": "有错，未入库"}  # fmt: skip


def test_the_page_asks_until_all_is_done_and_takes_up_what_lies_idle(bureau, county, monkeypatch):
    intake = Intake.objects.create(name="a.zip", sent_by=county)
    IntakeFile.objects.create(intake=intake, name="a", sha256="0" * 64)
    taken_up = []
    monkeypatch.setattr(running, "start", taken_up.append)
    url = reverse("intakes:progress", args=[intake.pk])
    response = browser(county).get(url)
    assert "0 / 1" in response.text
    assert "every 1s" in response.text
    assert taken_up == [intake]
    intake.files.update(outcome=FileOutcome.REFUSED)
    response = browser(county).get(url)
    assert response.headers["HX-Refresh"] == "true"
    assert "every 1s" not in response.text


def test_one_workbook_holds_all_that_a_unit_is_asked_for_with_what_is_known(bureau):
    for what in ("student_aid.basics", "student_aid.aid_payments"):
        Submission.objects.create(unit=bureau.school, what=what, period="2026H1")
    client = browser(bureau.clerk)
    url = reverse("collection:workbooks", args=["S1", "2026H1"])
    assert url in client.get(reverse("collection:upload")).text
    bureau.observe("student_aid.fund", "8000")
    book = openpyxl.load_workbook(BytesIO(client.get(url).content))
    assert {"学生资助基本情况", "资助发放台账"} <= set(book.sheetnames)
    [fund] = [cell for row in book["学生资助基本情况"].iter_rows() for cell in row if cell.value == 8000]
    assert "已预填，来自" in fund.comment.text
    assert browser(bureau.reviewer).get(url).status_code == 404


def test_a_workbook_that_was_taken_in_comes_back_with_what_wants_an_explanation(bureau):
    client = browser(bureau.clerk)
    data = bureau.workbook({"小学": 46, "资助经费": "1.25万"})
    page = client.post(reverse("collection:upload"), {"file": SimpleUploadedFile("表.xlsx", data)}, follow=True).text
    url = reverse("collection:marked", args=[ReceivedFile.objects.get().pk])
    assert url in page
    book = openpyxl.load_workbook(BytesIO(client.get(url).content))
    comments = [cell.comment.text for row in book["学生资助基本情况"].iter_rows() for cell in row if cell.comment]
    assert any("12500" in comment for comment in comments)


def test_who_no_longer_sends_for_a_unit_gets_no_file_of_it_back(bureau, sends):
    """Neither one by one nor in the zip; and who sends nothing any more finds no intake at all."""
    data = bureau.workbook({"小学": 46}, [("张小花", "小学", 625, 625)])
    intake = sends({"松溪.xlsx": data}, by=bureau.clerk)
    [row] = intake.files.all()
    alone, detail = reverse("intakes:marked", args=[row.pk]), reverse("intakes:detail", args=[intake.pk])
    assert browser(bureau.clerk).get(alone).status_code == 200
    end_role(bureau.clerk.roles.get(), by=bureau.admin)
    assert browser(bureau.clerk).get(detail).status_code == 404
    bureau.give(bureau.clerk, "clerk", bureau.other)
    assert browser(bureau.clerk).get(detail).status_code == 200
    assert browser(bureau.clerk).get(alone).status_code == 404
