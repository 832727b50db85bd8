"""Making Django ready: to run the site, to begin one, or to work on one that stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from taizhang.web import home as data_folder
from taizhang.web.refusals import Refused, refuse

Command = Callable[..., int]


def setup(home: Path | None = None, *, migrate: bool = True) -> None:
    """Make the data folder `home` where there is none, and Django ready to work on it; `migrate`: and its database.

    Call it once, before importing anything of the apps. Raises SystemExit, having told why, where the environment
    says what cannot be understood.
    """
    _name(home)
    data_folder.prepare(data_folder.folder())
    _ready()
    if migrate:
        call_command("migrate", verbosity=0)


def begin(home: Path | None = None) -> None:
    """As `setup`, for a bureau that begins: a database that stands already is left as it is.

    Raises Refused where that one waits for an upgrade: a server of the older version may be working on it.
    """
    setup(home, migrate=False)
    if _waiting() is None:
        call_command("migrate", verbosity=0)
    _check_stands(behind=False)


def on_site(*, behind: bool = False) -> Callable[[Command], Command]:
    """A command that works on the data folder `home` and its database as they stand, and makes and upgrades neither.

    Where there are none it says so and gives 2; `behind`: it may run on a database that waits for an upgrade.
    """

    def told(command: Command) -> Command:
        @wraps(command)
        def answer(*arguments: object, home: Path | None, **more: object) -> int:
            try:
                _open(home, behind=behind)
            except Refused as error:
                return refuse(error)
            return command(*arguments, **more)

        return answer

    return told


def _open(home: Path | None, *, behind: bool) -> None:
    _name(home)
    _ready()
    if not data_folder.folder().is_dir():
        raise Refused.because("site-none", where=data_folder.folder())
    _check_stands(behind=behind)
    data_folder.prepare(data_folder.folder())


def _name(home: Path | None) -> None:
    if home is not None:
        os.environ["TAIZHANG_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.web.settings")


def _ready() -> None:
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise SystemExit(refuse(error)) from error


def _check_stands(*, behind: bool) -> None:
    """Raises Refused where the database is none of ours, or unless `behind` waits for an upgrade."""
    from django.db import connection

    waiting = _waiting()
    if waiting is None:
        raise Refused.because("site-none", where=connection.settings_dict["NAME"])
    if waiting and not behind:
        raise Refused.because("site-behind", where=connection.settings_dict["NAME"], count=waiting)


def _waiting() -> int | None:
    """How many migrations the database waits for; None where there is none yet, or nothing in it."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return None  # to ask it would make it
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        return None
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def serve(host: str = "127.0.0.1", port: int = 8000, home: Path | None = None, *, workers: int = 1) -> None:
    """Run the site until it is stopped. SQLite is content with one worker; PostgreSQL takes one for each core.

    Raises CatalogueError where the catalogue has mistakes.
    """
    from granian import Granian
    from granian.constants import Interfaces

    setup(home)
    from taizhang.web.catalogue import catalogue
    from taizhang.web.ledger import actions

    catalogue()  # a mistake in the bureau's own folder is told now, not on the first page that needs it
    actions.refresh_paths()
    call_command("clearsessions")
    Granian(
        "taizhang.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,  # else the site ends with the first worker that does
    ).serve()
