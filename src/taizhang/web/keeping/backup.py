"""Backing up while the site runs: one moment of the database, and every file that it names."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils import timezone

from taizhang.web.keeping.archive import KEPT, Manifest, Writer
from taizhang.web.refusals import Refused

SNAPSHOT = "snapshot"
LEFT_OUT = {"sessions.Session"}  # whoever was logged in logs in again
_CHUNK = 2000
_PIECE = 2**20


def backup(target: Path, *, told: Callable[[str, int], Callable[[], None]]) -> Manifest:
    """Write a backup to `target`, which must not exist yet. Readable by its owner alone, since it holds the keys.

    `told` is given a title and a number of steps, and gives what to call after each step. The file appears under its
    name only when it is whole. Raises Refused where `target` exists, and where there is nothing to back up.
    """
    from taizhang.web.ledger.models import OrgUnit  # a restore needs this module before there is a database

    if target.exists():
        raise Refused.because("backup-exists", str(target))
    if not OrgUnit.objects.exists():
        raise Refused.because("backup-empty", where=connections["default"].settings_dict["NAME"])
    part = target.with_name(f".{target.name}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            manifest = _write(Writer(file, _manifest()), told)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _manifest() -> Manifest:
    database = connections["default"].vendor
    return Manifest(timezone.now().isoformat(), version("taizhang"), database, migrations=[])


def _write(writer: Writer, told: Callable[[str, int], Callable[[], None]]) -> Manifest:
    with _snapshot():
        loader = MigrationLoader(connections[SNAPSHOT])
        writer.manifest.migrations = sorted(loader.applied_migrations)
        models = kept_models(loader, loader.applied_migrations)
        step = told("数据表 tables", len(models))
        for model in models:
            columns = [field.attname for field in model._meta.concrete_fields]
            rows = model._base_manager.using(SNAPSHOT).order_by("pk").values_list(*columns)
            writer.add_rows(model._meta.label, columns, rows.iterator(chunk_size=_CHUNK))
            step()
    # after the rows: a file is never changed, and removed only when its time is over, which its audit event says; so
    # all that the rows name and that may still be had are there
    files = list(_files())
    step = told("文件 files", len(files))
    for name, path in files:
        writer.add(name, _pieces(path))
        step()
    writer.close()
    return writer.manifest


def kept_models(loader: MigrationLoader, migrations: Iterable[tuple[str, str]]) -> list[type[Model]]:
    """Every table that a backup holds, as it stands after these migrations: an upgrade may still be due."""
    known = [migration for migration in migrations if migration in loader.graph.nodes]
    models = loader.project_state(known).apps.get_models(include_auto_created=True)
    return [one for one in models if one._meta.managed and not one._meta.proxy and one._meta.label not in LEFT_OUT]


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment of the database, under the alias SNAPSHOT, that neither waits for writers nor makes them wait."""
    default = connections["default"]
    told = copy.deepcopy(default.settings_dict)
    if default.vendor == "sqlite":
        told["OPTIONS"]["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel

        told["OPTIONS"] = told.get("OPTIONS", {}) | {"isolation_level": IsolationLevel.REPEATABLE_READ}
    connections.databases[SNAPSHOT] = told
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def _files() -> Iterator[tuple[str, Path]]:
    home = Path(settings.TAIZHANG_HOME)
    for folder in KEPT:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(home).parts):
                yield path.relative_to(home).as_posix(), path


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
