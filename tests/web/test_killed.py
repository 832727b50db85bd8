"""Power cut, `kill -9`: what takes in a zip of workbooks or imports a register dies half-way, and nothing is half there
or there twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

FILES = 36
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
from web.conftest import found
from web.test_intakes import of, zipped
bureau = found()
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
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(command, env=environment, text=True, **pipes)
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


OWN = BEGIN + """
from web.kept_registers import PUPILS, lay_out
from taizhang.web.registers import proposals
settings.TAIZHANG_CATALOGUES.append(lay_out(Path(sys.argv[1]) / "own"))
"""

PROPOSE = OWN + """
from web.conftest import found
from web.test_register_import import ROWS, sheet
from taizhang.web.registers.tables import register_of
bureau = found()
rows = [[f"P{number:05d}", *ROWS[1][1:]] for number in range(int(sys.argv[4]))]
proposals.propose(register_of(PUPILS), bureau.school, sheet(rows), "名单.xlsx", by=bureau.clerk)
"""

IMPORT = OWN + """
from django.db import connection
from taizhang.web.registers.models import Proposal
def tell(execute, query, *more):
    done = execute(query, *more)
    if len(sys.argv) > 3 and query.startswith(sys.argv[3]):
        print("so far", flush=True)
        sys.stdin.read()
    return done
proposal = Proposal.objects.select_related("by", "unit").get()
with connection.execute_wrapper(tell):
    proposals.confirm(proposal, by=proposal.by)
"""
COUNTED = ("registers_liverecord", "registers_change", "registers_found", "registers_holding")


def killed_at(process: subprocess.Popen[str]) -> None:
    """Kill an import once it has told that it is in the middle."""
    assert process.stdout.readline() == "so far\n", process.communicate(timeout=20)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert process.returncode == -signal.SIGKILL


def test_an_import_that_is_killed_has_done_nothing_and_is_done_once_when_confirmed_again(started, tmp_path):
    home = tmp_path / "home"
    ended(started(PROPOSE, "migrate", str(FILES)))
    for last in ('INSERT INTO "registers_found"', 'UPDATE "registers_proposal"'):
        killed_at(started(IMPORT, last))
        assert [asked(home, f"SELECT count(*) FROM {table}") for table in COUNTED] == [[(0,)]] * len(COUNTED)
        assert asked(home, "SELECT done_at FROM registers_proposal") == [(None,)]
    ended(started(IMPORT))
    assert asked(home, "SELECT count(*), count(DISTINCT key) FROM registers_liverecord") == [(FILES, FILES)]
    assert asked(home, "SELECT count(*), max(number) FROM registers_change") == [(FILES, 1)]
    assert asked(home, "SELECT count FROM registers_holding") == [(FILES,)]
    assert asked(home, "SELECT count(*) FROM ledger_auditevent WHERE action = 'record.import'") == [(1,)]
