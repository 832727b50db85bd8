"""How long a bureau's workbooks take to be taken in, checked and stored.

    python benchmarks/take_in.py [WORKBOOKS]

Hands out WORKBOOKS workbooks (700) of twenty forms each to as many schools, fills them, and takes them in as the site
does, into an empty data folder on SQLite or into the database that DATABASE_URL names. One process reads while the
other stores. The peer is openpyxl, which only reads the cells of the same workbooks.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

FORMS = 20
PERIOD = "2026H1"
PEER = 20  # workbooks that the peer reads
AHEAD = 24


def main(count: int) -> None:
    from taizhang.web.server import setup

    setup(Path(tempfile.mkdtemp()))
    schools, clerk = _bureau(count)
    with ProcessPoolExecutor(2) as pool:
        workbooks = list(pool.map(_handed_out, schools, chunksize=10))
    print(f"{count} workbooks of {FORMS} forms, {sum(map(len, workbooks)) / count / 1024:.0f} KB each")
    begun = time.perf_counter()
    cells = sum(_receive(name, data, taken, clerk) for name, data, taken in _read(workbooks))
    ours = time.perf_counter() - begun
    begun = time.perf_counter()
    for data in workbooks[:PEER]:
        _peer(data)
    peer = (time.perf_counter() - begun) / PEER * count
    print(f"taken in, checked and stored  {ours:7.1f} s   {cells / ours:8.0f} cells a second")
    print(f"peer: openpyxl reads them     {peer:7.1f} s   ratio {peer / ours:.2f}")


def _bureau(count: int):
    from taizhang.web.accounts.actions import add_person, first_administrator, grant
    from taizhang.web.ledger.actions import open_unit

    since = date(2000, 1, 1)
    city = open_unit(code="C", name="青汀市教育局", kind="city", parent=None, since=since, by=None)
    admin = first_administrator(username="admin", name="管理员", password="青汀-2026-松溪桥", unit=city)
    schools = []
    for number in range(count):
        code, name = f"S{number:04}", f"第{number}小学"
        open_unit(code=code, name=name, kind="school", parent=city, since=since, by=admin, stages=["primary"],
                  area="town", ownership="public")  # fmt: skip
        schools.append((code, name))
    clerk = add_person(username="clerk", name="填报人", password="青汀-2026-松溪桥", unit=city, by=admin)
    grant(clerk, "clerk", unit=city, by=admin)
    return schools, clerk


def _handed_out(school: tuple[str, str]) -> bytes:
    """A school's workbook with a number in every cell."""
    from taizhang import catalogue
    from taizhang.checking.inputs import inputs
    from taizhang.checking.submission import OrgUnit
    from taizhang.periods import Period
    from taizhang.workbooks.hand_out import hand_out

    known = catalogue.load()
    unit = OrgUnit(*school, {"stage": ("primary",), "area": ("town",), "ownership": ("public",)})
    grids = (one for one in known.forms.values() if "school" in one.filled_by and one.kind == "grid")
    forms = list(islice(grids, FORMS))
    cells = [cell for form in forms for cell in inputs(form, known, unit)]
    values = {(cell.indicator, cell.by): cell.item.min or Decimal(0) for cell in cells}
    return hand_out(known, unit=unit, period=Period.parse(PERIOD), codes=[form.code for form in forms], known=values)


def _taken(numbered: tuple[int, bytes]):
    from taizhang import catalogue
    from taizhang.workbooks.take_in import take_in

    number, data = numbered
    return take_in(data, f"{number}.xlsx", catalogue=catalogue.load(), today=date(2026, 7, 1))


def _read(workbooks: list[bytes]) -> Iterator[tuple[str, bytes, object]]:
    with ProcessPoolExecutor(1) as pool:
        ahead = []
        for number, data in enumerate(workbooks):
            ahead.append((data, pool.submit(_taken, (number, data))))
            if len(ahead) > AHEAD:
                first, taken = ahead.pop(0)
                yield taken.result().name, first, taken.result()
        for data, taken in ahead:
            yield taken.result().name, data, taken.result()


def _receive(name: str, data: bytes, taken: object, clerk: object) -> int:
    """How many cells it stored. A workbook that is refused would make the figures lies."""
    from taizhang.web.collection.receiving import receive_workbook

    receipt = receive_workbook(data, name, by=clerk, taken=taken)
    assert receipt.file.accepted, receipt.file.findings[:3]
    return sum(len(one.current.cells) for one in receipt.submissions)


def _peer(data: bytes) -> None:
    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True):
        for row in sheet.iter_rows(values_only=True):
            sum(value is not None for value in row)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 700)
