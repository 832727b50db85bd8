"""From nothing to a log-in on a machine of one's own: units, the first administrator, the proof that all is whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

UNITS = """code,name,kind,parent,stages,area,ownership,opened
C,青汀市教育局,city,,,,,2000-01-01
C01,临浦区教育局,county,C,,,,2000-01-01
S1,松溪小学,school,C01,primary junior,town,public,2001-09-01
"""


def taizhang(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as people run it, on SQLite, with nothing in its environment."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    command = [sys.executable, "-m", "taizhang.cli", *arguments, "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, env=kept, check=False)


def administrator(home: Path) -> subprocess.CompletedProcess[str]:
    return taizhang(home, "admin", "admin", "--name", "管理员", "--password", "青汀-2026-松溪桥")


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("installed") / "data"


@pytest.fixture(scope="module")
def refused(home) -> subprocess.CompletedProcess[str]:
    """What was said of the first table of units, which had a wrong line."""
    table = home.with_name("units.csv")
    table.write_text(UNITS.replace("S1,松溪小学,school,C01", "S1,松溪小学,school,C99"), "utf-8-sig")
    done = taizhang(home, "units", str(table))
    assert administrator(home).returncode == 2  # there is no unit yet
    return done


@pytest.fixture(scope="module")
def installed(home, refused) -> Path:
    table = home.with_name("units.csv")
    table.write_text(UNITS, "gb18030")  # as spreadsheets save it in Chinese offices
    assert taizhang(home, "units", str(table)).stdout.startswith("已建立 3 个机构")
    done = administrator(home)
    assert done.returncode == 0, done.stderr
    return home


def test_an_installation_stands_whole_and_private(installed):
    done = taizhang(installed, "ledger", "verify")
    assert (done.returncode, "数据 0 条、审计记录 1 条、定版 0 个" in done.stdout) == (0, True), done
    for folder in (installed, installed / "keys"):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_wrong_line_is_told_and_nothing_is_opened(refused):
    assert refused.returncode == 2
    assert "units.csv:4" in refused.stderr
    assert "C99" in refused.stderr


@pytest.mark.parametrize("content", [None, b"", b"\x00\xff\x00\xfe", "代码，名称".encode()])
def test_what_is_no_table_of_units_is_told(tmp_path, content):
    table = tmp_path / "units.csv"
    if content is not None:
        table.write_bytes(content)
    done = taizhang(tmp_path / "data", "units", str(table))
    assert done.returncode == 2
    assert "units.csv" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("ledger", "verify"), ("backup", "台账.zip"), ("remind",)])
def test_a_folder_without_a_database_is_told_and_stays_empty(tmp_path, command):
    done = taizhang(tmp_path, *command)
    assert (done.returncode, "taizhang.sqlite3" in done.stderr, "--home" in done.stderr) == (2, True, True)
    assert list(tmp_path.iterdir()) == []


def test_tampering_with_the_database_is_told(installed):
    with sqlite3.connect(installed / "taizhang.sqlite3") as database:
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            database.execute("UPDATE ledger_auditevent SET person = 'x'")
        database.execute("DROP TRIGGER ledger_auditevent_no_UPDATE")
        database.execute("UPDATE ledger_auditevent SET person = 'x'")
    done = taizhang(installed, "ledger", "verify")
    assert done.returncode == 1
    assert "被改动" in done.stdout
