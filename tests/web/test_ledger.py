"""What is in the ledger stays there, and whoever tampers with it is found out."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pyarrow.parquet as pq
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from taizhang.analysis.release import Release as ReleaseOnDisk
from taizhang.catalogue.model import Catalogue, Dimension, Title
from taizhang.periods import Period
from taizhang.web.collection.actions import open_round
from taizhang.web.ledger import append_only, audit, chain, queries, releases, snapshots
from taizhang.web.ledger.actions import change_unit, close_unit, open_unit
from taizhang.web.ledger.entering import Entry, correct, enter
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import AuditEvent, Observation, Source
from taizhang.web.refusals import NotAllowed, Refused
from taizhang.web.registers.models import LiveRecord

H1 = Period.parse("2026H1")
CATALOGUE = Catalogue(dimensions={"stage": Dimension("stage", Title("学段", "Stage"))}, digest="c" * 64)


@pytest.mark.parametrize("table", ["ledger_observation", "ledger_source", "ledger_auditevent"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_delete(bureau, table, statement):
    bureau.observe("student_aid.recipients", "12")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", append_only.TABLES)
def test_every_table_that_only_grows_has_its_guards(db, table):
    names = {"sqlite": "SELECT name FROM sqlite_master", "postgresql": "SELECT tgname FROM pg_trigger"}
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        found = {name.lower() for (name,) in cursor.fetchall()}
    assert {f"{table}_no_update", f"{table}_no_delete"} <= found


def test_the_models_refuse_too(bureau):
    observation = bureau.observe("student_aid.recipients", "12")
    with pytest.raises(TypeError, match="only grows"):
        observation.save()
    with pytest.raises(TypeError, match="only grows"):
        observation.delete()
    with pytest.raises(TypeError, match="never deleted"):
        bureau.clerk.delete()


def tamper(*statements: str) -> None:
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        for table in append_only.TABLES:
            for event in ("UPDATE", "DELETE"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {table}_no_{event}{on}")
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE ledger_observation SET value = '99' WHERE id = 2", "ledger-changed"),
        ("UPDATE ledger_source SET cell = 'D9' WHERE cell = 'C7'", "ledger-changed"),
        ("UPDATE ledger_observation SET unit_id = unit_id + 1 WHERE id = 2", "ledger-changed"),
        ("DELETE FROM ledger_observation WHERE id = 2", "ledger-removed"),
        ("DELETE FROM ledger_observation WHERE id = 3", "ledger-removed"),
        ("UPDATE ledger_auditevent SET person = 'nobody' WHERE id = 4", "ledger-changed"),
        ("DELETE FROM ledger_auditevent WHERE id = 4", "ledger-removed"),
        ("UPDATE ledger_observation SET prev_hash = hash WHERE id = 2", "ledger-broken"),
    ],
)
def test_verify_finds_what_was_changed_or_removed(bureau, statement, code):
    for value in ("1", "2", "3"):
        bureau.observe("student_aid.recipients", value, stage=f"s{value}")
    assert queries.verify() == []
    tamper(statement)
    found = queries.verify()
    assert code in {finding.code for finding in found}
    assert all(finding.message("zh") and finding.message("en") for finding in found)


def test_verifying_only_reads(bureau, django_assert_num_queries):
    """A transaction round the walk would on SQLite keep everybody from writing until its end."""
    bureau.observe("student_aid.hardship", "12", stage="primary")
    with django_assert_num_queries(2) as asked:
        assert list(chain.verify(Observation)) == []
    assert {one["sql"].split()[0] for one in asked} <= {"SELECT", "DECLARE"}


def test_a_correction_supersedes_and_keeps_what_was(bureau):
    first = bureau.observe("student_aid.recipients", "12", stage="primary")
    second = correct(first, value=Decimal("21"), reason="录入时颠倒了数位", by=bureau.officer)
    assert [o.value for o in Observation.objects.in_force()] == [Decimal(21)]
    assert [o.value for o in queries.history(second)] == [Decimal(21), Decimal(12)]
    assert (second.source.kind, second.source.reason) == ("correction", "录入时颠倒了数位")
    assert AuditEvent.objects.last().action == "observation.correct"
    with pytest.raises(Refused, match="已被"):
        correct(first, value=Decimal(1), reason="再来一次", by=bureau.officer)


def test_a_correction_needs_a_reason_and_the_right(bureau):
    observation = bureau.observe("student_aid.recipients", "12")
    with pytest.raises(Refused, match="理由"):
        correct(observation, value=Decimal(1), reason=" ", by=bureau.officer)
    with pytest.raises(NotAllowed):
        correct(observation, value=Decimal(1), reason="想改", by=bureau.clerk)
    teachers = bureau.observe("teachers.staff", "3")
    with pytest.raises(NotAllowed):
        correct(teachers, value=Decimal(1), reason="不归我管", by=bureau.officer)


def test_missing_is_not_zero(bureau):
    assert bureau.observe("student_aid.recipients", None).value is None
    assert Observation.objects.get().value is None


@given(st.decimals(min_value=-(10**31), max_value=10**31, places=6))
def test_a_number_is_written_one_way_and_read_back_exactly(value):
    assert Decimal(plain(value)) == value
    assert plain(value) == plain(Decimal(plain(value)))


def test_more_digits_than_a_release_can_hold_are_refused():
    for value in ("0.0000001", "1e33", "NaN", "Infinity"):
        with pytest.raises(ValidationError):
            plain(Decimal(value))


# --- the tree -----------------------------------------------------------------------------------------------


def test_the_tree_of_a_past_day_can_be_asked_for(bureau):
    change_unit(bureau.school, since=date(2026, 3, 1), by=bureau.admin, parent=bureau.xi, name="松溪学校")
    close_unit(bureau.other, last_day=date(2026, 5, 31), by=bureau.admin, into=bureau.school)
    before, after = queries.tree_at(date(2026, 2, 28)), queries.tree_at(H1.end)
    assert (before["S1"].path, before["S1"].name) == ("C/C01/S1/", "松溪小学")
    assert (after["S1"].path, after["S1"].name) == ("C/C02/S1/", "松溪学校")
    assert "S2" in before
    assert "S2" not in after
    bureau.school.refresh_from_db()
    assert bureau.school.path == "C/C02/S1/"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"since": date(1999, 1, 1), "name": "旧名"}, "web-unit-before-last"),
        ({"since": date(2026, 1, 1), "parent": "school"}, "web-unit-below-itself"),
    ],
)
def test_the_tree_refuses_what_cannot_be(bureau, changes, code):
    given_changes = {k: bureau.school if v == "school" else v for k, v in changes.items()}
    with pytest.raises(Refused) as refused:
        change_unit(bureau.pu, by=bureau.admin, **given_changes)
    assert refused.value.findings[0].code == code


def test_what_was_entered_ahead_is_looked_at_before_a_unit_moves(bureau):
    change_unit(bureau.pu, since=date(2030, 1, 1), by=bureau.admin, parent=bureau.xi)
    with pytest.raises(Refused, match="2030-01-01 时 临浦区教育局 在该机构之下"):
        change_unit(bureau.xi, since=date(2029, 1, 1), by=bureau.admin, parent=bureau.pu)
    assert queries.tree_at(date(2030, 6, 1))["S1"].path == "C/C02/C01/S1/"
    close_unit(bureau.other, last_day=date(2030, 8, 31), by=bureau.admin)
    with pytest.raises(Refused, match="2030-09-01 时该上级机构没有设立或已撤销"):
        change_unit(bureau.school, since=date(2029, 1, 1), by=bureau.admin, parent=bureau.other)


def test_a_unit_with_units_below_cannot_close(bureau):
    with pytest.raises(Refused, match="下属机构"):
        close_unit(bureau.pu, last_day=date(2026, 5, 31), by=bureau.admin)


# --- releases -----------------------------------------------------------------------------------------------


def test_a_release_goes_to_disk_and_comes_back(bureau):
    bureau.observe("student_aid.recipients", "12", stage="primary")
    wrong = bureau.observe("student_aid.amount", "1234567890123456.78")
    correct(wrong, value=Decimal("1234567890123456.87"), reason="小数颠倒", by=bureau.officer)
    release = releases.seal_release(H1, catalogue=CATALOGUE, by=bureau.writer)

    opened = ReleaseOnDisk.open(releases.folder_of(release))
    assert (opened.name, opened.period, opened.dimensions) == ("2026H1", "2026H1", ("stage",))
    rows = pq.read_table(opened.path("observations")).to_pylist()
    assert [(r["indicator"], r["unit"], r["value"], r["stage"]) for r in rows] == [
        ("student_aid.recipients", "S1", Decimal("12.000000"), "primary"),
        ("student_aid.amount", "S1", Decimal("1234567890123456.870000"), None),
    ]
    units = {r["code"]: r for r in pq.read_table(opened.path("units")).to_pylist()}
    assert units["S1"]["path"] == "C/C01/S1"
    assert (units["S1"]["stages"], units["C"]["parent"]) == ("primary", None)
    sources = {r["id"]: r for r in pq.read_table(opened.path("sources")).to_pylist()}
    assert [sources[r["source"]]["kind"] for r in rows] == ["cell", "correction"]
    assert list(releases.check(release)) == []


def test_a_release_carries_the_term_that_speaks_for_it_and_who_was_asked(bureau):
    terms = [Period.parse(text) for text in ("SY2025-T2", "SY2026-T1")]
    source = Source(kind="cell", file="表.xlsx", sheet="表", cell="C7", text="12", reported_by="clerk")
    enter([Entry("student_aid.recipients", bureau.school, term, Decimal(12), source, {}) for term in terms],
          by=bureau.officer)  # fmt: skip
    for period in ("2026H1", "2026H2"):
        open_round(period=Period.parse(period), unit=bureau.pu, whats=["student_aid.basics"], due=date(2026, 7, 10),
                   by=bureau.officer)  # fmt: skip
    opened = ReleaseOnDisk.open(releases.folder_of(releases.seal_release(H1, catalogue=CATALOGUE, by=bureau.writer)))
    assert pq.read_table(opened.path("observations"))["period"].to_pylist() == ["SY2025-T2"]
    asked = pq.read_table(opened.path("asked")).to_pylist()
    assert {(row["what"], row["period"]) for row in asked} == {("student_aid.basics", "2026H1")}
    assert "S1" in {row["unit"] for row in asked}


def test_sealing_again_makes_another_release(bureau):
    bureau.observe("student_aid.recipients", "12")
    names = [releases.seal_release(H1, catalogue=CATALOGUE, by=bureau.writer).name for _ in range(2)]
    assert names == ["2026H1", "2026H1-2"]


def test_a_changed_release_is_found(bureau):
    release = releases.seal_release(H1, catalogue=CATALOGUE, by=bureau.writer)
    file = releases.folder_of(release) / "units.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    assert [finding.code for finding in releases.check(release)] == ["release-changed"]


def test_nothing_tampered_with_is_sealed(bureau):
    bureau.observe("student_aid.recipients", "12")
    tamper("UPDATE ledger_observation SET value = '99'")
    with pytest.raises(Refused, match="被改动"):
        releases.seal_release(H1, catalogue=CATALOGUE, by=bureau.writer)


def test_a_split_that_the_catalogue_lacks_is_not_dropped_in_silence(bureau):
    bureau.observe("student_aid.recipients", "12", residence="in")
    with pytest.raises(Refused, match="residence"):
        releases.seal_release(H1, catalogue=CATALOGUE, by=bureau.writer)


# --- the ledger of now ---------------------------------------------------------------------------------------


def snapshot() -> ReleaseOnDisk:
    return snapshots.snapshot(H1, catalogue=CATALOGUE)


def test_a_snapshot_is_there_for_its_readers_after_a_correction(bureau):
    before = snapshot_of(bureau, "12")
    correct(Observation.objects.in_force().get(), value=Decimal(13), reason="漏报", by=bureau.officer)
    now = snapshot()
    assert now.folder != before.folder
    read = [pq.read_table(one.folder / "observations.parquet")["value"].to_pylist() for one in (before, now)]
    assert read == [[12], [13]]


def test_a_snapshot_that_nobody_has_asked_for_in_a_while_is_removed(bureau):
    before = snapshot_of(bureau, "12")
    hour_ago = time.time() - 3600
    os.utime(before.folder, (hour_ago, hour_ago))
    assert snapshot().folder == before.folder, "it is asked for again"
    bureau.observe("student_aid.recipients", "1", bureau.other, stage="primary")
    assert snapshot() and before.folder.exists()
    os.utime(before.folder, (hour_ago, hour_ago))
    assert snapshot() and not before.folder.exists()


def test_a_snapshot_follows_the_tree_and_the_work_record(bureau):
    first = snapshot_of(bureau, "12")
    change_unit(bureau.far, since=date(2026, 2, 1), name="云岭学校", by=bureau.admin)
    second = snapshot()
    assert "云岭学校" in pq.read_table(second.folder / "units.parquet")["name"].to_pylist()
    told = {"held_on": "2026-03-05", "name": "资助政策宣传月", "field": "finance", "level": "city"}
    LiveRecord.objects.create(register="office_work.activity", unit=bureau.city, key="a", fields=told)
    third = snapshot()
    assert pq.read_table(third.folder / "events.parquet").num_rows == 1
    assert len({one.folder for one in (first, second, third, snapshot())}) == 3


def test_a_snapshot_holds_the_ledger_only_once_the_tree_and_the_rounds_are_read(bureau):
    snapshot_of(bureau, "12")
    with CaptureQueriesContext(connection) as queries:
        snapshot()
    told = [one["sql"] for one in queries]
    held = next(at for at, sql in enumerate(told) if "ledger_chainhead" in sql)
    assert [sql for sql in told[held:] if "ledger_orgunitversion" in sql or "collection_submission" in sql] == []


def snapshot_of(bureau, value: str) -> ReleaseOnDisk:
    bureau.observe("student_aid.recipients", value, stage="primary")
    return snapshot()


# --- many at once -------------------------------------------------------------------------------------------


def test_writers_at_once_do_not_break_the_chains(committed_bureau):
    bureau = committed_bureau

    def write(number: int) -> None:
        try:
            with transaction.atomic():
                made = bureau.observe("student_aid.recipients", str(number), stage="primary")
                audit.record("test.write", made, by=bureau.officer)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert queries.verify() == []
    assert Observation.objects.count() == Source.objects.count() == 40
    assert Observation.objects.in_force().count() == 1


def test_of_two_who_correct_a_value_at_once_the_second_is_told(committed_bureau):
    bureau = committed_bureau
    wrong, both = bureau.observe("student_aid.recipients", "12", stage="primary"), Barrier(2)

    def write(value: int) -> int:
        both.wait()
        try:
            correct(wrong, value=Decimal(value), reason="核实", by=bureau.officer)
        except Refused:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(write, (13, 14))) == 1
    assert Observation.objects.filter(supersedes=wrong).count() == 1


def test_the_tree_has_one_root(bureau):
    with pytest.raises(Refused, match="根机构"):
        open_unit(code="D", name="另一个市", kind="city", parent=None, since=date(2026, 1, 1), by=bureau.admin)
    with pytest.raises(Refused, match="须注明操作人"):
        open_unit(code="D", name="无主机构", kind="school", parent=bureau.city, since=date(2026, 1, 1), by=None)
