"""A backup -> an installation on an empty machine, proven whole before anybody logs in."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from taizhang.findings import Finding
from taizhang.web import server
from taizhang.web.keeping.archive import Reader
from taizhang.web.keeping.backup import kept_models
from taizhang.web.ledger.inserting import insert
from taizhang.web.refusals import Refused

Told = Callable[[str, int], Callable[[], None]]
_CHUNK = 1000


def restore(source: Path, home: Path, *, told: Told) -> list[Finding]:
    """Restore `source` into the empty folder `home` and the database that the environment names, else SQLite there.

    The tables are made as they were when the backup was made, filled, then brought up to date. Gives what the ledger's
    chains, the releases and the received files do not agree with: nothing, where all is whole. Raises Refused where
    the folder or the database holds something, or the backup is not whole; then nothing is left behind.
    """
    if home.exists() and any(home.iterdir()):
        raise Refused.because("restore-not-empty", str(home))
    backup = Reader(source)
    backup.check(told("核对备份 checking", len(backup.manifest.members)))
    try:
        _unpack(backup, home, told)
        server.setup(home, migrate=False)
        with _all_or_none():
            _fill(backup, told)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    call_command("migrate", verbosity=0)
    return list(doubts())


def _all_or_none() -> AbstractContextManager[None]:
    """The tables and their rows together, where the database takes tables back; SQLite's go with the folder."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def _unpack(backup: Reader, home: Path, told: Told) -> None:
    names = list(backup.files())
    step = told("文件 files", len(names))
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(backup.pieces(name))
        step()


def _fill(backup: Reader, told: Told) -> None:
    """Make the tables of the backup's day and put its rows in: all or none."""
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        raise Refused.because("restore-not-empty", str(connection.settings_dict["NAME"]))
    targets = _targets(executor, backup)
    executor.migrate(targets)
    connection.check_constraints()  # PostgreSQL has keys checked at the end again; migrations had them checked at once
    models = {model._meta.label: model for model in kept_models(executor.loader, targets)}
    step = told("数据表 tables", len(backup.manifest.rows))
    with transaction.atomic():
        for table in backup.manifest.rows:
            put_in = models[table]._base_manager.all()
            if put_in.exists():  # by the migrations; tables that only grow refuse to be emptied, even of nothing
                put_in._raw_delete(connection.alias)
        for table in backup.manifest.rows:
            _put(models[table], backup.rows(table))
            step()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
                cursor.execute(statement)


def _targets(executor: MigrationExecutor, backup: Reader) -> list[tuple[str, str]]:
    """The last of the migrations that had been applied. Raises Refused where this version does not know one of them."""
    graph = executor.loader.graph
    for migration in backup.manifest.migrations:
        if migration not in executor.loader.disk_migrations:
            raise Refused.because("backup-newer", ".".join(migration), found=backup.manifest.version)
    applied = {migration for migration in backup.manifest.migrations if migration in graph.nodes}
    return sorted(one for one in applied if not any(child.key in applied for child in graph.node_map[one].children))


def _put(model: type[Model], rows: Iterable[dict[str, object]]) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    made = (model(**{name: fields[name].to_python(value) for name, value in row.items()}) for row in rows)
    while chunk := list(islice(made, _CHUNK)):
        insert(chunk)


def doubts() -> Iterator[Finding]:
    """What the chains, the releases and the received files do not agree with; a file cleared by law is no loss."""
    from taizhang.web import files
    from taizhang.web.collection.models import ReceivedFile
    from taizhang.web.ledger import queries, releases
    from taizhang.web.ledger.models import Release

    yield from queries.verify()
    for release in Release.objects.all():
        yield from releases.check(release)
    cleared = files.cleared()
    for name, sha256 in ReceivedFile.objects.values_list("name", "sha256").iterator():
        if sha256 in cleared and not files.is_kept(sha256):
            continue  # nobody may have it any more
        if (doubt := _doubt_about(files.read, sha256)) is not None:
            yield Finding("backup-file-lost", name, {"sha256": sha256, "error": doubt})


def _doubt_about(read: Callable[[str], bytes], sha256: str) -> str | None:
    try:
        found = hashlib.sha256(read(sha256)).hexdigest()
    except Exception as error:  # whatever keeps a file from being read is what has to be told
        return f"{type(error).__name__}: {error}"
    return None if found == sha256 else found
