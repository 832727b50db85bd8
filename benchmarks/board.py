"""How quickly the board of supervision answers with thousands of tasks.

    python benchmarks/board.py [TASKS]

Makes a bureau with TASKS tasks (5,000) in an empty data folder on SQLite, or in the database that DATABASE_URL names,
each with three reports and two milestones. Prints the milliseconds of whole requests at the server, session and
template included, by the clock and of this process alone (which on SQLite has the database in it): of the first look
of a day, which works out every light, and the median of further looks. The peer is the list page of Django's admin,
which shows the same rows and works nothing out.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

LOOKS = 15
PAGES = {
    "board": "/supervision/board/",
    "board, page 50": "/supervision/board/?page=50",
    "board, red of one county in June": "/supervision/board/?light=red&unit=3&due=late",
    "head's page": "/supervision/head/",
    "ranking": "/supervision/ranking/",
    "peer: the same rows in Django's admin": "/admin/supervision/task/",
}


def main(count: int) -> None:
    from taizhang.web.server import setup

    setup(Path(tempfile.mkdtemp()))
    client = _bureau(count)
    client.get("/")  # loads what every page needs
    print(f"{count} tasks; milliseconds by the clock, of the process")
    _say("board, first look of the day", [_look(client, PAGES["board"])])
    for name, address in PAGES.items():
        _say(name, [_look(client, address) for _ in range(LOOKS)])


def _say(name: str, looks: list[tuple[float, float]]) -> None:
    clock, own = (statistics.median(times) for times in zip(*looks, strict=True))
    print(f"{name:40} {clock:7.0f} {own:7.0f}")


def _look(client, address: str) -> tuple[float, float]:
    clock, own = time.perf_counter(), time.process_time()
    response = client.get(address)
    taken = (time.perf_counter() - clock) * 1000, (time.process_time() - own) * 1000
    assert response.status_code == 200, (address, response.status_code)
    return taken


def _bureau(count: int):
    """A city with twenty sections and counties, and a client logged in as its supervisor."""
    from django.test import Client
    from django.utils import timezone

    from taizhang.periods import Period
    from taizhang.web.accounts.actions import add_person, first_administrator, grant
    from taizhang.web.accounts.models import RoleKind
    from taizhang.web.ledger.actions import open_unit
    from taizhang.web.supervision.actions import make_plan
    from taizhang.web.supervision.assigning import NewTask, assign

    since, today = date(2000, 1, 1), timezone.localdate()
    city = open_unit(code="C", name="青汀市教育局", kind="city", parent=None, since=since, by=None)
    password = "青汀-2026-松溪桥"
    admin = first_administrator(username="admin", name="管理员", password=password, unit=city)
    kinds = ["section"] * 12 + ["county"] * 8
    owners = [
        open_unit(code=f"C-{at}", name=f"第{at}单位", kind=kind, parent=city, since=since, by=admin)
        for at, kind in enumerate(kinds)
    ]  # fmt: skip
    person = add_person(username="supervisor", name="督查", password=password, unit=city, by=admin)
    for kind in (RoleKind.SUPERVISOR, RoleKind.ADMINISTRATOR):
        grant(person, kind, unit=city, by=admin)
    plan = make_plan(period=Period.parse(f"{today.year}"), unit=city, title="全年重点工作", by=person)
    made = assign(plan, (
        NewTask(
            title=f"第{at}项重点工作：按期完成并形成佐证", owner=owners[at % 20],
            assigned_on=today - timedelta(60 + at % 90),
            due=today + timedelta(at % 150 - 20),
            milestones=(("启动", today - timedelta(at % 40)), ("过半", today + timedelta(at % 60))),
        )
        for at in range(count)
    ), by=person)  # fmt: skip
    _report_on(made, person, today)
    client = Client(headers={"Host": "localhost"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _report_on(tasks, person, today: date) -> None:
    """Three reports on each task, written in bulk: what is measured is reading them."""
    from taizhang.web.supervision.models import ProgressEntry, Task, TaskState

    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(state=TaskState.ACTIVE)
    entries = (
        ProgressEntry(task=task, on=today - timedelta(45 - 15 * turn), done="已完成招标和施工准备，正在施工",
                      share=20 * turn + task.pk % 30, by=person)
        for task in tasks for turn in (1, 2, 3)
    )  # fmt: skip
    ProgressEntry.objects.bulk_create(entries, batch_size=1000)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.web.settings")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
