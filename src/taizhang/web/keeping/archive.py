"""A backup as one file: a zip of the database's rows, the data folder's files and a manifest with all hashes.

The rows stand as lines of JSON, whatever database they came from, so that a backup of SQLite is restored into
PostgreSQL as well. The manifest is written last: a file without one is a backup that was broken off.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import IO
from uuid import UUID

from taizhang.web.refusals import Refused

MANIFEST = "manifest.json"
FORMAT = 1
ROWS = "rows"
KEPT = ("files", "releases", "keys")  # what of the data folder is kept; the rest can be made again
_PIECE = 2**20


@dataclass(slots=True)
class Manifest:
    """What a backup holds: for each member its SHA-256, for each table its number of rows, the chains' ends."""

    made_at: str
    version: str
    database: str
    migrations: list[tuple[str, str]]
    members: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Writes members, each hashed on its way into the file, then the manifest that lists them."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        told = hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                told.update(piece)
                member.write(piece)
        self.manifest.members[name] = told.hexdigest()

    def add_rows(self, table: str, columns: list[str], rows: Iterable[tuple[object, ...]]) -> None:
        """A table: its columns on the first line, then a line a row."""
        self.manifest.rows[table] = 0
        self.add(f"{ROWS}/{table}.jsonl", self._lines(table, columns, rows))

    def _lines(self, table: str, columns: list[str], rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
        yield _line(columns)
        for row in rows:
            self.manifest.rows[table] += 1
            yield _line(row)

    def close(self) -> None:
        """Without this the backup has no manifest and cannot be restored."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1))
        self._zip.close()


class Reader:
    """Reads a backup. Raises Refused where it is none, is not whole, or names what a backup never holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = _manifest(self._zip.read(MANIFEST))
        except FileNotFoundError:
            raise
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise Refused.because("backup-not-one", path.name, error=str(error)) from error
        if self.manifest.format != FORMAT:
            raise Refused.because("backup-newer", path.name, found=self.manifest.version)
        found = {info.filename for info in self._zip.infolist()} - {MANIFEST}
        for name in sorted(found ^ self.manifest.members.keys()):
            raise Refused.because("backup-changed", name)
        for name in sorted(found):
            if not _belongs(name):
                raise Refused.because("backup-changed", name)

    def check(self, advance: Callable[[], None]) -> None:
        """Compare every member with its hash; `advance` is called after each."""
        for name, expected in self.manifest.members.items():
            told = hashlib.sha256()
            try:
                for piece in self.pieces(name):
                    told.update(piece)
            except (zipfile.BadZipFile, OSError, EOFError) as error:
                raise Refused.because("backup-changed", name) from error
            if told.hexdigest() != expected:
                raise Refused.because("backup-changed", name)
            advance()

    def pieces(self, name: str) -> Iterator[bytes]:
        with self._zip.open(name) as member:
            while piece := member.read(_PIECE):
                yield piece

    def files(self) -> Iterator[str]:
        """The members that are files of the data folder."""
        return (name for name in self.manifest.members if not name.startswith(f"{ROWS}/"))

    def rows(self, table: str) -> Iterator[dict[str, object]]:
        """The rows of a table as JSON values by column."""
        with self._zip.open(f"{ROWS}/{table}.jsonl") as lines:
            columns = json.loads(next(lines))
            for line in lines:
                yield dict(zip(columns, json.loads(line), strict=True))


def _manifest(data: bytes) -> Manifest:
    told = json.loads(data)
    return Manifest(**told | {"migrations": [(app, name) for app, name in told["migrations"]]})


def _belongs(name: str) -> bool:
    """Whether a member may be written below the data folder: nothing of another folder, and no way out of it."""
    parts = PurePosixPath(name).parts
    return len(parts) > 1 and parts[0] in (*KEPT, ROWS) and not {"..", "/"} & set(parts) and "\\" not in name


def _line(values: Iterable[object]) -> bytes:
    return json.dumps(list(values), ensure_ascii=False, default=_told, separators=(",", ":")).encode() + b"\n"


def _told(value: object) -> str:
    """What JSON has no word for, as the fields of the models read it back."""
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} in a row")
