"""The demo walked to its end in a small city: what somebody has in hand after `taizhang demo`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from taizhang.demo.city import City

pytestmark = pytest.mark.long

# Django is set up once in a process, for one data folder: each walk has a process of its own
WALK = """
import sys
from pathlib import Path
from rich.console import Console
from taizhang.demo.walk import make
if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), Console(quiet=True), scale=0.01)
"""
ASK = """
import json, sys
from collections import Counter
from pathlib import Path
from taizhang.web.server import setup
setup(Path(sys.argv[1]) / "data")
from taizhang.web.accounts.models import Person
from taizhang.web.collection.queries import to_send
from taizhang.web.ledger import chain
from taizhang.web.ledger.models import AuditEvent, Observation, OrgUnit
from taizhang.web.reports.models import Report
from taizhang.web.supervision.models import Evidence, Extension, Plan, Task
plans = list(Plan.objects.order_by("period"))
report = Report.objects.get(kind="summary")
told = {
    "carried": plans[0].tasks.filter(carried_to__isnull=False).count(),
    "plans": [[plan.period, plan.source, plan.tasks.count(), plan.tasks.exclude(target_indicator="").count()]
              for plan in plans],
    "states": Counter(plans[0].tasks.values_list("state", flat=True)),
    "evidence": Evidence.objects.count(),
    "extensions": sorted(str(one.granted) for one in Extension.objects.all()),
    "reports": [[one.kind, one.state] for one in Report.objects.order_by("pk")],
    "corrected": report.errata.get().document["opening"][1]["runs"][1]["text"],
    "text": json.dumps(report.document, ensure_ascii=False),
    "to_fill": [[one.what, one.period, one.state] for one in to_send(Person.objects.get(username="clerk"))],
    "late": [task.title for task in plans[0].tasks.filter(events__action="send_back")],
    "faults": [str(one) for model in (Observation, AuditEvent) for one in chain.verify(model)],
}
print(json.dumps(told))
"""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)


def taizhang(*arguments: object) -> subprocess.CompletedProcess[str]:
    return run("-c", "from taizhang.cli import app; app()", *arguments)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """The folder of a finished demo."""
    made = tmp_path_factory.mktemp("walk")
    script, folder = made / "walk.py", made / "demo"
    script.write_text(WALK, "utf-8")
    done = run(script, folder, 7)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.fixture(scope="module")
def told(demo: Path) -> dict:
    """What the site knows at the end."""
    done = run("-c", ASK, demo)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_every_file_that_is_named_is_there(demo: Path):
    files = json.loads((demo / "demo.json").read_text("utf-8"))["files"]
    for wanted in ("上期报告", "督办单", "进度通报", "this report, docx", "this report, pdf", "更正说明"):
        assert any(wanted in name for name in files), wanted
    assert all(Path(path).stat().st_size > 1000 for path in files.values())


def test_what_was_promised_became_tasks_that_moved(told: dict):
    period, source, count, bound = told["plans"][0]
    assert (period, source) == ("2026H1", "paper")
    assert 20 <= count <= 30
    assert bound >= 5
    assert told["states"]["closed"] >= 5
    assert told["states"]["suspended"] >= told["carried"] > told["states"]["closed"], "the rest goes on"
    assert told["states"]["closing"] == 1
    assert told["evidence"] >= 20
    assert told["extensions"] == ["False", "True"], "what is carried over leaves no question open"


def test_there_is_a_light_of_every_colour(demo: Path):
    lit = json.loads((demo / "demo.json").read_text("utf-8"))["facts"]["6月30日亮灯 lights on 30 June"]
    assert all(re.search(f"{colour}灯 [1-9]", lit) for colour in "绿黄橙红")


def test_the_report_is_issued_tells_what_is_late_and_plans_the_next_tasks(told: dict):
    assert told["reports"] == [["summary", "issued"], ["brief", "draft"], ["erratum", "issued"]]
    assert all(title in told["text"] for title in told["late"])
    period, source, count, _bound = told["plans"][1]
    assert (period, source) == ("2026H2", "report")
    assert count >= 15


def test_the_clerk_has_a_form_to_fill_at_once(told: dict):
    assert ["teachers.staff", "2026H2", "awaited"] in told["to_fill"]


def test_a_late_correction_is_told_in_an_erratum(told: dict):
    assert "更正为" in told["corrected"]


def test_the_chains_hold(told: dict):
    assert told["faults"] == []


def test_the_file_handed_out_is_the_issued_one(demo: Path):
    files = json.loads((demo / "demo.json").read_text("utf-8"))["files"]
    issued = [files["本期报告 this report, docx"], files["本期报告 this report, pdf"], files["更正说明 erratum, docx"]]
    done = taizhang("report", "verify", *issued, "--home", demo / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("是印发的那一份") == 3


def test_run_twice_it_does_no_harm(demo: Path):
    before = (demo / "demo.json").read_bytes(), (demo / "data" / "taizhang.sqlite3").stat().st_size
    done = taizhang("demo", "--dir", demo, "--no-serve")
    assert done.returncode == 0, done.stderr
    assert "青教〔2026〕1号" in done.stdout
    assert before == ((demo / "demo.json").read_bytes(), (demo / "data" / "taizhang.sqlite3").stat().st_size)


def test_another_seed_makes_another_city():
    assert City(7, scale=0.01).schools == City(7, scale=0.01).schools
    assert City(7, scale=0.01).schools != City(8, scale=0.01).schools
