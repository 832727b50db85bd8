"""A release on disk: a sealed snapshot of a period's approved observations (docs/architecture.md).

The ledger writes one with `write_release` (sealing.py); analysis and writing open it with `Release.open` and read
nothing else.
"""

from __future__ import annotations

import hashlib
import json
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
EVENTS = pa.schema([(name, pa.string()) for name in (
    "id", "unit", "held_on", "name", "field", "level", "host", "units", "people", "times", "result")])
OPTIONAL = {"events": EVENTS}       # what a release may have besides
ADDED = {"host", "units", "people", "times", "result"}       # columns of events that older releases do not have
MANIFEST = "manifest.json"
SCHEMAS = {**TABLES, **OPTIONAL}


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
        if "events" not in self.optional:
            return None
        return [dict.fromkeys(EVENTS.names) | row for row in pq.read_table(self.path("events")).to_pylist()]


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
    found = sha256_of(path) if path.is_file() else None
    if found is None or found != expected:
        raise ReleaseError(Finding("release-changed", str(path), {"file": name, "found": found, "expected": expected}))
    lacking = [column for column in SCHEMAS[table].names if column not in {*pq.read_schema(path).names, *ADDED}]
    if lacking:
        raise ReleaseError(Finding("release-column", str(path), {"file": name, "columns": ", ".join(lacking)}))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
