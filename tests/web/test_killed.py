"""Power cut, `kill -9`: what takes in a zip of workbooks dies half-way, and nothing is half there or there twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

FILES = 12
HERE = Path(__file__).parents[1]

BEGIN = """
import sys
from pathlib import Path
from taizhang.web.server import setup
setup(Path(sys.argv[1]), migrate="migrate" in sys.argv)
from django.conf import settings
settings.TAIZHANG_CATALOGUES = [Path(sys.argv[2])]
from taizhang.web.intakes import actions, running
from taizhang.web.intakes.models import Intake
"""

SEND = BEGIN + """
from web.conftest import Bureau
from web.test_intakes import of, zipped
bureau = Bureau()
county = bureau.person("county", "clerk", bureau.pu)
schools = [bureau.unit(f"K{n}", f"第{n}小学", "school", bureau.pu, stages=["primary"]) for n in range(int(sys.argv[4]))]
running.start = lambda intake: None
actions.send([("全县.zip", zipped({f"{unit.code}.xlsx": of(unit, {"小学": 46}) for unit in schools}))], by=county)
"""

WORK = BEGIN + """
running.work(Intake.objects.get())
from taizhang.web.ledger import queries
assert queries.verify() == [], queries.verify()
"""


@pytest.fixture
def started(tmp_path, small_catalogue):
    """Starts a script of its own process on one data folder."""
    outside = {"PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | outside

    def start(script: str, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", script, str(tmp_path / "home"), str(small_catalogue), *more]
        return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    return start


def ended(process: subprocess.Popen[str]) -> None:
    _out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors


def asked(home: Path, query: str) -> list[tuple]:
    with sqlite3.connect(f"file:{home}/taizhang.sqlite3?mode=ro", uri=True, timeout=20) as database:
        return database.execute(query).fetchall()


def accepted(home: Path) -> int:
    return asked(home, "SELECT count(*) FROM intakes_intakefile WHERE outcome = 'accepted'")[0][0]


def killed_after(process: subprocess.Popen[str], home: Path, files: int) -> None:
    deadline = time.monotonic() + 100
    while accepted(home) < files and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    assert process.returncode == -signal.SIGKILL, "it had ended before it could be killed"


def is_whole(home: Path) -> bool:
    """Whether every file is wholly in, with all it brings, or not at all."""
    by_row = asked(home, """
        SELECT row.outcome, count(DISTINCT file.id), count(DISTINCT version.id)
        FROM intakes_intakefile row
        LEFT JOIN collection_receivedfile file ON file.sha256 = row.sha256
        LEFT JOIN collection_version version ON version.file_id = file.id
        GROUP BY row.id""")
    events = asked(home, "SELECT count(*) FROM ledger_auditevent WHERE action = 'submission.fill'")[0][0]
    return set(by_row) <= {("accepted", 1, 1), ("waiting", 0, 0)} and events == accepted(home)


def test_killed_in_the_middle_it_goes_on_and_nothing_is_there_twice(started, tmp_path):
    home = tmp_path / "home"
    ended(started(SEND, "migrate", str(FILES)))
    for files in (2, 6):
        killed_after(started(WORK), home, files)
        assert files <= accepted(home) < FILES
        assert is_whole(home)
    ended(started(WORK))
    assert accepted(home) == FILES
    assert is_whole(home)
    assert asked(home, "SELECT count(*), max(number) FROM collection_version") == [(FILES, 1)]
