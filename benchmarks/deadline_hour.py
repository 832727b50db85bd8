"""The last hour before a deadline: eight clients send workbooks at once through a running site.

    python benchmarks/deadline_hour.py [SECONDS]

Serves an empty bureau on SQLite, and on PostgreSQL too where DATABASE_URL names a server's empty database. Each of
eight clients sends a workbook of its own schools and submits it, then the next, for SECONDS (60) or until every school
has sent. Prints how many a second, the times a client waited, and what went wrong. Afterwards everything that was
answered must stand in the database once, and the chains must hold.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Lock

CLIENTS = 8
SCHOOLS = 900
PORT = 8765
FORM, PERIOD = "teachers.staff", "2026H1"

BUREAU = f"""
import json, sys
from datetime import date
from decimal import Decimal
from taizhang import catalogue
from taizhang.checking.inputs import inputs
from taizhang.checking.submission import OrgUnit
from taizhang.periods import Period
from taizhang.web.server import setup
from taizhang.workbooks.hand_out import hand_out
setup()
from taizhang.web.accounts.actions import add_person, first_administrator, grant, make_key
from taizhang.web.ledger.actions import open_unit
since, password = date(2000, 1, 1), "青汀-2026-松溪桥"
city = open_unit(code="C", name="青汀市教育局", kind="city", parent=None, since=since, by=None)
admin = first_administrator(username="admin", name="管理员", password=password, unit=city)
clerk = add_person(username="clerk", name="填报人", password=password, unit=city, by=admin)
grant(clerk, "clerk", unit=city, by=admin)
known, books = catalogue.load(), sys.argv[1]
for number in range({SCHOOLS}):
    code, name = f"S{{number:04}}", f"第{{number}}小学"
    open_unit(code=code, name=name, kind="school", parent=city, since=since, by=admin, stages=["primary"],
              area="town", ownership="public")
    unit = OrgUnit(code, name, {{"stage": ("primary",), "area": ("town",), "ownership": ("public",)}})
    values = {{(cell.indicator, cell.by): Decimal(0) for cell in inputs(known.forms["{FORM}"], known, unit)}}
    data = hand_out(known, unit=unit, period=Period.parse("{PERIOD}"), codes=["{FORM}"], known=values)
    open(f"{{books}}/{{code}}.xlsx", "wb").write(data)
print(make_key(name="高峰", scopes=["read", "submit"], by=clerk))
"""
AFTERWARDS = """
from taizhang.web.server import setup
setup()
from taizhang.web.collection.models import ReceivedFile, Submission, Version
from taizhang.web.ledger import queries
print(Submission.objects.filter(state="submitted").count(), Version.objects.count(),
      ReceivedFile.objects.count(), len(queries.verify()))
"""


def main(seconds: float) -> None:
    urls = ["", *filter(None, [os.environ.get("DATABASE_URL")])]
    rates = {"PostgreSQL" if url else "SQLite": _hour(url, seconds) for url in urls}
    if len(rates) == 2:
        print(f"PostgreSQL / SQLite: {rates['PostgreSQL'] / rates['SQLite']:.2f}")


def _hour(url: str, seconds: float) -> float:
    """Submissions a second on one database. Raises AssertionError where one was lost, doubled or refused."""
    home = Path(tempfile.mkdtemp())
    books = home / "books"
    books.mkdir()
    environment = os.environ | {"TAIZHANG_HOME": str(home / "data"), "DATABASE_URL": url}
    key = _python(environment, BUREAU, str(books)).strip()
    command = [sys.executable, "-m", "taizhang.cli", "serve", "--port", str(PORT), "--workers", "2" if url else "1"]
    with subprocess.Popen(command, env=environment) as server:
        try:
            _wait()
            began = time.monotonic()
            sent, waits, errors = _send(books, key, seconds)
            took = time.monotonic() - began
        finally:
            server.terminate()
    rate = sent / took
    print(f"{'PostgreSQL' if url else 'SQLite':10} {sent} submissions in {took:.0f} s, {rate:.1f} a second; "
          f"a client waited {statistics.median(waits):.2f} s, at most {max(waits):.2f} s; "
          f"{len(errors)} errors")  # fmt: skip
    submitted, versions, files, broken = map(int, _python(environment, AFTERWARDS).split())
    assert not errors, errors[:3]
    assert (submitted, versions, files, broken) == (sent, sent, sent, 0), (submitted, versions, files, broken)
    return rate


def _python(environment: dict[str, str], code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _wait() -> None:
    for _try in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the site does not answer")


def _send(books: Path, key: str, seconds: float) -> tuple[int, list[float], list[str]]:
    paths, numbers, lock = sorted(books.iterdir()), count(), Lock()
    end = time.monotonic() + seconds
    waits: list[float] = []
    errors: list[str] = []

    def client() -> None:
        while time.monotonic() < end:
            with lock:
                number = next(numbers)
            if number >= len(paths):
                return
            begun = time.monotonic()
            try:
                for one in _post(key, "submissions", paths[number].read_bytes())["submissions"]:
                    _post(key, f"submissions/{one['id']}/submit", None)
                waits.append(time.monotonic() - begun)
            except urllib.error.HTTPError as error:
                errors.append(f"{error.code} {error.read()[:200]!r}")
            except OSError as error:
                errors.append(repr(error))

    with ThreadPoolExecutor(CLIENTS) as pool:
        for _client in range(CLIENTS):
            pool.submit(client)
    return len(waits), waits, errors


def _post(key: str, path: str, workbook: bytes | None) -> dict:
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = b"" if workbook is None else head.encode() + workbook + f"\r\n--{boundary}--\r\n".encode()
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/api/{path}", data=body, method="POST", headers={
        "Authorization": f"Bearer {key}", "Content-Type": f"multipart/form-data; boundary={boundary}",
    })  # fmt: skip
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
