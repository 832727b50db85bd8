"""A command that works on what stands says so where nothing stands, and leaves nothing there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder
from typer.testing import CliRunner, Result

from taizhang.cli import app

COMMANDS = {
    "verify": ("ledger", "verify"),
    "remind": ("remind",),
    "doctor": ("doctor",),
    "backup": ("backup", "台账.zip"),
    "administrator": ("admin", "chief", "--name", "管理员", "--password", "青汀-2026-松溪桥"),
    "expire": ("registers", "expire", "--by", "admin", "--yes"),
    "file": ("report", "verify", "总结.docx"),
    "draft": ("report", "draft", "2026H1", "--by", "writer"),
}
ON_OLDER = {"backup", "doctor"}


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--home", str(home)])


def of_an_older_version() -> set[tuple[str, str]]:
    """Make the database one that waits for an upgrade: gives what it has applied."""
    MigrationRecorder.Migration.objects.filter(app="supervision").latest("id").delete()
    return applied()


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder.Migration.objects.values_list("app", "name"))


@pytest.mark.django_db
@pytest.mark.parametrize("command", COMMANDS)
def test_where_no_data_is_a_command_says_so_and_makes_none(command, tmp_path):
    done = run(tmp_path / "typo", *COMMANDS[command])
    assert (done.exit_code, "--home" in done.stderr, str(tmp_path / "typo") in done.stderr) == (2, True, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [*(name for name in COMMANDS if name not in ON_OLDER), "units"])
def test_a_database_of_an_older_version_is_left_to_its_server(bureau, command, home):
    (home / "units.csv").write_text("code,name\n")
    before = of_an_older_version()
    done = run(home, *COMMANDS.get(command, ("units", "units.csv")))
    assert (done.exit_code, "taizhang serve" in done.stderr) == (2, True)
    assert applied() == before


def test_what_was_checked_is_told(bureau, home):
    bureau.observe("student_aid.hardship", "12", stage="primary")
    done = run(home, "ledger", "verify")
    assert (done.exit_code, "数据 1 条" in done.stdout, "定版 0 个" in done.stdout) == (0, True, True)
