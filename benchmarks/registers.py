"""A page of a register with 100,000 records against the same page of one with 1,000, on the database that is set up.

    python benchmarks/registers.py [--records 100000]
    DATABASE_URL=postgres://user@host/empty python benchmarks/registers.py

Each question is asked through the site as a browser would, by a section officer who sees all units; the best of nine.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

LITTLE = 1_000
UNITS = 200
FIELDS = """
title: {zh: 学生台账%(at)s, en: Pupils}
filled_by: school
key: [number]
fields:
  number: {type: text, title: {zh: 编号, en: Number}}
  pupil: {type: person, personal: true, title: {zh: 姓名, en: Name}}
  id_number: {type: text, personal: true, title: {zh: 学籍号, en: Number of the pupil}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  boards: {type: yes_no, title: {zh: 寄宿, en: Boards}}
  due: {type: money, unit: 元, title: {zh: 应发, en: Due}}
  paid_on: {type: date, title: {zh: 发放日期, en: Paid on}}
  village: {type: text, title: {zh: 村社, en: Village}}
"""
QUESTIONS = {
    "first page": lambda last: {},
    "sorted": lambda last: {"sort": "due"},
    "sorted, far on": lambda last: {"sort": "number", "after": f"{last}~1"},
    "one code of three": lambda last: {"f-stage": "junior", "sort": "-due"},
    "two filters": lambda last: {"f-stage": "junior", "f-boards": "是"},
    "a number": lambda last: {"q": last},
    "a person (blind index)": lambda last: {"q": f"G{last[1:]}"},
}


def lay_out(folder: Path) -> None:
    """A catalogue with one register of each length."""
    domain = folder / "domains" / "care"
    (domain / "registers").mkdir(parents=True)
    codes = "primary: {zh: 小学, en: P}, junior: {zh: 初中, en: J}, senior: {zh: 高中, en: S}"
    shared = f"dimensions:\n  stage: {{title: {{zh: 学段, en: Stage}}, codes: {{{codes}}}}}\n"
    (folder / "shared.yaml").write_text(shared, "utf-8")
    (domain / "domain.yaml").write_text("title: {zh: 帮扶, en: Care}\nsection: 帮扶科\n", "utf-8")
    for name in ("little", "long"):
        (domain / "registers" / f"{name}.yaml").write_text(FIELDS % {"at": name}, "utf-8")


def fill(code: str, count: int, units: list, by: object) -> str:
    """Records spread over the units; gives the number in the middle."""
    from taizhang.web.registers.keeping import Origin, Step, take
    from taizhang.web.registers.models import LiveRecord
    from taizhang.web.registers.tables import table_of

    chance, table = random.Random(3), table_of(code)
    for start in range(0, count, 5000):
        steps = []
        for at in range(start, min(start + 5000, count)):
            row = {
                "number": f"P{at:07d}",
                "pupil": "张小花",
                "id_number": f"G{at:07d}",
                "stage": chance.choice(["primary", "junior", "senior"]),
                "boards": chance.random() < 0.4,
                "due": str(chance.choice([500, 625, 750, 1000])),
                "village": f"{chance.randrange(400)}社",
                "paid_on": str(date(2026, 1, 1) + timedelta(days=chance.randrange(180))),
            }
            steps.append(Step("add", LiveRecord(register=code, unit=units[at % len(units)]), row))
        take(table, steps, Origin(by))
    return f"p{count // 2:07d}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=100_000)
    many = asked.parse_args().records
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        lay_out(home / "catalogue")
        os.environ["TAIZHANG_CATALOGUE"] = str(home / "catalogue")
        from taizhang.web.server import setup

        setup(home / "data")
        measure(many)


def measure(many: int) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from taizhang.web.accounts import actions
    from taizhang.web.accounts.models import RoleKind
    from taizhang.web.ledger.actions import open_unit

    settings.ALLOWED_HOSTS = ["*"]
    since, password = date(2000, 1, 1), "青汀-2026-松溪桥"
    city = open_unit(code="C", name="青汀市教育局", kind="city", parent=None, since=since, by=None)
    admin = actions.first_administrator(username="admin", name="管理员", password=password, unit=city)
    officer = actions.add_person(username="officer", name="科员", password=password, unit=city, by=admin)
    actions.grant(officer, RoleKind.SECTION_OFFICER, unit=city, by=admin)
    units = [
        open_unit(code=f"S{at:03d}", name=f"第{at}小学", kind="school", parent=city, since=since, by=admin)
        for at in range(UNITS)
    ]
    start = time.perf_counter()
    middle = {code: fill(code, count, units, officer) for code, count in (("care.little", LITTLE), ("care.long", many))}
    print(f"{connection.vendor}: {LITTLE + many} records stored in {time.perf_counter() - start:.0f} s")
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    client = Client()
    client.force_login(officer)
    for question, ask in QUESTIONS.items():
        times = {}
        for code, last in middle.items():
            address, query = reverse("registers:register", args=[code]), ask(last)
            found = client.get(address, query)
            assert found.status_code == 200, found.status_code
            times[code] = min(_timed(client, address, query) for _ in range(9))
        little, long = times["care.little"], times["care.long"]
        print(f"{question:24} {1000 * little:6.1f} ms {1000 * long:6.1f} ms  {long / little:5.2f} x")


def _timed(client: object, address: str, query: dict[str, str]) -> float:
    start = time.perf_counter()
    client.get(address, query)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
