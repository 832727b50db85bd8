"""What programs get: the same rights as their person, no more than their key's scopes."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web.accounts.actions import disable, make_key
from taizhang.web.accounts.models import ApiKey, RoleKind
from taizhang.web.collection.api import send
from taizhang.web.collection.models import Submission
from taizhang.web.ledger import exports
from taizhang.web.ledger.actions import change_unit, close_unit
from taizhang.web.ledger.exports import sdmx_period
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAccepted
from web.conftest import browser

FORM = {"小学": 46, "资助经费": 12500}


def program(person, *scopes) -> Client:
    key = make_key(name="测试", scopes=scopes or ("read", "submit", "audit"), by=person)
    return Client(headers={"Authorization": f"Bearer {key}"})


def test_without_a_key_nothing_is_told(db):
    exported = ("observations.csv", "observations.sdmx.csv", "observations.parquet")
    log = ("audit-events", "audit-events.csv")
    for path in ("units", "people", "indicators", "observations", *exported, "submissions", *log):
        assert Client().get(f"/api/{path}").status_code == 401


def test_a_key_ends_with_its_day_or_its_person(bureau):
    client = program(bureau.clerk)
    assert client.get("/api/units").status_code == 200
    ApiKey.objects.update(ends_at=timezone.now() - timedelta(days=1))
    assert client.get("/api/units").status_code == 401
    other = program(bureau.reviewer)
    disable(bureau.reviewer, by=bureau.admin)
    assert other.get("/api/units").status_code == 401


def test_a_zero_byte_finds_nothing_or_is_refused_where_the_database_takes_none(bureau):
    status = 422 if connection.vendor == "postgresql" else 200
    response = program(bureau.clerk).get("/api/submissions", {"what": "student_aid\0"})
    assert response.status_code == status
    bureau.auditor = bureau.person("log", "auditor", bureau.city)
    page = browser(bureau.auditor)
    assert page.get("/audit/", {"person": "a\0"}).status_code in (200, status)


def test_keys_are_not_kept(bureau):
    key = make_key(name="测试", scopes=["read"], by=bureau.clerk)
    row = ApiKey.objects.get()
    assert key not in repr(row.__dict__)
    assert key not in str(AuditEvent.objects.last().detail)


def test_a_key_does_only_what_its_scopes_say(bureau):
    client = program(bureau.clerk, "read")
    response = client.post("/api/submissions", {"file": SimpleUploadedFile("a.xlsx", b"")})
    assert response.status_code == 403
    assert response.json()["findings"][0]["code"] == "web-key-scope"


def test_units_and_observations_are_those_of_ones_subtree(bureau):
    bureau.observe("student_aid.recipients", "12", stage="primary")
    bureau.observe("student_aid.recipients", "7", bureau.far, stage="primary")
    bureau.observe("student_aid.fund", None)
    clerk, head, reviewer = program(bureau.clerk), program(bureau.head), program(bureau.reviewer)
    assert {u["code"] for u in reviewer.get("/api/units").json()["items"]} == {"C01", "S1", "S2"}
    assert {u["code"] for u in head.get("/api/units?kind=county").json()["items"]} == {"C01", "C02"}
    found = clerk.get("/api/observations").json()
    assert [(o["indicator"], o["value"], o["dims"]) for o in found["items"]] == [
        ("student_aid.recipients", "12", {"stage": "primary"}),
        ("student_aid.fund", None, {}),
    ]
    assert found["items"][0]["source"]["cell"] == "C7"
    assert head.get("/api/observations").json()["count"] == 3
    assert head.get("/api/observations?under=C02").json()["count"] == 1
    assert head.get("/api/observations?under=nowhere").json()["count"] == 0
    assert head.get("/api/observations?indicator=student_aid.fund&period=2026H1&unit=S1").json()["count"] == 1
    assert head.get("/api/observations?domain=student").json()["count"] == 0


def test_the_tree_is_told_as_it_stood_on_any_day(bureau):
    change_unit(bureau.other, since=date(2026, 3, 1), name="柳湾学校", parent=bureau.xi, by=bureau.admin)
    close_unit(bureau.far, last_day=date(2026, 6, 30), into=bureau.other, by=bureau.admin)
    client = program(bureau.head)

    def below(county, day):
        found = client.get(f"/api/units?kind=school&under={county}&on={day}").json()["items"]
        return [(unit["code"], unit["name"], unit["parent"], unit["path"]) for unit in found]

    assert below("C02", "2026-02-28") == [("S3", "云岭小学", "C02", "C/C02/S3/")]
    assert below("C02", "2026-06-30") == [
        ("S2", "柳湾学校", "C02", "C/C02/S2/"), ("S3", "云岭小学", "C02", "C/C02/S3/"),
    ]  # fmt: skip
    assert below("C02", "2026-07-01") == [("S2", "柳湾学校", "C02", "C/C02/S2/")]
    assert client.get("/api/units?on=1999-01-01").json()["count"] == 0
    [school] = client.get("/api/units?under=S1").json()["items"]
    assert (school["stages"], school["area"], school["ownership"]) == (["primary"], "town", "public")


def test_who_administers_sees_the_tree_and_the_people_of_their_subtree(bureau):
    local = program(bureau.person("local", RoleKind.ADMINISTRATOR, bureau.pu))
    assert {unit["code"] for unit in local.get("/api/units").json()["items"]} == {"C01", "S1", "S2"}
    assert {one["username"] for one in local.get("/api/people").json()["items"]} == {"clerk", "reviewer", "local"}
    everybody = program(bureau.admin)
    found = everybody.get("/api/people?kind=section_officer&domain=student_aid").json()
    assert found["count"] == 1
    assert found["items"][0]["unit"] == "C"
    [role] = found["items"][0]["roles"]
    assert (role["kind"], role["unit"], role["domains"]) == ("section_officer", "C", ["student_aid"])
    disable(bureau.clerk, by=bureau.admin)
    assert [one["username"] for one in everybody.get("/api/people?state=disabled").json()["items"]] == ["clerk"]
    assert everybody.get("/api/people?under=C02&kind=clerk").json()["count"] == 0
    assert everybody.get("/api/people?under=nowhere").json()["count"] == 0
    assert len(everybody.get("/api/people?limit=3&offset=2").json()["items"]) == 3


@pytest.mark.parametrize("kind", RoleKind)
def test_people_and_the_audit_log_are_told_to_whom_the_pages_tell_them(bureau, kind):
    client = program(bureau.people[kind], "read")
    assert client.get("/api/people").status_code == (200 if kind == RoleKind.ADMINISTRATOR else 403)
    for path in ("audit-events", "audit-events.csv"):
        assert client.get(f"/api/{path}").status_code == (200 if kind == RoleKind.AUDITOR else 403)
    assert program(bureau.people[kind], "submit").get("/api/people").status_code == 403


def test_the_audit_log_is_told_event_by_event_with_its_chain(bureau):
    disable(bureau.clerk, by=bureau.admin)
    client = program(bureau.auditor)
    found = client.get("/api/audit-events?limit=2").json()
    last = AuditEvent.objects.get(action="person.disable")
    assert found["count"] == AuditEvent.objects.count()
    assert [one["id"] for one in found["items"]] == [AuditEvent.objects.last().pk, AuditEvent.objects.last().pk - 1]
    [event] = client.get("/api/audit-events?action=person.dis&person=admin").json()["items"]
    assert (event["object_id"], event["hash"], event["prev_hash"]) == (str(bureau.clerk.pk), last.hash, last.prev_hash)
    assert client.get("/api/audit-events?until=2001-01-01").json()["count"] == 0
    for since in ("gestern", "0001-01-01", "9999-12-31"):
        assert client.get(f"/api/audit-events?since={since}").status_code == 422


def test_the_audit_log_goes_out_as_csv_and_that_is_noted(bureau):
    response = program(bureau.auditor).get("/api/audit-events.csv?action=role.grant")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("id,"), "it is for programs and has no mark for Excel"
    rows = list(csv.DictReader(io.StringIO(text)))
    granted = list(AuditEvent.objects.filter(action="role.grant").order_by("-id"))
    assert [(row["id"], row["person"], row["hash"]) for row in rows] == [
        (str(one.id), one.person, one.hash) for one in granted
    ]
    assert json.loads(rows[0]["detail"]) == granted[0].detail
    assert datetime.fromisoformat(rows[0]["at"]) == granted[0].at
    assert AuditEvent.objects.last().action == "audit.export"


def test_observations_as_csv(bureau):
    bureau.observe("student_aid.recipients", "12", stage="primary")
    bureau.observe("student_aid.fund", None)
    response = program(bureau.head).get("/api/observations.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["indicator"], r["unit"], r["stage"], r["value"]) for r in rows] == [
        ("student_aid.recipients", "S1", "primary", "12"),
        ("student_aid.fund", "S1", "", ""),
    ]


def test_observations_as_sdmx_csv(bureau):
    bureau.observe("student_aid.recipients", "12", stage="primary")
    bureau.observe("student_aid.fund", None)
    response = program(bureau.head).get("/api/observations.sdmx.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    told = ("STRUCTURE", "INDICATOR", "REF_AREA", "TIME_PERIOD", "STAGE", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS")
    assert [tuple(row[name] for name in told) for row in rows] == [
        ("dataflow", "student_aid.recipients", "S1", "2026-S1", "primary", "12", "人", "A"),
        ("dataflow", "student_aid.fund", "S1", "2026-S1", "_T", "", "元", "O"),
    ]


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2026", "2026"), ("2026H2", "2026-S2"), ("2026Q3", "2026-Q3"), ("2026-06", "2026-M06"),
        ("SY2025", "2025-09-01/P1Y"), ("SY2025-T1", "2025-09-01/P5M"), ("SY2025-T2", "2026-02-01/P7M"),
    ],
)  # fmt: skip
def test_periods_as_sdmx_writes_them(period, written):
    assert sdmx_period(Period.parse(period)) == written


def test_observations_as_parquet_in_several_row_groups(bureau, monkeypatch):
    monkeypatch.setattr(exports, "_BATCH", 2)
    for unit in (bureau.school, bureau.other, bureau.far):
        for stage, value in (("primary", "0.5"), ("junior", "4")):
            bureau.observe("student_aid.recipients", value, unit, stage=stage)
    bureau.observe("student_aid.fund", None)
    response = program(bureau.reviewer).get("/api/observations.parquet")
    table = pq.read_table(io.BytesIO(b"".join(response.streaming_content)))
    assert table["unit"].to_pylist() == ["S1", "S1", "S2", "S2", "S1"]  # of the reviewer's county
    assert [None if value is None else float(value) for value in table["value"].to_pylist()] == [0.5, 4, 0.5, 4, None]
    assert table["stage"].to_pylist() == ["primary", "junior", "primary", "junior", None]
    empty = program(bureau.head).get("/api/observations.parquet?period=1999H1")
    assert pq.read_table(io.BytesIO(b"".join(empty.streaming_content))).num_rows == 0


def test_indicators_are_the_catalogues(bureau):
    found = program(bureau.clerk).get("/api/indicators?domain=student_aid").json()
    assert {i["code"] for i in found} == {f"student_aid.{n}" for n in ("hardship", "fund", "recipients", "amount_paid")}
    assert found[0]["zh"]
    assert found[0]["en"]


def test_a_workbook_is_taken_in_once(bureau):
    client, data = program(bureau.clerk), bureau.workbook(FORM)
    first = client.post("/api/submissions", {"file": SimpleUploadedFile("表.xlsx", data)})
    again = client.post("/api/submissions", {"file": SimpleUploadedFile("表.xlsx", data)})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["submissions"] == again.json()["submissions"]
    assert [s["state"] for s in client.get("/api/submissions?period=2026H1").json()["items"]] == ["draft"]


def test_what_was_taken_in_is_sent_on_to_the_reviewers(bureau):
    client = program(bureau.clerk)
    sent = client.post("/api/submissions", {"file": SimpleUploadedFile("表.xlsx", bureau.workbook(FORM))}).json()
    [number] = [one["id"] for one in sent["submissions"]]
    assert client.post(f"/api/submissions/{number}/submit").json()["state"] == "submitted"
    assert client.post(f"/api/submissions/{number}/submit").status_code == 409
    assert client.post("/api/submissions/99999/submit").status_code == 404
    assert program(bureau.clerk, "read").post(f"/api/submissions/{number}/submit").status_code == 403


def test_a_workbook_over_the_limit_is_refused_before_it_is_read(bureau, settings, rf):
    settings.UPLOAD_LIMIT = 10
    file = SimpleUploadedFile("大.xlsx", b"x" * 11)
    response = program(bureau.clerk).post("/api/submissions", {"file": file})
    assert (response.status_code, response.json()["findings"][0]["code"]) == (422, "web-file-too-big")
    file.close()  # from now on it cannot be read
    with pytest.raises(NotAccepted):
        send(rf.post("/api/submissions"), file)


def test_a_wrong_workbook_is_refused_with_its_findings(bureau):
    data = bureau.workbook({"小学": "很多"})
    response = program(bureau.clerk).post("/api/submissions", {"file": SimpleUploadedFile("表.xlsx", data)})
    assert response.status_code == 422
    assert {f["severity"] for f in response.json()["findings"]} >= {"error"}
    assert not Submission.objects.exists()


def test_a_report_is_audited(bureau):
    text = "清川县教育局2026年上半年工作总结\n共资助学生300人，其中小学100人、初中150人、高中80人。\n".encode()
    asked = {"file": SimpleUploadedFile("总结.txt", text), "unit": "C"}
    response = program(bureau.writer).post("/api/papers", asked)
    assert response.status_code == 200
    body = response.json()
    assert [one["quote"] for one in body["figures"]] == ["300人", "100人", "150人", "80人"]
    assert {one["state"] for one in body["figures"]} == {"read"}
    assert "contradicted" in {one["verdict"] for one in body["claims"]}
    assert "claim-contradicted" in {f["code"] for f in body["findings"]}
    assert program(bureau.writer).get(f"/api/papers/{body['id']}").json() == body
    assert [one["id"] for one in program(bureau.writer).get("/api/papers").json()["items"]] == [body["id"]]


def test_a_paper_is_for_keys_that_may_audit_and_for_those_who_may_see_it(bureau):
    text = "清川县教育局2026年上半年工作总结\n共资助学生300人。\n".encode()
    asked = {"file": SimpleUploadedFile("总结.txt", text), "unit": "C"}
    assert program(bureau.writer, "read").post("/api/papers", asked).status_code == 403
    asked = {"file": SimpleUploadedFile("总结.txt", text), "unit": "C"}
    assert program(bureau.clerk).post("/api/papers", asked).status_code == 403
    asked = {"file": SimpleUploadedFile("总结.txt", text), "unit": "C"}
    pk = program(bureau.writer).post("/api/papers", asked).json()["id"]
    assert program(bureau.clerk).get(f"/api/papers/{pk}").status_code == 404


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken"])
def test_a_report_that_gives_no_text_is_refused(bureau, data):
    asked = {"file": SimpleUploadedFile("总结.doc", data), "unit": "C"}
    response = program(bureau.writer).post("/api/papers", asked)
    assert response.status_code == 422
    assert response.json()["findings"][0]["zh"]
