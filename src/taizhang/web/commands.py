"""What `taizhang units`, `admin` and `verify` do: the steps before anybody can log in, and what to do in doubt.

Each prints what it has to say and returns the exit status: 0, 1 where something was found, 2 where it was refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from taizhang.reading.formats import plain
from taizhang.reading.received import Unreadable
from taizhang.web.refusals import Refused, refuse
from taizhang.web.server import begin, on_site

if TYPE_CHECKING:
    from taizhang.web.ledger.models import OrgUnit

COLUMNS = ("code", "name", "kind", "parent", "stages", "area", "ownership", "opened")


def lay_out_units(table: Path, *, home: Path | None) -> int:
    """Open every unit of a CSV file with COLUMNS, parents before children: all or none.

    `stages` are codes joined by spaces, `opened` is an ISO date, `parent` is empty for the root.
    """
    try:
        begin(home)
        print(f"已建立 {_open_all(table)} 个机构。 units opened")
    except (Refused, Unreadable, OSError, ValueError) as error:
        return refuse(error)
    return 0


@transaction.atomic
def _open_all(table: Path) -> int:
    from taizhang.web.ledger.actions import open_unit

    made: dict[str, OrgUnit] = {}
    for line, row in _rows(table):
        if row["parent"] and row["parent"] not in made:
            raise ValueError(f"{table}:{line}: 上级 parent {row['parent']!r} 不在前面的行里 stands on no earlier line")
        try:
            made[row["code"]] = open_unit(
                code=row["code"], name=row["name"], kind=row["kind"], parent=made.get(row["parent"]),
                since=date.fromisoformat(row["opened"]), by=None,
                stages=row["stages"].split(), area=row["area"], ownership=row["ownership"],
            )  # fmt: skip
        except (ValueError, ValidationError) as error:
            raise ValueError(f"{table}:{line}: {error}") from error
    return len(made)


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = plain.read(table.read_bytes(), table.name).removeprefix("\ufeff")  # spreadsheets save as GB 18030 too
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if missing := set(COLUMNS) - set(rows.fieldnames or ()):
        raise ValueError(f"{table}:1: 缺少列 columns missing: {', '.join(sorted(missing))}")
    for row in rows:
        yield rows.line_num, {name: (row[name] or "").strip() for name in COLUMNS}


@on_site()
def first_administrator(username: str, name: str, password: str) -> int:
    """Let the first administrator in, at the root of the tree, while there is nobody else."""
    from taizhang.web.accounts import actions
    from taizhang.web.ledger import queries

    if (root := queries.root()) is None:
        return refuse(ValueError("还没有机构；请先运行 taizhang units。 No units yet: run taizhang units first."))
    try:
        actions.first_administrator(username=username, name=name, password=password, unit=root)
    except (Refused, ValidationError) as error:
        return refuse(error)
    return 0


@on_site()
def verify() -> int:
    """Print what is wrong with the ledger's chains and with the releases on disk, one line each, and what was checked.
    """
    from taizhang.web.ledger import queries, releases
    from taizhang.web.ledger.models import ChainHead, Release

    found = [*queries.verify(), *(one for release in Release.objects.all() for one in releases.check(release))]
    for finding in found:
        print(f"{finding.place}: {finding.message('zh')} {finding.message('en')}")
    links, sealed = dict(ChainHead.objects.values_list("chain", "length")), Release.objects.count()
    print(f"核验了数据 {links['observation']} 条、审计记录 {links['auditevent']} 条、定版 {sealed} 个，"
          f"发现问题 {len(found)} 处。 observations, audit events and releases checked; problems found")
    return 1 if found else 0
