"""An installation is backed up while it works, restored onto an empty machine, upgraded, and looked after."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from taizhang.web.keeping.restore import restore
from taizhang.web.refusals import Refused

HERE = Path(__file__).parents[1]
SERVER = os.environ.get("DATABASE_URL", "")
pytestmark = pytest.mark.long
on_postgres = pytest.mark.skipif(not SERVER, reason="no PostgreSQL is named by DATABASE_URL")

BUREAU = """
import sys
sys.path.insert(0, sys.argv[1])
from taizhang import catalogue
from taizhang.periods import Period
from taizhang.web.server import setup
setup()
from web.conftest import found
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.ledger.releases import seal_release
from taizhang.web.refusals import Refused
from taizhang.web.registers.models import LiveRecord
from taizhang.web.sealed import seal
bureau = found()
for value in ("12", "0.5", None):
    bureau.observe("student_aid.hardship", value, stage="primary")
receive_workbook("不是工作簿".encode(), "坏文件.xlsx", by=bureau.clerk)
LiveRecord.objects.create(register="student_aid.aid", unit=bureau.school, key="k", sealed=seal("陆小满".encode()))
seal_release(Period.parse("2026H1"), catalogue=catalogue.load(), by=bureau.writer)
"""
LOOK = """
from taizhang.web.server import setup
setup()
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.collection.models import ReceivedFile
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.registers.models import LiveRecord
from taizhang.web.sealed import unseal
print(unseal(LiveRecord.objects.get().sealed).decode())
print(files.read(ReceivedFile.objects.get().sha256).decode())
print([str(one.value) for one in Observation.objects.all()])
print(Person.objects.get(username="clerk").check_password("青汀-2026-松溪桥"))
person = Person.objects.get(username="admin")
from taizhang.web.ledger import audit
audit.record("test.after", person, by=person)  # the restored chain goes on
print(AuditEvent.objects.latest("id").id == AuditEvent.objects.count())
"""
SEEN = ["陆小满", "不是工作簿", "['12', '0.5', 'None']", "True", "True"]
WRITING = """
import sys, time
sys.path.insert(0, sys.argv[1])
from taizhang.web.server import setup
setup()
from taizhang.web.accounts.models import Person
from taizhang.web.ledger import audit
person = Person.objects.get(username="admin")
print("writing", flush=True)
while True:
    audit.record("test.write", person, by=person)
    time.sleep(0.01)  # so that what has to be kept, proven and restored stays little
"""
# the migrations of the oldest release, from which an installation must come up to date
OLDEST = [
    ("accounts", "0002_roles"), ("ledger", "0002_only_grows"), ("collection", "0001_initial"),
    ("registers", "0001_initial"), ("reports", "0002_evidence"), ("admin", "0003_logentry_add_action_flag_choices"),
    ("auth", "0012_alter_user_first_name_max_length"), ("axes", "0010_accessattemptexpiration"),
    ("sessions", "0001_initial"),
]  # fmt: skip
OLD = f"""
from taizhang.web.server import setup
setup(migrate=False)
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
apps = executor.migrate({OLDEST!r}).apps
person = apps.get_model("accounts", "Person").objects.create(username="old", name="陆老师", password="x")
unit = apps.get_model("ledger", "OrgUnit").objects.create(
    code="C", name="青汀市教育局", kind="city", path="C/", opened="2000-01-01")
source = apps.get_model("ledger", "Source").objects.create(id=1, kind="cell", text="12")
head = apps.get_model("ledger", "ChainHead").objects.get(chain="observation")
from taizhang.web.ledger.chain import digest
import datetime
at = datetime.datetime(2026, 7, 1, tzinfo=datetime.UTC)
said = [1, head.hash, "a.b", "C", "2026H1", {{}}, None, None, person.pk, at,
        "cell", "", "", "", "", "", "12", "", None, "", None, ""]
apps.get_model("ledger", "Observation").objects.create(
    id=1, prev_hash=head.hash, hash=digest(said), indicator="a.b", unit=unit, period="2026H1",
    period_end="2026-06-30", source=source, entered_by=person, entered_at=at)
