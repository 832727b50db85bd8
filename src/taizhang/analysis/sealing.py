"""A release is written: the tables conformed to their schemas, the tree checked, every file under its hash."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from taizhang.analysis.release import ASKED, MANIFEST, SCHEMAS, Release, ReleaseError, sha256_of
from taizhang.findings import Finding


def write_release(  # noqa: PLR0913 - a manifest's fields, each named
    folder: Path | str,
    *,
    observations: pa.Table,
    units: pa.Table,
    sources: pa.Table,
    asked: pa.Table | None = None,
    events: pa.Table | None = None,
    name: str,
    period: str,
    made_at: str,
    made_by: str,
    catalogue: str,
) -> Release:
    """Seal the tables as a release in `folder`, which must not exist yet, and open it.

    Columns of `observations` beyond those of OBSERVATIONS are its dimensions. `path` of the units is worked out
    from `parent`, so it may be left out. Without `asked` nobody knows who was asked, and the catalogue says who is to
    report. `events` is left out where there is nothing that keeps a work record. The folder appears whole or not at
    all.
    """
    folder = Path(folder)
    if folder.exists():
        raise ReleaseError(Finding("release-exists", str(folder), {"folder": folder}))
    given = {"observations": observations, "units": _with_paths(units), "sources": sources,
             "asked": ASKED.empty_table() if asked is None else asked, "events": events}
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)  # it holds counts too small to be shown
    files = {}
    for table, schema in SCHEMAS.items():
        if given[table] is None:
            continue
        content = _conform(given[table], schema, dimensions=table == "observations")
        pq.write_table(content, unfinished / f"{table}.parquet", compression="zstd")
        files[f"{table}.parquet"] = {"sha256": sha256_of(unfinished / f"{table}.parquet"), "rows": content.num_rows}
    manifest = {"name": name, "period": period, "made_at": made_at, "made_by": made_by, "catalogue": catalogue}
    text = json.dumps({**manifest, "files": files}, ensure_ascii=False, indent=2)
    (unfinished / MANIFEST).write_text(text + "\n", "utf-8")
    unfinished.rename(folder)
    return Release.open(folder)


def _conform(table: pa.Table, schema: pa.Schema, *, dimensions: bool) -> pa.Table:
    """`table` with the columns and types of `schema`, and its dimension columns as text."""
    lacking = [name for name in schema.names if name not in table.column_names]
    if lacking:
        raise ReleaseError(Finding("release-column", "", {"file": "", "columns": ", ".join(lacking)}))
    extra = [name for name in table.column_names if name not in schema.names] if dimensions else []
    full = pa.schema([*schema, *(pa.field(name, pa.string()) for name in sorted(extra))])
    return table.select(full.names).cast(full)


def _with_paths(units: pa.Table) -> pa.Table:
    """The units with `path` worked out from `parent`; a parent that is missing or its own ancestor is refused."""
    parents = dict(zip(units["code"].to_pylist(), units["parent"].to_pylist(), strict=True))
    paths = ["/".join(_ancestry(code, parents)) for code in parents]
    rest = [name for name in units.column_names if name != "path"]
    return units.select(rest).append_column("path", pa.array(paths, pa.string()))


def _ancestry(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """The codes from the root down to `code`."""
    line: list[str] = []
    at: str | None = code
    while at is not None:
        if at in line or at not in parents:
            raise ReleaseError(Finding("release-tree", code, {"unit": code, "parent": at}))
        line.append(at)
        at = parents[at]
    return line[::-1]
