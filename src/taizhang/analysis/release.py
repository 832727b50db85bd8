"""A release on disk: a sealed snapshot of a period's approved observations (docs/architecture.md).

The ledger writes one with `write_release`; analysis and writing open it with `Release.open` and read nothing else.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from taizhang.findings import Finding

OBSERVATIONS = pa.schema(
    [
        ("id", pa.string()),
        ("indicator", pa.string()),
        ("unit", pa.string()),
        ("period", pa.string()),
        ("value", pa.decimal128(38, 6)),
        ("source", pa.string()),
    ]
)
UNITS = pa.schema(
    [(name, pa.string()) for name in ("code", "name", "parent", "kind", "stages", "area", "ownership", "path")]
)
SOURCES = pa.schema(
    [
        (name, pa.string())
        for name in (
            "id", "kind", "submission", "file", "sha256", "sheet", "cell", "text",
            "reported_by", "reported_at", "approved_by", "approved_at", "reason",
        )
    ]
)
ASKED = pa.schema([(name, pa.string()) for name in ("what", "unit", "period")])
TABLES = {"observations": OBSERVATIONS, "units": UNITS, "sources": SOURCES, "asked": ASKED}
EVENTS = pa.schema([(name, pa.string()) for name in ("id", "unit", "held_on", "name", "field", "level")])
OPTIONAL = {"events": EVENTS}       # what a release may have besides
MANIFEST = "manifest.json"
_SCHEMAS = {**TABLES, **OPTIONAL}


class ReleaseError(Exception):
    """A release that cannot be trusted or written; `finding` says why and how to mend it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message("zh"))
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Release:
    """An opened release whose files are what its manifest says they are.

    `catalogue` is the hash of the catalogue in force when it was sealed, `digest` the SHA-256 of the manifest,
    which covers every file, `dimensions` the columns that observations may be split by, and `optional` the tables of
    OPTIONAL that were sealed with it.
    """

    folder: Path
    name: str
    period: str
    made_at: str
    made_by: str
    catalogue: str
    digest: str
    dimensions: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @classmethod
    def open(cls, folder: Path | str) -> Release:
        """The release in `folder`.

        Raises ReleaseError when the manifest or a file is missing, changed since sealing, or lacks a column.
        """
        folder = Path(folder)
        text, manifest = _manifest(folder)
        optional = tuple(table for table in OPTIONAL if f"{table}.parquet" in manifest["files"])
        for table in (*TABLES, *optional):
            _verify(folder, table, manifest["files"])
        columns = pq.read_schema(folder / "observations.parquet").names
        return cls(
            folder=folder,
            name=manifest["name"],
            period=manifest["period"],
            made_at=manifest["made_at"],
            made_by=manifest["made_by"],
            catalogue=manifest["catalogue"],
            digest=hashlib.sha256(text).hexdigest(),
            dimensions=tuple(name for name in columns if name not in OBSERVATIONS.names),
            optional=optional,
        )

    def path(self, table: str) -> Path:
        """Where the Parquet file of `table` (a key of TABLES or OPTIONAL) stands."""
        return self.folder / f"{table}.parquet"

    def events(self) -> list[dict[str, str | None]] | None:
        """The events of the work record that were sealed, as rows of EVENTS; None where none were to be sealed."""
        return pq.read_table(self.path("events")).to_pylist() if "events" in self.optional else None


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
    for table, schema in _SCHEMAS.items():
        if given[table] is None:
            continue
        content = _conform(given[table], schema, dimensions=table == "observations")
        pq.write_table(content, unfinished / f"{table}.parquet", compression="zstd")
        files[f"{table}.parquet"] = {"sha256": _sha256(unfinished / f"{table}.parquet"), "rows": content.num_rows}
    manifest = {"name": name, "period": period, "made_at": made_at, "made_by": made_by, "catalogue": catalogue}
    text = json.dumps({**manifest, "files": files}, ensure_ascii=False, indent=2)
    (unfinished / MANIFEST).write_text(text + "\n", "utf-8")
    unfinished.rename(folder)
    return Release.open(folder)


def _manifest(folder: Path) -> tuple[bytes, dict[str, Any]]:
    try:
        text = (folder / MANIFEST).read_bytes()
        manifest = json.loads(text)
        missing = {"name", "period", "made_at", "made_by", "catalogue", "files"} - set(manifest)
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(Finding("release-unreadable", str(folder), {"folder": folder, "why": error})) from error
    if missing:
        why = f"no {', '.join(sorted(missing))}"
        raise ReleaseError(Finding("release-unreadable", str(folder), {"folder": folder, "why": why}))
    return text, manifest


def _verify(folder: Path, table: str, files: Mapping[str, Mapping[str, Any]]) -> None:
    name = f"{table}.parquet"
    path = folder / name
    expected = files.get(name, {}).get("sha256")
    found = _sha256(path) if path.is_file() else None
    if found is None or found != expected:
        raise ReleaseError(Finding("release-changed", str(path), {"file": name, "found": found, "expected": expected}))
    lacking = [column for column in _SCHEMAS[table].names if column not in pq.read_schema(path).names]
    if lacking:
        raise ReleaseError(Finding("release-column", str(path), {"file": name, "columns": ", ".join(lacking)}))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