head.length, head.hash = 1, digest(said)
head.save()
"""


def environment(home: Path, url: str = "") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")}
    return kept | {"TAIZHANG_HOME": str(home)} | ({"DATABASE_URL": url} if url else {})


def run(code: str, home: Path, url: str = "") -> str:
    command = [sys.executable, "-c", code, str(HERE)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(home, url), check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def taizhang(home: Path, *arguments: str, url: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "taizhang.cli", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment(home, url) | more, check=False
    )  # fmt: skip


@pytest.fixture
def database():
    """Makes empty databases on the PostgreSQL server, by name, and removes them again."""
    import psycopg

    made = []

    def make(name: str) -> str:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')
            server.execute(f'CREATE DATABASE "{name}"')
        made.append(name)
        return urlsplit(SERVER)._replace(path=f"/{name}").geturl()

    yield make
    with psycopg.connect(SERVER, autocommit=True) as server:
        for name in made:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def bureau(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("bureau") / "data"
    run(BUREAU, home)
    return home


@pytest.fixture(scope="module")
def kept(bureau, tmp_path_factory) -> Path:
    """A backup that was made while somebody went on writing."""
    target = tmp_path_factory.mktemp("kept") / "台账.zip"
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(HERE)], env=environment(bureau), stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout.readline() == b"writing\n"
        done = taizhang(bureau, "backup", str(target))
        assert writer.poll() is None
        writer.kill()
    assert done.returncode == 0, done.stderr
    return target


def test_a_backup_taken_while_the_site_writes_is_restored_whole(kept, tmp_path):
    done = taizhang(tmp_path / "new", "restore", str(kept))
    assert (done.returncode, "无误" in done.stdout) == (0, True), done.stderr
    assert run(LOOK, tmp_path / "new").split("\n")[:-1] == SEEN
    assert taizhang(tmp_path / "new", "ledger", "verify").returncode == 0


@on_postgres
def test_a_backup_of_one_database_is_restored_into_the_other(kept, database, tmp_path):
    url = database("restored")
    assert taizhang(tmp_path / "there", "restore", str(kept), url=url).returncode == 0
    assert run(LOOK, tmp_path / "there", url).split("\n")[:-1] == SEEN
    again = tmp_path / "again.zip"
    assert taizhang(tmp_path / "there", "backup", str(again), url=url).returncode == 0
    assert taizhang(tmp_path / "back", "restore", str(again)).returncode == 0
    assert run(LOOK, tmp_path / "back").split("\n")[:-1] == SEEN
    refused = taizhang(tmp_path / "second", "restore", str(again), url=url)
    assert (refused.returncode, (tmp_path / "second").exists()) == (2, False)


@on_postgres
def test_a_restore_that_fails_half_way_leaves_no_table_behind(kept, database, tmp_path):
    import psycopg

    url, table = database("failed"), "rows/collection.ReceivedFile.jsonl"
    with zipfile.ZipFile(kept) as whole:
        manifest, rows = json.loads(whole.read("manifest.json")), whole.read(table).replace(b'"size"', b'"weight"')
    manifest["members"][table] = hashlib.sha256(rows).hexdigest()
    bad = changed(kept, tmp_path / "bad.zip", put={"manifest.json": json.dumps(manifest).encode(), table: rows})
    assert taizhang(tmp_path / "there", "restore", str(bad), url=url).returncode != 0
    assert not (tmp_path / "there").exists()
    with psycopg.connect(url) as server:
        assert server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == []
    assert taizhang(tmp_path / "there", "restore", str(kept), url=url).returncode == 0


def test_only_its_owner_reads_a_backup_and_none_is_overwritten(bureau, kept):
    assert kept.stat().st_mode & 0o077 == 0
    before = kept.read_bytes()
    done = taizhang(bureau, "backup", str(kept))
    assert (done.returncode, "已存在" in done.stderr, kept.read_bytes() == before) == (2, True, True)


def test_a_backup_into_a_folder_that_is_not_there_says_so(bureau, tmp_path):
    done = taizhang(bureau, "backup", str(tmp_path / "没有" / "备份"))
    assert done.returncode == 2
    assert "文件夹不存在" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_that_is_killed_leaves_nothing_under_its_name(bureau, tmp_path):
    target = tmp_path / "台账.zip"
    command = [sys.executable, "-m", "taizhang.cli", "backup", str(target)]
    with subprocess.Popen(command, env=environment(bureau), stderr=subprocess.DEVNULL) as backup:
        while not list(tmp_path.iterdir()) and backup.poll() is None:
            time.sleep(0.005)
        backup.send_signal(signal.SIGKILL)
    assert not target.exists()
    assert taizhang(bureau, "backup", str(target)).returncode == 0


def test_a_database_without_units_is_not_backed_up(tmp_path):
    run("from taizhang.web.server import setup; setup()", tmp_path / "data")
    done = taizhang(tmp_path / "data", "backup", str(tmp_path / "台账.zip"))
    assert (done.returncode, "没有机构" in done.stderr) == (2, True)
    assert not (tmp_path / "台账.zip").exists()
    assert not (tmp_path / "data" / "last-backup").exists()


def changed(kept: Path, target: Path, *, without: str = "", put: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            if info.filename not in put and info.filename != without:
                new.writestr(info.filename, old.read(info))
        for name, data in put.items():
            new.writestr(name, data)
    return target


def damaged(kept: Path, folder: Path) -> dict[str, Path]:
    with zipfile.ZipFile(kept) as whole:
        manifest = json.loads(whole.read("manifest.json"))
        row = whole.read("rows/ledger.Observation.jsonl").replace(b'"12"', b'"21"')
        some = next(name for name in manifest["members"] if name.startswith("files/"))
    (folder / "cut.zip").write_bytes(kept.read_bytes()[:-2000])
    (folder / "text.zip").write_text("不是备份", "utf-8")
    outside = {**manifest, "members": {**manifest["members"], "files/../../evil": "0"}}
    return {
        "cut": folder / "cut.zip",
        "no backup": folder / "text.zip",
        "a row changed": changed(kept, folder / "row.zip", put={"rows/ledger.Observation.jsonl": row}),
        "a file lost": changed(kept, folder / "lost.zip", without=some, put={}),
        "without a manifest": changed(kept, folder / "bare.zip", without="manifest.json", put={}),
        "a way out": changed(
            kept, folder / "out.zip", put={"manifest.json": json.dumps(outside).encode(), "files/../../evil": b""}
        ),
    }


def test_a_damaged_backup_restores_nothing(kept, tmp_path):
    for what, path in damaged(kept, tmp_path).items():
        with pytest.raises(Refused):
            restore(path, tmp_path / "data", told=lambda _title, _steps: lambda: None)
        assert ((tmp_path / "data").exists(), (tmp_path / "evil").exists()) == (False, False), what


def test_a_backup_of_a_newer_version_is_refused(kept, tmp_path):
    with zipfile.ZipFile(kept) as whole:
        manifest = json.loads(whole.read("manifest.json"))
    manifest["migrations"].append(["ledger", "0999_from_the_future"])
    newer = changed(kept, tmp_path / "new.zip", put={"manifest.json": json.dumps(manifest).encode()})
    done = taizhang(tmp_path / "data", "restore", str(newer))
    assert (done.returncode, "先升级" in done.stderr, (tmp_path / "data").exists()) == (2, True, False)


def test_a_restore_never_touches_what_is_there(bureau, kept):
    before = (bureau / "taizhang.sqlite3").read_bytes()
    done = taizhang(bureau, "restore", str(kept))
    assert (done.returncode, "已有内容" in done.stderr) == (2, True)
    assert (bureau / "taizhang.sqlite3").read_bytes() == before


@pytest.mark.parametrize("server", [False, pytest.param(True, marks=on_postgres)])
def test_an_installation_of_the_oldest_release_comes_up_to_date(server, request, tmp_path):
    url = request.getfixturevalue("database")("old") if server else ""
    run(OLD, tmp_path / "data", url)
    assert taizhang(tmp_path / "data", "backup", str(tmp_path / "old.zip"), url=url).returncode == 0
    done = taizhang(tmp_path / "data", "ledger", "verify", url=url)
    assert (done.returncode, "taizhang serve" in done.stderr) == (2, True), "an older server may be working on it"
    run("from taizhang.web.server import setup; setup()", tmp_path / "data", url)  # as `serve` does
    done = taizhang(tmp_path / "data", "ledger", "verify", url=url)
    assert (done.returncode, "数据 1 条" in done.stdout) == (0, True), done.stderr
    assert taizhang(tmp_path / "new", "restore", str(tmp_path / "old.zip")).returncode == 0
    with sqlite3.connect(tmp_path / "new" / "taizhang.sqlite3") as database:
        assert database.execute("SELECT name FROM accounts_person").fetchall() == [("陆老师",)]
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            database.execute("UPDATE ledger_observation SET period = '2025H1'")


def test_the_doctor_says_what_is_unsafe_and_how_to_mend_it(bureau, kept, tmp_path):
    home = shutil.copytree(bureau, tmp_path / "data")  # it was backed up a moment ago
    with sqlite3.connect(home / "taizhang.sqlite3") as database:  # each password of the mighty takes it seconds
        database.execute("UPDATE accounts_person SET is_active = username IN ('admin', 'clerk')")
    well = taizhang(home, "doctor")
    assert well.stdout.splitlines() == ["未发现问题。 nothing found"]
    (home / "keys" / "sealing").chmod(0o644)
    (home / "last-backup").write_text("2020-01-01T00:00:00+00:00")
    with sqlite3.connect(home / "taizhang.sqlite3") as database:
        database.execute("UPDATE accounts_person SET is_active = 0 WHERE username = 'admin'")
        database.execute("DROP TRIGGER ledger_auditevent_no_UPDATE")
        database.execute("UPDATE ledger_auditevent SET at = '2999-01-01 00:00:00' WHERE id = 1")
    ill = taizhang(home, "doctor", DEBUG="1", SECRET_KEY="a", TAIZHANG_HOSTS="*", TAIZHANG_HTTPS="0")
    assert ill.returncode == 1
    for told in ("DEBUG", "SECRET_KEY", "TAIZHANG_HOSTS", "HTTPS", "chmod", "管理员", "上次备份", "NTP"):
        assert told in ill.stdout, told
